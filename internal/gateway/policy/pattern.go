package policy

import (
	"strings"
	"unicode/utf8"
)

// pattern is a text in which * stands for any characters, ? for one, and
// ${name} for the value of a condition key (IAM User Guide, "IAM policy
// elements: Variables and tags"). What a variable stands for is literal.
type pattern struct {
	pieces    []piece
	variables bool // some pieces are
	fold      bool // letters of either case are the same
}

type piece struct {
	kind     pieceKind
	text     string // of a literal, or the variable's name
	fallback string // of a variable
	optional bool   // the variable has a fallback
}

type pieceKind uint8

const (
	literal pieceKind = iota
	anyOne
	anyRun
	variable
)

// syntax is what has a meaning in a pattern.
type syntax struct {
	wildcards bool
	variables bool // from version 2012-10-17 on
	fold      bool // letters of either case are the same
}

// error says what is wrong with a text.
type fault string

func (f fault) Error() string { return string(f) }

func compile(text string, s syntax) (pattern, error) {
	if s.fold {
		text = strings.ToLower(text)
	}
	p := pattern{fold: s.fold}
	start := 0
	flush := func(end int) {
		if end > start {
			p.pieces = append(p.pieces, piece{kind: literal, text: text[start:end]})
		}
	}
	for i := 0; i < len(text); {
		switch {
		case s.wildcards && text[i] == '*':
			flush(i)
			p.pieces = append(p.pieces, piece{kind: anyRun})
			i++
		case s.wildcards && text[i] == '?':
			flush(i)
			p.pieces = append(p.pieces, piece{kind: anyOne})
			i++
		case s.variables && strings.HasPrefix(text[i:], "${"):
			inner, _, closed := strings.Cut(text[i+2:], "}")
			if !closed {
				return p, fault("the variable at " + text[i:] + " has no closing brace")
			}
			flush(i)
			v, err := parseVariable(inner)
			if err != nil {
				return p, err
			}
			p.pieces = append(p.pieces, v)
			p.variables = p.variables || v.kind == variable
			i += len("${}") + len(inner)
		default:
			i++
			continue
		}
		start = i
	}
	flush(len(text))
	return p, nil
}

// parseVariable reads what stands between the braces: a key, a key with a
// default in quotes, or one of *, ? and $, which stand for themselves.
func parseVariable(inner string) (piece, error) {
	switch inner {
	case "*", "?", "$":
		return piece{kind: literal, text: inner}, nil
	}
	name, fallback, optional := strings.Cut(inner, ",")
	v := piece{kind: variable, text: strings.ToLower(strings.TrimSpace(name)), optional: optional}
	if v.text == "" {
		return v, fault("a variable has no name: ${" + inner + "}")
	}
	if optional {
		quoted := strings.TrimSpace(fallback)
		if len(quoted) < 2 || quoted[0] != '\'' || quoted[len(quoted)-1] != '\'' {
			return v, fault("the default of a variable must stand in single quotes: ${" + inner + "}")
		}
		v.fallback = quoted[1 : len(quoted)-1]
	}
	return v, nil
}

// match reports whether the whole text fits. A variable without a value fits
// nothing.
func (p *pattern) match(text string, c Context) bool {
	if p.fold {
		text = strings.ToLower(text)
	}
	pieces, ok := p.resolve(c)
	return ok && glob(pieces, text)
}

// resolve puts the values of variables in their places.
func (p *pattern) resolve(c Context) ([]piece, bool) {
	if !p.variables {
		return p.pieces, true
	}
	resolved := make([]piece, len(p.pieces))
	for i, q := range p.pieces {
		if q.kind == variable {
			values := valuesOf(c, q.text)
			switch {
			case len(values) == 1:
				q = piece{kind: literal, text: values[0]}
			case len(values) == 0 && q.optional:
				q = piece{kind: literal, text: q.fallback}
			default:
				return nil, false
			}
			if p.fold {
				q.text = strings.ToLower(q.text)
			}
		}
		resolved[i] = q
	}
	return resolved, true
}

// glob goes through text and pieces side by side, and back to the last run of
// any characters when they differ.
func glob(pieces []piece, text string) bool {
	at, run, resume := 0, -1, 0
	for i := 0; ; {
		var size int
		fits := false
		switch {
		case at == len(pieces):
			if i == len(text) {
				return true
			}
		case pieces[at].kind == anyRun:
			run, resume = at, i
			at++
			continue
		case pieces[at].kind == literal:
			size, fits = len(pieces[at].text), strings.HasPrefix(text[i:], pieces[at].text)
		case i < len(text):
			_, size = utf8.DecodeRuneInString(text[i:])
			fits = true
		}
		if fits {
			i, at = i+size, at+1
			continue
		}
		if run < 0 || resume >= len(text) {
			return false
		}
		resume++
		i, at = resume, run+1
	}
}
