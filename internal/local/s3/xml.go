package s3

import (
	"bytes"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"
)

const (
	xmlHeader    = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
	xmlNamespace = "http://s3.amazonaws.com/doc/2006-03-01/"
)

// xmlWriter writes documents as Amazon S3 does: no white space between elements,
// quotation marks as &quot;, control characters as references.
type xmlWriter struct {
	b     bytes.Buffer
	deep  int
	query bool // encoding-type=url: keys are written as in a query string
}

// begin opens an element; the outermost carries the XML declaration before it.
func (x *xmlWriter) begin(name string) {
	if x.deep == 0 {
		x.b.WriteString(xmlHeader)
	}
	x.deep++
	x.b.WriteString("<" + name + ">")
}

// document opens the outermost element of a result, in Amazon S3's namespace.
func (x *xmlWriter) document(name string) {
	x.b.WriteString(xmlHeader)
	x.deep++
	x.b.WriteString("<" + name + ` xmlns="` + xmlNamespace + `">`)
}

func (x *xmlWriter) end(name string) {
	x.deep--
	x.b.WriteString("</" + name + ">")
}

func (x *xmlWriter) text(name, value string) {
	if value == "" {
		x.b.WriteString("<" + name + "/>")
		return
	}
	x.b.WriteString("<" + name + ">")
	x.escape(value)
	x.b.WriteString("</" + name + ">")
}

// optional writes nothing for an empty value.
func (x *xmlWriter) optional(name, value string) {
	if value != "" {
		x.text(name, value)
	}
}

// key writes a key or a part of one, encoded when the client asked for that.
func (x *xmlWriter) key(name, value string) {
	if x.query {
		value = listEncode(value)
	}
	x.text(name, value)
}

func (x *xmlWriter) number(name string, value int64) {
	x.text(name, strconv.FormatInt(value, 10))
}

func (x *xmlWriter) truncated(value bool) {
	x.text("IsTruncated", strconv.FormatBool(value))
}

func (x *xmlWriter) time(name string, value time.Time) {
	x.text(name, value.UTC().Format("2006-01-02T15:04:05.000Z"))
}

func (x *xmlWriter) escape(s string) {
	for _, r := range s {
		switch r {
		case '&':
			x.b.WriteString("&amp;")
		case '<':
			x.b.WriteString("&lt;")
		case '>':
			x.b.WriteString("&gt;")
		case '"':
			x.b.WriteString("&quot;")
		case utf8.RuneError, 0xFFFE, 0xFFFF:
			x.b.WriteRune(utf8.RuneError)
		default:
			if r < 0x20 || r == 0x7f {
				fmt.Fprintf(&x.b, "&#x%x;", r)
			} else {
				x.b.WriteRune(r)
			}
		}
	}
}

// listEncode is the encoding of encoding-type=url ("ListObjectsV2", Amazon S3 API
// Reference): as in a query string, with slashes left alone.
func listEncode(s string) string {
	var b bytes.Buffer
	for i := range len(s) {
		c := s[i]
		switch {
		case isUnreserved(c), c == '/', c == '*':
			b.WriteByte(c)
		case c == ' ':
			b.WriteByte('+')
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// isUnreserved is RFC 3986, section 2.3.
func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.' || c == '~'
}
