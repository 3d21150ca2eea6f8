// Package pattern runs regular expressions with the meaning that Java and
// ECMAScript give them.
//
// A pattern runs on Go's own engine, in linear time, when it needs nothing
// more; look-around, back-references and similar run on a backtracking
// engine that gives up after a while.
package pattern

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/dlclark/regexp2"
)

// Timeout is how long the backtracking engine may search for one match.
const Timeout = time.Second

// ErrTimeout says that the backtracking engine gave up.
var ErrTimeout = errors.New("the regular expression took too long")

// Regexp is a compiled pattern. It is safe for concurrent use.
type Regexp struct {
	source string
	groups int
	names  map[string]int

	whole func() (engine, error)
	part  func() (engine, error)
}

// engine finds a match, as the offsets in bytes of the match and its groups.
type engine interface {
	// matches reports whether there is a match at all.
	matches(s string) (bool, error)
	// all calls yield for each match from left to right. A match may be empty
	// and may follow another one at once.
	all(s string, yield func(loc []int) bool) error
}

// CompileJava compiles a pattern of java.util.regex.
func CompileJava(source string) (*Regexp, error) { return compile(source, javaDialect, Timeout) }

// CompileECMAScript compiles a pattern of ECMAScript (ECMA-262), which JSON
// Schema uses. Its flags are those of a literal /source/u, except that an
// escaped character that needs no escape passes.
// Octal escapes are those of annex B.
func CompileECMAScript(source string) (*Regexp, error) {
	return CompileECMAScriptWithin(source, Timeout)
}

// CompileECMAScriptWithin is CompileECMAScript with another limit than [Timeout]
// for the backtracking engine.
func CompileECMAScriptWithin(source string, timeout time.Duration) (*Regexp, error) {
	return compile(source, ecmaDialect, timeout)
}

func compile(source string, d *dialect, timeout time.Duration) (*Regexp, error) {
	if !utf8.ValidString(source) {
		source = strings.ToValidUTF8(source, "\uFFFD")
	}
	prog, err := translate(source, d)
	if err != nil {
		return nil, err
	}
	r := &Regexp{source: source, groups: prog.groups, names: prog.names}
	r.whole = sync.OnceValues(func() (engine, error) { return wholeEngine(source, prog, d, timeout) })
	r.part = sync.OnceValues(func() (engine, error) { return partEngine(source, prog, d, timeout) })
	_, err = r.part()
	return r, err
}

// wholeEngine matches nothing but whole texts.
func wholeEngine(source string, prog program, d *dialect, timeout time.Duration) (engine, error) {
	hard := strings.ReplaceAll(prog.text, softEndMark, `\z`)
	if prog.softEnd && !endsAtMark(prog.text) {
		prog.backtrack = true
		hard = strings.ReplaceAll(prog.text, softEndMark, d.endOfText)
	}
	return newEngine(source, `\A(?:`+hard+`)\z`, prog.backtrack, timeout)
}

// endsAtMark reports whether nothing can follow the program's $.
func endsAtMark(text string) bool {
	_, after, _ := strings.Cut(text, softEndMark)
	return strings.Trim(after, ")") == ""
}

func partEngine(source string, prog program, d *dialect, timeout time.Duration) (engine, error) {
	text := strings.ReplaceAll(prog.text, softEndMark, d.endOfText)
	return newEngine(source, text, prog.backtrack || prog.softEnd, timeout)
}

func newEngine(source, text string, backtrack bool, timeout time.Duration) (engine, error) {
	if !backtrack {
		if re, err := regexp.Compile(text); err == nil {
			if minLength(text) > 0 {
				return linear{re}, nil
			}
			slow, err := newBacktracking(source, text, timeout)
			return possiblyEmpty{linear{re}, slow}, err
		}
	}
	return newBacktracking(source, text, timeout)
}

func newBacktracking(source, text string, timeout time.Duration) (engine, error) {
	re, err := regexp2.Compile(text, regexp2.None)
	if err != nil {
		return nil, &Error{Pattern: source, Message: err.Error()}
	}
	re.MatchTimeout = timeout
	return backtracking{re}, nil
}

// minLength returns 0 when the pattern can match an empty text.
func minLength(text string) int {
	re, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return 0
	}
	return shortest(re)
}

func shortest(re *syntax.Regexp) int {
	switch re.Op {
	case syntax.OpLiteral, syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return 1
	case syntax.OpCapture, syntax.OpPlus:
		return shortest(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min == 0 {
			return 0
		}
		return shortest(re.Sub[0])
	case syntax.OpConcat:
		n := 0
		for _, sub := range re.Sub {
			n = max(n, shortest(sub))
		}
		return n
	case syntax.OpAlternate:
		n := 1
		for _, sub := range re.Sub {
			n = min(n, shortest(sub))
		}
		return n
	default:
		return 0
	}
}

// String returns the pattern as it was written.
func (r *Regexp) String() string { return r.source }

// MatchWhole reports whether the pattern matches all of s, as Java's
// String.matches does. It fails with [ErrTimeout] only.
func (r *Regexp) MatchWhole(s string) (bool, error) {
	e, err := r.whole()
	if err != nil {
		return false, err
	}
	return e.matches(s)
}

// Find reports whether the pattern matches some part of s. It fails with
// [ErrTimeout] only.
func (r *Regexp) Find(s string) (bool, error) {
	e, err := r.part()
	if err != nil {
		return false, err
	}
	return e.matches(s)
}

// linear runs on Go's engine; its patterns match no empty text.
type linear struct{ re *regexp.Regexp }

func (e linear) matches(s string) (bool, error) { return e.re.MatchString(s), nil }

func (e linear) all(s string, yield func([]int) bool) error {
	for _, loc := range e.re.FindAllStringSubmatchIndex(s, -1) {
		if !yield(loc) {
			break
		}
	}
	return nil
}

// possiblyEmpty lists matches with the backtracking engine, since Go's leaves
// out an empty match that follows another match, and Java's does not.
type possiblyEmpty struct {
	linear
	lister engine
}

func (e possiblyEmpty) all(s string, yield func([]int) bool) error { return e.lister.all(s, yield) }

type backtracking struct{ re *regexp2.Regexp }

func (e backtracking) matches(s string) (bool, error) {
	ok, err := e.re.MatchString(s)
	if err != nil {
		return false, fmt.Errorf("%w: %w", ErrTimeout, err)
	}
	return ok, nil
}

func (e backtracking) all(s string, yield func([]int) bool) error {
	m, err := e.re.FindStringMatch(s)
	offsets := runeOffsets(s)
	for m != nil && err == nil {
		if !yield(locations(m, offsets)) {
			return nil
		}
		m, err = e.re.FindNextMatch(m)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrTimeout, err)
	}
	return nil
}

func locations(m *regexp2.Match, offsets []int) []int {
	at := func(index int) int { // of a rune
		if offsets == nil {
			return index
		}
		return offsets[index]
	}
	groups := m.Groups()
	loc := make([]int, 0, 2*len(groups))
	for i := range groups {
		g := &groups[i]
		if len(g.Captures) == 0 {
			loc = append(loc, -1, -1)
			continue
		}
		loc = append(loc, at(g.Index), at(g.Index+g.Length))
	}
	return loc
}

// runeOffsets maps an index in runes to one in bytes; nil when they are the
// same.
func runeOffsets(s string) []int {
	if utf8.RuneCountInString(s) == len(s) {
		return nil
	}
	offsets := make([]int, 0, len(s)+1)
	for i := range s {
		offsets = append(offsets, i)
	}
	return append(offsets, len(s))
}
