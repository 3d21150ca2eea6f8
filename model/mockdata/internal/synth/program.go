package synth

import "math"

type op uint8

const (
	opChar op = iota
	opSplit
	opJump
	opSave
	opBegin
	opEnd
	opWordBoundary
	opNotWordBoundary
	opAhead
	opNotAhead
	opNotBehind
	opBackref
	opMatch
)

// inst is one instruction of a program, in the manner of Thompson and Pike.
type inst struct {
	op     op
	set    charset // of opChar
	x, y   int     // where opSplit and opJump (x) go on; of opSave and opBackref (x) the number
	ahead  *program
	behind matcher
}

// matcher reports whether a text matches, and has a look-behind's inside at its end.
type matcher interface{ matchEnd(text string) bool }

// program is a compiled pattern.
type program struct {
	insts []inst
	// From each instruction to the match, the fewest characters: at the start of
	// the text, and after it, where no "^" can be passed.
	first, later []int
	id           int // unique within a pattern
	// context reports whether what goes on depends on the text before and not only
	// on the instruction: backreferences and look-behinds.
	context bool
}

// maxProgram bounds the instructions of a pattern.
const maxProgram = 50_000

type compiler struct {
	insts    []inst
	programs *int
	behind   func(source string) (matcher, error)
	context  bool
	err      error
}

// compile makes the program of a pattern that may match anywhere in a text, or,
// for the inside of a look-ahead, just where it is started.
func compile(e expr, anywhere bool, programs *int, behind func(string) (matcher, error)) (*program, error) {
	c := &compiler{programs: programs, behind: behind}
	if anywhere {
		c.emitRepeat(repeat{chars{everything}, 0, -1})
	}
	c.emit(e)
	c.add(inst{op: opMatch})
	if c.err != nil {
		return nil, c.err
	}
	*programs++
	p := &program{insts: c.insts, id: *programs, context: c.context}
	p.later = leastLengths(p.insts, nil)
	p.first = leastLengths(p.insts, p.later)
	return p, nil
}

func (c *compiler) add(i inst) int {
	if len(c.insts) >= maxProgram {
		c.err = errTooLarge
		return 0
	}
	c.insts = append(c.insts, i)
	return len(c.insts) - 1
}

func (c *compiler) emit(e expr) {
	if c.err != nil {
		return
	}
	switch e := e.(type) {
	case chars:
		c.add(inst{op: opChar, set: e.set})
	case concat:
		for _, part := range e {
			c.emit(part)
		}
	case choice:
		c.emitChoice(e)
	case repeat:
		c.emitRepeat(e)
	case group:
		c.emitGroup(e)
	case anchor:
		c.add(inst{op: e.kind})
	case backref:
		c.context = true
		c.add(inst{op: opBackref, x: e.index})
	case lookup:
		c.emitLook(e)
	}
}

func (c *compiler) emitChoice(e choice) {
	var ends []int
	for i, part := range e {
		if i == len(e)-1 {
			c.emit(part)
			break
		}
		split := c.add(inst{op: opSplit})
		c.insts[split].x = split + 1
		c.emit(part)
		ends = append(ends, c.add(inst{op: opJump}))
		c.insts[split].y = len(c.insts)
	}
	for _, end := range ends {
		c.insts[end].x = len(c.insts)
	}
}

func (c *compiler) emitRepeat(e repeat) {
	for range min(e.min, maxProgram) {
		c.emit(e.of)
		if c.err != nil {
			return
		}
	}
	if e.max < 0 {
		split := c.add(inst{op: opSplit})
		c.insts[split].x = split + 1
		c.emit(e.of)
		c.add(inst{op: opJump, x: split})
		c.insts[split].y = len(c.insts)
		return
	}
	var splits []int
	for range min(e.max-e.min, maxCount) {
		split := c.add(inst{op: opSplit})
		c.insts[split].x = split + 1
		splits = append(splits, split)
		c.emit(e.of)
		if c.err != nil {
			return
		}
	}
	for _, split := range splits {
		c.insts[split].y = len(c.insts)
	}
}

func (c *compiler) emitGroup(e group) {
	if e.index == 0 {
		c.emit(e.of)
		return
	}
	c.add(inst{op: opSave, x: 2 * e.index})
	c.emit(e.of)
	c.add(inst{op: opSave, x: 2*e.index + 1})
}

// emitLook makes a positive look-behind consume what it looks for: the text
// before it could hardly be guessed otherwise. The candidate is matched with the
// real pattern in the end.
func (c *compiler) emitLook(e lookup) {
	switch {
	case e.behind && !e.negate:
		c.emit(e.of)
	case e.behind:
		m, err := c.behind(e.source)
		if err != nil {
			c.err = err
			return
		}
		c.context = true
		c.add(inst{op: opNotBehind, behind: m})
	default:
		inner, err := compile(e.of, false, c.programs, c.behind)
		if err != nil {
			c.err = err
			return
		}
		c.context = c.context || inner.context
		kind := opAhead
		if e.negate {
			kind = opNotAhead
		}
		c.add(inst{op: kind, ahead: inner})
	}
}

// least returns the fewest characters from an instruction to the match.
func (p *program) least(pc int, atStart bool) int {
	if atStart {
		return p.first[pc]
	}
	return p.later[pc]
}

const unreachable = math.MaxInt32

// leastLengths returns the fewest characters at the start of the text when it is
// told those after it, else the latter. It relaxes until nothing changes, from
// the end to the start, since most ways lead forwards.
func leastLengths(insts []inst, later []int) []int {
	least := make([]int, len(insts))
	for i := range least {
		least[i] = unreachable
	}
	for changed := true; changed; {
		changed = false
		for i := len(insts) - 1; i >= 0; i-- {
			if n := leastFrom(insts, least, later, i); n < least[i] {
				least[i], changed = n, true
			}
		}
	}
	return least
}

func leastFrom(insts []inst, least, later []int, i int) int {
	switch in := insts[i]; in.op {
	case opMatch:
		return 0
	case opSplit:
		return min(least[in.x], least[in.y])
	case opJump:
		return least[in.x]
	case opChar:
		after := least
		if later != nil {
			after = later
		}
		if len(in.set) == 0 {
			return unreachable
		}
		return min(after[i+1]+1, unreachable)
	case opBegin:
		if later == nil {
			return unreachable
		}
		return least[i+1]
	default:
		return least[i+1]
	}
}
