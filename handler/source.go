package handler

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Style is how a list or an object is written into a parameter: OpenAPI's "style",
// which follows RFC 6570.
type Style int

// The styles of OpenAPI. Each place has a default: simple in the path and in
// headers, form in the query, in cookies and in the fields of a form.
const (
	Simple Style = iota
	Label
	Matrix
	Form
	SpaceDelimited
	PipeDelimited
	DeepObject
)

type place int

const (
	inPath place = iota
	inQuery
	inHeader
	inCookie
	inFields
)

var placeNames = [...]string{"path", "query", "header", "cookie", "body"}

// Source is where a value is taken from.
type Source struct {
	place   place
	name    string
	style   Style
	explode bool
}

// Path is a parameter of the path, of style simple.
func Path(name string) Source { return Source{place: inPath, name: name} }

// Query is a parameter of the query, of style form, exploded: a list is written as
// a parameter for each of its items.
func Query(name string) Source {
	return Source{place: inQuery, name: name, style: Form, explode: true}
}

// Header is a header, of style simple. Upper and lower case are the same.
func Header(name string) Source { return Source{place: inHeader, name: name} }

// Cookie is a cookie, of style form, exploded.
func Cookie(name string) Source {
	return Source{place: inCookie, name: name, style: Form, explode: true}
}

// Field is a field of a form, or a property of an object.
func Field(name string) Source {
	return Source{place: inFields, name: name, style: Form, explode: true}
}

// As returns the source with another style.
func (s Source) As(style Style, explode bool) Source {
	s.style, s.explode = style, explode
	return s
}

// raw returns the values of a source as they are in the event, and whether there
// are any.
func (d *Decoder) raw(s Source) ([]string, bool) {
	switch s.place {
	case inPath:
		value, ok := d.request.PathParameters[s.name]
		return []string{value}, ok
	case inQuery:
		values := d.request.queryValues(s.name)
		return values, len(values) > 0
	case inHeader:
		values := d.request.HeaderValues(s.name)
		return values, len(values) > 0
	case inCookie:
		values := d.cookies()[s.name]
		return values, len(values) > 0
	case inFields:
		values := d.fields[s.name]
		return values, len(values) > 0
	}
	return nil, false
}

// cookies are the request's, unchanged as RFC 6265 says.
func (d *Decoder) cookies() url.Values {
	if d.cookieValues == nil {
		d.cookieValues = url.Values{}
		header := http.Header{"Cookie": d.request.HeaderValues("Cookie")}
		for _, c := range (&http.Request{Header: header}).Cookies() {
			d.cookieValues.Add(c.Name, c.Value)
		}
	}
	return d.cookieValues
}

// decoded undoes the encoding of a value, or of a part of one.
func (s Source) decoded(text string) (string, error) {
	if s.place != inPath || !strings.Contains(text, "%") {
		return text, nil
	}
	decoded, err := url.PathUnescape(text)
	if err != nil {
		return "", reason("has a % that two hexadecimal digits do not follow")
	}
	return decoded, nil
}

// text returns a source's value where one is expected: the last of several.
func (d *Decoder) text(s Source) (string, bool, error) {
	values, ok := d.raw(s)
	if !ok {
		return "", false, nil
	}
	value, err := s.unmarked(values[len(values)-1])
	if err != nil {
		return "", true, err
	}
	value, err = s.decoded(value)
	return value, true, err
}

// unmarked takes off what the styles label and matrix put before a value.
func (s Source) unmarked(text string) (string, error) {
	switch s.style {
	case Label:
		if rest, ok := strings.CutPrefix(text, "."); ok {
			return rest, nil
		}
		return "", reason(`must start with "."`)
	case Matrix:
		if rest, ok := strings.CutPrefix(text, ";"+s.name); ok && (rest == "" || rest[0] == '=') {
			return strings.TrimPrefix(rest, "="), nil
		}
		return "", reason(`must start with ";` + s.name + `="`)
	default:
		return text, nil
	}
}

// list returns a source's values where a list is expected.
func (d *Decoder) list(s Source) ([]string, bool, error) {
	values, ok := d.raw(s)
	if !ok {
		return nil, false, nil
	}
	items, err := s.split(values)
	for i := 0; i < len(items) && err == nil; i++ {
		items[i], err = s.decoded(items[i])
	}
	return items, true, err
}

// split takes a list apart before it is decoded, so that an encoded delimiter
// delimits nothing.
func (s Source) split(values []string) ([]string, error) {
	last := values[len(values)-1]
	switch {
	case s.place == inHeader:
		return trimmed(cut(strings.Join(values, ","), ",")), nil
	case s.style == Matrix && s.explode:
		return s.splitMatrix(last)
	case s.style == Label && s.explode:
		rest, err := s.unmarked(last)
		return cut(rest, "."), err
	case s.style == Label || s.style == Matrix || s.style == Simple:
		rest, err := s.unmarked(last)
		return cut(rest, ","), err
	case s.explode:
		return append([]string(nil), values...), nil
	}
	return cut(last, s.style.delimiter()), nil
}

func (s Source) splitMatrix(text string) ([]string, error) {
	if !strings.HasPrefix(text, ";") {
		return nil, reason(`must start with ";` + s.name + `="`)
	}
	var items []string
	for part := range strings.SplitSeq(text[1:], ";") {
		name, value, _ := strings.Cut(part, "=")
		if name != s.name {
			return nil, reason(`must be written as ";` + s.name + `=…;` + s.name + `=…"`)
		}
		items = append(items, value)
	}
	return items, nil
}

// properties returns the properties of an object, and whether the object is there.
func (d *Decoder) properties(s Source, names []string) (url.Values, bool, error) {
	switch {
	case s.style == DeepObject:
		return d.deepObject(s)
	case s.style == Form && s.explode:
		all := d.all(s.place)
		return all, slices.ContainsFunc(names, func(name string) bool { return all.Has(name) }), nil
	}
	values, ok := d.raw(s)
	if !ok {
		return nil, false, nil
	}
	properties, err := s.pairs(values)
	return properties, true, err
}

// deepObject collects name[property]=value.
func (d *Decoder) deepObject(s Source) (url.Values, bool, error) {
	properties := url.Values{}
	for name, values := range d.all(s.place) {
		rest, ok := strings.CutPrefix(name, s.name+"[")
		if property, closed := strings.CutSuffix(rest, "]"); ok && closed {
			properties[property] = values
		}
	}
	return properties, len(properties) > 0, nil
}

// all returns everything that a place holds: the properties of an exploded object
// are parameters of their own.
func (d *Decoder) all(p place) url.Values {
	switch p {
	case inQuery:
		if d.request.MultiValueQueryStringParameters != nil {
			return d.request.MultiValueQueryStringParameters
		}
		all := url.Values{}
		for name, value := range d.request.QueryStringParameters {
			all.Set(name, value)
		}
		return all
	case inCookie:
		return d.cookies()
	case inFields:
		return d.fields
	case inPath, inHeader:
	}
	return nil
}

// pairs takes an object apart that is one value: name,value,name,value, or
// name=value,name=value when exploded.
func (s Source) pairs(values []string) (url.Values, error) {
	if s.style == Matrix && s.explode {
		return s.matrixPairs(values[len(values)-1])
	}
	explode := s.explode
	s.explode = s.explode && s.style == Label // decides the delimiter only
	items, err := s.split(values)
	if err != nil {
		return nil, err
	}
	if explode {
		return s.assignments(items)
	}
	if len(items)%2 != 0 {
		return nil, reason("must have a value for each name")
	}
	return s.assign(items)
}

func (s Source) matrixPairs(text string) (url.Values, error) {
	rest, ok := strings.CutPrefix(text, ";")
	if !ok {
		return nil, reason(`must start with ";"`)
	}
	return s.assignments(cut(rest, ";"))
}

func (s Source) assignments(items []string) (url.Values, error) {
	flat := make([]string, 0, 2*len(items))
	for _, item := range items {
		name, value, ok := strings.Cut(item, "=")
		if !ok {
			return nil, reason("must be written as name=value")
		}
		flat = append(flat, name, value)
	}
	return s.assign(flat)
}

// assign decodes names and values.
func (s Source) assign(flat []string) (url.Values, error) {
	properties := make(url.Values, len(flat)/2)
	for i := 0; i+1 < len(flat); i += 2 {
		name, err := s.decoded(flat[i])
		if err != nil {
			return nil, err
		}
		value, err := s.decoded(flat[i+1])
		if err != nil {
			return nil, err
		}
		properties.Add(name, value)
	}
	return properties, nil
}

func (s Style) delimiter() string {
	switch s {
	case SpaceDelimited:
		return " "
	case PipeDelimited:
		return "|"
	case Simple, Label, Matrix, Form, DeepObject:
	}
	return ","
}

// cut splits a text. An empty one has no parts.
func cut(text, delimiter string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, delimiter)
}

func trimmed(items []string) []string {
	for i := range items {
		items[i] = strings.Trim(items[i], " \t")
	}
	return items
}
