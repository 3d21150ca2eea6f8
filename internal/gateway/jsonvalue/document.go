package jsonvalue

// Document is a JSON text that is parsed once, when it is first asked for. The zero
// value is an empty text.
type Document struct {
	bytes []byte
	text  string
	value Value
	err   error

	hasText, parsed bool
}

// NewDocument returns the document of a text, which must not change before the
// document is first asked for anything.
func NewDocument(text []byte) *Document { return &Document{bytes: text} }

// Reset makes d the document of another text.
func (d *Document) Reset(text []byte) { *d = Document{bytes: text} }

// Text returns the text.
func (d *Document) Text() string {
	if !d.hasText {
		d.text, d.hasText = string(d.bytes), true
	}
	return d.text
}

// Value returns what [Parse] makes of the text. It must not be changed.
func (d *Document) Value() (Value, error) {
	if !d.parsed {
		d.parsed = true
		d.value, d.err = Parse(d.Text())
	}
	return d.value, d.err
}

// Take returns what [Parse] makes of the text, for the caller to change: the document
// parses the text again when it is asked again.
func (d *Document) Take() (Value, error) {
	v, err := d.Value()
	if err == nil {
		d.value, d.parsed = nil, false
	}
	return v, err
}
