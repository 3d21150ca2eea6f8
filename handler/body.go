package handler

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"strings"
)

// Body finds the body and returns which of the operation's media types it is, to be
// read with [Decoder.BodyJSON], [Decoder.Text], [Decoder.Bytes], [Decoder.BodyForm] or
// [Decoder.BodyMultipart]. It is "" when there is none to be read, which is reported when one
// is required or when its type is not among those given.
//
// A media type may be a range, "image/*". A body without a content type is JSON, as
// API Gateway takes it, or whatever is the only type.
func (d *Decoder) Body(required bool, mediaTypes ...string) string {
	if d.request.Body == "" {
		if required {
			d.refuseBody("is missing", nil)
		}
		return ""
	}
	found := d.matching(mediaTypes)
	if found == "" {
		*d.report = append(*d.report, Problem{In: placeNames[inFields], Reason: "has a content type that is not supported", unsupported: true})
		return ""
	}
	body, err := d.request.Bytes()
	if err != nil {
		d.refuseBody("cannot be read", err)
		return ""
	}
	d.body = body
	return found
}

func (d *Decoder) refuseBody(why string, cause error) {
	*d.report = append(*d.report, Problem{In: placeNames[inFields], Reason: why, Cause: cause})
}

// matching returns the media type that the request's content type is, or "".
func (d *Decoder) matching(mediaTypes []string) string {
	d.mediaType = essence(d.request.Header("Content-Type"))
	if d.mediaType == "" {
		if len(mediaTypes) == 1 {
			return mediaTypes[0]
		}
		d.mediaType = "application/json"
	}
	best, most := "", 0
	for _, t := range mediaTypes {
		if s := specificity(essence(t), d.mediaType); s > most {
			best, most = t, s
		}
	}
	return best
}

// essence returns a media type without its parameters, in lower case.
func essence(contentType string) string {
	t, _, _ := strings.Cut(contentType, ";")
	return strings.ToLower(strings.TrimSpace(t))
}

// specificity returns how closely a media type or range describes a media type: 0
// not at all.
func specificity(described, t string) int {
	switch {
	case described == t:
		return 3
	case described == "*/*":
		return 1
	}
	if prefix, ok := strings.CutSuffix(described, "*"); ok && strings.HasSuffix(prefix, "/") && strings.HasPrefix(t, prefix) {
		return 2
	}
	return 0
}

// MediaType returns the body's media type as the client says it, without parameters.
func (d *Decoder) MediaType() string { return d.mediaType }

// BodyJSON reads the body as JSON into what value points to.
func (d *Decoder) BodyJSON(value any) {
	if err := parseJSON(d.body, value); err != nil {
		d.refuseBody(reasonOf(err), causeOf(err))
	}
}

// Text returns the body as a text.
func (d *Decoder) Text() string { return string(d.body) }

// Bytes returns the body as it was sent.
func (d *Decoder) Bytes() []byte { return d.body }

// parseJSON reports clients what is wrong in their words; the words of encoding/json
// are about Go.
func parseJSON(data []byte, value any) error {
	err := json.Unmarshal(data, value)
	if err == nil {
		return nil
	}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return caused{reason("is not valid JSON"), fmt.Errorf("at byte %d: %w", syntax.Offset, err)}
	case errors.As(err, &kind) && kind.Field != "":
		return caused{reason("has a wrong value: " + kind.Field + " cannot be a JSON " + kindOf(kind)), err}
	case errors.As(err, &kind):
		return caused{reason("cannot be a JSON " + kindOf(kind)), err}
	}
	return caused{reason("does not have the form that the API describes"), err}
}

// kindOf returns what a value is in JSON, without the number that encoding/json adds.
func kindOf(err *json.UnmarshalTypeError) string {
	kind, _, _ := strings.Cut(err.Value, " ")
	return kind
}

// File is a part of a multipart body.
type File struct {
	Name        string // as the client calls it; not to be used as a path unchecked
	ContentType string
	Content     []byte
}

// BodyForm reads the body as an application/x-www-form-urlencoded one. It returns a Decoder of its fields, which are taken with
// [Field], or nil.
func (d *Decoder) BodyForm() *Decoder {
	fields, err := url.ParseQuery(string(d.body))
	if err != nil {
		d.refuseBody("is not a valid form", err)
		return nil
	}
	return &Decoder{request: d.request, report: d.report, fields: fields}
}

// BodyMultipart reads the body as a multipart/form-data one (RFC 7578). It returns a Decoder of its fields, which are taken with
// [Field], or nil.
func (d *Decoder) BodyMultipart() *Decoder {
	fields, files, err := readParts(d.request.Header("Content-Type"), d.body)
	if err != nil {
		d.refuseBody("is not a valid multipart form", err)
		return nil
	}
	return &Decoder{request: d.request, report: d.report, fields: fields, files: files}
}

func readParts(contentType string, body []byte) (url.Values, map[string][]File, error) {
	_, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		return nil, nil, err
	}
	if parameters["boundary"] == "" {
		return nil, nil, errors.New("the content type has no boundary")
	}
	reader := multipart.NewReader(bytes.NewReader(body), parameters["boundary"])
	fields, files := url.Values{}, map[string][]File{}
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return fields, files, nil
		}
		if err != nil {
			return nil, nil, err
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, nil, err
		}
		name := part.FormName()
		files[name] = append(files[name], File{Name: part.FileName(), ContentType: part.Header.Get("Content-Type"), Content: content})
		if part.FileName() == "" {
			fields.Add(name, string(content))
		}
	}
}

// OptionalFile returns a file of a form, or nil when it is not there.
func OptionalFile(d *Decoder, s Source) *File {
	files := d.files[s.name]
	if len(files) == 0 {
		return nil
	}
	return &files[len(files)-1]
}

// RequiredFile returns a file of a form that must be there.
func RequiredFile(d *Decoder, s Source) File {
	file := OptionalFile(d, s)
	if file == nil {
		d.refuse(s, isMissing)
		return File{}
	}
	return *file
}

// Files returns all files of a name.
func Files(d *Decoder, s Source, checks ...Check[[]File]) []File {
	files := d.files[s.name]
	if err := checkAll(files, checks); err != nil && files != nil {
		d.refuse(s, err)
	}
	return files
}

// RequiredFiles returns all files of a name, of which there must be one.
func RequiredFiles(d *Decoder, s Source, checks ...Check[[]File]) []File {
	if len(d.files[s.name]) == 0 {
		d.refuse(s, isMissing)
	}
	return Files(d, s, checks...)
}
