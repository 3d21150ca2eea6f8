package prepare

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/model"
)

// checkCORS refuses what browsers would not accept (Fetch Standard, "CORS
// protocol and credentials").
func (p *preparation) checkCORS() {
	c := p.in.CORS
	if c == nil {
		return
	}
	origins := p.in.At("cors", "allowOrigins")
	if len(c.AllowOrigins) == 0 {
		p.Errorf(origins, "invalid-cors", "no origin is allowed").Help = `name the origins, or "*" for all`
		return
	}
	for _, origin := range c.AllowOrigins {
		p.checkOrigin(origin)
	}
	if all := slices.Contains(c.AllowOrigins, "*"); all && len(c.AllowOrigins) > 1 {
		p.Errorf(origins, "invalid-cors", `"*" allows all origins; the others beside it have no effect`)
	} else if all && c.AllowCredentials {
		d := p.Errorf(p.in.At("cors", "allowCredentials"), "invalid-cors", `credentials cannot be allowed to all origins: browsers refuse "*" with credentials`)
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
	if c.MaxAge != nil && *c.MaxAge < -1 {
		p.Errorf(p.in.At("cors", "maxAge"), "invalid-cors", "the maximum age of %d seconds is negative; -1 turns the browser's cache off", *c.MaxAge)
	}
	p.cors = p.newCORS()
}

func (p *preparation) checkOrigin(origin string) {
	if origin == "*" || origin == "null" || strings.Contains(origin, "${") {
		return
	}
	u, err := url.Parse(origin)
	if err != nil || u.Scheme == "" || u.Host == "" || !strings.EqualFold(u.Scheme+"://"+u.Host, origin) || strings.ContainsAny(origin, `*'"$#`) {
		p.Errorf(p.in.At("cors", "allowOrigins"), "invalid-cors", "%q is no origin", origin).
			Help = `an origin is a scheme, a host and perhaps a port, such as "https://example.com"; browsers compare it as a whole`
	}
}

func (p *preparation) checkNoWildcard(option string, values []string) {
	if slices.Contains(values, "*") {
		p.Errorf(p.in.At("cors", option), "invalid-cors", `"*" in %s means nothing to browsers when credentials are allowed`, option).
			Help = "name them"
	}
}

func (p *preparation) checkTokens(option string, values []string) {
	for _, v := range values {
		if v == "" || strings.ContainsAny(v, " ,'\"\r\n\t") {
			p.Errorf(p.in.At("cors", option), "invalid-cors", "%q in %s is no name", v, option)
		}
	}
}

func notesAt(position diag.Position, message string) []diag.Note {
	if !position.IsValid() {
		return nil
	}
	return []diag.Note{{Position: position, Message: message}}
}

// warnBinary warns of bodies that must go through a template only so that several
// origins can be answered: API Gateway answers 500 when they are binary.
func (p *preparation) warnBinary(o *model.Operation, r *prepared) {
	if !p.cors.several() {
		return
	}
	for _, answer := range r.rendered.Responses {
		if len(answer.ResponseTemplates) > 0 || !hasBody(o, answer.StatusCode) || setsHeader(answer, allowOrigin) {
			continue
		}
		for _, t := range contentTypes(o, answer.StatusCode) {
			if !p.binary.has(t) {
				continue
			}
			d := p.Warnf(p.at(o), "binary-body", "%s answers %s, which is binary: with several allowed origins it goes through a mapping template, and API Gateway answers 500", o.ID, t)
			d.Notes = notesAt(p.in.At("cors", "allowOrigins"), "several origins are allowed here")
			d.Help = "allow one origin or all, or answer from a Lambda function or an HTTP proxy"
			return
		}
	}
}
