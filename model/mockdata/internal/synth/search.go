package synth

import (
	"encoding/binary"
	"maps"
	"slices"
)

// thread is one pattern on its way: where it stands and what it captured.
type thread struct {
	program  *program
	pc       int
	captures map[int]int // index of a save: offset in the text
	literal  []rune      // what a backreference still has to repeat
}

// tracker follows a negative look-ahead on all its ways at once.
type tracker struct {
	program *program
	pcs     []int // in order
}

// search is for one text of one length, character by character.
type search struct {
	request  Request
	length   int
	text     []rune
	steps    int  // that are left
	refusals *int // that are left
	memo     bool
	failed   map[string]bool
}

func (s *search) remaining() int { return s.length - len(s.text) }

// solve writes the rest of the text, or leaves the text as it was.
func (s *search) solve(threads []thread, trackers []tracker) bool {
	if s.steps--; s.steps < 0 {
		return false
	}
	var key string
	if s.memo {
		key = s.key(threads, trackers)
		if s.failed[key] {
			return false
		}
	}
	if s.resolve(threads, nil, everything, trackers) {
		return true
	}
	if s.memo {
		s.failed[key] = true
	}
	return false
}

func (s *search) key(threads []thread, trackers []tracker) string {
	var at []uint64
	for _, t := range threads {
		at = append(at, uint64(t.program.id)<<32|uint64(t.pc))
	}
	slices.Sort(at)
	b := binary.AppendVarint(nil, int64(s.remaining()))
	if s.afterWord() {
		b = append(b, 1)
	}
	for _, a := range at {
		b = binary.AppendUvarint(b, a)
	}
	for _, t := range trackers {
		b = append(b, 0xFF)
		b = binary.AppendVarint(b, int64(t.program.id))
		for _, pc := range t.pcs {
			b = binary.AppendVarint(b, int64(pc))
		}
	}
	return string(b)
}

// resolve takes the pending threads one by one to their next character, each on
// one of its ways; chosen are those that are there, next the characters that
// suit all of them.
func (s *search) resolve(pending, chosen []thread, next charset, trackers []tracker) bool {
	if s.steps < 0 {
		return false
	}
	if len(pending) == 0 {
		return s.advance(dedupe(chosen), next, trackers)
	}
	t, rest := pending[len(pending)-1], pending[:len(pending)-1]
	ways := s.ways(t)
	for _, w := range s.shuffled(ways) {
		set := next
		if w.next != nil {
			set = set.intersect(w.next)
		}
		then := chosen
		if !w.done {
			if s.remaining() == 0 || w.least > s.remaining() {
				continue
			}
			set = set.intersect(w.set)
			then = append(slices.Clip(chosen), w.after)
		}
		if len(set) == 0 && s.remaining() > 0 {
			continue
		}
		more := rest
		if len(w.ahead) > 0 {
			more = append(slices.Clip(rest), w.ahead...)
		}
		watched := trackers
		if len(w.trackers) > 0 {
			watched = append(slices.Clip(trackers), w.trackers...)
		}
		s.steps--
		if s.resolve(more, then, set, watched) {
			return true
		}
	}
	return false
}

func (s *search) shuffled(ways []way) []way {
	for i := len(ways) - 1; i > 0; i-- {
		j := s.request.IntN(i + 1)
		ways[i], ways[j] = ways[j], ways[i]
	}
	return ways
}

// advance writes one character and goes on, or ends the text.
func (s *search) advance(threads []thread, next charset, trackers []tracker) bool {
	if slices.ContainsFunc(trackers, s.reaches) {
		return false
	}
	if s.remaining() == 0 {
		return len(threads) == 0 && s.accepted()
	}
	count := 4
	if len(trackers) > 0 || !s.memo {
		count = 12
	}
	for _, r := range next.picks(count, s.request.IntN) {
		watched := s.step(trackers, r)
		s.text = append(s.text, r)
		if s.solve(threads, watched) {
			return true
		}
		s.text = s.text[:len(s.text)-1]
		if s.steps < 0 {
			return false
		}
	}
	return false
}

// accepted has the whole text judged by the real engine.
func (s *search) accepted() bool {
	if s.request.accepted(string(s.text)) {
		return true
	}
	if *s.refusals--; *s.refusals <= 0 {
		s.steps = 0
	}
	return false
}

// dedupe drops threads that are where another one does, which negated or
// repeated look-aheads would else heap up.
func dedupe(threads []thread) []thread {
	if len(threads) < 2 {
		return threads
	}
	var kept []thread
	for _, t := range threads {
		if !slices.ContainsFunc(kept, t.same) {
			kept = append(kept, t)
		}
	}
	return kept
}

func (t thread) same(u thread) bool {
	return t.program == u.program && t.pc == u.pc && len(t.literal) == 0 && len(u.literal) == 0 && maps.Equal(t.captures, u.captures)
}

func (s *search) afterWord() bool {
	return len(s.text) > 0 && wordChars.contains(s.text[len(s.text)-1])
}

// way is one of the ways from a place in a program to its next character or to
// its end, with what else must hold for it.
type way struct {
	done     bool
	set      charset // that the next character is of
	after    thread  // where the thread is behind it
	least    int     // characters needed, this one included
	next     charset // nil, or what a word boundary asks of the next character
	ahead    []thread
	trackers []tracker
}

// walker collects the ways of one thread.
type walker struct {
	search *search
	ways   []way
	onPath map[int]bool
}

// maxWays bounds the ways that are looked at from one place.
const maxWays = 256

func (s *search) ways(t thread) []way {
	if len(t.literal) > 0 {
		after := t
		after.literal = t.literal[1:]
		return []way{{set: single(t.literal[0]), after: after, least: len(t.literal)}}
	}
	w := &walker{search: s, onPath: map[int]bool{}}
	w.walk(t, way{})
	return w.ways
}

func (w *walker) walk(t thread, so way) {
	if w.onPath[t.pc] || len(w.ways) >= maxWays || w.least(t) > w.search.remaining() {
		return
	}
	w.onPath[t.pc] = true
	defer delete(w.onPath, t.pc)
	in := &t.program.insts[t.pc]
	switch in.op {
	case opMatch:
		so.done = true
		w.ways = append(w.ways, so)
	case opChar:
		so.set, so.least = in.set, w.least(t)
		t.pc++
		so.after = t
		w.ways = append(w.ways, so)
	case opSplit:
		first, second := t, t
		first.pc, second.pc = in.x, in.y
		w.walk(first, so)
		w.walk(second, so)
	case opJump:
		t.pc = in.x
		w.walk(t, so)
	case opBackref:
		w.walkBackref(t, in, so)
	default:
		if so, ok := w.condition(&t, in, so); ok {
			t.pc++
			w.walk(t, so)
		}
	}
}

func (w *walker) least(t thread) int { return t.program.least(t.pc, len(w.search.text) == 0) }

// walkBackref goes on with the captured text, which is empty for a group that
// took no part.
func (w *walker) walkBackref(t thread, in *inst, so way) {
	t.pc++
	start, started := t.captures[2*in.x]
	end, ended := t.captures[2*in.x+1]
	if !started || !ended || start >= end {
		w.walk(t, so)
		return
	}
	t.literal = slices.Clone(w.search.text[start:end])
	so.set, so.least = single(t.literal[0]), len(t.literal)
	t.literal = t.literal[1:]
	so.after = t
	w.ways = append(w.ways, so)
}

// condition judges an instruction that takes no character.
func (w *walker) condition(t *thread, in *inst, so way) (way, bool) {
	s := w.search
	switch in.op {
	case opBegin:
		return so, len(s.text) == 0
	case opEnd:
		return so, s.remaining() == 0
	case opSave:
		if t.program.context {
			t.captures = maps.Clone(t.captures)
			if t.captures == nil {
				t.captures = map[int]int{}
			}
			t.captures[in.x] = len(s.text)
		}
	case opAhead:
		so.ahead = append(slices.Clip(so.ahead), thread{program: in.ahead, captures: t.captures})
	case opNotAhead:
		so.trackers = append(slices.Clip(so.trackers), tracker{in.ahead, []int{0}})
	case opNotBehind:
		return so, !in.behind.matchEnd(string(s.text))
	case opWordBoundary, opNotWordBoundary:
		return w.boundary(so, s.afterWord() != (in.op == opNotWordBoundary))
	default: // takes a character, or joins others
	}
	return so, true
}

// boundary asks that the next character, if any, is none of a word, when end is
// set, or is one.
func (w *walker) boundary(so way, end bool) (way, bool) {
	if w.search.remaining() == 0 {
		return so, end
	}
	set := wordChars
	if end {
		set = notWordChars
	}
	if so.next != nil {
		set = set.intersect(so.next)
	}
	so.next = set
	return so, len(set) > 0
}

// reaches reports whether a negative look-ahead matches here.
func (s *search) reaches(t tracker) bool {
	reached := false
	s.closure(t, func(in *inst, _ int) { reached = reached || in.op == opMatch })
	return reached
}

// step takes negative look-aheads over a character.
func (s *search) step(trackers []tracker, r rune) []tracker {
	var stepped []tracker
	for _, t := range trackers {
		var pcs []int
		s.closure(t, func(in *inst, pc int) {
			if in.op == opChar && in.set.contains(r) {
				pcs = append(pcs, pc+1)
			}
		})
		if len(pcs) > 0 {
			slices.Sort(pcs)
			stepped = append(stepped, tracker{t.program, slices.Compact(pcs)})
		}
	}
	return stepped
}

// closure visits all instructions that a tracker gets to without a character.
// Conditions that depend on what is captured or nested are taken as met, which
// can only make the search more careful.
func (s *search) closure(t tracker, visit func(in *inst, pc int)) {
	seen := map[int]bool{}
	var walk func(pc int)
	walk = func(pc int) {
		if seen[pc] {
			return
		}
		seen[pc] = true
		in := &t.program.insts[pc]
		switch in.op {
		case opMatch, opChar:
			visit(in, pc)
		case opSplit:
			walk(in.x)
			walk(in.y)
		case opJump:
			walk(in.x)
		case opBegin:
			if len(s.text) == 0 {
				walk(pc + 1)
			}
		case opEnd:
			if s.remaining() == 0 {
				walk(pc + 1)
			}
		default:
			walk(pc + 1)
		}
	}
	for _, pc := range t.pcs {
		walk(pc)
	}
}
