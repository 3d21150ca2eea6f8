package policy

import (
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// condition is one key of a statement's Condition with the values that it is
// compared with (IAM User Guide, "IAM JSON policy elements: Condition
// operators").
type condition struct {
	operator operator
	key      string
	values   []value
}

// operator is a condition operator with what stands around its name.
type operator struct {
	test     func(v *value, text string, c Context) bool
	negated  bool // no value may fit, and a missing key passes
	ifExists bool
	set      set
	null     bool // the key is asked for, not compared
}

// set is what is before an operator for keys with several values.
type set uint8

const (
	noSet set = iota
	forAllValues
	forAnyValue
)

// value is one that a key is compared with, read once.
type value struct {
	text    pattern
	number  float64
	time    time.Time
	network netip.Prefix
	isTrue  bool
}

func (o *condition) holds(c Context) bool {
	values := valuesOf(c, o.key)
	if o.operator.null {
		for i := range o.values {
			if o.values[i].isTrue == (len(values) == 0) {
				return true
			}
		}
		return false
	}
	if len(values) == 0 {
		switch {
		case o.operator.set == forAllValues, o.operator.ifExists:
			return true
		case o.operator.set == forAnyValue:
			return false
		}
		return o.operator.negated
	}
	for _, text := range values {
		fits := o.fits(text, c)
		if o.operator.set == forAllValues && !fits {
			return false
		}
		if o.operator.set != forAllValues && fits {
			return true
		}
	}
	return o.operator.set == forAllValues
}

// fits compares one value of the request's with those of the policy.
func (o *condition) fits(text string, c Context) bool {
	for i := range o.values {
		if o.operator.test(&o.values[i], text, c) {
			return !o.operator.negated
		}
	}
	return o.operator.negated
}

// family is a kind of values and how they are read and compared.
type family struct {
	read func(text string, s syntax) (value, error)
	test func(v *value, text string, c Context) bool
}

var (
	exact    = family{readText(syntax{variables: true}), testText}
	folded   = family{readText(syntax{variables: true, fold: true}), testText}
	like     = family{readText(syntax{variables: true, wildcards: true}), testText}
	arnLike  = family{readText(syntax{variables: true, wildcards: true}), testARN}
	truth    = family{readTruth, testTruth}
	presence = family{readTruth, nil}
	network  = family{readNetwork, testNetwork}
)

// numbers and dates compare in several ways.
func numbers(fits func(a, b float64) bool) family {
	return family{readNumber, func(v *value, text string, _ Context) bool {
		n, err := strconv.ParseFloat(text, 64)
		return err == nil && fits(n, v.number)
	}}
}

func dates(fits func(order int) bool) family {
	return family{readDate, func(v *value, text string, _ Context) bool {
		t, err := parseDate(text)
		return err == nil && fits(t.Compare(v.time))
	}}
}

type named struct {
	family
	negated bool
}

// operators are those that the IAM User Guide names, but for BinaryEquals: no
// condition key of API Gateway is binary.
var operators = map[string]named{
	"StringEquals": {exact, false}, "StringNotEquals": {exact, true},
	"StringEqualsIgnoreCase": {folded, false}, "StringNotEqualsIgnoreCase": {folded, true},
	"StringLike": {like, false}, "StringNotLike": {like, true},

	"NumericEquals":            {numbers(func(a, b float64) bool { return a == b }), false},
	"NumericNotEquals":         {numbers(func(a, b float64) bool { return a == b }), true},
	"NumericLessThan":          {numbers(func(a, b float64) bool { return a < b }), false},
	"NumericLessThanEquals":    {numbers(func(a, b float64) bool { return a <= b }), false},
	"NumericGreaterThan":       {numbers(func(a, b float64) bool { return a > b }), false},
	"NumericGreaterThanEquals": {numbers(func(a, b float64) bool { return a >= b }), false},

	"DateEquals":            {dates(func(o int) bool { return o == 0 }), false},
	"DateNotEquals":         {dates(func(o int) bool { return o == 0 }), true},
	"DateLessThan":          {dates(func(o int) bool { return o < 0 }), false},
	"DateLessThanEquals":    {dates(func(o int) bool { return o <= 0 }), false},
	"DateGreaterThan":       {dates(func(o int) bool { return o > 0 }), false},
	"DateGreaterThanEquals": {dates(func(o int) bool { return o >= 0 }), false},

	"Bool": {truth, false}, "Null": {presence, false},
	"IpAddress": {network, false}, "NotIpAddress": {network, true},

	"ArnEquals": {arnLike, false}, "ArnLike": {arnLike, false},
	"ArnNotEquals": {arnLike, true}, "ArnNotLike": {arnLike, true},
}

// operatorOf reads "ForAnyValue:StringLikeIfExists".
func operatorOf(name string) (operator, family, bool) {
	var o operator
	for prefix, s := range map[string]set{"ForAllValues:": forAllValues, "ForAnyValue:": forAnyValue} {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			name, o.set = rest, s
			break
		}
	}
	if rest, ok := strings.CutSuffix(name, "IfExists"); ok && rest != "Null" {
		name, o.ifExists = rest, true
	}
	n, ok := operators[name]
	o.test, o.negated, o.null = n.test, n.negated, name == "Null"
	return o, n.family, ok
}

func readText(allowed syntax) func(string, syntax) (value, error) {
	return func(text string, s syntax) (value, error) {
		with := allowed
		with.variables = s.variables
		p, err := compile(text, with)
		return value{text: p}, err
	}
}

func testText(v *value, text string, c Context) bool {
	return v.text.match(text, c)
}

// arnParts is the number of parts of an ARN; wildcards do not reach from one
// into the next.
const arnParts = 6

func testARN(v *value, text string, c Context) bool {
	pieces, ok := v.text.resolve(c)
	switch {
	case !ok:
		return false
	case len(pieces) == 1 && pieces[0].kind == anyRun:
		return true
	}
	wanted, found := cutARN(pieces), strings.SplitN(text, ":", arnParts)
	if len(wanted) != len(found) {
		return false
	}
	for i := range wanted {
		if !glob(wanted[i], found[i]) {
			return false
		}
	}
	return true
}

// cutARN cuts a pattern at its colons, as an ARN is cut.
func cutARN(pieces []piece) [][]piece {
	parts := [][]piece{nil}
	for _, p := range pieces {
		for p.kind == literal && len(parts) < arnParts {
			before, after, ok := strings.Cut(p.text, ":")
			if !ok {
				break
			}
			last := len(parts) - 1
			parts[last] = append(parts[last], piece{kind: literal, text: before})
			parts, p.text = append(parts, nil), after
		}
		parts[len(parts)-1] = append(parts[len(parts)-1], p)
	}
	return parts
}

func readTruth(text string, _ syntax) (value, error) {
	switch strings.ToLower(text) {
	case "true":
		return value{isTrue: true}, nil
	case "false":
		return value{}, nil
	}
	return value{}, fault("must be true or false")
}

func testTruth(v *value, text string, _ Context) bool {
	return strings.EqualFold(text, strconv.FormatBool(v.isTrue))
}

func readNumber(text string, _ syntax) (value, error) {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return value{}, fault("must be a number")
	}
	return value{number: n}, nil
}

func readDate(text string, _ syntax) (value, error) {
	t, err := parseDate(text)
	if err != nil {
		return value{}, fault("must be a date such as 2026-01-02T15:04:05Z")
	}
	return value{time: t}, nil
}

// dateForms are those of ISO 8601 that IAM takes ("W3C Date and Time Formats").
var dateForms = []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04Z07:00", "2006-01-02", "2006-01", "2006"}

// parseDate reads a date or the seconds since 1970.
func parseDate(text string) (time.Time, error) {
	const yearDigits = 4
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil && len(text) > yearDigits {
		return time.Unix(seconds, 0).UTC(), nil
	}
	for _, form := range dateForms {
		if t, err := time.Parse(form, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fault("is not a date")
}

func readNetwork(text string, _ syntax) (value, error) {
	if prefix, err := netip.ParsePrefix(text); err == nil {
		return value{network: prefix.Masked()}, nil
	}
	address, err := netip.ParseAddr(text)
	if err != nil {
		return value{}, fault("must be an address or a range of them, such as 203.0.113.0/24")
	}
	return value{network: netip.PrefixFrom(address, address.BitLen())}, nil
}

func testNetwork(v *value, text string, _ Context) bool {
	address, err := netip.ParseAddr(text)
	return err == nil && v.network.Contains(address.Unmap().WithZone(""))
}
