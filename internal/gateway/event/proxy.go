package event

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"unsafe"
)

// AppendProxy appends the event of an AWS_PROXY integration (payload format 1.0
// of REST APIs) as compact JSON. All keys are always there; maps without entries
// and an empty body are null. Bytes that are not UTF-8 become U+FFFD.
func AppendProxy(dst []byte, r *Request) []byte {
	dst = slices.Grow(dst, estimate(r))
	dst = appendText(append(dst, `{"resource":`...), r.Resource)
	dst = appendText(append(dst, `,"path":`...), r.Path)
	dst = appendText(append(dst, `,"httpMethod":`...), r.Method)
	dst = appendLast(append(dst, `,"headers":`...), r.Headers, HeaderName)
	dst = appendLists(append(dst, `,"multiValueHeaders":`...), r.Headers, HeaderName)
	dst = appendLast(append(dst, `,"queryStringParameters":`...), r.Query, sameName)
	dst = appendLists(append(dst, `,"multiValueQueryStringParameters":`...), r.Query, sameName)
	dst = appendPairs(append(dst, `,"pathParameters":`...), r.PathParameters)
	dst = appendPairs(append(dst, `,"stageVariables":`...), r.StageVariables)
	dst = appendContext(append(dst, `,"requestContext":`...), r)
	dst = appendBody(append(dst, `,"body":`...), r.Body, r.BodyIsBinary)
	dst = strconv.AppendBool(append(dst, `,"isBase64Encoded":`...), r.BodyIsBinary && len(r.Body) > 0)
	return append(dst, '}')
}

// estimate returns about the length of the event.
func estimate(r *Request) int {
	const fixed, perField = 2048, 16
	n := fixed + len(r.Body) + len(r.Body)/8
	if r.BodyIsBinary {
		n = fixed + base64.StdEncoding.EncodedLen(len(r.Body))
	}
	for _, fields := range [][]Field{r.Headers, r.Query} {
		for i := range fields {
			n += 2 * (len(fields[i].Name) + perField)
			for _, v := range fields[i].Values {
				n += 2 * len(v)
			}
		}
	}
	return n
}

func appendBody(dst, body []byte, binary bool) []byte {
	switch {
	case len(body) == 0:
		return append(dst, "null"...)
	case binary:
		dst = base64.StdEncoding.AppendEncode(append(dst, '"'), body)
		return append(dst, '"')
	}
	// A view, not a copy: the body may have megabytes and is only read.
	return appendText(dst, unsafe.String(unsafe.SliceData(body), len(body)))
}

func appendContext(dst []byte, r *Request) []byte {
	c := &r.Context
	dst = appendText(append(dst, `{"resourceId":`...), c.ResourceID)
	if c.Authorizer != nil {
		dst = appendAuthorizer(append(dst, `,"authorizer":`...), c.Authorizer)
	}
	dst = appendText(append(dst, `,"resourcePath":`...), r.Resource)
	dst = appendOptional(dst, "operationName", c.OperationName)
	dst = appendText(append(dst, `,"httpMethod":`...), r.Method)
	dst = appendText(append(dst, `,"extendedRequestId":`...), c.ExtendedRequestID)
	dst = appendText(append(dst, `,"requestTime":`...), c.RequestTime)
	dst = appendText(append(dst, `,"path":`...), c.Path)
	dst = appendText(append(dst, `,"accountId":`...), c.AccountID)
	dst = appendText(append(dst, `,"protocol":`...), c.Protocol)
	dst = appendText(append(dst, `,"stage":`...), c.Stage)
	dst = appendText(append(dst, `,"domainPrefix":`...), c.DomainPrefix)
	dst = strconv.AppendInt(append(dst, `,"requestTimeEpoch":`...), c.RequestTimeEpoch, 10)
	dst = appendText(append(dst, `,"requestId":`...), c.RequestID)
	dst = appendIdentity(append(dst, `,"identity":`...), &c.Identity)
	dst = appendText(append(dst, `,"domainName":`...), c.DomainName)
	dst = appendText(append(dst, `,"deploymentId":`...), c.DeploymentID)
	dst = appendText(append(dst, `,"apiId":`...), c.APIID)
	if c.IsCanaryRequest != nil {
		dst = strconv.AppendBool(append(dst, `,"isCanaryRequest":`...), *c.IsCanaryRequest)
	}
	return append(dst, '}')
}

func appendIdentity(dst []byte, i *Identity) []byte {
	dst = appendNullable(append(dst, `{"cognitoIdentityPoolId":`...), i.CognitoIdentityPoolID)
	dst = appendNullable(append(dst, `,"accountId":`...), i.AccountID)
	dst = appendNullable(append(dst, `,"cognitoIdentityId":`...), i.CognitoIdentityID)
	dst = appendNullable(append(dst, `,"caller":`...), i.Caller)
	dst = appendOptional(dst, "apiKey", i.APIKey)
	dst = appendOptional(dst, "apiKeyId", i.APIKeyID)
	dst = appendNullable(append(dst, `,"sourceIp":`...), i.SourceIP)
	dst = appendNullable(append(dst, `,"principalOrgId":`...), i.PrincipalOrgID)
	dst = appendNullable(append(dst, `,"accessKey":`...), i.AccessKey)
	dst = appendNullable(append(dst, `,"cognitoAuthenticationType":`...), i.CognitoAuthenticationType)
	dst = appendNullable(append(dst, `,"cognitoAuthenticationProvider":`...), i.CognitoAuthenticationProvider)
	dst = appendNullable(append(dst, `,"userArn":`...), i.UserARN)
	dst = appendNullable(append(dst, `,"userAgent":`...), i.UserAgent)
	dst = appendNullable(append(dst, `,"user":`...), i.User)
	dst = appendOptional(dst, "vpcId", i.VPCID)
	dst = appendOptional(dst, "vpceId", i.VPCEID)
	if i.ClientCert != nil {
		dst = appendClientCert(append(dst, `,"clientCert":`...), i.ClientCert)
	}
	return append(dst, '}')
}

func appendClientCert(dst []byte, c *ClientCert) []byte {
	dst = appendText(append(dst, `{"clientCertPem":`...), c.PEM)
	dst = appendText(append(dst, `,"subjectDN":`...), c.SubjectDN)
	dst = appendText(append(dst, `,"issuerDN":`...), c.IssuerDN)
	dst = appendText(append(dst, `,"serialNumber":`...), c.SerialNumber)
	dst = appendText(append(dst, `,"validity":{"notBefore":`...), c.NotBefore)
	dst = appendText(append(dst, `,"notAfter":`...), c.NotAfter)
	return append(dst, "}}"...)
}

func appendAuthorizer(dst []byte, a *Authorizer) []byte {
	if a.Claims != nil {
		return append(appendEntries(append(dst, `{"claims":`...), a.Claims), '}')
	}
	dst = appendText(append(dst, `{"principalId":`...), a.PrincipalID)
	for _, p := range a.Context {
		if p.Name == "principalId" || p.Name == "integrationLatency" {
			continue // these are API Gateway's own
		}
		dst = appendText(append(dst, ','), p.Name)
		dst = appendText(append(dst, ':'), p.Value)
	}
	dst = strconv.AppendInt(append(dst, `,"integrationLatency":`...), a.IntegrationLatency, 10)
	return append(dst, '}')
}

// HeaderName returns the name under which a header is in an event: API Gateway
// keeps the client's casing except for two.
func HeaderName(name string) string {
	switch {
	case len(name) == len("Authorization") && strings.EqualFold(name, "Authorization"):
		return "Authorization"
	case len(name) == len("User-Agent") && strings.EqualFold(name, "User-Agent"):
		return "User-Agent"
	}
	return name
}

func sameName(name string) string { return name }

// appendLast appends the fields with the last value of each.
func appendLast(dst []byte, fields []Field, nameOf func(string) string) []byte {
	separator := byte('{')
	for i := range fields {
		if n := len(fields[i].Values); n > 0 {
			dst = appendText(append(dst, separator), nameOf(fields[i].Name))
			dst = appendText(append(dst, ':'), fields[i].Values[n-1])
			separator = ','
		}
	}
	return closeMap(dst, separator)
}

// appendLists appends the fields with all values of each.
func appendLists(dst []byte, fields []Field, nameOf func(string) string) []byte {
	separator := byte('{')
	for i := range fields {
		if len(fields[i].Values) == 0 {
			continue
		}
		dst = appendText(append(dst, separator), nameOf(fields[i].Name))
		separator = ','
		bracket := byte('[')
		dst = append(dst, ':')
		for _, v := range fields[i].Values {
			dst = appendText(append(dst, bracket), v)
			bracket = ','
		}
		dst = append(dst, ']')
	}
	return closeMap(dst, separator)
}

// closeMap ends a map, which is null when nothing was written yet.
func closeMap(dst []byte, separator byte) []byte {
	if separator == '{' {
		return append(dst, "null"...)
	}
	return append(dst, '}')
}

// appendPairs appends a map, or null when there are no pairs.
func appendPairs[P ~struct{ Name, Value string }](dst []byte, pairs []P) []byte {
	if len(pairs) == 0 {
		return append(dst, "null"...)
	}
	return appendEntries(dst, pairs)
}

func appendEntries[P ~struct{ Name, Value string }](dst []byte, pairs []P) []byte {
	dst = append(dst, '{')
	for i := range pairs {
		if i > 0 {
			dst = append(dst, ',')
		}
		p := Pair(pairs[i])
		dst = appendText(dst, p.Name)
		dst = appendText(append(dst, ':'), p.Value)
	}
	return append(dst, '}')
}

// appendNullable appends a string, or null for an empty one.
func appendNullable(dst []byte, s string) []byte {
	if s == "" {
		return append(dst, "null"...)
	}
	return appendText(dst, s)
}

// appendOptional appends an entry unless its value is empty.
func appendOptional(dst []byte, name, value string) []byte {
	if value == "" {
		return dst
	}
	dst = append(append(append(dst, `,"`...), name...), `":`...)
	return appendText(dst, value)
}
