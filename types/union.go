package types

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"math/big"
	"reflect"
	"strings"
)

// MarshalOneOf writes the alternative that is not nil.
func MarshalOneOf(alternatives ...any) ([]byte, error) {
	values, err := set(alternatives)
	switch {
	case err != nil:
		return nil, err
	case len(values) == 0:
		return nil, errNothing
	case len(values) > 1:
		return nil, errors.New("more than one alternative is set")
	}
	return values[0], nil
}

// MarshalAnyOf writes the alternatives that are not nil: one value, or an object with
// the properties of all.
func MarshalAnyOf(alternatives ...any) ([]byte, error) {
	values, err := set(alternatives)
	switch {
	case err != nil:
		return nil, err
	case len(values) == 0:
		return nil, errNothing
	}
	return merge(values)
}

func set(alternatives []any) ([][]byte, error) {
	var values [][]byte
	for _, a := range alternatives {
		value := a
		if tagged, ok := a.(Tagged); ok {
			value = tagged.object
		}
		if reflect.ValueOf(value).IsNil() {
			continue
		}
		data, err := json.Marshal(a)
		if err != nil {
			return nil, err
		}
		values = append(values, data)
	}
	return values, nil
}

var errNoFit = errors.New("the value fits none of the alternatives")

// UnmarshalOneOf reads a value into the alternative that it fits best: that has what it
// requires, and knows most of the properties. Alternatives are pointers to pointers,
// slices or maps.
func UnmarshalOneOf(data []byte, alternatives ...any) error {
	value, err := parse(data)
	if err != nil {
		return err
	}
	best, most := -1, -1
	for i, a := range alternatives {
		if score, ok := fit(value, reflect.TypeOf(a).Elem()); ok && score > most {
			best, most = i, score
		}
	}
	if best < 0 {
		return errNoFit
	}
	return json.Unmarshal(data, alternatives[best])
}

// UnmarshalAnyOf reads an object into all alternatives that it fits, and another value
// into the first one.
func UnmarshalAnyOf(data []byte, alternatives ...any) error {
	value, err := parse(data)
	if err != nil {
		return err
	}
	_, isObject := value.(map[string]any)
	found := false
	for _, a := range alternatives {
		if _, ok := fit(value, reflect.TypeOf(a).Elem()); !ok {
			continue
		}
		found = true
		if err := json.Unmarshal(data, a); err != nil {
			return err
		}
		if !isObject {
			break
		}
	}
	if !found {
		return errNoFit
	}
	return nil
}

func parse(data []byte) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	err = decoder.Decode(&value)
	return value, err
}

// fit tells whether a JSON value can be of a type, and how much of it the type knows.
func fit(value any, t reflect.Type) (score int, ok bool) {
	switch {
	case t == reflect.TypeFor[json.RawMessage]():
		return 0, true
	case value == nil:
		return 0, acceptsNull(t)
	case t.Kind() == reflect.Pointer:
		return fit(value, t.Elem())
	}
	if n, isNullable := reflect.TypeAssert[interface{ element() reflect.Type }](reflect.Zero(t)); isNullable {
		return fit(value, n.element())
	}
	if t.Kind() == reflect.Struct {
		if o := describe(t); o != nil {
			return o.fit(value, t)
		}
	}
	if isOwn(t) {
		return 0, reads(value, t)
	}
	return fitKind(value, t)
}

func acceptsNull(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return true
	default:
		_, isNullable := reflect.TypeAssert[interface{ element() reflect.Type }](reflect.Zero(t))
		return isNullable
	}
}

// isOwn reports whether a type reads its JSON itself.
func isOwn(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(reflect.TypeFor[json.Unmarshaler]()) || p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

// reads reports whether a type can read a value, and knows it when it has a list of
// those that it knows.
func reads(value any, t reflect.Type) bool {
	data, err := json.Marshal(value)
	if err != nil {
		return false
	}
	p := reflect.New(t)
	return json.Unmarshal(data, p.Interface()) == nil && isKnown(p)
}

func isKnown(p reflect.Value) bool {
	enumeration, ok := reflect.TypeAssert[interface{ IsKnown() bool }](p.Elem())
	return !ok || enumeration.IsKnown()
}

func fitKind(value any, t reflect.Type) (int, bool) {
	switch value := value.(type) {
	case map[string]any:
		if t.Kind() == reflect.Map {
			return fitAll(sortedValues(value), t.Elem())
		}
	case []any:
		if t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8 {
			return fitAll(value, t.Elem())
		}
	case json.Number:
		if t.Kind() == reflect.String && t != reflect.TypeFor[json.Number]() {
			return 0, false
		}
		return fitScalar(value, t)
	case string:
		if t == reflect.TypeFor[json.Number]() {
			return 0, false
		}
		return fitScalar(value, t)
	case bool:
		return 0, t.Kind() == reflect.Bool
	}
	return 0, false
}

// fitScalar takes a value for better known when the type has a list of those that it
// knows.
func fitScalar(value any, t reflect.Type) (int, bool) {
	if !reads(value, t) {
		return 0, false
	}
	if _, isEnumeration := reflect.TypeAssert[interface{ IsKnown() bool }](reflect.Zero(t)); isEnumeration {
		return 1, true
	}
	return 0, true
}

func sortedValues(object map[string]any) []any {
	values := make([]any, 0, len(object))
	for _, name := range sortedKeys(object) {
		values = append(values, object[name])
	}
	return values
}

func fitAll(values []any, t reflect.Type) (total int, ok bool) {
	for _, value := range values {
		score, ok := fit(value, t)
		if !ok {
			return 0, false
		}
		total += score
	}
	return total, true
}

// fit tells how many properties of an object a struct knows, unless one that it
// requires is missing or one has another type.
func (o *objectType) fit(value any, t reflect.Type) (total int, ok bool) {
	object, ok := value.(map[string]any)
	if !ok {
		return 0, false
	}
	check := func(name string, index int, required bool) bool {
		property, isThere := object[name]
		if !isThere {
			return !required
		}
		score, ok := fit(property, t.Field(index).Type)
		total += score + 1
		return ok
	}
	for _, f := range o.fields {
		if !check(f.name, f.index, f.required) {
			return 0, false
		}
	}
	for _, f := range o.special {
		switch {
		case f.inline:
			score, ok := fitInline(value, t.Field(f.index).Type)
			if !ok {
				return 0, false
			}
			total += score
		case f.pattern == nil && !f.rest && !check(f.name, f.index, !f.omit):
			return 0, false
		}
	}
	return total, true
}

// fitInline finds the best of the alternatives of a union.
func fitInline(value any, union reflect.Type) (most int, found bool) {
	for field := range union.Fields() {
		if score, ok := fit(value, field.Type); ok {
			most, found = max(most, score), true
		}
	}
	return most, found
}

// Canonical gives a value's JSON in the one way in which equal values are written
// alike.
func Canonical(data []byte) (string, error) {
	value, err := parse(data)
	if err != nil {
		return "", err
	}
	if number, ok := value.(json.Number); ok {
		if exact, ok := new(big.Rat).SetString(number.String()); ok && exact.IsInt() && len(number) < 100 {
			return exact.Num().String(), nil
		}
		return number.String(), nil
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return "", err
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}
