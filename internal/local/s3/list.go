package s3

import (
	"cmp"
	"encoding/base64"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxListed is the most keys and common prefixes of one page.
const maxListed = 1000

// afterAll sorts after every byte of UTF-8: prefix+afterAll is past every key
// that begins with prefix.
const afterAll = "\xff"

// listing is what ListObjects and ListObjectsV2 were asked for, and found.
type listing struct {
	prefix, delimiter string
	after             string // keys up to this one were on earlier pages
	max               int

	objects  []*record
	prefixes []string
	last     string // the last key or common prefix of the page
	more     bool
}

func (c *call) listObjects() error {
	l, err := c.readListing()
	if err != nil {
		return err
	}
	if err := l.fill(c.bucket); err != nil {
		return err
	}
	x := &xmlWriter{query: c.query.Get("encoding-type") == "url"}
	x.document("ListBucketResult")
	x.text("Name", c.bucket.name)
	x.key("Prefix", l.prefix)
	if c.query.Get("list-type") == "2" {
		c.writeV2(x, l)
	} else {
		c.writeV1(x, l)
	}
	l.write(x, c.query.Get("list-type") != "2" || c.query.Get("fetch-owner") == "true")
	x.end("ListBucketResult")
	return c.writeXML(x)
}

func (c *call) readListing() (*listing, error) {
	q := c.query
	l := &listing{prefix: q.Get("prefix"), delimiter: q.Get("delimiter"), max: maxListed}
	if e := q.Get("encoding-type"); e != "" && e != "url" {
		return nil, invalidArgument("encoding-type", e, "Invalid Encoding Method specified in Request")
	}
	if value := q.Get("max-keys"); value != "" {
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 {
			return nil, invalidArgument("max-keys", value, "Provided max-keys not an integer or within integer range")
		}
		l.max = min(n, maxListed)
	}
	switch version := q.Get("list-type"); version {
	case "":
		l.after = l.pastPrefix(q.Get("marker"))
	case "2":
		l.after = q.Get("start-after")
		if q.Has("continuation-token") {
			token := q.Get("continuation-token")
			after, err := base64.RawURLEncoding.DecodeString(token)
			if err != nil || len(after) == 0 {
				return nil, invalidArgument("continuation-token", token, "The continuation token provided is incorrect")
			}
			l.after = l.pastPrefix(string(after))
		}
	default:
		return nil, invalidArgument("list-type", version, "Invalid List Type specified in Request")
	}
	return l, nil
}

// pastPrefix moves a marker that is a common prefix past all of its keys.
func (l *listing) pastPrefix(marker string) string {
	if l.delimiter != "" && l.commonPrefix(marker) == marker && marker != "" {
		return marker + afterAll
	}
	return marker
}

// commonPrefix returns the key up to the first delimiter after the prefix, or "".
func (l *listing) commonPrefix(key string) string {
	if l.delimiter == "" || !strings.HasPrefix(key, l.prefix) {
		return ""
	}
	i := strings.Index(key[len(l.prefix):], l.delimiter)
	if i < 0 {
		return ""
	}
	return key[:len(l.prefix)+i+len(l.delimiter)]
}

var errPageFull = errors.New("page full")

func (l *listing) fill(b *bucket) error {
	if l.max == 0 {
		return nil
	}
	w := &walker{bucket: b, prefix: l.prefix, after: l.after}
	w.visit = func(key, path string) error {
		if len(l.objects)+len(l.prefixes) == l.max {
			l.more = true
			return errPageFull
		}
		if common := l.commonPrefix(key); common != "" {
			l.prefixes = append(l.prefixes, common)
			l.last = common
			w.after = common + afterAll
			return nil
		}
		r, err := b.stat(key, path)
		if isCode(err, errNoSuchKey) {
			return nil // deleted since, or a link that leads outside
		}
		if err != nil {
			return err
		}
		l.objects = append(l.objects, r)
		l.last = key
		return nil
	}
	if err := w.walk("", "."); !errors.Is(err, errPageFull) {
		return err
	}
	return nil
}

func (c *call) writeV1(x *xmlWriter, l *listing) {
	x.key("Marker", c.query.Get("marker"))
	x.number("MaxKeys", int64(l.max))
	l.writeDelimiter(x)
	x.truncated(l.more)
	if l.more && l.delimiter != "" {
		x.key("NextMarker", l.last)
	}
}

func (c *call) writeV2(x *xmlWriter, l *listing) {
	if c.query.Has("start-after") {
		x.key("StartAfter", c.query.Get("start-after"))
	}
	x.optional("ContinuationToken", c.query.Get("continuation-token"))
	if l.more {
		x.text("NextContinuationToken", base64.RawURLEncoding.EncodeToString([]byte(l.last)))
	}
	x.number("KeyCount", int64(len(l.objects)+len(l.prefixes)))
	x.number("MaxKeys", int64(l.max))
	l.writeDelimiter(x)
	x.truncated(l.more)
}

func (l *listing) writeDelimiter(x *xmlWriter) {
	if l.delimiter != "" {
		x.key("Delimiter", l.delimiter)
	}
	if x.query {
		x.text("EncodingType", "url")
	}
}

func (l *listing) write(x *xmlWriter, owner bool) {
	for _, r := range l.objects {
		x.begin("Contents")
		x.key("Key", r.Key)
		x.time("LastModified", r.Modified)
		x.text("ETag", quote(r.ETag))
		for _, c := range checksums {
			if r.Checksums[c.name] != "" {
				x.text("ChecksumAlgorithm", strings.ToUpper(c.name))
				x.text("ChecksumType", r.ChecksumType)
			}
		}
		x.number("Size", r.Size)
		if owner {
			x.begin("Owner")
			x.text("ID", ownerID)
			x.end("Owner")
		}
		x.text("StorageClass", cmp.Or(r.Headers["X-Amz-Storage-Class"], "STANDARD"))
		x.end("Contents")
	}
	for _, prefix := range l.prefixes {
		x.begin("CommonPrefixes")
		x.key("Prefix", prefix)
		x.end("CommonPrefixes")
	}
}

// walker visits the keys of a bucket in the order of their bytes.
type walker struct {
	bucket *bucket
	prefix string
	after  string // visit may move it on
	visit  func(key, path string) error
}

type walkEntry struct {
	key, path string // the key of a directory ends in a slash
	directory bool
}

func (w *walker) walk(key, directory string) error {
	entries, err := w.entries(key, directory)
	if err != nil {
		return err
	}
	for _, e := range entries {
		switch {
		case e.directory:
			if e.key+afterAll > w.after && (strings.HasPrefix(e.key, w.prefix) || strings.HasPrefix(w.prefix, e.key)) {
				err = w.walk(e.key, e.path)
			}
		case e.key > w.after && strings.HasPrefix(e.key, w.prefix):
			err = w.visit(e.key, e.path)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// entries returns what is in a directory, in the order of the keys: with their slash,
// directories sort as the keys below them do. Links to directories are not followed.
func (w *walker) entries(key, directory string) ([]walkEntry, error) {
	f, err := w.bucket.root.Open(directory)
	if isMissing(err) {
		return nil, nil // deleted since
	}
	if err != nil {
		return nil, err
	}
	found, err := f.ReadDir(-1)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	entries := make([]walkEntry, 0, len(found))
	for _, d := range found {
		name := d.Name()
		if isHidden(name) || !utf8.ValidString(name) {
			continue
		}
		e := walkEntry{key: key + w.bucket.naming.part(name), path: path.Join(directory, name)}
		switch d.Type() {
		case fs.ModeDir:
			e.directory, e.key = true, e.key+"/"
		case 0, fs.ModeSymlink:
		default:
			continue
		}
		if e.key != "" && len(e.key) <= maxKeyBytes {
			entries = append(entries, e)
		}
	}
	slices.SortFunc(entries, func(a, b walkEntry) int { return strings.Compare(a.key, b.key) })
	return entries, nil
}
