package wire

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
)

// HeaderNames are the names of a request's headers, each once.
type HeaderNames []string

// Original returns the client's way of writing a name, or the name itself when
// there is no such header.
func (n HeaderNames) Original(name string) string {
	for _, original := range n {
		if len(original) == len(name) && strings.EqualFold(original, name) {
			return original
		}
	}
	return name
}

// Names returns the names of all headers of a request, Host among them if the
// client sent it, in the casing and order in which the client wrote them. What
// is not known has Go's canonical form and is at the end, sorted. A name that
// came in two casings has that of the first. HTTP/2 knows lower case only (RFC
// 9113, section 8.2) and no order.
//
// It works while the request is being served, and is a hint: of requests that a
// client sent ahead with the same request line, the casing may be that of a
// later one.
func Names(r *http.Request) HeaderNames {
	names := make(HeaderNames, 0, len(r.Header)+1)
	seen := make(map[string]bool, len(r.Header)+1)
	if c, ok := r.Context().Value(contextKey{}).(*conn); ok && r.ProtoMajor == 1 {
		names = appendWritten(names, seen, c.fields(r), r)
	}
	written := len(names)
	for canonical := range r.Header {
		if !seen[canonical] {
			names = append(names, fallback(canonical, r))
		}
	}
	slices.Sort(names[written:])
	return names
}

// Wrote reports whether a client wrote a header of a name, which net/http may have
// taken away since. It returns false where that is not known.
func Wrote(r *http.Request, name string) bool {
	c, ok := r.Context().Value(contextKey{}).(*conn)
	if !ok || r.ProtoMajor != 1 {
		return false
	}
	for line := range bytes.SplitSeq(c.fields(r), []byte("\r\n")) {
		written, _, found := bytes.Cut(line, []byte(":"))
		if found && strings.EqualFold(string(written), name) {
			return true
		}
	}
	return false
}

// fields returns the header lines of the request as they were written.
func (c *conn) fields(r *http.Request) []byte {
	return c.memory.find(requestLine(r))
}

// Sent reports whether the client wrote the name of a header in just this casing,
// and whether that is known.
func Sent(r *http.Request, name string) (exactly, known bool) {
	if r.ProtoMajor == 2 {
		return name == strings.ToLower(name), true
	}
	c, ok := r.Context().Value(contextKey{}).(*conn)
	if !ok {
		return false, false
	}
	for line := range bytes.SplitSeq(c.memory.find(requestLine(r)), []byte("\r\n")) {
		written, _, _ := bytes.Cut(line, []byte(":"))
		if string(written) == name {
			return true, true
		}
		known = known || strings.EqualFold(string(written), name)
	}
	return false, known
}

func requestLine(r *http.Request) string {
	return r.Method + " " + r.RequestURI + " " + r.Proto + "\r\n"
}

// appendWritten appends the names in a head that net/http found there too.
func appendWritten(names HeaderNames, seen map[string]bool, fields []byte, r *http.Request) HeaderNames {
	for line := range bytes.SplitSeq(fields, []byte("\r\n")) {
		name, _, ok := bytes.Cut(line, []byte(":"))
		if !ok {
			continue
		}
		canonical := http.CanonicalHeaderKey(string(name))
		_, known := r.Header[canonical]
		if known = known || canonical == "Host" && r.Host != ""; !known || seen[canonical] {
			continue
		}
		seen[canonical] = true
		names = append(names, string(name))
	}
	return names
}

func fallback(canonical string, r *http.Request) string {
	if r.ProtoMajor == 2 {
		return strings.ToLower(canonical)
	}
	return canonical
}
