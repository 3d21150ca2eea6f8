package synth

import (
	"slices"
	"sort"
	"unicode"
)

// span is a range of characters, both ends included.
type span struct{ low, high rune }

// charset is a set of characters: spans in order that neither touch nor overlap.
type charset []span

const maxRune = unicode.MaxRune

// surrogates cannot be in a JSON text on their own.
var surrogates = span{0xD800, 0xDFFF}

var (
	everything     = charset{{0, surrogates.low - 1}, {surrogates.high + 1, maxRune}}
	digits         = charset{{'0', '9'}}
	wordChars      = charset{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}
	spaces         = newCharset(span{'\t', '\r'}, span{' ', ' '})
	lineEnds       = newCharset(span{'\n', '\n'}, span{'\r', '\r'}, span{0x2028, 0x2029})
	notWordChars   = wordChars.complement()
	anyButLineEnds = lineEnds.complement()
)

func single(r rune) charset { return charset{{r, r}} }

func newCharset(spans ...span) charset {
	slices.SortFunc(spans, func(a, b span) int { return int(a.low) - int(b.low) })
	var set charset
	for _, s := range spans {
		if n := len(set); n > 0 && s.low <= set[n-1].high+1 {
			set[n-1].high = max(set[n-1].high, s.high)
			continue
		}
		set = append(set, s)
	}
	return set
}

func (c charset) union(d charset) charset {
	return newCharset(append(slices.Clone(c), d...)...)
}

func (c charset) complement() charset {
	var set charset
	next := rune(0)
	for _, s := range c {
		if s.low > next {
			set = append(set, span{next, s.low - 1})
		}
		next = s.high + 1
	}
	if next <= maxRune {
		set = append(set, span{next, maxRune})
	}
	return set.intersect(everything)
}

func (c charset) intersect(d charset) charset {
	if len(c) == 1 && len(d) == 1 && c[0] == d[0] {
		return c
	}
	var set charset
	for i, j := 0, 0; i < len(c) && j < len(d); {
		low, high := max(c[i].low, d[j].low), min(c[i].high, d[j].high)
		if low <= high {
			set = append(set, span{low, high})
		}
		if c[i].high < d[j].high {
			i++
		} else {
			j++
		}
	}
	return set
}

func (c charset) contains(r rune) bool {
	i := sort.Search(len(c), func(i int) bool { return c[i].high >= r })
	return i < len(c) && c[i].low <= r
}

func (c charset) size() int {
	n := 0
	for _, s := range c {
		n += int(s.high-s.low) + 1
	}
	return n
}

// at returns the character at an index.
func (c charset) at(i int) rune {
	for _, s := range c {
		n := int(s.high-s.low) + 1
		if i < n {
			return s.low + rune(i)
		}
		i -= n
	}
	return c[0].low
}

// pleasant are the sets from which characters are taken first, most legible
// first.
var pleasant = []charset{
	{{'a', 'z'}},
	digits,
	{{'A', 'Z'}},
	newCharset(span{'-', '-'}, span{'_', '_'}, span{'.', '.'}),
	{{'!', '~'}},
	single(' '),
	{{0xA1, 0x24F}},
	{{0x370, 0xD7FF}},
}

// picks returns up to count characters of c to try, of different classes and in an
// order that the random source varies.
func (c charset) picks(count int, intN func(int) int) []rune {
	var picked []rune
	add := func(set charset, n int) {
		if len(set) == 0 {
			return
		}
		size := set.size()
		for range n {
			if r := set.at(intN(size)); !slices.Contains(picked, r) {
				picked = append(picked, r)
			}
		}
	}
	each := 1 + count/len(pleasant)
	for _, p := range pleasant {
		add(c.intersect(p), each)
		if len(picked) >= count {
			break
		}
	}
	if len(picked) == 0 {
		add(c, count)
	}
	if len(picked) > 1 && intN(3) == 0 { // mostly letters, sometimes another class first
		i := intN(min(len(picked), 3))
		picked[0], picked[i] = picked[i], picked[0]
	}
	return picked
}

// fromTable turns one of package unicode's tables into a set.
func fromTable(t *unicode.RangeTable) charset {
	var spans []span
	add := func(low, high, stride rune) {
		if stride == 1 {
			spans = append(spans, span{low, high})
			return
		}
		for r := low; r <= high; r += stride {
			spans = append(spans, span{r, r})
		}
	}
	for _, r := range t.R16 {
		add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
	}
	for _, r := range t.R32 {
		add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
	}
	return newCharset(spans...).intersect(everything)
}
