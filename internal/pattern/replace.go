package pattern

import (
	"fmt"
	"strings"
)

// ReplaceAll replaces each match as Java's String.replaceAll does: in the
// replacement $1 and ${name} stand for groups, and a backslash takes the next
// character as it is.
func (r *Regexp) ReplaceAll(s, replacement string) (string, error) {
	return r.replace(s, replacement, -1)
}

// ReplaceFirst replaces the first match as Java's String.replaceFirst does.
func (r *Regexp) ReplaceFirst(s, replacement string) (string, error) {
	return r.replace(s, replacement, 1)
}

func (r *Regexp) replace(s, replacement string, limit int) (string, error) {
	e, err := r.part()
	if err != nil {
		return "", err
	}
	var out strings.Builder
	var fault error
	last, n := 0, 0
	err = e.all(s, func(loc []int) bool {
		out.WriteString(s[last:loc[0]])
		last = loc[1]
		fault = r.expand(&out, s, replacement, loc)
		n++
		return fault == nil && n != limit
	})
	switch {
	case err != nil:
		return "", err
	case fault != nil:
		return "", fault
	case n == 0:
		return s, nil
	}
	out.WriteString(s[last:])
	return out.String(), nil
}

// expand writes the replacement for one match.
func (r *Regexp) expand(out *strings.Builder, s, replacement string, loc []int) error {
	for i := 0; i < len(replacement); {
		switch c := replacement[i]; c {
		case '\\':
			if i+1 == len(replacement) {
				return fmt.Errorf("character to be escaped is missing in replacement %q", replacement)
			}
			out.WriteByte(replacement[i+1])
			i += 2
		case '$':
			group, length, err := r.reference(replacement[i+1:])
			if err != nil {
				return err
			}
			if 2*group+1 < len(loc) && loc[2*group] >= 0 {
				out.WriteString(s[loc[2*group]:loc[2*group+1]])
			}
			i += 1 + length
		default:
			out.WriteByte(c)
			i++
		}
	}
	return nil
}

// reference reads a group's number or {name} and the length of its text.
func (r *Regexp) reference(text string) (group, length int, err error) {
	if rest, ok := strings.CutPrefix(text, "{"); ok {
		name, _, closed := strings.Cut(rest, "}")
		n, known := r.names[name]
		if !closed || !known {
			return 0, 0, fmt.Errorf("no group with name {%s}", name)
		}
		return n, len(name) + len("{}"), nil
	}
	if text == "" || text[0] < '0' || text[0] > '9' {
		return 0, 0, fmt.Errorf("illegal group reference $%.1s", text)
	}
	group = int(text[0] - '0')
	if group > r.groups {
		return 0, 0, fmt.Errorf("no group %d", group)
	}
	for length = 1; length < len(text) && text[length] >= '0' && text[length] <= '9'; length++ {
		more := 10*group + int(text[length]-'0')
		if more > r.groups {
			break
		}
		group = more
	}
	return group, length, nil
}

// Split cuts s around the matches as Java's String.split(regex, limit) does:
// a positive limit bounds the number of parts, 0 drops empty parts at the
// end, and a negative limit keeps them.
func (r *Regexp) Split(s string, limit int) ([]string, error) {
	e, err := r.part()
	if err != nil {
		return nil, err
	}
	var parts []string
	last, found := 0, false
	err = e.all(s, func(loc []int) bool {
		if limit > 0 && len(parts) == limit-1 {
			return false
		}
		found = true
		if loc[1] == 0 { // an empty match at the start gives no empty part
			return true
		}
		parts = append(parts, s[last:loc[0]])
		last = loc[1]
		return true
	})
	if err != nil {
		return nil, err
	}
	if !found || last == 0 && len(parts) == 0 {
		return []string{s}, nil
	}
	parts = append(parts, s[last:])
	if limit == 0 {
		for len(parts) > 0 && parts[len(parts)-1] == "" {
			parts = parts[:len(parts)-1]
		}
	}
	return parts, nil
}
