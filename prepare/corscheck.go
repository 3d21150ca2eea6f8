package prepare

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
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
		p.Errorf(origins, "wrong-cors", "no origin is allowed").Help = `name the origins, or "*" for all`
		return
	}
	for _, origin := range c.AllowOrigins {
		p.checkOrigin(origin)
	}
	if all := slices.Contains(c.AllowOrigins, "*"); all && len(c.AllowOrigins) > 1 {
		p.Errorf(origins, "wrong-cors", `"*" allows all origins; the others beside it have no effect`)
	} else if all && c.AllowCredentials {
		d := p.Errorf(p.in.At("cors", "allowCredentials"), "wrong-cors", `credentials cannot be allowed to all origins: browsers refuse "*" with credentials`)
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
		p.Errorf(p.in.At("cors", "maxAge"), "wrong-cors", "the maximum age of %d seconds is negative; -1 turns the browser's cache off", *c.MaxAge)
	}
	p.cors = p.newCORS()
}

func (p *preparation) checkOrigin(origin string) {
	if origin == "*" || origin == "null" || strings.Contains(origin, "${") {
		return
	}
	u, err := url.Parse(origin)
	if err != nil || u.Scheme == "" || u.Host == "" || u.Scheme+"://"+u.Host != strings.ToLower(origin) && u.Scheme+"://"+u.Host != origin || strings.ContainsAny(origin, `*'"$#`) {
		p.Errorf(p.in.At("cors", "allowOrigins"), "wrong-cors", "%q is no origin", origin).
			Help = `an origin is a scheme, a host and perhaps a port, such as "https://example.com"; browsers compare it as a whole`
	}
}

func (p *preparation) checkNoWildcard(option string, values []string) {
	if slices.Contains(values, "*") {
		p.Errorf(p.in.At("cors", option), "wrong-cors", `"*" in %s means nothing to browsers when credentials are allowed`, option).
			Help = "name them"
	}
}

func (p *preparation) checkTokens(option string, values []string) {
	for _, v := range values {
		if v == "" || strings.ContainsAny(v, " ,'\"\r\n\t") {
			p.Errorf(p.in.At("cors", option), "wrong-cors", "%q in %s is no name", v, option)
		}
	}
}

func notesAt(position diag.Position, message string) []diag.Note {
	if !position.IsValid() {
		return nil
	}
	return []diag.Note{{Position: position, Message: message}}
}
