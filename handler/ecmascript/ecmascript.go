// Package ecmascript checks texts of requests against patterns that package regexp
// cannot express: those that look around or refer to their groups. It is apart from
// package handler so that only the functions that need it hold its engine.
package ecmascript

import (
	"errors"
	"sync"

	"github.com/gatewright/gatewright/handler"
	"github.com/gatewright/gatewright/internal/pattern"
)

// patterns are compiled once in the life of a process.
var patterns sync.Map

// Pattern refuses texts in which a regular expression of ECMA-262 finds nothing, or
// takes too long to find it. It panics when the expression has another syntax.
func Pattern(expression string) handler.Check[string] {
	return func(text string) error {
		found, err := compiled(expression).Find(text)
		if !found || err != nil {
			return errors.New("must match the pattern " + expression)
		}
		return nil
	}
}

func compiled(expression string) *pattern.Regexp {
	if known, ok := patterns.Load(expression); ok {
		if re, ok := known.(*pattern.Regexp); ok {
			return re
		}
	}
	re, err := pattern.CompileECMAScript(expression)
	if err != nil {
		panic(err)
	}
	patterns.Store(expression, re)
	return re
}
