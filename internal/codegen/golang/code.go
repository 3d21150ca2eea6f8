package golang

import (
	"strconv"
	"strings"
)

// Ident is an identifier that knows its package, so that a file imports what it
// uses. An empty Package is the file's own, or that of the predeclared identifiers.
type Ident struct {
	Package string // import path
	Name    string
}

// Code is a piece of Go source: strings, which are source as they are, identifiers,
// integers and other Code. Text of the model is not a Code; see [Quote].
type Code []any

// Join puts separators between pieces of code.
func Join(pieces []Code, separator string) Code {
	var all Code
	for i, p := range pieces {
		if i > 0 {
			all = append(all, separator)
		}
		all = append(all, p)
	}
	return all
}

// Quote returns the Go literal of a text. What a reader would not see, or see in
// another order, is escaped.
func Quote(text string) string { return strconv.Quote(text) }

// QuoteTag returns the literal of a struct's tag: a raw one where that is possible.
func QuoteTag(tag string) string {
	if strconv.CanBackquote(tag) && !strings.ContainsFunc(tag, func(r rune) bool { return !strconv.IsPrint(r) }) {
		return "`" + tag + "`"
	}
	return strconv.Quote(tag)
}
