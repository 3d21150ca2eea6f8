package event

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// ErrMalformed says that a function behind an AWS_PROXY integration returned
// something that API Gateway responds with 502.
var ErrMalformed = errors.New("malformed Lambda proxy response")

// ProxyResponse is what a function behind an AWS_PROXY integration returned.
type ProxyResponse struct {
	StatusCode      int     // 100 to 599; 200 when the function gave none
	Headers         []Field // the two maps merged; names may differ in casing only
	Body            []byte  // may share memory with the payload
	IsBase64Encoded bool    // the body is base64 text
}

// HeaderValues yields the values of all headers.
func (r *ProxyResponse) HeaderValues(yield func(value string) bool) {
	for _, h := range r.Headers {
		for _, v := range h.Values {
			if !yield(v) {
				return
			}
		}
	}
}

// ParseProxyResponse reads a function's result. Every error wraps
// [ErrMalformed].
//
// A header of both maps has the name and the values of multiValueHeaders, then
// that of headers unless it is among them. Scalars stand for strings; entries
// that are null do not count. A Content-Type is not added.
func ParseProxyResponse(payload []byte) (*ProxyResponse, error) {
	return parse(payload, false)
}

// ParseStreamMetadata reads what a function writes before a body that it streams: the
// status and the headers of a [ProxyResponse], and cookies, which become Set-Cookie
// headers. Every error wraps [ErrMalformed].
func ParseStreamMetadata(metadata []byte) (*ProxyResponse, error) {
	return parse(metadata, true)
}

func parse(payload []byte, streamed bool) (*ProxyResponse, error) {
	p := responseParser{
		streamed: streamed,
		payload:  payload,
		response: &ProxyResponse{StatusCode: 200},
		decoder:  jsontext.NewDecoder(bytes.NewBuffer(payload), jsontext.AllowDuplicateNames(true)),
	}
	if err := p.document(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	p.response.Headers = merge(p.multi, p.single)
	if len(p.cookies) > 0 {
		p.response.Headers = append(p.response.Headers, Field{"Set-Cookie", p.cookies})
	}
	return p.response, nil
}

type responseParser struct {
	payload  []byte
	decoder  *jsontext.Decoder
	response *ProxyResponse
	single   []Field // of headers
	multi    []Field // of multiValueHeaders
	cookies  []string
	streamed bool // the body comes later
}

func (p *responseParser) document() error {
	err := p.object("the result", func(key string) error {
		switch {
		case key == "statusCode":
			return p.statusCode()
		case key == "headers":
			return p.headers()
		case key == "multiValueHeaders":
			return p.multiValueHeaders()
		case key == "cookies" && p.streamed:
			return p.readCookies()
		case key == "body" && !p.streamed:
			return p.body()
		case key == "isBase64Encoded" && !p.streamed:
			return p.isBase64Encoded()
		}
		return fmt.Errorf("unknown key %q", key)
	})
	if err != nil {
		return err
	}
	if _, err := p.decoder.ReadToken(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the result")
	}
	return nil
}

// object reads an object; read must read the value of the key it gets.
func (p *responseParser) object(what string, read func(key string) error) error {
	start, err := p.decoder.ReadToken()
	if err != nil {
		return err
	}
	if start.Kind() != '{' {
		return fmt.Errorf("%s is not an object", what)
	}
	for p.decoder.PeekKind() == '"' {
		key, err := p.decoder.ReadToken()
		if err != nil {
			return err
		}
		if err := read(key.String()); err != nil {
			return err
		}
	}
	_, err = p.decoder.ReadToken()
	return err
}

// text reads a scalar; null is not ok.
func (p *responseParser) text(what string) (text string, ok bool, err error) {
	if kind := p.decoder.PeekKind(); kind == '{' || kind == '[' {
		return "", false, fmt.Errorf("%s is neither a string nor another scalar", what)
	}
	token, err := p.decoder.ReadToken()
	if err != nil {
		return "", false, err
	}
	return token.String(), token.Kind() != 'n', nil
}

func (p *responseParser) statusCode() error {
	kind := p.decoder.PeekKind()
	text, ok, err := p.text("statusCode")
	if err != nil || !ok {
		p.response.StatusCode = 200
		return err
	}
	status, err := strconv.Atoi(strings.TrimSpace(text))
	if f, floatErr := strconv.ParseFloat(text, 64); kind == '0' && floatErr == nil && f == float64(int(f)) {
		status, err = int(f), nil // 2e2, 200.0
	}
	if err != nil || status < 100 || status > 599 {
		return fmt.Errorf("statusCode is not a status: %s", text)
	}
	p.response.StatusCode = status
	return nil
}

func (p *responseParser) headers() error {
	p.single = nil
	if p.null() {
		return p.skip()
	}
	return p.object("headers", func(name string) error {
		value, ok, err := p.text("the header " + name)
		if ok {
			p.single = append(p.single, Field{name, []string{value}})
		}
		return err
	})
}

func (p *responseParser) multiValueHeaders() error {
	p.multi = nil
	if p.null() {
		return p.skip()
	}
	return p.object("multiValueHeaders", func(name string) error {
		if p.null() {
			return p.skip()
		}
		if p.decoder.PeekKind() != '[' {
			return fmt.Errorf("the header %s of multiValueHeaders is not a list", name)
		}
		values, err := p.list("a value of the header " + name)
		if len(values) > 0 {
			p.multi = append(p.multi, Field{name, values})
		}
		return err
	})
}

func (p *responseParser) readCookies() (err error) {
	p.cookies = nil
	switch p.decoder.PeekKind() {
	case 'n':
		return p.skip()
	case '[':
		p.cookies, err = p.list("a cookie")
		return err
	default:
		return errors.New("cookies is not a list")
	}
}

func (p *responseParser) list(what string) (values []string, err error) {
	if err := p.skipToken(); err != nil {
		return nil, err
	}
	for p.decoder.PeekKind() != ']' {
		value, ok, err := p.text(what)
		if err != nil {
			return nil, err
		}
		if ok {
			values = append(values, value)
		}
	}
	return values, p.skipToken()
}

// body takes the body out of the payload, copying it only to undo escapes.
func (p *responseParser) body() error {
	p.response.Body = nil
	if p.decoder.PeekKind() != '"' {
		text, ok, err := p.text("body")
		if ok {
			p.response.Body = []byte(text)
		}
		return err
	}
	value, err := p.decoder.ReadValue()
	if err != nil {
		return err
	}
	end := int(p.decoder.InputOffset())
	quoted := p.payload[end-len(value) : end]
	if bytes.IndexByte(quoted, '\\') < 0 {
		p.response.Body = quoted[1 : len(quoted)-1]
		return nil
	}
	p.response.Body, err = jsontext.AppendUnquote(make([]byte, 0, len(quoted)), quoted)
	return err
}

func (p *responseParser) isBase64Encoded() error {
	kind := p.decoder.PeekKind()
	text, ok, err := p.text("isBase64Encoded")
	p.response.IsBase64Encoded = ok && text == "true"
	if err == nil && ok && (kind == '0' || text != "true" && text != "false") {
		return fmt.Errorf("isBase64Encoded is not a boolean: %s", text)
	}
	return err
}

func (p *responseParser) null() bool  { return p.decoder.PeekKind() == 'n' }
func (p *responseParser) skip() error { return p.decoder.SkipValue() }

func (p *responseParser) skipToken() error {
	_, err := p.decoder.ReadToken()
	return err
}

// merge joins the headers of both maps.
func merge(multi, single []Field) []Field {
	if len(multi) == 0 {
		return single
	}
	index := make(map[string]int, len(multi))
	for i, f := range multi {
		index[strings.ToLower(f.Name)] = i
	}
	for _, f := range single {
		i, ok := index[strings.ToLower(f.Name)]
		switch {
		case !ok:
			multi = append(multi, f)
		case !slices.Contains(multi[i].Values, f.Values[0]):
			multi[i].Values = append(multi[i].Values, f.Values[0])
		}
	}
	return multi
}
