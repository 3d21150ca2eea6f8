package mockdata

import (
	"math/big"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// bounds are what numbers must satisfy.
type bounds struct {
	low, high         *big.Rat // nil: none
	openLow, openHigh bool     // the bound itself is not allowed
	step              *big.Rat // nil: none
	integer           bool
	from              *model.Schema // that set the last bound, to blame
}

func (g *Generator) number(t task, parts conjunction, integer bool) outcome {
	b := bounds{integer: integer, from: first(parts)}
	for _, s := range parts {
		if p := b.narrow(s); p != nil {
			return failed(p)
		}
	}
	if b.integer {
		b.multiple(big.NewRat(1, 1))
	}
	r := source{uint64(t.path)}
	n := b.choose(&r, t.name, t.salt)
	if n == nil {
		keyword := "minimum"
		if b.from.MultipleOf != nil {
			keyword = "multipleOf"
		}
		return failed(fail(b.from, keyword, "no number lies within all bounds"))
	}
	return whole(&tree.Node{Kind: tree.Number, Text: literal(n)})
}

func (b *bounds) narrow(s *model.Schema) *problem {
	if s.Minimum != nil {
		b.atLeast(s.Minimum, s.ExclusiveMinimum)
		b.from = s
	}
	if s.Maximum != nil {
		b.atMost(s.Maximum, s.ExclusiveMaximum)
		b.from = s
	}
	if f, ok := numberFormats[s.Format]; ok {
		b.atLeast(f.low, false)
		b.atMost(f.high, false)
		b.integer = b.integer || f.integer
	}
	if s.MultipleOf != nil {
		if s.MultipleOf.Sign() <= 0 {
			return fail(s, "multipleOf", "it must be greater than 0")
		}
		b.multiple(s.MultipleOf)
		b.from = s
	}
	return nil
}

func (b *bounds) atLeast(low *big.Rat, open bool) {
	if b.low == nil || low.Cmp(b.low) > 0 {
		b.low, b.openLow = low, open
	} else if low.Cmp(b.low) == 0 {
		b.openLow = b.openLow || open
	}
}

func (b *bounds) atMost(high *big.Rat, open bool) {
	if b.high == nil || high.Cmp(b.high) < 0 {
		b.high, b.openHigh = high, open
	} else if high.Cmp(b.high) == 0 {
		b.openHigh = b.openHigh || open
	}
}

// multiple makes the step the least common multiple of itself and another one:
// of a/b and c/d in lowest terms this is lcm(a, c) / gcd(b, d).
func (b *bounds) multiple(step *big.Rat) {
	if b.step == nil {
		b.step = step
		return
	}
	x, y := b.step, step
	product := new(big.Int).Mul(x.Num(), y.Num())
	product.Div(product, new(big.Int).GCD(nil, nil, x.Num(), y.Num()))
	b.step = new(big.Rat).SetFrac(product, new(big.Int).GCD(nil, nil, x.Denom(), y.Denom()))
}

// choose picks a number: one that is usual under the name if there are enough of
// them, else any. A salt gives the next one.
func (b *bounds) choose(r *source, name string, salt int) *big.Rat {
	step := b.step
	if step == nil {
		step = b.decimals()
	}
	start := r.next() >> 1
	low, high := usualRange(name)
	usual := *b
	usual.atLeast(low, false)
	usual.atMost(high, false)
	if n, count := usual.pick(step, start, salt); n != nil && count > salt {
		return n
	}
	n, _ := b.bounded(step).pick(step, start, salt)
	return n
}

// maxNumbers is how many different numbers of a range are used at most.
const maxNumbers = 1 << 20

// pick returns a multiple of the step within the bounds, which are both there, and
// how many there are. It returns nil when there is none.
func (b *bounds) pick(step *big.Rat, start uint64, salt int) (n *big.Rat, count int) {
	least := ceiling(new(big.Rat).Quo(b.low, step))
	most := floor(new(big.Rat).Quo(b.high, step))
	if b.openLow && times(step, least).Cmp(b.low) == 0 {
		least.Add(least, big.NewInt(1))
	}
	if b.openHigh && times(step, most).Cmp(b.high) == 0 {
		most.Sub(most, big.NewInt(1))
	}
	all := new(big.Int).Sub(most, least)
	all.Add(all, big.NewInt(1))
	if all.Sign() <= 0 {
		if b.step == nil && b.low.Cmp(b.high) == 0 && !b.openLow && !b.openHigh {
			return b.low, 1
		}
		return nil, 0
	}
	if all.Cmp(big.NewInt(maxNumbers)) > 0 {
		all.SetInt64(maxNumbers)
	}
	offset := new(big.Int).SetUint64(start)
	offset.Add(offset, big.NewInt(int64(salt)))
	offset.Mod(offset, all)
	return times(step, least.Add(least, offset)), int(all.Int64())
}

// bounded returns both bounds, if need be some distance from the other one.
func (b *bounds) bounded(step *big.Rat) *bounds {
	c := *b
	reach := new(big.Rat).Mul(step, big.NewRat(maxNumbers, 1))
	switch {
	case c.low == nil && c.high == nil:
		c.low, c.high = new(big.Rat), reach
	case c.low == nil:
		c.low = new(big.Rat).Sub(c.high, reach)
	case c.high == nil:
		c.high = new(big.Rat).Add(c.low, reach)
	}
	return &c
}

// decimals returns a step for numbers that need none: hundredths, or as fine as
// the range asks for.
func (b *bounds) decimals() *big.Rat {
	step := big.NewRat(1, 100)
	if b.low == nil || b.high == nil {
		return step
	}
	width := new(big.Rat).Sub(b.high, b.low)
	for i := 0; i < maxExponent && width.Sign() > 0 && new(big.Rat).Mul(step, big.NewRat(4, 1)).Cmp(width) > 0; i++ {
		step.Mul(step, big.NewRat(1, 10))
	}
	return step
}

func times(r *big.Rat, n *big.Int) *big.Rat {
	return new(big.Rat).Mul(r, new(big.Rat).SetInt(n))
}

func floor(r *big.Rat) *big.Int {
	return new(big.Int).Div(r.Num(), r.Denom()) // Euclidean: rounds down, for a positive denominator
}

func ceiling(r *big.Rat) *big.Int {
	n := floor(new(big.Rat).Neg(r))
	return n.Neg(n)
}
