package gateway

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gatewright/gatewright/internal/gateway/policy"
	"github.com/gatewright/gatewright/internal/sigv4"
)

// signingService is what callers sign for.
const signingService = "execute-api"

// clockSkew is how far a client's clock may be off.
const clockSkew = 5 * time.Minute

// iamGuard lets those through whose requests are signed and whose policies allow
// the call.
type iamGuard struct {
	identities map[string]*identity // by access key IDs
	keys       *bounded[[]byte]     // signing keys, by access key ID and scope
}

// maxSigningKeys is how many signing keys are kept: one for a pair of keys and a
// day.
const maxSigningKeys = 1024

func newIAMGuard(g *Gateway) *iamGuard {
	guard := &iamGuard{identities: map[string]*identity{}, keys: newBounded[[]byte](maxSigningKeys)}
	for _, c := range g.options.Credentials {
		guard.identities[c.AccessKeyID] = newIdentity(c, g.options.AccountID)
	}
	return guard
}

func (g *iamGuard) authorize(x *exchange) *failure {
	sig, f := x.signature()
	if f != nil {
		return f
	}
	if f := x.checkScope(sig); f != nil {
		return f
	}
	if f := checkTime(sig, x.started); f != nil {
		return f
	}
	who, f := g.identify(sig, x.started)
	if f != nil {
		return f
	}
	if f := g.checkSignature(x, sig, who); f != nil {
		return f
	}
	x.caller = &caller{identity: who}
	return x.checkPolicies(who)
}

// checkPolicies holds a signer to the policies: within the API's account either
// the identity's or the resource's allows, across accounts both must.
func (x *exchange) checkPolicies(who *identity) *failure {
	own := x.byPolicies(who.who, who.Policies...)
	resource := x.byResourcePolicy(who.who)
	sameAccount := who.who.Account == x.gateway.options.AccountID
	switch {
	case own == policy.Deny || resource == policy.Deny:
		return x.denied(who.ARN, explicitDeny)
	case own == policy.Allow && (sameAccount || resource == policy.Allow),
		sameAccount && resource == policy.Allow:
		return nil
	case own == policy.Allow:
		return x.denied(who.ARN, noResourceAllow)
	}
	return x.denied(who.ARN, noIdentityAllow)
}

// signature reads what the request claims to be signed with.
func (x *exchange) signature() (*sigv4.Signature, *failure) {
	authorization := strings.Join(x.request.Header["Authorization"], ", ")
	presigned := len(x.queryParameters(sigv4.SignatureParameter)) > 0 || len(x.queryParameters(sigv4.AlgorithmParameter)) > 0
	switch {
	case authorization != "" && presigned:
		return nil, invalidSignature("Only one way to sign is allowed: the Authorization header or the query string.")
	case authorization != "":
		return readAuthorization(authorization, x.request.Header)
	case presigned:
		return x.presigned()
	}
	return nil, &failure{kind: missingAuthenticationToken, before: true}
}

func readAuthorization(authorization string, h http.Header) (*sigv4.Signature, *failure) {
	if message := signatureFault(authorization, h); message != "" {
		return nil, incomplete(message)
	}
	scheme, rest, _ := strings.Cut(strings.TrimSpace(authorization), " ")
	if scheme != sigv4.Algorithm {
		return nil, incomplete("Unsupported AWS 'algorithm': '" + scheme + "'.")
	}
	sig := &sigv4.Signature{Token: h.Get("X-Amz-Security-Token")}
	seen := map[string]bool{}
	for pair := range strings.FieldsFuncSeq(rest, func(r rune) bool { return r == ',' || r == ' ' }) {
		name, value, _ := strings.Cut(pair, "=")
		if seen[name] {
			return nil, incomplete("Authorization header requires one '" + name + "' parameter, found several. Authorization=" + scheme)
		}
		seen[name] = true
		switch name {
		case "Credential":
			if f := setCredential(sig, value); f != nil {
				return nil, f
			}
		case "SignedHeaders":
			sig.Headers = strings.Split(value, ";")
		case "Signature":
			sig.Value = value
		}
	}
	var ok bool
	if sig.Time, ok = sigv4.RequestTime(h); !ok {
		return nil, badDate(cmp.Or(h.Get("X-Amz-Date"), h.Get("Date")))
	}
	return sig, nil
}

// presigned reads a signature that is in the query string.
func (x *exchange) presigned() (*sigv4.Signature, *failure) {
	values := map[string]string{}
	var missing strings.Builder
	for _, name := range []string{
		sigv4.AlgorithmParameter, sigv4.CredentialParameter, sigv4.SignatureParameter,
		sigv4.SignedHeadersParameter, sigv4.DateParameter,
	} {
		all := x.queryParameters(name)
		if len(all) > 1 {
			return nil, incomplete("AWS query-string parameters must include one '" + name + "', found several. Re-examine the query-string parameters.")
		}
		if values[name] = last(all); values[name] == "" {
			missing.WriteString("AWS query-string parameters must include '" + name + "'. ")
		}
	}
	switch {
	case missing.Len() > 0:
		return nil, incomplete(missing.String() + "Re-examine the query-string parameters.")
	case values[sigv4.AlgorithmParameter] != sigv4.Algorithm:
		return nil, incomplete("Unsupported AWS 'algorithm': '" + values[sigv4.AlgorithmParameter] + "'.")
	}
	sig := &sigv4.Signature{
		Headers:   strings.Split(values[sigv4.SignedHeadersParameter], ";"),
		Value:     values[sigv4.SignatureParameter],
		Token:     x.queryParameter(sigv4.TokenParameter),
		Presigned: true,
		Expires:   clockSkew,
	}
	if f := setCredential(sig, values[sigv4.CredentialParameter]); f != nil {
		return nil, f
	}
	var err error
	if sig.Time, err = time.Parse(sigv4.TimeFormat, values[sigv4.DateParameter]); err != nil {
		return nil, badDate(values[sigv4.DateParameter])
	}
	return sig, x.setExpiry(sig)
}

func (x *exchange) setExpiry(sig *sigv4.Signature) *failure {
	all := x.queryParameters(sigv4.ExpiresParameter)
	if len(all) == 0 {
		return nil
	}
	seconds, err := strconv.Atoi(last(all))
	if sig.Expires = time.Duration(seconds) * time.Second; err != nil || len(all) > 1 || seconds < 0 || sig.Expires > sigv4.MaxExpires {
		return incomplete("X-Amz-Expires must be a number of seconds up to 604800, found '" + strings.Join(all, ",") + "'.")
	}
	return nil
}

func setCredential(sig *sigv4.Signature, credential string) *failure {
	var ok bool
	if sig.AccessKeyID, sig.Scope, ok = sigv4.ParseCredential(credential); ok {
		return nil
	}
	return incomplete("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '" + credential + "'")
}

// checkScope holds a signature to what it must be good for and must cover.
func (x *exchange) checkScope(sig *sigv4.Signature) *failure {
	var faults []string
	if !slices.Contains(sig.Headers, "host") {
		faults = append(faults, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
	}
	if region := x.gateway.options.Region; sig.Scope.Region != region {
		faults = append(faults, "Credential should be scoped to a valid region, not '"+sig.Scope.Region+"'. ")
	}
	if sig.Scope.Service != signingService {
		faults = append(faults, "Credential should be scoped to correct service: '"+signingService+"'. ")
	}
	if sig.Scope.Terminator != sigv4.Terminator {
		faults = append(faults, "Credential should be scoped with a valid terminator: '"+sigv4.Terminator+"', not '"+sig.Scope.Terminator+"'. ")
	}
	if date := sig.Time.Format(sigv4.DateFormat); sig.Scope.Date != date {
		faults = append(faults, fmt.Sprintf("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '%s' != '%s', from '%s'.",
			sig.Scope.Date, date, sig.Time.Format(sigv4.TimeFormat)))
	}
	if faults == nil {
		return nil
	}
	return invalidSignature(strings.Join(faults, ""))
}

// checkTime refuses a signature that is too old, or from the future.
func checkTime(sig *sigv4.Signature, now time.Time) *failure {
	now = now.UTC().Truncate(time.Second)
	at := func(t time.Time) string { return t.Format(sigv4.TimeFormat) }
	if latest := now.Add(clockSkew); sig.Time.After(latest) {
		return invalidSignature("Signature not yet current: " + at(sig.Time) + " is still later than " + at(latest) + " (" + at(now) + " + 5 min.)")
	}
	if sig.Presigned {
		if end := sig.Time.Add(sig.Expires); now.After(end) {
			return invalidSignature("Signature expired: " + at(end) + " is now earlier than " + at(now))
		}
		return nil
	}
	if earliest := now.Add(-clockSkew); sig.Time.Before(earliest) {
		return invalidSignature("Signature expired: " + at(sig.Time) + " is now earlier than " + at(earliest) + " (" + at(now) + " - 5 min.)")
	}
	return nil
}

// identify finds whose keys a request is signed with.
func (g *iamGuard) identify(sig *sigv4.Signature, now time.Time) (*identity, *failure) {
	who := g.identities[sig.AccessKeyID]
	switch {
	case who == nil, !sigv4.Equal(who.SessionToken, sig.Token):
		return nil, &failure{kind: unrecognizedClient, before: true}
	case !who.Expires.IsZero() && !now.Before(who.Expires):
		return nil, &failure{kind: expiredToken, before: true}
	}
	return who, nil
}

// checkSignature finds that nothing was changed since the request was signed. The
// body is always covered by its own hash: API Gateway knows neither unsigned
// payloads nor those that are signed chunk by chunk.
func (g *iamGuard) checkSignature(x *exchange, sig *sigv4.Signature, who *identity) *failure {
	sum := sha256.Sum256(x.sentBody())
	sig.Payload = hex.EncodeToString(sum[:])
	target := sigv4.Target{Path: x.sentPath, Query: x.signedQuery()}
	canonical := sig.CanonicalRequest(x.request, target)
	key := g.key(sig, who)
	if sigv4.Equal(sig.Value, sigv4.Sign(key, sig.StringToSign(canonical))) {
		return nil
	}
	// Some clients sign a path without its empty parts, but send it with them.
	if short := sigv4.WithoutEmptyParts(x.sentPath); short != x.sentPath {
		target.Path = short
		if sigv4.Equal(sig.Value, sigv4.Sign(key, sig.StringToSign(sig.CanonicalRequest(x.request, target)))) {
			return nil
		}
	}
	return mismatch(sig, canonical)
}

func mismatch(sig *sigv4.Signature, canonical string) *failure {
	return invalidSignature("The request signature we calculated does not match the signature you provided. " +
		"Check your AWS Secret Access Key and signing method. Consult the service documentation for details.\n\n" +
		"The Canonical String for this request should have been\n'" + canonical + "'\n\n" +
		"The String-to-Sign should have been\n'" + sig.StringToSign(canonical) + "'\n")
}

// key returns the signing key, which is the same for a day.
func (g *iamGuard) key(sig *sigv4.Signature, who *identity) []byte {
	name := who.AccessKeyID + "/" + sig.Scope.String()
	key, ok := g.keys.get(name)
	if !ok {
		key = sig.Scope.Key(who.SecretAccessKey)
		g.keys.put(name, key)
	}
	return key
}

// sentBody is the body as the client sent it, compressed or not.
func (x *exchange) sentBody() []byte {
	if x.inflated {
		return x.bodyBuffer
	}
	return x.body
}

// signedQuery returns the parameters as they are signed: as the backend gets them.
func (x *exchange) signedQuery() []sigv4.Parameter {
	query := x.queryFields()
	all := make([]sigv4.Parameter, 0, len(query))
	for i := range query {
		for _, v := range query[i].Values {
			all = append(all, sigv4.Parameter{Name: query[i].Name, Value: v})
		}
	}
	return all
}

func incomplete(message string) *failure {
	return &failure{kind: incompleteSignature, message: message, before: true}
}

func invalidSignature(message string) *failure {
	return &failure{kind: signatureInvalid, message: message, before: true}
}

func badDate(text string) *failure {
	return incomplete("Date must be in ISO-8601 'basic format'. Got '" + text + "'. See http://en.wikipedia.org/wiki/ISO_8601")
}
