package handler

import (
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// The formats of OpenAPI's format registry and of JSON Schema that texts are
// checked for.

// Date accepts a full-date of RFC 3339, section 5.6.
func Date(text string) error {
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return reason("must be a date as in 2006-01-02")
	}
	return nil
}

// Time accepts a full-time of RFC 3339, section 5.6.
func Time(text string) error {
	if _, err := time.Parse(time.RFC3339, "2006-01-02T"+text); err != nil {
		return reason("must be a time as in 15:04:05Z")
	}
	return nil
}

// UUID accepts the text form of RFC 9562, section 4, in upper or lower case.
func UUID(text string) error {
	const shape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
	ok := len(text) == len(shape)
	for i := 0; ok && i < len(shape); i++ {
		ok = shape[i] == '-' && text[i] == '-' || shape[i] == 'x' && isHex(text[i])
	}
	if !ok {
		return reason("must be a UUID")
	}
	return nil
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// IPv4 accepts four decimal numbers with dots between them.
func IPv4(text string) error {
	if a, err := netip.ParseAddr(text); err != nil || !a.Is4() {
		return reason("must be an IPv4 address")
	}
	return nil
}

// IPv6 accepts the text forms of RFC 4291, section 2.2.
func IPv6(text string) error {
	if a, err := netip.ParseAddr(text); err != nil || !a.Is6() || a.Zone() != "" {
		return reason("must be an IPv6 address")
	}
	return nil
}

// URI accepts an absolute URI of RFC 3986.
func URI(text string) error {
	if u, err := url.Parse(text); err != nil || !u.IsAbs() {
		return reason("must be a URI")
	}
	return nil
}

// Email accepts what has a local part and a domain (RFC 5321, section 4.1.2), and
// leaves to the mail system whether somebody is there.
func Email(text string) error {
	at := strings.LastIndexByte(text, '@')
	if at < 1 || strings.ContainsAny(text, " \t\r\n") || Hostname(text[at+1:]) != nil {
		return reason("must be an email address")
	}
	return nil
}

// Hostname accepts a name of RFC 1123, section 2.1.
func Hostname(text string) error {
	const maxName, maxLabel = 253, 63
	ok := len(text) <= maxName
	for label := range strings.SplitSeq(text, ".") {
		ok = ok && label != "" && len(label) <= maxLabel && label[0] != '-' && label[len(label)-1] != '-' &&
			!strings.ContainsFunc(label, func(c rune) bool { return c != '-' && !isLetterOrDigit(c) })
	}
	if !ok {
		return reason("must be a host name")
	}
	return nil
}

func isLetterOrDigit(c rune) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
