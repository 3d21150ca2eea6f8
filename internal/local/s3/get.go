package s3

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// getObject answers GET and HEAD.
func (c *call) getObject() error {
	o, err := c.bucket.openObject(c.key, c.path)
	if err != nil {
		return err
	}
	defer func() { c.warn(o.file.Close()) }()
	if err := readConditionsOf(c.r.Header, "").check(o.record); err != nil {
		if errors.Is(err, errNotModified) {
			c.setObjectHeaders(o.record)
		}
		return err
	}
	span, err := c.span(o.record)
	if err != nil {
		return err
	}
	c.setObjectHeaders(o.record)
	c.setOverrides()
	c.setIntegrity(o.record, span)
	return c.send(o, span)
}

// setIntegrity reports the checksums when they are asked for and are those of what
// is sent: they are of the whole object.
func (c *call) setIntegrity(r *record, s span) {
	if strings.EqualFold(c.r.Header.Get("X-Amz-Checksum-Mode"), "ENABLED") && !s.partial {
		setChecksumHeaders(c.w.Header(), r.Checksums, r.ChecksumType)
	}
}

func (c *call) send(o *object, s span) error {
	h := c.w.Header()
	h["Content-Length"] = []string{strconv.FormatInt(s.length, 10)}
	status := http.StatusOK
	if s.partial {
		h.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", s.start, s.start+s.length-1, o.Size))
		status = http.StatusPartialContent
	}
	if s.start > 0 {
		if _, err := o.file.Seek(s.start, io.SeekStart); err != nil {
			return err
		}
	}
	c.w.WriteHeader(status)
	if c.r.Method == http.MethodHead {
		return nil
	}
	_, err := io.CopyN(c.w, o.file, s.length)
	c.warn(err)
	return nil
}

// span is the part of an object that is sent.
type span struct {
	start, length int64
	partial       bool
}

func (c *call) span(r *record) (span, error) {
	whole := span{length: r.Size}
	header := c.r.Header.Get("Range")
	if value := c.query.Get("partNumber"); value != "" {
		if header != "" {
			return span{}, errInvalidRequest.saying("Cannot specify both Range header and partNumber query parameter")
		}
		return c.partSpan(r, value)
	}
	if header == "" || !ifRangeHolds(c.r.Header.Get("If-Range"), r) {
		return whole, nil
	}
	s, err := parseRange(header, r.Size)
	if err != nil {
		return span{}, err
	}
	if s == nil {
		return whole, nil
	}
	return *s, nil
}

// partSpan is one of the parts that the object was uploaded in; an object that was
// uploaded whole has one.
func (c *call) partSpan(r *record, value string) (span, error) {
	parts := r.Parts
	number, err := strconv.Atoi(value)
	if err != nil || number < 1 || number > maxParts {
		return span{}, invalidPartNumber(value)
	}
	if len(parts) == 0 {
		parts = []int64{r.Size}
	} else {
		c.w.Header().Set("X-Amz-Mp-Parts-Count", strconv.Itoa(len(parts)))
	}
	if number > len(parts) {
		return span{}, (&apiError{http.StatusRequestedRangeNotSatisfiable, "InvalidPartNumber", "The requested partnumber is not satisfiable", nil}).
			with("ActualPartCount", strconv.Itoa(len(parts))).with("PartNumberRequested", value)
	}
	s := span{length: parts[number-1], partial: r.Size > 0}
	for _, size := range parts[:number-1] {
		s.start += size
	}
	return s, nil
}

// ifRangeHolds is RFC 9110, section 13.1.5.
func ifRangeHolds(value string, r *record) bool {
	if value == "" || value == quote(r.ETag) {
		return true
	}
	t, err := http.ParseTime(value)
	return err == nil && r.lastModified().Equal(t)
}

// parseRange reads "bytes=0-9", "bytes=10-" or "bytes=-10". Anything else, several
// ranges included, is ignored, as Amazon S3 does: the result is nil.
func parseRange(header string, size int64) (*span, error) {
	spec, ok := strings.CutPrefix(header, "bytes=")
	first, last, dash := strings.Cut(strings.TrimSpace(spec), "-")
	if !ok || !dash || first == "" && last == "" {
		return nil, nil
	}
	unsatisfiable := errInvalidRange.with("RangeRequested", header).with("ActualObjectSize", strconv.FormatInt(size, 10))
	if first == "" {
		length, err := strconv.ParseUint(last, 10, 63)
		switch {
		case err != nil:
			return nil, nil //nolint:nilerr // ignored, as said above
		case length == 0 || size == 0:
			return nil, unsatisfiable
		}
		length = min(length, uint64(size))
		return &span{start: size - int64(length), length: int64(length), partial: true}, nil
	}
	start, err := strconv.ParseUint(first, 10, 63)
	if err != nil {
		return nil, nil //nolint:nilerr // ignored, as said above
	}
	end := uint64(size) - 1
	if last != "" {
		given, err := strconv.ParseUint(last, 10, 63)
		if err != nil || given < start {
			return nil, nil //nolint:nilerr // ignored, as said above
		}
		end = min(given, end)
	}
	if start >= uint64(size) {
		return nil, unsatisfiable
	}
	return &span{start: int64(start), length: int64(end-start) + 1, partial: true}, nil
}
