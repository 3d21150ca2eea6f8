package s3

import (
	"errors"
	"net/http"
	"strings"
	"time"
)

var errConditionalConflict = &apiError{http.StatusConflict, "ConditionalRequestConflict", "The conditional request cannot succeed due to a conflicting operation against this resource.", nil}

// readConditions are the If headers of a GET, a HEAD or, with the prefix
// "X-Amz-Copy-Source-", the source of a copy.
type readConditions struct {
	match, noneMatch               string
	modifiedSince, unmodifiedSince string
}

func readConditionsOf(h http.Header, prefix string) readConditions {
	return readConditions{
		match:           h.Get(prefix + "If-Match"),
		noneMatch:       h.Get(prefix + "If-None-Match"),
		modifiedSince:   h.Get(prefix + "If-Modified-Since"),
		unmodifiedSince: h.Get(prefix + "If-Unmodified-Since"),
	}
}

// check follows RFC 9110, section 13.2.2: a tag decides before a date. A date
// that does not parse is ignored (section 13.1.3).
func (c readConditions) check(r *record) error {
	if c.match != "" {
		if !matchesETag(c.match, r.ETag) {
			return errPreconditionFailed.with("Condition", "If-Match")
		}
	} else if t, err := http.ParseTime(c.unmodifiedSince); err == nil && r.lastModified().After(t) {
		return errPreconditionFailed.with("Condition", "If-Unmodified-Since")
	}
	if c.noneMatch != "" {
		if matchesETag(c.noneMatch, r.ETag) {
			return errNotModified
		}
	} else if t, err := http.ParseTime(c.modifiedSince); err == nil && !r.lastModified().After(t) {
		return errNotModified
	}
	return nil
}

// lastModified is in the whole seconds that HTTP's dates have.
func (r *record) lastModified() time.Time { return r.Modified.Truncate(time.Second) }

func matchesETag(list, etag string) bool {
	for item := range strings.SplitSeq(list, ",") {
		item = strings.TrimPrefix(strings.TrimSpace(item), "W/")
		if item == "*" || strings.Trim(item, `"`) == etag {
			return true
		}
	}
	return false
}

// writeConditions are those of "Conditional writes" (Amazon S3 User Guide).
type writeConditions struct{ match, noneMatch string }

func writeConditionsOf(h http.Header) (writeConditions, error) {
	c := writeConditions{h.Get("If-Match"), h.Get("If-None-Match")}
	if c.noneMatch != "" && c.noneMatch != "*" {
		return c, errNotImplemented.with("Header", "If-None-Match")
	}
	return c, nil
}

// current finds what the conditions are about, before the lock is taken: to know
// an ETag may mean to read the file.
func (c writeConditions) current(b *bucket, key, path string) (*record, error) {
	if c == (writeConditions{}) {
		return nil, nil
	}
	r, err := b.stat(key, path)
	if isCode(err, errNoSuchKey) {
		return nil, nil
	}
	return r, err
}

// check judges under the lock, so that of two conditional writes one wins.
func (c writeConditions) check(b *bucket, key, path string, current *record) error {
	if c == (writeConditions{}) {
		return nil
	}
	info, err := b.statFile(key, path)
	if isCode(err, errNoSuchKey) {
		if c.match != "" {
			return noSuchKey(key)
		}
		return nil
	}
	if err != nil {
		return err
	}
	if c.noneMatch != "" {
		return errPreconditionFailed.with("Condition", "If-None-Match")
	}
	if known := b.known.get(key, info); known != nil {
		current = known
	}
	switch {
	case current == nil || !current.describes(info):
		return errConditionalConflict
	case !matchesETag(c.match, current.ETag):
		return errPreconditionFailed.with("Condition", "If-Match")
	}
	return nil
}

func isCode(err error, like *apiError) bool {
	var api *apiError
	return errors.As(err, &api) && api.code == like.code
}
