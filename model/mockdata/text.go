package mockdata

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/mockdata/internal/synth"
)

// textRules are what texts must satisfy.
type textRules struct {
	low, high int // of the length; high is negative when there is none
	patterns  []*synth.Pattern
	formats   []format

	formatNames []string
	from        *model.Schema // that set the last rule, to blame
	keyword     string
}

func (g *Generator) text(t task, parts conjunction) outcome {
	rules := textRules{high: -1, from: first(parts), keyword: "type"}
	for _, s := range parts {
		if p := rules.narrow(g, s); p != nil {
			return failed(p)
		}
	}
	if rules.high >= 0 && rules.low > rules.high {
		return failed(fail(rules.from, "minLength", "it is greater than maxLength"))
	}
	if rules.low > maxSize {
		return failed(fail(rules.from, "minLength", "the text would be larger than %d bytes", maxSize))
	}
	r := t.source()
	if text, ok := rules.natural(g, r, t); ok {
		return whole(tree.NewString(text))
	}
	text, err := g.synthesize(&rules, r)
	if err != nil {
		return failed(fail(rules.from, rules.keyword, "%v", err))
	}
	return whole(tree.NewString(text))
}

// synthesized is a text that satisfies rules, or the reason why none was found.
type synthesized struct {
	text string
	err  error
}

// synthesize makes a text that satisfies the rules. Whether there is one is found
// out once, always with the same choices; the other texts are made with those of r.
func (g *Generator) synthesize(rules *textRules, r *source) (string, error) {
	key := rules.key()
	first, known := g.synthesized[key]
	if !known {
		first.text, first.err = rules.synthesize(g, &source{uint64(path(g.Seed).step(key))})
		g.synthesized[key] = first
	}
	if first.err != nil {
		return "", first.err
	}
	if text, err := rules.synthesize(g, r); err == nil {
		return text, nil
	}
	return first.text, nil
}

// key reports rules apart.
func (rules *textRules) key() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %d", rules.low, rules.high)
	for _, p := range rules.patterns {
		fmt.Fprintf(&b, " %q", p.String())
	}
	for _, name := range rules.formatNames {
		b.WriteString(" " + name)
	}
	return b.String()
}

func (rules *textRules) narrow(g *Generator, s *model.Schema) *problem {
	if s.MinLength != nil && *s.MinLength > rules.low {
		rules.low, rules.from, rules.keyword = *s.MinLength, s, "minLength"
	}
	if s.MaxLength != nil && (rules.high < 0 || *s.MaxLength < rules.high) {
		rules.high, rules.from, rules.keyword = *s.MaxLength, s, "maxLength"
		if rules.high < 0 {
			return fail(s, "maxLength", "it is negative")
		}
	}
	if f, ok := formats[s.Format]; ok {
		rules.formats = append(rules.formats, f)
		rules.formatNames = append(rules.formatNames, s.Format)
		rules.from, rules.keyword = s, "format"
	}
	if s.Pattern != "" {
		p, err := g.pattern(s.Pattern)
		if err != nil {
			return fail(s, "pattern", "%v", err)
		}
		rules.patterns = append(rules.patterns, p)
		rules.from, rules.keyword = s, "pattern"
	}
	return nil
}

func (rules *textRules) allow(text string) bool {
	if n := utf8.RuneCountInString(text); n < rules.low || rules.high >= 0 && n > rules.high {
		return false
	}
	for _, p := range rules.patterns {
		if !p.Match(text) {
			return false
		}
	}
	return rules.ofFormats(text)
}

func (rules *textRules) ofFormats(text string) bool {
	for _, f := range rules.formats {
		if !f.valid(text) {
			return false
		}
	}
	return true
}

// naturalTries is how many texts that look real are tried against patterns.
const naturalTries = 4

// natural makes a text that looks real, if one satisfies the rules.
func (rules *textRules) natural(g *Generator, r *source, t task) (string, bool) {
	for _, f := range rules.formats {
		for range naturalTries {
			if text := f.make(r); rules.allow(text) {
				return text, true
			}
		}
	}
	if len(rules.formats) > 0 {
		return "", false
	}
	words := g.wordsFor(t.name)
	if len(rules.patterns) == 0 {
		return rules.fit(words(r), r, t.salt), true
	}
	for range naturalTries {
		if text := words(r); rules.allow(text) {
			return text, true
		}
	}
	return "", false
}

// manySalts is from where on words run out and are numbered.
const manySalts = 4

// fit returns a text the right length.
func (rules *textRules) fit(text string, r *source, salt int) string {
	if salt >= manySalts {
		text = strconv.Itoa(salt) + " " + text
	}
	if length := utf8.RuneCountInString(text); length < rules.low {
		var b strings.Builder
		b.WriteString(text)
		for length < rules.low {
			more := " " + word(r)
			b.WriteString(more)
			length += len(more)
		}
		text = cut(b.String(), rules.low)
	}
	if rules.high >= 0 {
		text = cut(text, rules.high)
	}
	if rules.high == 1 && salt > 0 {
		text = string(rune('!' + salt%94))
	}
	return text
}

// cut returns the first characters of an ASCII text, ended by no space.
func cut(text string, length int) string {
	if len(text) <= length {
		return text
	}
	text = text[:length]
	if strings.HasSuffix(text, " ") {
		text = text[:length-1] + "s"
	}
	return text
}

func (rules *textRules) synthesize(g *Generator, r *source) (string, error) {
	request := synth.Request{
		Patterns:  rules.patterns,
		MinLength: rules.low,
		MaxLength: rules.high,
		Accept:    rules.ofFormats,
		IntN:      r.intN,
	}
	for _, f := range rules.formats {
		p, err := g.pattern(f.pattern)
		if err != nil {
			return "", err
		}
		request.Patterns = append(request.Patterns, p)
	}
	return synth.Generate(request)
}
