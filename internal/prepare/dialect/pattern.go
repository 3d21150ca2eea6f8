package dialect

import (
	"strings"
	"unicode/utf8"
)

// isES5 reports whether a regular expression has the meaning that ECMA-262 gives
// it also for an engine of ECMAScript 5, which is what the
// java-json-schema-validator runs on. Such an engine reads newer syntax as
// something else, without an error.
func isES5(pattern string) bool {
	inClass := false
	for i := 0; i < len(pattern); i++ {
		switch rest := pattern[i:]; {
		case rest[0] == '\\':
			if len(rest) > 1 && isNewerEscape(rest, inClass) {
				return false
			}
			i++
		case inClass:
			inClass = rest[0] != ']'
		case rest[0] == '[':
			inClass = true
		case strings.HasPrefix(rest, "(?") && !strings.HasPrefix(rest, "(?:") && !strings.HasPrefix(rest, "(?=") && !strings.HasPrefix(rest, "(?!"):
			return false // look-behind, named groups, modifiers
		case rest[0] >= 0x80:
			r, _ := utf8.DecodeRuneInString(rest)
			if r > 0xffff { // two characters for such an engine
				return false
			}
		}
	}
	return true
}

// isNewerEscape reports whether an escape is newer than ECMAScript 5.
func isNewerEscape(rest string, inClass bool) bool {
	switch rest[1] {
	case 'p', 'P', 'k':
		return !inClass || rest[1] != 'k'
	case 'u':
		return strings.HasPrefix(rest[2:], "{")
	}
	return false
}
