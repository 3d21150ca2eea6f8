package gateway

import (
	"errors"
	"strings"

	"github.com/gatewright/gatewright/internal/gateway/jsonpath"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// origin is where the value of a mapping comes from.
type origin uint8

const (
	static origin = iota
	contextVariable
	stageVariable
	requestPath
	requestQuery
	requestMultiQuery
	requestHeader
	requestMultiHeader
	anyHeader // of the request, in any casing
	requestBody
	responseHeader
	responseMultiHeader
	responseBody
)

// source is the right side of a parameter mapping ("Parameter mapping source
// reference for REST APIs").
type source struct {
	origin origin
	name   string         // of the parameter, header or variable; of a static source its text
	path   *jsonpath.Path // into a body; nil: all of it
}

// prefixes are the sources of a kind of mapping that have a name after them.
type prefixes []struct {
	text   string
	origin origin
}

var requestSources = prefixes{
	{"method.request.path.", requestPath},
	{"method.request.querystring.", requestQuery},
	{"method.request.multivaluequerystring.", requestMultiQuery},
	{"method.request.header.", requestHeader},
	{"method.request.multivalueheader.", requestMultiHeader},
	{"method.request.body", requestBody},
	{"context.", contextVariable},
	{"stageVariables.", stageVariable},
}

var responseSources = prefixes{
	{"integration.response.header.", responseHeader},
	{"integration.response.multivalueheader.", responseMultiHeader},
	{"integration.response.body", responseBody},
	{"context.", contextVariable},
	{"stageVariables.", stageVariable},
}

var gatewayResponseSources = prefixes{
	{"method.request.path.", requestPath},
	{"method.request.querystring.", requestQuery},
	{"method.request.header.", anyHeader},
	{"context.", contextVariable},
	{"stageVariables.", stageVariable},
}

// parseSource reads a source; it returns false for text that is none.
func parseSource(text string, allowed prefixes) (*source, bool) {
	if inner, ok := strings.CutPrefix(text, "'"); ok {
		inner, ok = strings.CutSuffix(inner, "'")
		return &source{origin: static, name: inner}, ok
	}
	for _, p := range allowed {
		name, ok := strings.CutPrefix(text, p.text)
		if !ok {
			continue
		}
		if p.origin == requestBody || p.origin == responseBody {
			return bodySource(p.origin, name)
		}
		return &source{origin: p.origin, name: name}, validParameterName(name)
	}
	return nil, false
}

// bodySource reads what follows "body": nothing, ".<JSONPath>" or a bracket.
func bodySource(o origin, path string) (*source, bool) {
	if path == "" {
		return &source{origin: o}, true
	}
	path, dotted := strings.CutPrefix(path, ".")
	switch {
	case strings.HasPrefix(path, "$"):
	case strings.HasPrefix(path, "["):
		path = "$" + path
	case dotted:
		path = "$." + path
	default:
		return nil, false
	}
	compiled, err := jsonpath.Compile(path)
	return &source{origin: o, path: compiled}, err == nil
}

// validParameterName reports whether a name fits ^[a-zA-Z0-9._$-]+$, which is
// what parameter mappings accept.
func validParameterName(name string) bool {
	for i := range len(name) {
		if c := name[i]; !isAlphanumeric(c) && strings.IndexByte("._$-", c) < 0 {
			return false
		}
	}
	return name != ""
}

// errInvalidJSON says that a mapping looks into a body that begins like JSON and
// is none.
var errInvalidJSON = errors.New("the body is not valid JSON")

// value returns the source's value, the last of several. A missing or empty value
// maps nothing.
func (s *source) value(x *exchange) (string, bool) {
	v, err := s.single(x)
	return v, err == nil && v != ""
}

func (s *source) single(x *exchange) (string, error) {
	switch s.origin {
	case static:
		return s.name, nil
	case contextVariable:
		return x.contextText(s.name), nil
	case stageVariable:
		return x.gateway.options.StageVariables[s.name], nil
	case requestPath:
		return x.pathParameter(s.name), nil
	case requestQuery, requestMultiQuery:
		return x.queryParameter(s.name), nil
	case requestHeader:
		return last(x.headersAs(s.name)), nil
	case requestMultiHeader:
		return strings.Join(x.headersAs(s.name), ","), nil
	case anyHeader:
		return x.header(s.name), nil
	case requestBody:
		return bodyValue(x.body, s.path, &x.document)
	case responseHeader:
		return last(x.incoming.header.Values(s.name)), nil
	case responseMultiHeader:
		return strings.Join(x.incoming.header.Values(s.name), ","), nil
	default:
		return bodyValue(x.incoming.body, s.path, &x.incoming.document)
	}
}

// values returns all values of a source that has several, for a query string.
func (s *source) values(x *exchange) ([]string, error) {
	if s.origin == requestMultiQuery {
		return x.queryParameters(s.name), nil
	}
	v, err := s.single(x)
	if err != nil || v == "" {
		return nil, err
	}
	return []string{v}, nil
}

func last(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[len(values)-1]
}

// bodyValue takes a value out of a body. Only a body that begins as JSON does is
// read as JSON.
func bodyValue(body []byte, path *jsonpath.Path, document *jsonvalue.Document) (string, error) {
	if path == nil {
		return string(body), nil
	}
	if len(body) == 0 || strings.IndexByte(`{["'`, body[0]) < 0 {
		return "", nil
	}
	root, err := document.Value()
	if err != nil {
		return "", errInvalidJSON
	}
	v, ok := path.Get(root)
	if !ok || v == nil {
		return "", nil
	}
	if text, isText := v.(string); isText {
		return text, nil
	}
	out, err := jsonvalue.Printer{Smart: true}.AppendJSON(nil, v)
	return string(out), err
}
