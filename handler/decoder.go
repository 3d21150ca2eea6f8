package handler

import (
	"errors"
	"maps"
	"net/url"
	"slices"
)

// Decoder takes a request apart and collects all that is wrong with it.
type Decoder struct {
	request *Request
	report  *[]Problem

	object       *Source           // whose properties are decoded; nil: not in one
	fields       url.Values        // its properties, or the fields of a form
	files        map[string][]File // of a form
	cookieValues url.Values        // nil: not read yet
	mediaType    string            // of the body
	body         []byte
}

// Decode starts to take a request apart.
func Decode(r *Request) *Decoder { return &Decoder{request: r, report: new([]Problem)} }

// Err returns all that was wrong, as an [InvalidRequest], or nil.
func (d *Decoder) Err() error {
	if len(*d.report) == 0 {
		return nil
	}
	return &InvalidRequest{Problems: *d.report}
}

// reason is why a value is refused, in words for the client.
type reason string

func (r reason) Error() string { return string(r) }

// refuse reports a problem with a value.
func (d *Decoder) refuse(s Source, err error) {
	in, name := placeNames[s.place], s.name
	if d.object != nil {
		in, name = placeNames[d.object.place], d.object.name+"."+s.name
	}
	*d.report = append(*d.report, Problem{In: in, Name: name, Reason: reasonOf(err), Cause: causeOf(err)})
}

// caused is a reason with more than the client needs to know.
type caused struct {
	reason

	cause error
}

func reasonOf(err error) string {
	if c, ok := errors.AsType[caused](err); ok {
		return c.Error()
	}
	return err.Error()
}

func causeOf(err error) error {
	if c, ok := errors.AsType[caused](err); ok {
		return c.cause
	}
	return nil
}

const isMissing = reason("is missing")

// Required returns a value that must be there.
func Required[T any](d *Decoder, s Source, parse Parse[T]) T {
	value, ok := lookup(d, s, parse)
	if !ok {
		d.refuse(s, isMissing)
	}
	return value
}

// Optional returns a value, or nil when it is not there.
func Optional[T any](d *Decoder, s Source, parse Parse[T]) *T {
	if value, ok := lookup(d, s, parse); ok {
		return &value
	}
	return nil
}

// Default returns a value, or another one when it is not there.
func Default[T any](d *Decoder, s Source, parse Parse[T], otherwise T) T {
	if value, ok := lookup(d, s, parse); ok {
		return value
	}
	return otherwise
}

func lookup[T any](d *Decoder, s Source, parse Parse[T]) (value T, ok bool) {
	text, ok, err := d.text(s)
	if ok && err == nil {
		value, err = parse(text)
	}
	if err != nil {
		d.refuse(s, err)
	}
	return value, ok
}

// List returns the items of a list, or nil when it is not there.
func List[T any](d *Decoder, s Source, parse Parse[T], checks ...Check[[]T]) []T {
	values, _ := lookupList(d, s, parse, checks)
	return values
}

// RequiredList returns the items of a list that must be there.
func RequiredList[T any](d *Decoder, s Source, parse Parse[T], checks ...Check[[]T]) []T {
	values, ok := lookupList(d, s, parse, checks)
	if !ok {
		d.refuse(s, isMissing)
	}
	return values
}

// DefaultList returns the items of a list, or others when it is not there.
func DefaultList[T any](d *Decoder, s Source, parse Parse[T], otherwise []T, checks ...Check[[]T]) []T {
	if values, ok := lookupList(d, s, parse, checks); ok {
		return values
	}
	return slices.Clone(otherwise)
}

func lookupList[T any](d *Decoder, s Source, parse Parse[T], checks []Check[[]T]) ([]T, bool) {
	texts, ok, err := d.list(s)
	if !ok || err != nil {
		if err != nil {
			d.refuse(s, err)
		}
		return nil, ok
	}
	values := make([]T, len(texts))
	for i, text := range texts {
		if values[i], err = parse(text); err != nil {
			d.refuse(s, itemReason(i, err))
			return nil, true
		}
	}
	if err := checkAll(values, checks); err != nil {
		d.refuse(s, err)
	}
	return values, true
}

// JSON reads a text of JSON into what value points to, and reports whether it is there.
func (d *Decoder) JSON(s Source, required bool, value any) bool {
	return d.into(s, required, func(text string) error { return parseJSON([]byte(text), value) })
}

// Value reads what may be of several types, as the function [Value] does, into what value points to, and reports whether it is
// there.
func (d *Decoder) Value(s Source, required bool, value any) bool {
	return d.into(s, required, func(text string) error { return parseValue(text, value) })
}

func (d *Decoder) into(s Source, required bool, parse func(text string) error) bool {
	text, ok, err := d.text(s)
	if ok && err == nil {
		err = parse(text)
	}
	if err != nil {
		d.refuse(s, err)
	}
	if !ok && required {
		d.refuse(s, isMissing)
	}
	return ok
}

// Object returns a Decoder of the properties of an object, which are taken with [Field], or nil when it is not there. An
// exploded object of style form is there when the request has one of the properties.
func (d *Decoder) Object(s Source, required bool, properties ...string) *Decoder {
	fields, ok, err := d.properties(s, properties)
	switch {
	case err != nil:
		d.refuse(s, err)
		return nil
	case !ok && required:
		d.refuse(s, isMissing)
	}
	if !ok {
		return nil
	}
	return &Decoder{request: d.request, report: d.report, object: &s, fields: fields}
}

// Map returns an object whose properties have any names and one type, or nil when it is
// not there. An exploded object of style form has no bounds and is never there.
func Map[T any](d *Decoder, s Source, parse Parse[T]) map[string]T {
	fields, ok, err := d.properties(s, nil)
	if err != nil {
		d.refuse(s, err)
	}
	if !ok || err != nil {
		return nil
	}
	inside := &Decoder{request: d.request, report: d.report, object: &s, fields: fields}
	values := make(map[string]T, len(fields))
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		values[name] = Required(inside, Field(name), parse)
	}
	return values
}

// RequiredMap returns an object with any properties that must be there.
func RequiredMap[T any](d *Decoder, s Source, parse Parse[T]) map[string]T {
	before := len(*d.report)
	values := Map(d, s, parse)
	if values == nil && len(*d.report) == before {
		d.refuse(s, isMissing)
	}
	return values
}
