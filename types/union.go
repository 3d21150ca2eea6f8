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
		if score, ok := fit(value, reflect.TypeOf(a).Elem(), 0); ok && score > most {
			best, most = i, score
		}
	}
	if best < 0 {
		return errNoFit
	}
	return json.Unmarshal(data, alternatives[best])
}

// UnmarshalAnyOf reads an object into all alternatives that it fits, and another value
// into the first one. Objects and lists in an object are read into the first alternative
// that knows them, so that what is nested is not read again and again.
func UnmarshalAnyOf(data []byte, alternatives ...any) error {
	value, err := parse(data)
	if err != nil {
		return err
	}
	object, isObject := value.(map[string]any)
	known := map[string]bool{}
	found := false
	for _, a := range alternatives {
		t := reflect.TypeOf(a).Elem()
		if _, ok := fit(value, t, 0); !ok {
			continue
		}
		if data, err = without(data, known); err != nil {
			return err
		}
		if err := json.Unmarshal(data, a); err != nil {
			return err
		}
		found = true
		if !isObject {
			break
		}
		addKnown(known, t, object)
	}
	if !found {
		return errNoFit
	}
	return nil
}

// addKnown adds the properties that a type knows; a map knows all of an object.
func addKnown(known map[string]bool, t reflect.Type, object map[string]any) {
	addNames(known, t, map[reflect.Type]bool{})
	if t.Kind() == reflect.Map {
		for name := range object {
			known[name] = true
		}
	}
}

// without returns an object without the objects and lists of some names.
func without(data []byte, names map[string]bool) ([]byte, error) {
	if len(names) == 0 {
		return data, nil
	}
	all, err := members(data)
	if err != nil {
		return nil, err
	}
	w := newWriter()
	for _, m := range all {
		if names[m.name] && (m.value[0] == '{' || m.value[0] == '[') {
			continue
		}
		if err := w.add(m.name, m.value); err != nil {
			return nil, err
		}
	}
	return w.object(), nil
}

func parse(data []byte) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	err = decoder.Decode(&value)
	return value, err
}

// deepest is how far down a value is looked into before it is read: alternatives that
// differ further down only are not told apart, and the work has a bound.
const deepest = 5

// fit reports whether a JSON value can be of a type, and how much of it the type knows.
func fit(value any, t reflect.Type, depth int) (score int, ok bool) {
	switch {
	case depth > deepest:
		return 0, true
	case t == reflect.TypeFor[json.RawMessage]():
		return 0, true
	case value == nil:
		return 0, acceptsNull(t)
	case t.Kind() == reflect.Pointer:
		return fit(value, t.Elem(), depth)
	}
	if n, isNullable := reflect.TypeAssert[interface{ element() reflect.Type }](reflect.Zero(t)); isNullable {
		return fit(value, n.element(), depth)
	}
	if t.Kind() == reflect.Struct {
		switch o := describe(t); {
		case o != nil && o.isTuple:
			return o.fitTuple(value, t, depth)
		case o != nil:
			return o.fit(value, t, depth)
		case isUnion(t):
			return fitUnion(value, t, depth)
		}
	}
	if isOwn(t) {
		return 0, reads(value, t)
	}
	return fitKind(value, t, depth)
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

func fitKind(value any, t reflect.Type, depth int) (int, bool) {
	switch value := value.(type) {
	case map[string]any:
		if t.Kind() == reflect.Map {
			return fitAll(sortedValues(value), t.Elem(), depth+1)
		}
	case []any:
		if t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8 {
			return fitAll(value, t.Elem(), depth+1)
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

func fitAll(values []any, t reflect.Type, depth int) (total int, ok bool) {
	for _, value := range values {
		score, ok := fit(value, t, depth)
		if !ok {
			return 0, false
		}
		total += score
	}
	return total, true
}

// fit returns how many properties of an object a struct knows, unless one that it
// requires is missing or one has another type.
func (o *objectType) fit(value any, t reflect.Type, depth int) (total int, ok bool) {
	object, ok := value.(map[string]any)
	if !ok {
		return 0, false
	}
	check := func(name string, index int, required bool) bool {
		property, isThere := object[name]
		if !isThere {
			return !required
		}
		score, ok := fit(property, t.Field(index).Type, depth+1)
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
			score, ok := fitUnion(value, t.Field(f.index).Type, depth+1)
			if !ok {
				return 0, false
			}
			total += score
		case f.pattern == nil && !f.rest && !check(f.name, f.index, !f.omit):
			return 0, false
		}
	}
	return total, o.fitMaps(object, t, depth+1)
}

// fitMaps reports whether properties that have no field of their own fit the maps that
// take them.
func (o *objectType) fitMaps(object map[string]any, t reflect.Type, depth int) bool {
	for name, value := range object {
		index := o.mapOf(name)
		if index < 0 {
			continue
		}
		if _, ok := fit(value, t.Field(index).Type.Elem(), depth); !ok {
			return false
		}
	}
	return true
}

// isUnion reports whether a struct has a field for each of some alternatives.
func isUnion(t reflect.Type) bool {
	if t.NumField() == 0 || !reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()) {
		return false
	}
	for field := range t.Fields() {
		switch field.Type.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			if !field.IsExported() {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// fitTuple reports whether the items of an array fit those of a tuple.
func (o *objectType) fitTuple(value any, t reflect.Type, depth int) (total int, ok bool) {
	items, ok := value.([]any)
	if !ok {
		return 0, false
	}
	for i, item := range items {
		itemType := o.item(t, i)
		if itemType == nil {
			return 0, false
		}
		score, ok := fit(item, itemType, depth+1)
		if !ok {
			return 0, false
		}
		total += score + 1
	}
	return total, len(items) >= o.requiredItems(t)
}

// item returns the type of a tuple's item, or nil when there can be none.
func (o *objectType) item(t reflect.Type, i int) reflect.Type {
	switch last := t.NumField() - 1; {
	case i < last || i == last && !o.hasRest:
		return t.Field(i).Type
	case i > last && !o.hasRest:
		return nil
	default:
		return t.Field(last).Type.Elem()
	}
}

// requiredItems counts the items that are not pointers: others need not be there.
func (o *objectType) requiredItems(t reflect.Type) int {
	required := 0
	for field := range t.Fields() {
		switch field.Type.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			return required
		default:
			required++
		}
	}
	return required
}

// fitUnion finds the best of the alternatives of a union.
func fitUnion(value any, union reflect.Type, depth int) (most int, found bool) {
	for field := range union.Fields() {
		if score, ok := fit(value, field.Type, depth+1); ok {
			most, found = max(most, score), true
		}
	}
	return most, found
}

// Canonical returns a value's JSON in the one way in which equal values are written
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
