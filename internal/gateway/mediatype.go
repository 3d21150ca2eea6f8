package gateway

import (
	"slices"
	"strings"
)

// mediaType returns the type of a Content-Type or of an item of Accept, without
// parameters and spaces.
func mediaType(value string) string {
	value, _, _ = strings.Cut(value, ";")
	return strings.TrimSpace(value)
}

// firstMediaType returns the first type that an Accept header names.
func firstMediaType(accept string) string {
	first, _, _ := strings.Cut(accept, ",")
	return mediaType(first)
}

// binaryTypes are the media types that API Gateway treats as binary ("Content
// type conversions in API Gateway").
type binaryTypes struct {
	all      bool
	exact    []string
	prefixes []string // of "image/*": "image/"
}

func newBinaryTypes(types []string) binaryTypes {
	var b binaryTypes
	for _, t := range types {
		t = strings.ToLower(strings.TrimSpace(t))
		prefix, wild := strings.CutSuffix(t, "*")
		switch {
		case t == "*/*":
			b.all = true
		case strings.HasPrefix(t, "*/"): // only a wildcard on the right counts
		case wild && strings.HasSuffix(prefix, "/"):
			b.prefixes = append(b.prefixes, prefix)
		default:
			b.exact = append(b.exact, t)
		}
	}
	return b
}

// has reports whether a header's media type is binary. A wildcard counts only in
// the configured type; "image/*" of a client is not in "image/png".
func (b *binaryTypes) has(value string) bool {
	if b.all {
		return true
	}
	if len(b.exact) == 0 && len(b.prefixes) == 0 {
		return false
	}
	t := strings.ToLower(mediaType(value))
	if slices.Contains(b.exact, t) {
		return true
	}
	for _, p := range b.prefixes {
		if strings.HasPrefix(t, p) {
			return true
		}
	}
	return false
}
