package prepare

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/spec"
)

// checkCORS refuses what browsers would not accept (Fetch Standard, "CORS
// protocol and credentials").
func (p *preparation) checkCORS() {
	c := p.in.CORS
	if c == nil {
		return
	}
	origins := p.in.At("corsOptions", "allowOrigins")
	if len(c.AllowOrigins) == 0 {
		p.Errorf(origins, "invalid-cors", "no origin is allowed").Help = `name the origins, or "*" for all`
		return
	}
	for _, origin := range c.AllowOrigins {
		p.checkOrigin(origin)
	}
	if all := slices.Contains(c.AllowOrigins, "*"); all && len(c.AllowOrigins) > 1 {
		p.Errorf(origins, "invalid-cors", `"*" allows all origins; the others next to it have no effect`)
	} else if all && c.AllowCredentials {
		d := p.Errorf(p.in.At("corsOptions", "allowCredentials"), "invalid-cors", `credentials cannot be allowed to all origins: browsers refuse "*" with credentials`)
		d.Help = "name the origins that may send credentials"
		d.Notes = notesAt(origins, `"*" is allowed here`)
	}
	if c.AllowCredentials {
		p.checkNoWildcard("allowHeaders", c.AllowHeaders)
		p.checkNoWildcard("allowMethods", c.AllowMethods)
		p.checkNoWildcard("exposeHeaders", c.ExposeHeaders)
	}
	p.checkTokens("allowHeaders", c.AllowHeaders)
	p.checkTokens("allowMethods", c.AllowMethods)
	p.checkTokens("exposeHeaders", c.ExposeHeaders)
	p.cors = p.newCORS()
}

func (p *preparation) checkOrigin(origin string) {
	if origin == "*" || origin == "null" || strings.Contains(origin, "${") {
		return
	}
	u, err := url.Parse(origin)
	if err != nil || u.Scheme == "" || u.Host == "" || !strings.EqualFold(u.Scheme+"://"+u.Host, origin) || strings.ContainsAny(origin, `*'"$#`) {
		p.Errorf(p.in.At("corsOptions", "allowOrigins"), "invalid-cors", "%q is not an origin", origin).
			Help = `an origin is a scheme, a host and perhaps a port, such as "https://example.com"; browsers compare it as a whole`
	}
}

func (p *preparation) checkNoWildcard(option string, values []string) {
	if slices.Contains(values, "*") {
		p.Errorf(p.in.At("corsOptions", option), "invalid-cors", `"*" in %s means nothing to browsers when credentials are allowed`, option).
			Help = "name them"
	}
}

func (p *preparation) checkTokens(option string, values []string) {
	for _, v := range values {
		if v == "" || strings.ContainsAny(v, " ,'\"\r\n\t") {
			p.Errorf(p.in.At("corsOptions", option), "invalid-cors", "%q in %s is not a name", v, option)
		}
	}
}

func notesAt(position diag.Position, message string) []diag.Note {
	if !position.IsValid() {
		return nil
	}
	return []diag.Note{{Position: position, Message: message}}
}

// isBinaryBody reports whether a response may be bytes that pass through without a
// template: API Gateway answers 500 when one takes them.
func (p *preparation) isBinaryBody(o *model.Operation, i *spec.Integration) func(spec.IntegrationResponse) bool {
	return func(r spec.IntegrationResponse) bool {
		declared := integration.ResponseFor(o, r.StatusCode)
		return i.Type != spec.Mock && len(r.ResponseTemplates) == 0 && declared != nil && p.isDownload(declared)
	}
}

// warnBinary warns of binary responses when several origins are allowed. Only a
// template could choose the origin, so that the backend must.
func (p *preparation) warnBinary(o *model.Operation, i *spec.Integration) {
	if !p.cors.several() {
		return
	}
	isBinary := p.isBinaryBody(o, i)
	for _, r := range i.Responses {
		if setsHeader(r, allowOrigin) || !isBinary(r) {
			continue
		}
		types := binaryContent(integration.ResponseFor(o, r.StatusCode).Content, p.isBinaryMedia)
		d := p.Warnf(p.at(o), "binary-body", "%s returns %s: with several allowed origins, scripts of other origins can read it only if the backend allows them by Access-Control-Allow-Origin",
			o.ID, strings.Join(types, ", "))
		d.Notes = notesAt(p.in.At("corsOptions", "allowOrigins"), "several origins are allowed here")
		d.Help = "configure CORS of the backend for " + strings.Join(p.cors.origins, ", ") + " (of an S3 bucket: its CORS configuration), or allow one origin or all"
		return
	}
}
