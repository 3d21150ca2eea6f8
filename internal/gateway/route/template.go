package route

import (
	"errors"
	"fmt"
	"strings"
)

// part is one part of a path template.
type part struct {
	text     string // as written, with braces
	variable string // its name; empty for a literal
	greedy   bool
	pieces   []piece // of a part that is neither a literal nor one variable
}

// piece is a literal or a variable inside a part.
type piece struct{ literal, variable string }

func (p part) isVariable() bool { return p.variable != "" }

// parseTemplate cuts a path template into its parts; the root has none.
func parseTemplate(template string, anyPath bool) ([]part, error) {
	path, ok := strings.CutPrefix(template, "/")
	if !ok {
		return nil, fmt.Errorf("the path %q does not begin with a slash", template)
	}
	path = strings.TrimSuffix(path, "/")
	if path == "" {
		return nil, nil
	}
	texts := strings.Split(path, "/")
	parts := make([]part, 0, len(texts))
	seen := map[string]bool{}
	for i, text := range texts {
		p, err := parsePart(text)
		if err != nil && anyPath {
			if pieces := parsePieces(text, seen); pieces != nil {
				p, err = part{text: text, pieces: pieces}, nil
			}
		}
		switch {
		case err != nil:
			return nil, fmt.Errorf("the path %q %w", template, err)
		case p.greedy && i < len(texts)-1:
			return nil, fmt.Errorf("the path %q goes on after the greedy variable %s", template, text)
		case seen[p.variable]:
			return nil, fmt.Errorf("the path %q has the variable %s twice", template, text)
		}
		if p.isVariable() {
			seen[p.variable] = true
		}
		parts = append(parts, p)
	}
	return parts, nil
}

func parsePart(text string) (part, error) {
	if text == "" {
		return part{}, errors.New("has an empty part")
	}
	if !strings.ContainsAny(text, "{}") {
		return part{text: text}, nil
	}
	inner, ok := strings.CutPrefix(text, "{")
	inner, closed := strings.CutSuffix(inner, "}")
	if !ok || !closed || strings.ContainsAny(inner, "{}") {
		return part{}, fmt.Errorf("has a variable that is not a whole part: %s", text)
	}
	name, greedy := strings.CutSuffix(inner, "+")
	if name == "" {
		return part{}, fmt.Errorf("has a variable without a name: %s", text)
	}
	return part{text: text, variable: name, greedy: greedy}, nil
}

// parsePieces cuts a part such as {name}:cancel into its pieces. It returns nil when
// a brace has no other, or a variable has no name or is one of seen, to which it adds.
func parsePieces(text string, seen map[string]bool) []piece {
	var pieces []piece
	for text != "" {
		literal, rest, found := strings.Cut(text, "{")
		if strings.Contains(literal, "}") {
			return nil
		}
		if literal != "" {
			pieces = append(pieces, piece{literal: literal})
		}
		if !found {
			break
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed || name == "" || strings.ContainsAny(name, "{+") || seen[name] {
			return nil
		}
		seen[name] = true
		pieces, text = append(pieces, piece{variable: name}), after
	}
	return pieces
}

// bindPieces matches a segment of a path with the pieces of a part and adds the values
// of its variables. Each is as short as what follows allows, and never empty.
func bindPieces(pieces []piece, segment string, params *Params) bool {
	for i, p := range pieces {
		if p.variable == "" {
			var ok bool
			if segment, ok = strings.CutPrefix(segment, p.literal); !ok {
				return false
			}
			continue
		}
		end := valueEnd(pieces[i+1:], segment)
		if end <= 0 {
			return false
		}
		params.add(p.variable, segment[:end])
		segment = segment[end:]
	}
	return segment == ""
}

// valueEnd returns where the value of a variable ends that the given pieces follow, or
// -1 when they do not match.
func valueEnd(next []piece, segment string) int {
	switch {
	case len(next) == 0:
		return len(segment)
	case next[0].variable != "":
		return min(1, len(segment))
	case len(next) == 1:
		if !strings.HasSuffix(segment, next[0].literal) {
			return -1
		}
		return len(segment) - len(next[0].literal)
	case segment == "":
		return -1
	}
	return 1 + strings.Index(segment[1:], next[0].literal) // 0 when it is not there
}
