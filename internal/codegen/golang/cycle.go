package golang

import (
	"strconv"

	"github.com/gatewright/gatewright/internal/codegen/shape"
)

func numeral(i int) string { return strconv.Itoa(i + 1) }

// breakCycles makes pointers of fields by which a struct would hold itself, as Go has
// no such type.
func (t *types) breakCycles() {
	c := &cycles{index: map[*declaration]int{}, low: map[*declaration]int{}, component: map[*declaration]int{}}
	for _, d := range t.declarations {
		if c.index[d] == 0 {
			c.visit(d)
		}
	}
	for _, d := range t.declarations {
		for _, f := range d.fields {
			if held := f.holds(); held != nil && c.component[held] == c.component[d] {
				f.typ = f.typ.Optional()
			}
		}
	}
}

// holds returns the struct that a field's value has room for.
func (f *field) holds() *declaration {
	if f.typ.ptr || f.typ.decl == nil {
		return nil
	}
	return f.typ.decl.structure()
}

// structure returns the struct that a declared name stands for.
func (d *declaration) structure() *declaration {
	for range 10 {
		switch {
		case d.kind != shape.Struct && d.kind != shape.Tuple && d.kind != shape.Union:
			return nil
		case !d.alias || d.under.decl == nil:
			return d
		}
		d = d.under.decl
	}
	return nil
}

// cycles finds the strongly connected components of structs that hold structs
// (Tarjan 1972).
type cycles struct {
	index, low, component map[*declaration]int
	stack                 []*declaration
	last                  int
}

func (c *cycles) visit(d *declaration) {
	c.last++
	c.index[d], c.low[d] = c.last, c.last
	c.stack = append(c.stack, d)
	for _, f := range d.fields {
		held := f.holds()
		switch {
		case held == nil:
		case c.index[held] == 0:
			c.visit(held)
			c.low[d] = min(c.low[d], c.low[held])
		case c.component[held] == 0:
			c.low[d] = min(c.low[d], c.index[held])
		}
	}
	if c.low[d] != c.index[d] {
		return
	}
	for {
		top := c.stack[len(c.stack)-1]
		c.stack = c.stack[:len(c.stack)-1]
		c.component[top] = c.index[d]
		if top == d {
			return
		}
	}
}
