// Package naming turns the names of a model into identifiers, in one way for all
// target languages.
package naming

import (
	"strings"
	"unicode"
)

// Words splits a name into its words: at everything that is neither a letter nor
// a digit, before a capital that follows a small letter or digit, and before the
// last capital of a run that a small letter follows. Digits stay with the letters
// before them, and a plural "s" with its abbreviation.
//
//	getPetByID    get Pet By ID
//	HTTPServer_v2 HTTP Server v2
//	list-petIDs   list pet IDs
func Words(name string) []string {
	var words []string
	runes := []rune(name)
	for start := 0; start < len(runes); {
		if !isWordRune(runes[start]) {
			start++
			continue
		}
		end := start + 1
		for end < len(runes) && isWordRune(runes[end]) && !startsWord(runes, end) {
			end++
		}
		words = append(words, string(runes[start:end]))
		start = end
	}
	return words
}

// Camel joins the words of a name as in getPetById. It is empty for a name
// without letters and digits, and starts with a digit when the name does.
func Camel(name string) string {
	words := Words(name)
	for i, w := range words {
		if i == 0 {
			words[i] = strings.ToLower(w)
		} else {
			words[i] = capitalize(w)
		}
	}
	return strings.Join(words, "")
}

// Pascal joins the words of a name as in GetPetById. It is empty for a name
// without letters and digits, and starts with a digit when the name does.
func Pascal(name string) string {
	words := Words(name)
	for i, w := range words {
		words[i] = capitalize(w)
	}
	return strings.Join(words, "")
}

// Snake joins the words of a name as in get_pet_by_id. It is empty for a name
// without letters and digits, and starts with a digit when the name does.
func Snake(name string) string {
	return strings.ToLower(strings.Join(Words(name), "_"))
}

// Operation makes the name of an operation that the model gives none: the method,
// then each segment of the path, with "By" before a parameter's name.
//
//	GET    /pets/{petId}          getPetsByPetId
//	POST   /                      postRoot
//	ANY    /files/{proxy+}        anyFilesByProxy
func Operation(method, path string) string {
	var b strings.Builder
	b.WriteString(strings.ToLower(method))
	empty := true
	for segment := range strings.SplitSeq(path, "/") {
		for i, part := range strings.FieldsFunc(segment, func(r rune) bool { return r == '{' || r == '}' }) {
			word := Pascal(part)
			if word == "" {
				continue
			}
			if strings.HasPrefix(segment, "{") || i > 0 {
				b.WriteString("By")
			}
			b.WriteString(word)
			empty = false
		}
	}
	if empty {
		b.WriteString("Root")
	}
	return b.String()
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// startsWord reports whether a new word starts at i, inside of another.
func startsWord(runes []rune, i int) bool {
	if !unicode.IsUpper(runes[i]) {
		return false
	}
	if !unicode.IsUpper(runes[i-1]) {
		return true
	}
	if i+1 == len(runes) || !unicode.IsLower(runes[i+1]) {
		return false
	}
	return !isPlural(runes, i+1)
}

// isPlural reports whether the letter at i is the "s" of an abbreviation's plural:
// IDs, URLsByName.
func isPlural(runes []rune, i int) bool {
	return runes[i] == 's' && (i+1 == len(runes) || !unicode.IsLower(runes[i+1]))
}

func capitalize(word string) string {
	runes := []rune(strings.ToLower(word))
	runes[0] = unicode.ToUpper(runes[0])
	return string(runes)
}

// Spelled returns words for a name without letters and digits.
func Spelled(name string) []string {
	if name == "" {
		return []string{"empty"}
	}
	var all []string
	for _, r := range name {
		if word, ok := symbols[r]; ok {
			all = append(all, word)
		} else {
			all = append(all, "symbol")
		}
	}
	return all
}

var symbols = map[rune]string{
	'!': "not", '"': "quote", '#': "hash", '$': "dollar", '%': "percent", '&': "and", '\'': "apostrophe", '(': "open",
	')': "close", '*': "star", '+': "plus", ',': "comma", '-': "minus", '.': "dot", '/': "slash", ':': "colon",
	';': "semicolon", '<': "less", '=': "equal", '>': "greater", '?': "question", '@': "at", '[': "open", '\\': "backslash",
	']': "close", '^': "caret", '_': "underscore", '`': "backtick", '{': "open", '|': "or", '}': "close", '~': "tilde",
	' ': "space",
}
