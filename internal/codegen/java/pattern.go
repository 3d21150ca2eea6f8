package java

import (
	"regexp"
	"strings"

	"github.com/gatewright/gatewright/internal/pattern"
)

// javaPattern returns an expression of java.util.regex that matches what an expression of ECMA-262 does; false: the
// expression is not valid.
func javaPattern(expression string) (string, bool) {
	if _, err := pattern.CompileECMAScript(expression); err != nil {
		return "", false
	}
	var b strings.Builder
	inClass := false
	for rest := expression; rest != ""; {
		size, text := patternPart(rest, inClass)
		switch {
		case rest[0] == '[' && !inClass:
			inClass = true
		case rest[0] == ']' && inClass:
			inClass = false
		}
		b.WriteString(text)
		rest = rest[size:]
	}
	return b.String(), true
}

// differences are the parts that Java writes in another way, outside of classes.
var differences = []struct{ ecmascript, java string }{
	{`[^]`, `[\s\S]`},
	{`[]`, `(?!)`},
	{`$`, `\z`},
	{`.`, `[^\n\r\u2028\u2029]`},
	{`\b`, `(?:(?<=[a-zA-Z0-9_])(?![a-zA-Z0-9_])|(?<![a-zA-Z0-9_])(?=[a-zA-Z0-9_]))`},
	{`\B`, `(?:(?<=[a-zA-Z0-9_])(?=[a-zA-Z0-9_])|(?<![a-zA-Z0-9_])(?![a-zA-Z0-9_]))`},
}

var (
	codePoint  = regexp.MustCompile(`^\\u\{([0-9a-fA-F]+)\}`)
	quantifier = regexp.MustCompile(`^\{[0-9]+(,[0-9]*)?\}`)
)

// space is what \s stands for in ECMA-262.
const space = `\t\n\x0B\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff`

// patternPart returns the size of an expression's first part, and the part in Java.
func patternPart(rest string, inClass bool) (int, string) {
	if !inClass {
		for _, d := range differences {
			if strings.HasPrefix(rest, d.ecmascript) {
				return len(d.ecmascript), d.java
			}
		}
		if strings.HasPrefix(rest, `{`) {
			if q := quantifier.FindString(rest); q != "" {
				return len(q), q
			}
			return 1, `\{`
		}
	}
	if m := codePoint.FindStringSubmatch(rest); m != nil {
		return len(m[0]), `\x{` + m[1] + `}`
	}
	switch {
	case strings.HasPrefix(rest, `\s`) && inClass:
		return 2, space
	case strings.HasPrefix(rest, `\s`):
		return 2, "[" + space + "]"
	case strings.HasPrefix(rest, `\S`):
		return 2, "[^" + space + "]"
	case inClass && strings.HasPrefix(rest, `\b`):
		return 2, `\x08`
	case inClass && (rest[0] == '[' || rest[0] == '&'):
		return 1, `\` + rest[:1]
	case rest[0] == '\\' && len(rest) > 1:
		return 2, rest[:2]
	}
	return 1, rest[:1]
}
