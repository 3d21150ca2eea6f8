package local

import (
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Bucket is a bucket and the first of its objects.
type Bucket struct {
	Name    string
	Objects []Object
	More    bool // there are more objects
}

// Object is an object of a bucket.
type Object struct {
	Key  string
	Size int64
}

// Buckets returns the buckets of names, with their objects.
func (w *World) Buckets(names []string) ([]Bucket, error) {
	var all []Bucket
	for _, name := range names {
		response, err := w.readS3("/"+name, "list-type=2&encoding-type=url")
		if err != nil {
			return nil, err
		}
		var list struct {
			IsTruncated bool
			Contents    []Object
		}
		err = errors.Join(xml.NewDecoder(response.Body).Decode(&list), response.Body.Close())
		if err != nil || response.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("bucket %s: %s", name, response.Status)
		}
		for i := range list.Contents {
			if key, err := url.QueryUnescape(list.Contents[i].Key); err == nil {
				list.Contents[i].Key = key
			}
		}
		all = append(all, Bucket{name, list.Contents, list.IsTruncated})
	}
	return all, nil
}

// Object returns the response to a request for an object, whose body must be closed.
func (w *World) Object(bucket, key string) (*http.Response, error) {
	if bucket == "" || key == "" {
		return nil, fmt.Errorf("no object %q in bucket %q", key, bucket)
	}
	return w.readS3((&url.URL{Path: "/" + bucket + "/" + key}).EscapedPath(), "")
}

func (w *World) readS3(path, query string) (*http.Response, error) {
	w.mu.RLock()
	buckets := w.buckets
	w.mu.RUnlock()
	if buckets == nil {
		return nil, errors.New("no buckets run here")
	}
	target := path
	if query != "" {
		target += "?" + query
	}
	r, err := http.NewRequest(http.MethodGet, "http://s3.localhost"+target, strings.NewReader(""))
	if err != nil {
		return nil, err
	}
	r.RequestURI, r.Host = target, "localhost"
	return serve(buckets.Inside(), r)
}
