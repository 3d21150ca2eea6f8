package synth

import (
	"regexp"
	"strings"

	"github.com/dlclark/regexp2"
)

// pairs are character properties that name what they are a value of.
var pairs = regexp.MustCompile(`(\\[pP]\{)(?:Script|sc|Script_Extensions|scx|General_Category|gc)=`)

// contents are properties of ECMAScript that the engine does not know, as what
// stands for them inside a class.
var contents = map[string]string{
	"Any":        `\s\S`,
	"ASCII":      `\x00-\x7F`,
	"Alphabetic": `\p{L}\p{Nl}`,
	"Alpha":      `\p{L}\p{Nl}`,
	"Lowercase":  `\p{Ll}`,
	"Lower":      `\p{Ll}`,
	"Uppercase":  `\p{Lu}`,
	"Upper":      `\p{Lu}`,
}

func compileEngine(source string) (*regexp2.Regexp, error) {
	engine, err := regexp2.Compile(engineSource(source), regexp2.ECMAScript|regexp2.Unicode)
	if err != nil {
		return nil, err
	}
	engine.MatchTimeout = timeout
	return engine, nil
}

// engineSource writes the character properties of a pattern as the engine knows
// them.
func engineSource(source string) string {
	if !strings.Contains(source, `\p{`) && !strings.Contains(source, `\P{`) {
		return source
	}
	source = pairs.ReplaceAllString(source, "$1")
	var b strings.Builder
	inClass := false
	for i := 0; i < len(source); i++ {
		switch c := source[i]; {
		case c == '\\' && i+1 < len(source):
			escape := propertyOf(source[i:], inClass)
			if escape.length == 0 {
				escape.text, escape.length = source[i:i+2], 2
			}
			b.WriteString(escape.text)
			i += escape.length - 1
			continue
		case c == '[':
			inClass = true
		case c == ']':
			inClass = false
		}
		b.WriteByte(source[i])
	}
	return b.String()
}

type rewritten struct {
	text   string
	length int // of what it stands for; 0 when it is none
}

// propertyOf rewrites the property that a text starts with.
func propertyOf(text string, inClass bool) rewritten {
	if !strings.HasPrefix(text, `\p{`) && !strings.HasPrefix(text, `\P{`) {
		return rewritten{}
	}
	name, _, found := strings.Cut(text[3:], "}")
	if !found {
		return rewritten{}
	}
	length := len(name) + 4
	if short, ok := longNames[name]; ok {
		return rewritten{text[:3] + short + "}", length}
	}
	content, ok := contents[name]
	switch negate := text[1] == 'P'; {
	case !ok || negate && inClass:
		return rewritten{text[:length], length}
	case inClass:
		return rewritten{content, length}
	case negate:
		return rewritten{"[^" + content + "]", length}
	default:
		return rewritten{"[" + content + "]", length}
	}
}
