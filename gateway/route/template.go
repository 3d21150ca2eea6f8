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
}

func (p part) isVariable() bool { return p.variable != "" }

// parseTemplate cuts a path template into its parts; the root has none.
func parseTemplate(template string) ([]part, error) {
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
