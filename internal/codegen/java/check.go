package java

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/model"
)

// each calls a function with all that restricts an input.
func (in *input) each(f func(*model.Schema)) {
	if in.schema == nil {
		return
	}
	for _, part := range shape.Parts(in.schema) {
		f(part)
	}
}

// check returns the call of a method of Check.
func (g *generator) check(name string, arguments ...any) Code {
	return append(Code{g.runtime("Check"), ".", name, "("}, append(arguments, ")")...)
}

// formatChecks are the checks that a format asks for.
var formatChecks = map[string]string{
	"uuid": "uuid", "email": "email", "hostname": "hostname", "ipv4": "ipv4", "ipv6": "ipv6", "uri": "uri", "url": "uri", "time": "time",
}

func (g *generator) stringChecks(in *input) []Code {
	var checks []Code
	in.each(func(s *model.Schema) {
		if name := formatChecks[s.Format]; name != "" {
			checks = append(checks, g.check(name))
		}
		if s.MinLength != nil && *s.MinLength > 0 {
			checks = append(checks, g.check("minLength", *s.MinLength))
		}
		if s.MaxLength != nil {
			checks = append(checks, g.check("maxLength", *s.MaxLength))
		}
		if expression, ok := javaPattern(s.Pattern); ok && s.Pattern != "" {
			checks = append(checks, g.patternCheck(expression, s.Pattern))
		}
	})
	return checks
}

func (g *generator) patternCheck(expression, written string) Code {
	if expression == written {
		return g.check("pattern", Quote(expression))
	}
	return g.check("pattern", Quote(expression), ", ", Quote(written))
}

func (g *generator) integerChecks(in *input) []Code {
	var checks []Code
	in.each(func(s *model.Schema) {
		if s.Minimum != nil {
			if n := shape.Ceiling(s.Minimum, s.ExclusiveMinimum); n.IsInt64() {
				checks = append(checks, g.check("min", n.String(), suffix(n)))
			}
		}
		if s.Maximum != nil {
			if n := shape.Floor(s.Maximum, s.ExclusiveMaximum); n.IsInt64() {
				checks = append(checks, g.check("max", n.String(), suffix(n)))
			}
		}
		if s.MultipleOf != nil && s.MultipleOf.IsInt() && s.MultipleOf.Num().IsInt64() && s.MultipleOf.Sign() > 0 {
			checks = append(checks, g.check("multiple", s.MultipleOf.Num().String(), suffix(s.MultipleOf.Num())))
		}
	})
	return checks
}

// suffix returns what a literal needs behind it if it does not fit into an int.
func suffix(n *big.Int) string {
	if i := n.Int64(); int64(int32(i)) == i {
		return ""
	}
	return "L"
}

func (g *generator) numberChecks(in *input) []Code {
	var checks []Code
	add := func(bound *big.Rat, isExclusive bool, exclusive, inclusive string) {
		if bound == nil {
			return
		}
		name := inclusive
		if isExclusive {
			name = exclusive
		}
		x, _ := bound.Float64()
		checks = append(checks, g.check(name, strconv.FormatFloat(x, 'g', -1, 64), "d"))
	}
	in.each(func(s *model.Schema) {
		add(s.Minimum, s.ExclusiveMinimum, "moreThan", "atLeast")
		add(s.Maximum, s.ExclusiveMaximum, "lessThan", "atMost")
		if s.MultipleOf != nil && s.MultipleOf.Sign() > 0 {
			add(s.MultipleOf, false, "", "multipleOf")
		}
	})
	return checks
}

// listCheck returns a check of a list, as a further argument of a method.
func (r *inputReader) listCheck(name string, arguments ...any) Code {
	return append(Code{", "}, r.check(name, arguments...)...)
}

// comparableKinds are the kinds whose values can be compared.
var comparableKinds = []shape.Kind{shape.Bool, shape.Int, shape.Float, shape.Big, shape.String, shape.Date, shape.Enum, shape.Mixed}

// listChecks returns the checks of a list, as further arguments of a method.
func (r *inputReader) listChecks(in *input) Code {
	var checks Code
	in.each(func(s *model.Schema) {
		if s.MinItems != nil && *s.MinItems > 0 {
			checks = append(checks, r.listCheck("minItems", *s.MinItems)...)
		}
		if s.MaxItems != nil {
			checks = append(checks, r.listCheck("maxItems", *s.MaxItems)...)
		}
		if s.UniqueItems && in.files == noFile && in.form.Elem != nil &&
			slices.Contains(comparableKinds, r.types.forms.Target(in.form.Elem).Kind) && !shape.IsNullable(in.form.Elem) {
			checks = append(checks, r.listCheck("uniqueItems")...)
		}
	})
	return checks
}
