// Package synth makes texts that match ECMAScript patterns: several at once,
// within bounds on the length, with look-aheads, look-behinds, backreferences
// and word boundaries.
//
// The patterns are run side by side, but instead of reading a text they write
// one: at every character a way through each of them is chosen so that one
// character suits all. A look-ahead is one more pattern that starts in the
// middle; a negative one is followed on all its ways at once and must not get to
// its end. What comes out is matched with a real engine before it is given.
package synth

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gatewright/gatewright/internal/pattern"
)

var errTooLarge = errors.New("the pattern is too large")

// timeout bounds one match, which may backtrack without end.
const timeout = 100 * time.Millisecond

// Pattern is an ECMAScript pattern.
type Pattern struct {
	source  string
	engine  *pattern.Regexp
	program *program // nil when texts cannot be made
	reason  error    // why not
}

// Compile reads a pattern. It fails when the matching engine refuses it; a
// pattern that can be matched but not written is not an error until Generate.
func Compile(source string) (*Pattern, error) {
	engine, err := pattern.CompileECMAScriptWithin(source, timeout)
	if err != nil {
		return nil, err
	}
	p := &Pattern{source: source, engine: engine}
	p.program, p.reason = newProgram(source)
	return p, nil
}

func newProgram(source string) (*program, error) {
	tree, err := parse(source)
	if err != nil {
		return nil, err
	}
	programs := 0
	return compile(tree, true, &programs, compileBehind)
}

// String returns the pattern as written.
func (p *Pattern) String() string { return p.source }

// Match reports whether the text matches somewhere. A match that takes too long
// counts as none.
func (p *Pattern) Match(text string) bool {
	ok, err := p.engine.Find(text)
	return err == nil && ok
}

type behindMatcher struct{ engine *pattern.Regexp }

func compileBehind(source string) (matcher, error) {
	engine, err := pattern.CompileECMAScriptWithin("(?:"+source+")$", timeout)
	if err != nil {
		return nil, err
	}
	return behindMatcher{engine}, nil
}

func (m behindMatcher) matchEnd(text string) bool {
	ok, err := m.engine.Find(text)
	return err == nil && ok
}

// Request reports what Generate is to make.
type Request struct {
	Patterns  []*Pattern // all must match; may be empty
	MinLength int        // in characters
	MaxLength int        // in characters; negative: no bound
	// Accept refuses texts for other reasons. Nil accepts all.
	Accept func(text string) bool
	// IntN gives a number from 0 to n-1 and is all the chance there is.
	IntN func(n int) int
}

const (
	// lengthsTried is how many lengths are tried, from the least on.
	lengthsTried = 48
	// stepsPerLength and stepsInAll bound the search.
	stepsPerLength = 6000
	stepsInAll     = 60_000
	// refusals is how many texts may turn out not to match after all.
	refusals = 100
)

// Generate makes a text that all patterns match, or says why it cannot.
func Generate(r Request) (string, error) {
	least := r.MinLength
	for _, p := range r.Patterns {
		if p.program == nil {
			return "", fmt.Errorf("no text can be made for the pattern %q: %w", p.source, p.reason)
		}
		least = max(least, p.program.first[0])
	}
	if r.MaxLength >= 0 && least > r.MaxLength {
		return "", fmt.Errorf("a text that matches %s is longer than %d characters", r.names(), r.MaxLength)
	}
	left := budget{steps: stepsInAll + 8*least, refusals: refusals}
	for i := 0; i < lengthsTried && left.steps > 0 && left.refusals > 0; i++ {
		length := least + i - 1
		if i == 0 {
			length = least + r.IntN(6) // a bit longer than needed looks better
		}
		if r.MaxLength >= 0 && length > r.MaxLength {
			if i == 0 {
				continue
			}
			break
		}
		if text, ok := r.generate(length, &left); ok {
			return text, nil
		}
	}
	return "", fmt.Errorf("found no text that matches %s within the bounds on its length", r.names())
}

func (r Request) names() string {
	quoted := make([]string, len(r.Patterns))
	for i, p := range r.Patterns {
		quoted[i] = fmt.Sprintf("%q", p.source)
	}
	return strings.Join(quoted, " and ")
}

// budget is what is left of the effort for one text.
type budget struct{ steps, refusals int }

func (r Request) generate(length int, left *budget) (string, bool) {
	steps := min(stepsPerLength+4*length, left.steps)
	s := &search{request: r, length: length, steps: steps, refusals: &left.refusals, failed: map[string]bool{}, memo: true}
	var threads []thread
	for _, p := range r.Patterns {
		s.memo = s.memo && !p.program.context
		threads = append(threads, thread{program: p.program})
	}
	found := s.solve(threads, nil)
	left.steps -= steps - max(s.steps, 0)
	return string(s.text), found
}

// accepted is the judgement on a whole text.
func (r Request) accepted(text string) bool {
	for _, p := range r.Patterns {
		if !p.Match(text) {
			return false
		}
	}
	return r.Accept == nil || r.Accept(text)
}
