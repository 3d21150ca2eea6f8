package limits

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/pattern"
	"github.com/gatewright/gatewright/spec"
)

func counted(n int, word string) string { return strconv.Itoa(n) + " " + word + "s" }

// at returns the place of a part of an integration, or of the operation when the
// part was made.
func at(o *spec.Operation, p diag.Position) diag.Position {
	switch {
	case p.IsValid():
		return p
	case o.Integration.Position.IsValid():
		return o.Integration.Position
	}
	return o.Position
}

func (c *checker) integrations(api *spec.API) {
	for _, o := range api.Operations {
		if o.Integration == nil {
			continue
		}
		c.checkTimeout(o)
		c.checkTarget(o)
		c.checkStreaming(o)
		for _, t := range o.Integration.RequestTemplates {
			c.checkTemplate(o, t)
		}
		for _, r := range o.Integration.Responses {
			for _, t := range r.ResponseTemplates {
				c.checkTemplate(o, t)
			}
		}
	}
}

func (c *checker) checkTimeout(o *spec.Operation) {
	most, unless := maxTimeout, " unless the quota was raised"
	if o.Integration.Streams() {
		most, unless = spec.MaxStreamTimeout, ""
	}
	switch timeout := o.Integration.TimeoutInMillis; {
	case timeout == 0:
	case timeout < minTimeout:
		c.Errorf(at(o, diag.Position{}), "invalid-timeout", "the timeout of %s %s is %d ms; API Gateway waits at least %d", o.Method, o.Path, timeout, minTimeout)
	case timeout > most:
		c.Warnf(at(o, diag.Position{}), "invalid-timeout", "the timeout of %s %s is %d ms; API Gateway waits up to %d%s", o.Method, o.Path, timeout, most, unless)
	}
}

func (c *checker) checkStreaming(o *spec.Operation) {
	if fault := o.Integration.StreamingFault(); fault != "" {
		c.Errorf(at(o, diag.Position{}), "unsupported-streaming", "%s %s: %s", o.Method, o.Path, fault)
	}
}

func (c *checker) checkTemplate(o *spec.Operation, t spec.Template) {
	if len(t.Text) > maxMappingTemplate {
		c.Errorf(at(o, t.Position(1, 1)), "too-large-template", "a mapping template of %s %s has %d bytes; API Gateway allows %d", o.Method, o.Path, len(t.Text), maxMappingTemplate)
	}
}

// checkTarget checks what the integration calls.
func (c *checker) checkTarget(o *spec.Operation) {
	i := o.Integration
	position := at(o, diag.Position{})
	switch i.Type {
	case spec.Mock:
		return
	case spec.AWSProxy:
		if i.HTTPMethod != "POST" {
			c.Errorf(position, "invalid-integration", "the integration method of %s %s is %q; Lambda is called by POST", o.Method, o.Path, i.HTTPMethod)
		}
		c.checkService(o, position)
	case spec.AWS:
		c.checkService(o, position)
	case spec.HTTP, spec.HTTPProxy:
		c.checkEndpoint(o, position)
	}
	if i.HTTPMethod == "" && i.Type != spec.AWSProxy {
		c.Errorf(position, "invalid-integration", "the integration of %s %s has no httpMethod", o.Method, o.Path)
	}
}

// placeholders are replaced because they have colons.
var placeholders = strings.NewReplacer("${AWS::Partition}", "aws", "${AWS::Region}", "region", "${AWS::AccountId}", "account")

func (c *checker) checkService(o *spec.Operation, position diag.Position) {
	i := o.Integration
	if strings.HasPrefix(i.URI, "${") || i.URI != "" && !strings.HasPrefix(i.URI, "arn:") { // a deployment's placeholder
		return
	}
	uri := placeholders.Replace(i.URI)
	parts := strings.SplitN(uri, ":", 6)
	switch {
	case len(parts) < 6 || !strings.HasPrefix(parts[5], "path/") && !strings.HasPrefix(parts[5], "action/"):
		c.Errorf(position, "invalid-integration", "AWS ARN for integration must contain path or action: %s %s has %q", o.Method, o.Path, i.URI)
	case i.Credentials == "" && i.Type == spec.AWS && !strings.HasPrefix(parts[4], "lambda"):
		c.Warnf(position, "missing-credentials", "the integration of %s %s has no role: %s would refuse the calls", o.Method, o.Path, parts[4]).
			Help = "name a role that API Gateway may take, by role: or credentials:"
	}
}

func (c *checker) checkEndpoint(o *spec.Operation, position diag.Position) {
	i := o.Integration
	if i.ConnectionType == spec.VPCLink && i.ConnectionID == "" {
		c.Errorf(position, "invalid-vpc-link", "the integration of %s %s names no VPC link", o.Method, o.Path)
	}
	if strings.Contains(i.URI, "${") {
		return
	}
	u, err := url.Parse(strings.NewReplacer("{", "", "}", "").Replace(i.URI))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		c.Errorf(position, "invalid-integration", "Invalid HTTP endpoint specified for URI: %s %s has %q", o.Method, o.Path, i.URI)
		return
	}
	if port, err := strconv.Atoi(u.Port()); err == nil && port != 80 && port != 443 && port < 1024 {
		c.Warnf(position, "invalid-integration", "API Gateway calls the ports 80, 443 and those from 1024, not %d of %s %s", port, o.Method, o.Path)
	}
}

// illegalHeaders are those to which a mapping is answered with 500.
var (
	illegalHeaders    = []string{"content-length", "transfer-encoding", "x-amzn-apigateway-api-id"}
	illegalAWSHeaders = []string{"authorization", "connection", "expect", "proxy-authenticate", "te"}
)

var requestSources = []string{
	"method.request.path.", "method.request.querystring.", "method.request.multivaluequerystring.",
	"method.request.header.", "method.request.multivalueheader.", "context.", "stageVariables.",
}

var responseSources = []string{
	"integration.response.header.", "integration.response.multivalueheader.", "context.", "stageVariables.",
}

func (c *checker) mappings(api *spec.API) {
	for _, o := range api.Operations {
		if o.Integration == nil {
			continue
		}
		for _, m := range o.Integration.RequestParameters {
			c.checkRequestMapping(o, m)
		}
		for _, r := range o.Integration.Responses {
			for _, m := range r.ResponseParameters {
				c.checkResponseMapping(o, m)
			}
		}
	}
}

func (c *checker) checkRequestMapping(o *spec.Operation, m spec.Mapping) {
	rest, ok := strings.CutPrefix(m.Target, "integration.request.")
	kind, name, _ := strings.Cut(rest, ".")
	if !ok || !slices.Contains([]string{"header", "querystring", "path"}, kind) || !mappableName.MatchString(name) {
		c.Errorf(at(o, m.Position), "invalid-mapping", "%q is not a target of a request parameter", m.Target).
			Help = "write integration.request.header.NAME, integration.request.querystring.NAME or integration.request.path.NAME"
		return
	}
	header := strings.ToLower(name)
	aws := o.Integration.Type == spec.AWS || o.Integration.Type == spec.AWSProxy
	if kind == "header" && (slices.Contains(illegalHeaders, header) || aws && slices.Contains(illegalAWSHeaders, header)) {
		c.Errorf(at(o, m.Position), "invalid-mapping", "API Gateway sets the header %s itself and answers 500 to a mapping to it", name)
	}
	c.checkSource(o, m, "method.request.body", requestSources)
}

func (c *checker) checkResponseMapping(o *spec.Operation, m spec.Mapping) {
	name, ok := strings.CutPrefix(m.Target, "method.response.header.")
	if !ok || !mappableName.MatchString(name) {
		c.Errorf(at(o, m.Position), "invalid-mapping", "%q is not a target of a response parameter", m.Target).
			Help = "write method.response.header.NAME"
		return
	}
	c.checkSource(o, m, "integration.response.body", responseSources)
}

func (c *checker) checkSource(o *spec.Operation, m spec.Mapping, body string, prefixes []string) {
	source := m.Source
	if len(source) > 1 && source[0] == '\'' && source[len(source)-1] == '\'' || source == body || strings.HasPrefix(source, body+".") || strings.HasPrefix(source, body+"[") {
		return
	}
	for _, prefix := range prefixes {
		if name, ok := strings.CutPrefix(source, prefix); ok && name != "" {
			return
		}
	}
	c.Errorf(at(o, m.Position), "invalid-mapping", "%q is not a source of a mapping", source).
		Help = "write a value in single quotes, or one of " + body + ", " + strings.Join(prefixes, ", ")
}

// responses checks the patterns and statuses of integration responses.
func (c *checker) responses(api *spec.API) {
	for _, o := range api.Operations {
		if o.Integration == nil || o.Integration.IsProxy() {
			continue
		}
		for _, r := range o.Integration.Responses {
			position := at(o, r.Position)
			if _, err := pattern.CompileJava(r.Pattern); err != nil {
				c.Errorf(position, "invalid-pattern", "the pattern of an integration response of %s %s: %v", o.Method, o.Path, err)
			}
			declared := slices.ContainsFunc(o.Responses, func(m spec.MethodResponse) bool { return m.Status == r.StatusCode })
			if !declared {
				c.Warnf(position, "undeclared-status", "%s %s answers 500 instead of %s, which it does not declare", o.Method, o.Path, r.StatusCode)
			}
			for _, t := range r.ResponseTemplates {
				if t.ContentType == "$default" {
					c.Warnf(at(o, t.Position(1, 1)), "ignored-template", "no Accept header selects the response template $default of %s %s", o.Method, o.Path)
				}
			}
		}
		if len(o.Integration.Responses) == 0 {
			c.Errorf(at(o, diag.Position{}), "missing-integration-response", "the integration of %s %s has no responses: API Gateway answers 500", o.Method, o.Path)
		}
	}
}
