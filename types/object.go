package types

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Fields of structs that encoding/json cannot describe have a tag "types" instead:
//
//	name=a,b            the property "a,b"
//	name,omitzero=a,b   the same, left out when it is not set
//	inline              an object whose properties stand among the others
//	pattern=^x-         a map of the properties that match a regular expression
//	rest                a map of all other properties
//	item                an item of a tuple
//	items               a slice of all further items of a tuple
const tagKey = "types"

// objectType is what there is to know about a struct that is an object.
type objectType struct {
	fields  []objectField // that encoding/json knows
	special []specialField
	names   map[string]bool // of all properties that have fields

	isTuple bool // an array in JSON
	hasRest bool // the last field of a tuple is for all further items
}

type objectField struct {
	name     string
	index    int
	required bool
}

type specialField struct {
	index   int
	name    string
	omit    bool
	inline  bool
	pattern *regexp.Regexp
	rest    bool
}

// objectTypes are looked into once.
var objectTypes sync.Map

// describe returns what there is to know about a struct, or nil when it is not an object: it
// has fields, but none with a tag.
func describe(t reflect.Type) *objectType {
	if known, ok := objectTypes.Load(t); ok {
		o, _ := known.(*objectType)
		return o
	}
	o := newObjectType(t)
	objectTypes.Store(t, o)
	return o
}

func newObjectType(t reflect.Type) *objectType {
	o := &objectType{names: map[string]bool{}}
	tagged := t.NumField() == 0
	for i := range t.NumField() {
		f := t.Field(i)
		switch f.Tag.Get(tagKey) {
		case "items":
			o.hasRest = true
			fallthrough
		case "item":
			o.isTuple, tagged = true, true
			continue
		}
		tag, ok := f.Tag.Lookup("json")
		if !ok || !f.IsExported() {
			continue
		}
		tagged = true
		if special, ok := f.Tag.Lookup(tagKey); ok {
			o.addSpecial(i, f.Type, special)
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		o.fields = append(o.fields, objectField{name: name, index: i, required: options != "omitzero"})
		o.names[name] = true
	}
	if !tagged {
		return nil
	}
	return o
}

func (o *objectType) addSpecial(index int, t reflect.Type, tag string) {
	key, value, _ := strings.Cut(tag, "=")
	f := specialField{index: index}
	switch key {
	case "name", "name,omitzero":
		f.name, f.omit = value, key != "name"
		o.names[value] = true
	case "inline":
		f.inline = true
		addNames(o.names, t, map[reflect.Type]bool{})
	case "pattern":
		f.pattern = regexp.MustCompile(value)
	case "rest":
		f.rest = true
	}
	o.special = append(o.special, f)
}

// addNames adds the properties of all alternatives of a type.
func addNames(names map[string]bool, t reflect.Type, seen map[reflect.Type]bool) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] {
		return
	}
	seen[t] = true
	if o := describe(t); o != nil {
		for name := range o.names {
			names[name] = true
		}
		return
	}
	for field := range t.Fields() {
		if field.IsExported() {
			addNames(names, field.Type, seen)
		}
	}
}

// member is a property of an object.
type member struct {
	name  string
	value json.RawMessage
}

// members takes an object apart.
func members(data []byte) ([]member, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	start, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	if start != json.Delim('{') {
		return nil, &json.UnmarshalTypeError{Value: kindOf(start), Type: reflect.TypeFor[map[string]any]()}
	}
	var all []member
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string)
		m := member{name: name}
		if err := decoder.Decode(&m.value); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}

func kindOf(token json.Token) string {
	switch token.(type) {
	case json.Delim:
		return "array"
	case string:
		return "string"
	case float64, json.Number:
		return "number"
	case bool:
		return "bool"
	}
	return "null"
}

// writer puts an object together. Of several properties of one name the first counts.
type writer struct {
	b     bytes.Buffer
	names map[string]bool
}

func newWriter() *writer {
	w := &writer{names: map[string]bool{}}
	w.b.WriteByte('{')
	return w
}

func (w *writer) add(name string, value []byte) error {
	if w.names[name] {
		return nil
	}
	if len(w.names) > 0 {
		w.b.WriteByte(',')
	}
	w.names[name] = true
	key, err := json.Marshal(name)
	if err != nil {
		return err
	}
	w.b.Write(key)
	w.b.WriteByte(':')
	w.b.Write(value)
	return nil
}

func (w *writer) addAll(object []byte) error {
	all, err := members(object)
	if err != nil {
		return err
	}
	for _, m := range all {
		if err := w.add(m.name, m.value); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) object() []byte {
	w.b.WriteByte('}')
	return w.b.Bytes()
}

// MarshalObject writes a struct that has fields with the tag "types". The struct's type
// must not have the method that calls this function.
func MarshalObject(plain any) ([]byte, error) {
	object, err := json.Marshal(plain)
	if err != nil {
		return nil, err
	}
	v := reflect.ValueOf(plain)
	o := describe(v.Type())
	w := newWriter()
	if err := w.addAll(object); err != nil {
		return nil, err
	}
	for _, f := range o.special {
		if err := f.write(w, v.Field(f.index)); err != nil {
			return nil, err
		}
	}
	return w.object(), nil
}

func (f specialField) write(w *writer, v reflect.Value) error {
	switch {
	case f.inline:
		if v.IsZero() {
			return nil
		}
		object, err := json.Marshal(v.Interface())
		if err != nil {
			return err
		}
		return w.addAll(object)
	case f.pattern != nil || f.rest:
		return f.writeMap(w, v)
	case f.omit && v.IsZero():
		return nil
	}
	value, err := json.Marshal(v.Interface())
	if err != nil {
		return err
	}
	return w.add(f.name, value)
}

func (f specialField) writeMap(w *writer, v reflect.Value) error {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	for _, key := range keys {
		if f.pattern != nil && !f.pattern.MatchString(key.String()) {
			return fmt.Errorf("the property %q does not match the pattern %s", key, f.pattern)
		}
		value, err := json.Marshal(v.MapIndex(key).Interface())
		if err != nil {
			return err
		}
		if err := w.add(key.String(), value); err != nil {
			return err
		}
	}
	return nil
}

// UnmarshalObject reads a struct that has fields with the tag "types". The struct's
// type must not have the method that calls this function.
func UnmarshalObject(data []byte, plain any) error {
	if isNull(data) {
		return nil
	}
	all, err := members(data)
	if err != nil {
		return err
	}
	v := reflect.ValueOf(plain).Elem()
	o := describe(v.Type())
	if err := o.readPlain(all, plain); err != nil {
		return err
	}
	for _, f := range o.special {
		if err := f.read(o, v.Field(f.index), data, all); err != nil {
			return err
		}
	}
	return nil
}

// readPlain reads the properties that encoding/json can read, and no others: it would
// take some for them that differ in case.
func (o *objectType) readPlain(all []member, plain any) error {
	w := newWriter()
	for _, f := range o.fields {
		for _, m := range slices.Backward(all) {
			if m.name != f.name {
				continue
			}
			if err := w.add(m.name, m.value); err != nil {
				return err
			}
			break
		}
	}
	return json.Unmarshal(w.object(), plain)
}

func (f specialField) read(o *objectType, v reflect.Value, data []byte, all []member) error {
	switch {
	case f.inline:
		return json.Unmarshal(data, v.Addr().Interface())
	case f.pattern != nil || f.rest:
		return f.readMap(o, v, all)
	}
	for _, m := range slices.Backward(all) {
		if m.name == f.name {
			return json.Unmarshal(m.value, v.Addr().Interface())
		}
	}
	return nil
}

func (f specialField) readMap(o *objectType, v reflect.Value, all []member) error {
	for _, m := range all {
		if o.mapOf(m.name) != f.index {
			continue
		}
		value := reflect.New(v.Type().Elem())
		if err := json.Unmarshal(m.value, value.Interface()); err != nil {
			return fmt.Errorf("property %q: %w", m.name, err)
		}
		if v.IsNil() {
			v.Set(reflect.MakeMap(v.Type()))
		}
		v.SetMapIndex(reflect.ValueOf(m.name), value.Elem())
	}
	return nil
}

// mapOf returns the field of the map that a property belongs to, or -1: it has a field of
// its own, or none.
func (o *objectType) mapOf(name string) int {
	if o.names[name] {
		return -1
	}
	for _, f := range o.special {
		if f.pattern != nil && f.pattern.MatchString(name) {
			return f.index
		}
	}
	for _, f := range o.special {
		if f.rest {
			return f.index
		}
	}
	return -1
}

// Discriminator returns the text of a property of an object, or "" when there is none.
func Discriminator(data []byte, property string) string {
	all, err := members(data)
	if err != nil {
		return ""
	}
	var text string
	for _, m := range all {
		if m.name == property && json.Unmarshal(m.value, &text) != nil {
			return ""
		}
	}
	return text
}

// Tagged is an alternative with a property that tells what it is.
type Tagged struct {
	object          any
	property, value string
}

// As returns an object, or nil, with a property that tells what it is and is written
// unless the object has it itself.
func As(object any, property, value string) Tagged {
	return Tagged{object: object, property: property, value: value}
}

// MarshalJSON writes the object and the property.
func (t Tagged) MarshalJSON() ([]byte, error) {
	data, err := json.Marshal(t.object)
	if err != nil || Discriminator(data, t.property) != "" {
		return data, err
	}
	w := newWriter()
	text, err := json.Marshal(t.value)
	if err != nil {
		return nil, err
	}
	all, err := members(data)
	if err != nil {
		return nil, err
	}
	isThere := false
	for _, m := range all {
		if m.name == t.property {
			isThere, m.value = true, text
		}
		if err := w.add(m.name, m.value); err != nil {
			return nil, err
		}
	}
	if !isThere {
		err = w.add(t.property, text)
	}
	return w.object(), err
}

var errNothing = errors.New("no alternative is set")

// merge makes one object of several; of other values there may be one.
func merge(values [][]byte) ([]byte, error) {
	if len(values) == 1 {
		return values[0], nil
	}
	w := newWriter()
	for _, value := range values {
		if err := w.addAll(value); err != nil {
			return nil, errors.New("alternatives are set that cannot be one value")
		}
	}
	return w.object(), nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
