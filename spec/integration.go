package spec

import (
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// The types of integrations.
const (
	AWS       = "AWS"
	AWSProxy  = "AWS_PROXY"
	HTTP      = "HTTP"
	HTTPProxy = "HTTP_PROXY"
	Mock      = "MOCK"
)

// The ways in which a body without a matching template is handled. The default
// is WhenNoMatch.
const (
	WhenNoMatch     = "WHEN_NO_MATCH"
	WhenNoTemplates = "WHEN_NO_TEMPLATES"
	Never           = "NEVER"
)

// The conversions of payloads.
const (
	ConvertToText   = "CONVERT_TO_TEXT"
	ConvertToBinary = "CONVERT_TO_BINARY"
)

// VPCLink is the connection type of an integration through a VPC link; the
// default is "INTERNET".
const VPCLink = "VPC_LINK"

// Stream is the response transfer mode of a proxy integration whose response goes to the
// client as it comes; the default is "BUFFERED".
const Stream = "STREAM"

// DefaultResponse is the pattern of the integration response that is taken when
// no other fits.
const DefaultResponse = "default"

// Integration is x-amazon-apigateway-integration (Amazon API Gateway Developer
// Guide, "x-amazon-apigateway-integration object").
type Integration struct {
	Type                string // AWS, AWS_PROXY, HTTP, HTTP_PROXY or MOCK
	HTTPMethod          string // of the backend; "ANY" passes the client's
	URI                 string
	Credentials         string
	ConnectionType      string // "INTERNET" (default) or "VPC_LINK"
	ConnectionID        string
	IntegrationTarget   string
	PassthroughBehavior string
	ContentHandling     string
	TimeoutInMillis     int // 50 to 29,000, to 900,000 when it streams; 0: the default of 29,000
	CacheNamespace      string
	CacheKeyParameters  []string // nil: not given; an empty list says that none is
	RequestParameters   []Mapping
	RequestTemplates    []Template
	Responses           []IntegrationResponse
	InsecureSkipVerify  bool   // tlsConfig.insecureSkipVerification
	ResponseTransfer    string // "BUFFERED" (default) or "STREAM"

	// Extra holds keys that this package does not know, so that they survive.
	Extra    []tree.Field
	Position diag.Position
}

// IntegrationResponse is an entry of an integration's responses.
type IntegrationResponse struct {
	Pattern            string // a Java regular expression on the backend's status, or "default"
	StatusCode         string
	ResponseParameters []Mapping
	ResponseTemplates  []Template
	ContentHandling    string
	// Implied is set by a renderer that adds the response by itself: the method
	// response of its status is then declared without being in the model.
	Implied  bool
	Position diag.Position
}

// Mapping sets a target from a source: "integration.request.path.id" from
// "method.request.path.petId".
type Mapping struct {
	Target   string
	Source   string
	Position diag.Position
}

// Template is a mapping template for one content type.
type Template struct {
	ContentType string
	Text        string
	Node        *tree.Node // where the text was written; nil when it was made
}

// Position returns the place in the file of a line and column of the template,
// both from 1.
func (t Template) Position(line, column int) diag.Position {
	return t.Node.TextPosition(line, column)
}

// Response finds the integration response of a pattern, or returns nil.
func (i *Integration) Response(pattern string) *IntegrationResponse {
	for k := range i.Responses {
		if i.Responses[k].Pattern == pattern {
			return &i.Responses[k]
		}
	}
	return nil
}

// IsProxy reports whether the integration passes requests and responses through.
func (i *Integration) IsProxy() bool { return i.Type == AWSProxy || i.Type == HTTPProxy }

// MaxStreamTimeout is the longest that a response may be streamed, in milliseconds.
const MaxStreamTimeout = 900_000

// streamingInvocations ends the URI of a function whose response is streamed.
const streamingInvocations = "/response-streaming-invocations"

// Streams reports whether the response goes to the client as it comes.
func (i *Integration) Streams() bool { return i.ResponseTransfer == Stream && i.IsProxy() }

// StreamResponse lets the response go to the client as it comes; unless a timeout is given,
// for as long as API Gateway allows.
func (i *Integration) StreamResponse() {
	const buffered, streamed = "path/2015-03-31/functions/", "path/2021-11-15/functions/"
	i.ResponseTransfer = Stream
	if function, ok := strings.CutSuffix(i.URI, "/invocations"); ok && i.Type == AWSProxy {
		i.URI = strings.Replace(function, buffered, streamed, 1) + streamingInvocations
	}
	if i.TimeoutInMillis == 0 {
		i.TimeoutInMillis = MaxStreamTimeout
	}
}

// StreamingFault says why API Gateway cannot stream, or not buffer, the response, or ""
// ("Stream the integration response for your proxy integrations in API Gateway").
func (i *Integration) StreamingFault() string {
	streams := i.ResponseTransfer == Stream
	switch {
	case streams && !i.IsProxy():
		return "API Gateway streams the responses of AWS_PROXY and HTTP_PROXY only, not of " + i.Type
	case i.Type == AWSProxy && streams != strings.HasSuffix(i.URI, streamingInvocations):
		return "responseTransferMode STREAM and a URI that ends with " + streamingInvocations + " go together"
	}
	return ""
}

// Node returns the integration as it is in a definition.
func (i *Integration) Node() *tree.Node {
	n := tree.NewMapping()
	setString(n, "type", i.Type)
	setString(n, "httpMethod", i.HTTPMethod)
	setString(n, "uri", i.URI)
	setString(n, "credentials", i.Credentials)
	setString(n, "connectionType", i.ConnectionType)
	setString(n, "connectionId", i.ConnectionID)
	setString(n, "integrationTarget", i.IntegrationTarget)
	setString(n, "passthroughBehavior", i.PassthroughBehavior)
	setString(n, "contentHandling", i.ContentHandling)
	setString(n, "responseTransferMode", i.ResponseTransfer)
	setInt(n, "timeoutInMillis", i.TimeoutInMillis)
	setString(n, "cacheNamespace", i.CacheNamespace)
	if i.CacheKeyParameters != nil {
		n.Set("cacheKeyParameters", tree.NewStrings(i.CacheKeyParameters))
	}
	if i.InsecureSkipVerify {
		n.Set("tlsConfig", tree.NewMapping(tree.Field{Name: "insecureSkipVerification", Value: tree.NewBool(true)}))
	}
	setMappings(n, "requestParameters", i.RequestParameters)
	setTemplates(n, "requestTemplates", i.RequestTemplates)
	if len(i.Responses) > 0 {
		responses := tree.NewMapping()
		for _, r := range i.Responses {
			responses.Set(r.Pattern, r.node())
		}
		n.Set("responses", responses)
	}
	for _, f := range i.Extra {
		n.Set(f.Name, f.Value)
	}
	return n
}

func (r IntegrationResponse) node() *tree.Node {
	n := tree.NewMapping()
	setString(n, "statusCode", r.StatusCode)
	setString(n, "contentHandling", r.ContentHandling)
	setMappings(n, "responseParameters", r.ResponseParameters)
	setTemplates(n, "responseTemplates", r.ResponseTemplates)
	return n
}

// ReadIntegration reads an integration as it is in a definition. The list
// holds what is wrong with it; what could be read is given all the same.
func ReadIntegration(n *tree.Node) (*Integration, diag.List) {
	var r reader
	i := r.integration(n)
	return i, r.List
}

func (r *reader) integration(n *tree.Node) *Integration {
	i := &Integration{Position: n.Position()}
	if !r.expect(n, tree.Mapping, "an integration") {
		return i
	}
	for _, f := range n.Fields {
		v := f.Value
		switch f.Name {
		case "type":
			i.Type = strings.ToUpper(r.text(v, f.Name))
			r.oneOf(v, f.Name, i.Type, AWS, AWSProxy, HTTP, HTTPProxy, Mock)
		case "httpMethod":
			i.HTTPMethod = strings.ToUpper(r.text(v, f.Name))
		case "uri":
			i.URI = r.text(v, f.Name)
		case "credentials":
			i.Credentials = r.text(v, f.Name)
		case "connectionType":
			i.ConnectionType = strings.ToUpper(r.text(v, f.Name))
			r.oneOf(v, f.Name, i.ConnectionType, "INTERNET", VPCLink)
		case "connectionId":
			i.ConnectionID = r.text(v, f.Name)
		case "integrationTarget":
			i.IntegrationTarget = r.text(v, f.Name)
		case "passthroughBehavior":
			i.PassthroughBehavior = strings.ToUpper(r.text(v, f.Name))
			r.oneOf(v, f.Name, i.PassthroughBehavior, WhenNoMatch, WhenNoTemplates, Never)
		case "contentHandling":
			i.ContentHandling = r.contentHandling(v)
		case "responseTransferMode":
			i.ResponseTransfer = strings.ToUpper(r.text(v, f.Name))
			r.oneOf(v, f.Name, i.ResponseTransfer, "BUFFERED", Stream)
		case "timeoutInMillis":
			i.TimeoutInMillis = r.integer(v, f.Name)
		case "cacheNamespace":
			i.CacheNamespace = r.text(v, f.Name)
		case "cacheKeyParameters":
			i.CacheKeyParameters = append([]string{}, r.texts(v, f.Name)...)
		case "tlsConfig":
			i.InsecureSkipVerify = v.Get("insecureSkipVerification").True()
		case "requestParameters":
			i.RequestParameters = r.mappings(v, f.Name)
		case "requestTemplates":
			i.RequestTemplates = r.templates(v, f.Name)
		case "responses":
			i.Responses = r.integrationResponses(v)
		default:
			i.Extra = append(i.Extra, f)
		}
	}
	if n.Get("type") == nil {
		r.Errorf(n.Position(), "invalid-integration", "the integration has no type")
	}
	return i
}

func (r *reader) contentHandling(n *tree.Node) string {
	text := strings.ToUpper(r.text(n, "contentHandling"))
	r.oneOf(n, "contentHandling", text, ConvertToText, ConvertToBinary)
	return text
}

func (r *reader) integrationResponses(n *tree.Node) []IntegrationResponse {
	if !r.expect(n, tree.Mapping, "responses") {
		return nil
	}
	responses := make([]IntegrationResponse, 0, len(n.Fields))
	for _, f := range n.Fields {
		if !r.expect(f.Value, tree.Mapping, "an integration response") {
			continue
		}
		response := IntegrationResponse{Pattern: f.Name, Position: n.FieldPosition(f.Name)}
		for _, g := range f.Value.Fields {
			switch g.Name {
			case "statusCode":
				response.StatusCode = r.text(g.Value, g.Name)
			case "responseParameters":
				response.ResponseParameters = r.mappings(g.Value, g.Name)
			case "responseTemplates":
				response.ResponseTemplates = r.templates(g.Value, g.Name)
			case "contentHandling":
				response.ContentHandling = r.contentHandling(g.Value)
			}
		}
		responses = append(responses, response)
	}
	return responses
}

func (r *reader) mappings(n *tree.Node, what string) []Mapping {
	if !r.expect(n, tree.Mapping, what) {
		return nil
	}
	mappings := make([]Mapping, 0, len(n.Fields))
	for _, f := range n.Fields {
		if f.Value.Kind != tree.String {
			r.Warnf(f.Value.Position(), "ignored-mapping",
				"Invalid format for '%s'. Expected type string for property '%s' but got '%s'", what, f.Name, f.Value.Kind)
			continue
		}
		mappings = append(mappings, Mapping{Target: f.Name, Source: f.Value.Text, Position: n.FieldPosition(f.Name)})
	}
	return mappings
}

func (r *reader) templates(n *tree.Node, what string) []Template {
	if !r.expect(n, tree.Mapping, what) {
		return nil
	}
	templates := make([]Template, 0, len(n.Fields))
	for _, f := range n.Fields {
		if f.Value.Kind == tree.Null {
			continue
		}
		templates = append(templates, Template{ContentType: f.Name, Text: r.text(f.Value, f.Name), Node: f.Value})
	}
	return templates
}

func setString(n *tree.Node, name, value string) {
	if value != "" {
		n.Set(name, tree.NewString(value))
	}
}

func setInt(n *tree.Node, name string, value int) {
	if value != 0 {
		n.Set(name, tree.NewInt(value))
	}
}

func setMappings(n *tree.Node, name string, mappings []Mapping) {
	if len(mappings) == 0 {
		return
	}
	m := tree.NewMapping()
	for _, mapping := range mappings {
		m.Set(mapping.Target, tree.NewString(mapping.Source))
	}
	n.Set(name, m)
}

func setTemplates(n *tree.Node, name string, templates []Template) {
	if len(templates) == 0 {
		return
	}
	m := tree.NewMapping()
	for _, t := range templates {
		value := t.Node
		if value.Str() != t.Text {
			value = tree.NewString(t.Text)
		}
		m.Set(t.ContentType, value)
	}
	n.Set(name, m)
}
