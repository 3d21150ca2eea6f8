package validate

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/gatewright/gatewright/internal/pattern"
)

// format checks strings of a "format".
type format struct {
	message string // for fmt, with the string
	valid   func(s string) bool
}

// formats are those that API Gateway's validator checks; others are told of as
// not supported when a body fails.
var formats = map[string]*format{
	"date-time": {`string "%s" is invalid against requested date format(s) ` +
		`[yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z]`, isDateTime},
	"email":    {`string "%s" is not a valid email address`, isEmail},
	"hostname": {`string "%s" is not a valid hostname`, isHostname},
	"ipv4":     {`string "%s" is not a valid IPv4 address`, isIPv4},
	"ipv6":     {`string "%s" is not a valid IPv6 address`, isIPv6},
	"regex":    {`string "%s" is not a valid ECMA 262 regular expression`, isRegex},
	"uri":      {`string "%s" is not a valid URI`, isURI},
	"uuid":     {`input string "%s" is not a valid UUID`, uuidShape.MatchString},
}

var (
	dateTimeShape = regexp.MustCompile(`^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,12})?([Zz]|[+-]([01]\d|2[0-3]):?[0-5]\d)$`)
	uuidShape     = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)
	atomsShape    = regexp.MustCompile(`^(?:"[^"\r\n]+"|[^\s()<>,;:\\"\[\]@.]+(?:\.[^\s()<>,;:\\"\[\]@.]+)*)$`)
	domainShape   = regexp.MustCompile(`^(?:\[[0-9A-Fa-f.:]+\]|[\pL\pN-]+(?:\.[\pL\pN-]+)*)$`)
	labelShape    = regexp.MustCompile(`^[\pL\pN](?:[\pL\pN_-]{0,61}[\pL\pN])?$`)
	schemeShape   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*$`)
	escapeShape   = regexp.MustCompile(`%(?:[^0-9A-Fa-f]|[0-9A-Fa-f][^0-9A-Fa-f]|.?$)`)
)

func isDateTime(s string) bool {
	if !dateTimeShape.MatchString(s) {
		return false
	}
	_, err := time.Parse("2006-01-02 15:04:05", s[:10]+" "+s[11:19])
	return err == nil
}

func isEmail(s string) bool {
	if open := strings.LastIndexByte(s, '<'); open >= 0 && strings.HasSuffix(s, ">") { // Name <address>
		s = s[open+1 : len(s)-1]
	}
	at := strings.LastIndexByte(s, '@')
	return at > 0 && atomsShape.MatchString(s[:at]) && domainShape.MatchString(s[at+1:])
}

func isHostname(s string) bool {
	const longest = 253
	s = strings.TrimSuffix(s, ".")
	labels := strings.Split(s, ".")
	for _, label := range labels {
		if !labelShape.MatchString(label) {
			return false
		}
	}
	last := labels[len(labels)-1]
	return len(s) <= longest && (last[0] < '0' || last[0] > '9')
}

func isIPv4(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && a.Is4()
}

func isIPv6(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && a.Is6() && !a.Is4In6()
}

func isRegex(s string) bool {
	_, err := pattern.CompileECMAScript(s)
	return err == nil
}

// isURI reports whether s is an absolute or relative URI (RFC 2396), in which
// characters outside ASCII are allowed.
func isURI(s string) bool {
	if strings.ContainsAny(s, " \"<>\\^`{|}\x7f") || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' }) ||
		escapeShape.MatchString(s) {
		return false
	}
	if i := strings.IndexAny(s, ":/?#"); i >= 0 && s[i] == ':' {
		if !schemeShape.MatchString(s[:i]) || s[i+1:] == "" || s[i+1] == '#' {
			return false
		}
		s = s[i+1:]
	}
	if strings.HasPrefix(s, "//") {
		return isAuthority(s[2:])
	}
	path := s[:len(s)-len(strings.TrimLeftFunc(s, func(r rune) bool { return r != '?' && r != '#' }))]
	return !strings.ContainsAny(path, "[]")
}

// isAuthority checks what follows the two slashes.
func isAuthority(s string) bool {
	end := strings.IndexAny(s, "/?#")
	if end < 0 {
		end = len(s)
	}
	host, path := s[:end], s[end:]
	if host == "" {
		return strings.HasPrefix(path, "/") && path != "/" && !strings.HasPrefix(path, "//")
	}
	if strings.ContainsAny(host, "[]") {
		u, err := url.Parse("//" + host)
		if err != nil || !isIPv6(u.Hostname()) {
			return false
		}
	}
	return !strings.ContainsAny(path, "[]")
}
