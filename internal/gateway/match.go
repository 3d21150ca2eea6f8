package gateway

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"github.com/gatewright/gatewright/internal/gateway/policy"
)

// match finds the operation. The path is that of the request line, never a
// cleaned one. The API answers at the root, and also below "/{stage}" for paths
// that mean nothing else.
func (x *exchange) match() *failure {
	target := rawTarget(x.request)
	if !x.gateway.fitsTarget(target) {
		return targetTooLong()
	}
	x.sentPath, x.rawQuery, _ = strings.Cut(target, "?")
	x.path = oneLeadingSlash(x.sentPath)
	x.method = effectiveMethod(x.request)

	if op, ok := x.gateway.routes.Lookup(x.method, x.path, &x.params); ok {
		x.op = op
		return x.matched()
	}
	if path, ok := cutStage(x.path, x.gateway.options.Stage); ok {
		if op, found := x.gateway.routes.Lookup(x.method, oneLeadingSlash(path), &x.params); found {
			x.sentStage, x.path, x.op = true, oneLeadingSlash(path), op
			return x.matched()
		}
	}
	return x.unmatched()
}

// matched refuses what has an operation and cannot be named by an ARN.
func (x *exchange) matched() *failure {
	if !x.fitsARN() {
		return targetTooLong()
	}
	return nil
}

// rawTarget returns the path and query as the client wrote them (RFC 9112,
// section 3.2).
func rawTarget(r *http.Request) string {
	target := r.RequestURI
	if strings.HasPrefix(target, "/") {
		return target
	}
	if _, rest, absolute := strings.Cut(target, "://"); absolute {
		if at := strings.IndexAny(rest, "/?"); at >= 0 && rest[at] == '/' {
			return rest[at:]
		} else if at >= 0 {
			return "/" + rest[at:]
		}
		return "/"
	}
	if target == "" && r.URL != nil { // a request that came over no connection
		return r.URL.RequestURI()
	}
	return target
}

func effectiveMethod(r *http.Request) string {
	if override := r.Header["X-Http-Method-Override"]; len(override) > 0 && override[0] != "" {
		return strings.ToUpper(override[0])
	}
	return r.Method
}

func oneLeadingSlash(path string) string {
	for len(path) > 1 && path[0] == '/' && path[1] == '/' {
		path = path[1:]
	}
	return path
}

func cutStage(path, stage string) (string, bool) {
	rest, ok := strings.CutPrefix(path, "/"+stage)
	if !ok || rest != "" && rest[0] != '/' {
		return "", false
	}
	if rest == "" {
		rest = "/"
	}
	return rest, true
}

// unmatched is the response to an unknown path, and to a known one with another
// method. With an Authorization header the caller is taken to have tried AWS
// Signature Version 4.
func (x *exchange) unmatched() *failure {
	if x.byResourcePolicy(policy.Principal{}) == policy.Deny {
		return x.denied("anonymous", explicitDeny)
	}
	if authorization := x.header("Authorization"); authorization != "" {
		if message := signatureFault(authorization, x.request.Header); message != "" {
			return &failure{kind: incompleteSignature, message: message, before: true}
		}
	}
	return &failure{kind: missingAuthenticationToken, before: true}
}

// signatureFault says why an Authorization header is not a signature, as the
// service words it, or returns "" when it could be one.
func signatureFault(authorization string, header http.Header) string {
	scheme, rest, _ := strings.Cut(strings.TrimSpace(authorization), " ")
	given := map[string]bool{}
	for pair := range strings.FieldsFuncSeq(rest, func(r rune) bool { return r == ',' || r == ' ' }) {
		name, _, ok := strings.Cut(pair, "=")
		if !ok {
			sum := sha256.Sum256([]byte(authorization))
			return "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '" +
				base64.StdEncoding.EncodeToString(sum[:]) + "'."
		}
		given[name] = true
	}
	var faults []string
	for _, name := range []string{"Credential", "Signature", "SignedHeaders"} {
		if !given[name] {
			faults = append(faults, "Authorization header requires '"+name+"' parameter.")
		}
	}
	if header.Get("X-Amz-Date") == "" && header.Get("Date") == "" {
		faults = append(faults, "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
	}
	if faults == nil {
		return ""
	}
	return strings.Join(faults, " ") + " Authorization=" + scheme
}
