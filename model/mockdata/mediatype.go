package mockdata

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// bodyKind is a way to write a value.
type bodyKind uint8

const (
	binaryBody bodyKind = iota
	jsonBody
	jsonLines
	jsonSequence
	xmlBody
	yamlBody
	formBody
	multipartBody
	eventStream
	textBody
)

// kinds are the media types that are written in a way of their own. Others that
// start with "text/" are text, the rest is binary.
var kinds = map[string]bodyKind{
	"application/json":                  jsonBody,
	"text/json":                         jsonBody,
	"application/x-ndjson":              jsonLines,
	"application/ndjson":                jsonLines,
	"application/jsonl":                 jsonLines,
	"application/json-lines":            jsonLines,
	"application/x-json-stream":         jsonLines,
	"application/json-seq":              jsonSequence,
	"application/xml":                   xmlBody,
	"text/xml":                          xmlBody,
	"application/yaml":                  yamlBody,
	"application/x-yaml":                yamlBody,
	"text/yaml":                         yamlBody,
	"text/x-yaml":                       yamlBody,
	"application/x-www-form-urlencoded": formBody,
	"text/event-stream":                 eventStream,
	"application/javascript":            textBody,
	"application/ecmascript":            textBody,
	"application/graphql":               textBody,
	"application/sql":                   textBody,
	"application/jwt":                   textBody,
	"application/x-sh":                  textBody,
	"application/toml":                  textBody,
	"application/csv":                   textBody,
	"application/pem-certificate-chain": textBody,
}

// suffixes are the structured syntax suffixes of RFC 6839 and RFC 9512.
var suffixes = []struct {
	name string
	kind bodyKind
}{
	{"+json", jsonBody},
	{"+json-seq", jsonSequence},
	{"+xml", xmlBody},
	{"+yaml", yamlBody},
}

// concrete are the types sent in the place of ranges.
var concrete = map[string]string{
	"*/*":           "application/json",
	"application/*": "application/json",
	"text/*":        "text/plain",
	"image/*":       "image/png",
	"multipart/*":   "multipart/form-data",
}

// kindOf returns how a media type is written, and which type to send for it.
func kindOf(mediaType string) (kind bodyKind, contentType string) {
	essence := essenceOf(mediaType)
	if c, ok := concrete[essence]; ok {
		mediaType, essence = c, c
	} else if strings.HasSuffix(essence, "/*") {
		return binaryBody, "application/octet-stream"
	}
	if k, ok := kinds[essence]; ok {
		return k, mediaType
	}
	for _, s := range suffixes {
		if strings.HasSuffix(essence, s.name) {
			return s.kind, mediaType
		}
	}
	switch {
	case strings.HasPrefix(essence, "multipart/"):
		return multipartBody, mediaType
	case strings.HasPrefix(essence, "text/"):
		return textBody, mediaType
	default:
		return binaryBody, mediaType
	}
}

// essenceOf leaves out the parameters of a media type.
func essenceOf(mediaType string) string {
	essence, _, _ := strings.Cut(mediaType, ";")
	return strings.ToLower(strings.TrimSpace(essence))
}

// documents are small documents of types whose schemas say no more than that
// they are strings.
var documents = map[string]string{
	"text/html":              "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>Example</title></head>\n<body><p>Example</p></body>\n</html>\n",
	"application/xhtml+xml":  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>Example</title></head><body><p>Example</p></body></html>\n",
	"image/svg+xml":          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"><rect width=\"1\" height=\"1\"/></svg>\n",
	"text/csv":               "id,name\n1,Ada Lovelace\n2,Grace Hopper\n",
	"application/csv":        "id,name\n1,Ada Lovelace\n2,Grace Hopper\n",
	"text/css":               "body { color: black; }\n",
	"text/markdown":          "# Example\n\nA paragraph.\n",
	"text/calendar":          "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example.com//EN\r\nEND:VCALENDAR\r\n",
	"text/javascript":        "export default {};\n",
	"application/javascript": "export default {};\n",
	"application/xml":        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<root/>\n",
	"text/xml":               "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<root/>\n",
}

// document returns a document of the type, unless the schema asks for another
// string or for no string at all.
func (g *Generator) document(contentType string, s *model.Schema) (string, bool) {
	text, ok := documents[essenceOf(contentType)]
	if !ok || s == nil {
		return text, ok
	}
	stringOnly := slices.Equal(s.Types, []string{"string"})
	if !stringOnly || g.isAuthored(s) || g.check(conjunction{s}, tree.NewString(text), response) != nil {
		return "", false
	}
	return text, true
}

// samples are the smallest files of some types that programs take for such.
var samples = map[string]string{
	"image/png": "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" +
		"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82",
	"image/gif":        "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;",
	"application/zip":  "PK\x05\x06" + zeros18,
	"application/gzip": "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00",
	"application/pdf": "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 3 3]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
}

const zeros18 = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"

// anyBytes stand for data of a type that is not known. They are no UTF-8.
const anyBytes = "\x00\x01\x02\x03\xfc\xfd\xfe\xff"

// sample returns bytes of a type, of a length that the schema allows.
func sample(contentType string, s *model.Schema) []byte {
	text, ok := samples[essenceOf(contentType)]
	if !ok {
		text = anyBytes
	}
	if s == nil {
		return []byte(text)
	}
	if s.MaxLength != nil && len(text) > *s.MaxLength {
		text = text[:max(*s.MaxLength, 0)]
	}
	data := []byte(text)
	if s.MinLength != nil {
		for len(data) < min(*s.MinLength, maxSize) {
			data = append(data, 0)
		}
	}
	return data
}
