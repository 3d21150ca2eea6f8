package prepare

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/spec"
)

// binaryMedia are the media types whose bodies are bytes ("Binary media types for REST
// APIs in API Gateway").
type binaryMedia struct {
	types   []string
	derived bool // from the bodies of the model: neither the user nor the model lists them
}

// everything is the entry that turns all bodies into bytes.
const everything = "*/*"

func newBinaryMedia(api *model.API, given []string) binaryMedia {
	if given != nil {
		return binaryMedia{types: given}
	}
	if listed := api.Document.Get(spec.ExtBinaryMediaTypes); listed != nil {
		return binaryMedia{types: listed.Strings()}
	}
	b := binaryMedia{derived: true}
	for _, o := range api.Operations {
		eachMedia(o, func(m *model.MediaType) { b.add(binaryTypeOf(api, o, m)) })
	}
	return b
}

func (b *binaryMedia) add(mediaType string) {
	if mediaType != "" && !b.has(mediaType) {
		b.types = append(b.types, mediaType)
	}
}

// has reports whether bodies of a media type are bytes to API Gateway.
func (b *binaryMedia) has(mediaType string) bool {
	essence := essenceOf(mediaType)
	return slices.ContainsFunc(b.types, func(t string) bool {
		prefix, wild := strings.CutSuffix(t, "*")
		return t == everything || strings.EqualFold(t, essence) || wild && strings.HasPrefix(essence, strings.ToLower(prefix))
	})
}

// binaryTypes are bytes whatever their schema says. Those of a whole kind are listed
// as such, so that a new image format needs no deployment.
var binaryTypes = []string{
	"image/*", "audio/*", "video/*", "font/*",
	"application/octet-stream", "binary/octet-stream", "application/pdf",
	"application/zip", "application/gzip", "application/x-gzip", "application/x-zip-compressed", "application/x-tar",
	"application/x-7z-compressed", "application/x-bzip2", "application/zstd", "application/vnd.rar", "application/java-archive",
	"application/epub+zip", "application/wasm", "application/x-protobuf", "application/protobuf", "application/vnd.google.protobuf",
	"application/cbor", "application/msgpack", "application/x-msgpack", "application/vnd.msgpack", "application/avro",
	"application/vnd.apache.parquet", "application/vnd.apache.arrow.stream", "application/vnd.sqlite3", "application/msword", "application/vnd.ms-*",
	"application/vnd.openxmlformats-officedocument.*", "application/vnd.oasis.opendocument.*",
}

// binaryTypeOf returns the binary media type that a body needs, or "" when it is text.
func binaryTypeOf(api *model.API, o *model.Operation, m *model.MediaType) string {
	essence := essenceOf(m.Type)
	switch {
	case model.IsJSON(essence):
		return ""
	case strings.HasPrefix(essence, "multipart/"):
		if hasBinaryPart(api, o, m) {
			return strings.Replace(essence, "*", "form-data", 1)
		}
		return ""
	case isBinary(m.Schema):
	case !isBinaryType(essence) || strings.HasSuffix(essence, "+xml"):
		return ""
	}
	return listed(essence)
}

func isBinaryType(essence string) bool {
	return slices.ContainsFunc(binaryTypes, func(t string) bool {
		prefix, wild := strings.CutSuffix(t, "*")
		return t == essence || wild && strings.HasPrefix(essence, prefix)
	})
}

// listed returns the entry of the list for a media type. A range such as "*/*" would
// turn JSON into bytes too: what it stands for is then sent as application/octet-stream.
func listed(essence string) string {
	kind, subtype, _ := strings.Cut(essence, "/")
	switch {
	case slices.Contains(binaryTypes, kind+"/*"):
		return kind + "/*"
	case kind == "" || subtype == "" || strings.Contains(essence, "*"):
		return "application/octet-stream"
	}
	return essence
}

// isBinary reports whether a schema describes bytes: by format, or by OpenAPI 3.1's
// contentEncoding.
func isBinary(s *model.Schema) bool {
	return slices.ContainsFunc(partsOf(s), func(part *model.Schema) bool {
		switch part.Node.Get("contentEncoding").Str() {
		case "", "7bit", "8bit", "quoted-printable":
			return part.Format == "binary"
		}
		return true
	})
}

// hasBinaryPart reports whether a part of a multipart body is a file: by its schema,
// by contentMediaType, or by the content type that the encoding names.
func hasBinaryPart(api *model.API, o *model.Operation, m *model.MediaType) bool {
	encoding := encodingOf(api.Document, o, m)
	for _, s := range partsOf(m.Schema) {
		for _, property := range s.Properties {
			part := property.Schema
			if part != nil && part.Items != nil {
				part = part.Items
			}
			if isBinary(part) || isBinaryPart(part) || isBinaryEncoding(encoding.Get(property.Name, "contentType").Str()) {
				return true
			}
		}
	}
	return false
}

func isBinaryPart(s *model.Schema) bool {
	return slices.ContainsFunc(partsOf(s), func(part *model.Schema) bool {
		return part.Node.Get("contentEncoding") == nil && isBinaryType(essenceOf(part.Node.Get("contentMediaType").Str()))
	})
}

// isBinaryEncoding reports whether a list of content types holds a binary one.
func isBinaryEncoding(contentTypes string) bool {
	for t := range strings.SplitSeq(contentTypes, ",") {
		if isBinaryType(essenceOf(t)) {
			return true
		}
	}
	return false
}

func encodingOf(document *tree.Node, o *model.Operation, m *model.MediaType) *tree.Node {
	body := o.Node.Get("requestBody")
	if target := spec.Resolve(document, body.Get("$ref").Str()); target != nil {
		body = target
	}
	return body.Get("content", m.Type, "encoding")
}

// s3Types are the types of objects that were stored without one.
var s3Types = []string{"binary/octet-stream", "application/octet-stream"}

// setBinary decides how the integrations handle bodies that are bytes, and reports
// what it means for functions and clients.
func (p *preparation) setBinary(integrations map[*model.Operation]*prepared) {
	p.addS3Types(integrations)
	for _, o := range p.api.Operations {
		if r := integrations[o]; r != nil && !r.raw && !r.rendered.IsProxy() && r.rendered.Type != spec.Mock {
			p.setContentHandling(o, r.rendered)
		}
	}
	p.reportEvents(integrations)
	p.reportDownloads(integrations)
	p.reportMissingTypes()
}

// addS3Types lists the types of objects without one where objects are downloaded.
func (p *preparation) addS3Types(integrations map[*model.Operation]*prepared) {
	if !p.binary.derived {
		return
	}
	for _, o := range p.api.Operations {
		r := integrations[o]
		if r == nil || !strings.Contains(r.rendered.URI, ":s3:path/") || !slices.ContainsFunc(o.Responses, p.isDownload) {
			continue
		}
		for _, t := range s3Types {
			p.binary.add(t)
		}
	}
}

// setContentHandling lets bytes through as they are, whatever the client accepts, and
// in base64 where a template takes them ("Content type conversions in API Gateway").
func (p *preparation) setContentHandling(o *model.Operation, i *spec.Integration) {
	if len(p.binary.types) == 0 {
		return
	}
	if i.ContentHandling == "" && slices.ContainsFunc(i.RequestTemplates, p.takesBytes) {
		i.ContentHandling = spec.ConvertToText
	}
	i.Responses = slices.Clone(i.Responses)
	for k := range i.Responses {
		if r := &i.Responses[k]; r.ContentHandling == "" {
			r.ContentHandling = p.responseHandling(o, *r)
		}
	}
}

func (p *preparation) takesBytes(t spec.Template) bool { return p.binary.has(t.ContentType) }

// responseHandling returns the content handling of a response. Without any, API Gateway
// decodes a text from base64, and fails, for a client that accepts a binary type first.
func (p *preparation) responseHandling(o *model.Operation, r spec.IntegrationResponse) string {
	if len(r.ResponseTemplates) > 0 {
		if slices.ContainsFunc(r.ResponseTemplates, p.takesBytes) && !p.binary.has(everything) {
			return ""
		}
		return spec.ConvertToText
	}
	declared := integration.ResponseFor(o, r.StatusCode)
	switch {
	case p.binary.has(everything): // nothing is text
		return ""
	case declared == nil || len(declared.Content) == 0:
		if r.StatusCode < "400" { // the body may be anything
			return ""
		}
		return spec.ConvertToText
	case !p.isDownload(declared):
		return spec.ConvertToText
	case p.hasText(declared):
		return ""
	}
	return spec.ConvertToBinary
}

// isDownload reports whether a response may be bytes.
func (p *preparation) isDownload(r *model.Response) bool {
	return slices.ContainsFunc(r.Content, func(m *model.MediaType) bool { return p.binary.has(m.Type) })
}

// hasText reports whether a response may be something else than bytes.
func (p *preparation) hasText(r *model.Response) bool {
	return slices.ContainsFunc(r.Content, func(m *model.MediaType) bool { return !p.binary.has(m.Type) })
}

// bodiesOf lists operations with the types of their bodies: "putPhoto (image/png)".
type bodiesOf struct {
	operations []*model.Operation
	texts      []string
}

func (b *bodiesOf) add(o *model.Operation, types []string) {
	if len(types) == 0 {
		return
	}
	b.texts = append(b.texts, o.ID+" ("+strings.Join(types, ", ")+")")
	b.operations = append(b.operations, o)
}

func (b *bodiesOf) String() string { return strings.Join(b.texts, ", ") }

func binaryContent(content []*model.MediaType, is func(m *model.MediaType) bool) []string {
	var types []string
	for _, m := range content {
		if is(m) && !slices.Contains(types, m.Type) {
			types = append(types, m.Type)
		}
	}
	return types
}

func (p *preparation) isBinaryMedia(m *model.MediaType) bool { return p.binary.has(m.Type) }

// reportEvents lists the functions whose events change by types that nobody listed.
func (p *preparation) reportEvents(integrations map[*model.Operation]*prepared) {
	if !p.binary.derived {
		return
	}
	var changed bodiesOf
	for _, o := range p.api.Operations {
		if r := integrations[o]; r != nil && r.rendered.Type == spec.AWSProxy && o.RequestBody != nil {
			changed.add(o, binaryContent(o.RequestBody.Content, p.isBinaryMedia))
		}
	}
	if len(changed.texts) == 0 {
		return
	}
	d := p.Warnf(p.at(changed.operations[0]), "base64-events", "the events of %s have their body in base64, with isBase64Encoded: %v",
		counted(len(changed.texts), "function", "functions"), &changed)
	d.Notes = notes(changed.operations)
	d.Help = "decode the body where isBase64Encoded is true, as generated handlers do; to choose the types yourself, set binaryMediaTypes"
}

// reportDownloads lists the responses that reach only some clients as bytes.
func (p *preparation) reportDownloads(integrations map[*model.Operation]*prepared) {
	var depending bodiesOf
	for _, o := range p.api.Operations {
		r := integrations[o]
		if r == nil || p.binary.has(everything) {
			continue
		}
		var types []string
		for _, declared := range o.Responses {
			if p.dependsOnAccept(r.rendered, declared) {
				types = append(types, binaryContent(declared.Content, p.isBinaryMedia)...)
			}
		}
		depending.add(o, slices.Compact(types))
	}
	if len(depending.texts) == 0 {
		return
	}
	d := p.Warnf(p.at(depending.operations[0]), "binary-accept", "clients get base64 instead of bytes from %s, unless the first type of their Accept header is a binary one: %v",
		counted(len(depending.texts), "operation", "operations"), &depending)
	d.Notes = notes(depending.operations)
	d.Help = "send Accept: TYPE with the type of the body; an Accept header such as */* or text/html, image/* does not count"
}

// dependsOnAccept reports whether the client's Accept header decides on the form of
// a response: that of functions, and one that may be text as well.
func (p *preparation) dependsOnAccept(i *spec.Integration, r *model.Response) bool {
	switch i.Type {
	case spec.AWSProxy:
		return p.isDownload(r)
	case spec.AWS, spec.HTTP:
		return p.isDownload(r) && p.hasText(r)
	}
	return false
}

// reportMissingTypes lists the binary bodies that a list of media types leaves out.
// An empty list says that there are none.
func (p *preparation) reportMissingTypes() {
	if p.binary.derived || len(p.binary.types) == 0 {
		return
	}
	var corrupted bodiesOf
	var missing []string
	for _, o := range p.api.Operations {
		var types []string
		eachMedia(o, func(m *model.MediaType) {
			t := binaryTypeOf(p.api, o, m)
			if t == "" || p.binary.has(m.Type) {
				return
			}
			types = append(types, m.Type)
			if !slices.Contains(missing, t) {
				missing = append(missing, t)
			}
		})
		slices.Sort(types)
		corrupted.add(o, slices.Compact(types))
	}
	if len(missing) == 0 {
		return
	}
	position := p.in.At("binaryMediaTypes")
	if !position.IsValid() {
		position = p.api.Document.FieldPosition(spec.ExtBinaryMediaTypes)
	}
	d := p.Warnf(position, "missing-binary-type", "bodies of %s are not listed as binary, and API Gateway replaces their bytes as invalid text: %v",
		counted(len(corrupted.texts), "operation", "operations"), &corrupted)
	d.Notes = notes(corrupted.operations)
	d.Help = fmt.Sprintf("add %s to binaryMediaTypes, or leave binaryMediaTypes out", strings.Join(missing, ", "))
}
