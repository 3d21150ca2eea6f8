package integration

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/spec"
)

// ResponseSet is the integration responses of an integration that is not a proxy (API
// Gateway Developer Guide, "Set up an integration response in API Gateway"). Types
// outside of this package may implement it too.
type ResponseSet interface {
	// Render returns the integration responses for one operation. Headers of cross-origin
	// resource sharing need not be in them.
	Render(p Props) ([]spec.IntegrationResponse, error)
}

// DefaultPassthrough answers what the backend answers, with the first success status of
// the operation, or 200 when it declares none. The body goes through as it is,
// and so do Content-Type and the headers that the operation declares for it.
func DefaultPassthrough() ResponseSet { return passthrough(0) }

// DefaultPassthroughAs is DefaultPassthrough with another status.
func DefaultPassthroughAs(statusCode int) ResponseSet { return passthrough(statusCode) }

type passthrough int

func (s passthrough) Render(p Props) ([]spec.IntegrationResponse, error) {
	status, implied := strconv.Itoa(int(s)), false
	if s == 0 {
		status, implied = successStatus(p.Operation), true
	} else if !isStatusCode(status) {
		return nil, optionErrorf("integrationResponseSet", "API Gateway does not answer the status %s, only 200 to 599", status)
	}
	return []spec.IntegrationResponse{{
		Pattern:            spec.DefaultResponse,
		StatusCode:         status,
		ResponseParameters: passedHeaders(p.Operation, status),
		Implied:            implied,
	}}, nil
}

// DeclaredStatuses answers each status that the operation declares as itself,
// with the backend's body and headers as in DefaultPassthrough, and all other errors of
// the backend as 500.
func DeclaredStatuses() ResponseSet { return declaredStatuses{} }

type declaredStatuses struct{}

func (declaredStatuses) Render(p Props) ([]spec.IntegrationResponse, error) {
	var responses []spec.IntegrationResponse
	var known []string
	for _, r := range p.Operation.Responses {
		if !isStatusCode(r.Status) {
			continue
		}
		known = append(known, r.Status)
		responses = append(responses, spec.IntegrationResponse{
			Pattern: r.Status, StatusCode: r.Status, ResponseParameters: passedHeaders(p.Operation, r.Status),
		})
	}
	others := `[45]\d{2}`
	if len(known) > 0 {
		others = "(?!(?:" + strings.Join(known, "|") + ")$)" + others
	}
	return append(responses, spec.IntegrationResponse{Pattern: others, StatusCode: "500", Implied: true}), nil
}

// S3JSONErrorMessage answers S3's errors 400, 403, 404 and 500 with S3's message as
// {"message": "…"}.
func S3JSONErrorMessage() ResponseSet { return s3JSONErrors{} }

type s3JSONErrors struct{}

func (s3JSONErrors) Render(Props) ([]spec.IntegrationResponse, error) {
	var responses []spec.IntegrationResponse
	for _, status := range []int{400, 403, 404, 500} {
		responses = append(responses, spec.IntegrationResponse{
			Pattern:           strconv.Itoa(status),
			StatusCode:        strconv.Itoa(status),
			ResponseTemplates: []spec.Template{{ContentType: jsonType, Text: s3ErrorTemplate(status)}},
			Implied:           true,
		})
	}
	return responses, nil
}

// s3ErrorTemplate takes the message out of S3's XML, and falls back on the
// status's own text where there is none, as in the response to a HEAD.
func s3ErrorTemplate(status int) string {
	return `#set($message = "` + http.StatusText(status) + `")` +
		`#set($start = $input.body.indexOf("<Message>"))` +
		`#set($end = $input.body.indexOf("</Message>"))` +
		`#if($start >= 0 && $end > $start)` +
		`#set($start = $start + 9)` +
		`#set($message = $input.body.substring($start, $end))` +
		`#end` +
		`{"message": "$util.escapeJavaScript($message).replaceAll("\\'","'")"}`
}

// CatchAll answers all errors of the backend with 500.
func CatchAll() ResponseSet { return catchAll{} }

type catchAll struct{}

func (catchAll) Render(Props) ([]spec.IntegrationResponse, error) {
	return []spec.IntegrationResponse{{Pattern: `[45]\d{2}`, StatusCode: "500", Implied: true}}, nil
}

// CustomResponses are integration responses as they are in a definition. The
// operation must declare their statuses.
func CustomResponses(responses ...spec.IntegrationResponse) ResponseSet {
	return customResponses(responses)
}

type customResponses []spec.IntegrationResponse

func (s customResponses) Render(Props) ([]spec.IntegrationResponse, error) {
	for _, r := range s {
		if !isStatusCode(r.StatusCode) {
			return nil, optionErrorf("integrationResponseSet", "the integration response %q has the status code %q", r.Pattern, r.StatusCode)
		}
	}
	return append([]spec.IntegrationResponse(nil), s...), nil
}

// Composite joins response sets. Of several responses with one pattern the last
// counts.
func Composite(sets ...ResponseSet) ResponseSet { return composite(sets) }

type composite []ResponseSet

func (s composite) Render(p Props) ([]spec.IntegrationResponse, error) {
	var all []spec.IntegrationResponse
	at := map[string]int{}
	for _, set := range s {
		responses, err := set.Render(p)
		if err != nil {
			return nil, err
		}
		for _, r := range responses {
			if i, ok := at[r.Pattern]; ok {
				all[i] = r
				continue
			}
			at[r.Pattern] = len(all)
			all = append(all, r)
		}
	}
	return all, nil
}

// passedHeaders maps the headers that the operation declares for a status, and
// Content-Type where there is a body, from the backend's. Without the latter API
// Gateway would call every body application/json.
func passedHeaders(o *model.Operation, status string) []spec.Mapping {
	r := ResponseFor(o, status)
	if r == nil {
		return nil
	}
	var mappings []spec.Mapping
	pass := func(name string) {
		mappings = append(mappings, spec.Mapping{
			Target: "method.response.header." + name,
			Source: "integration.response.header." + name,
		})
	}
	if len(r.Content) > 0 {
		pass("Content-Type")
	}
	for _, h := range r.Headers {
		if !strings.EqualFold(h.Name, "Content-Type") && isParameterName(h.Name) {
			pass(h.Name)
		}
	}
	return mappings
}
