package s3_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"
)

// listKeys returns the keys of all pages; a common prefix has "*" after it.
func listKeys(t testing.TB, f *fixture, in *awss3.ListObjectsV2Input) []string {
	t.Helper()
	in.Bucket = aws.String("pets")
	var found []string
	pages := awss3.NewListObjectsV2Paginator(f.client, in)
	for pages.HasMorePages() {
		out, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, entries(out.Contents, out.CommonPrefixes)...)
		if n := len(out.Contents) + len(out.CommonPrefixes); int(*out.KeyCount) != n || in.MaxKeys != nil && n > int(*in.MaxKeys) {
			t.Fatalf("a page of %d, KeyCount %d", n, *out.KeyCount)
		}
	}
	return found
}

func entries(contents []types.Object, prefixes []types.CommonPrefix) []string {
	var page []string
	for _, o := range contents {
		page = append(page, *o.Key)
	}
	for _, p := range prefixes {
		page = append(page, *p.Prefix+"*")
	}
	slices.Sort(page)
	return page
}

func TestList(t *testing.T) {
	f := newFixture(t)
	// In the order of bytes: "a-b", "a.txt" before "a/…" before "a0".
	all := []string{"a-b", "a.txt", "a/", "a/1", "a/b/2", "a/b/3", "a0", "b c/é&<>\"'.txt", "b//x", "z"}
	for _, key := range all {
		f.put(t, key, key)
	}
	slices.Sort(all)
	for _, test := range []struct {
		prefix, delimiter, after string
		want                     []string
	}{
		{"", "", "", all},
		{"", "/", "", []string{"a-b", "a.txt", "a/*", "a0", "b c/*", "b/*", "z"}},
		{"a", "/", "", []string{"a-b", "a.txt", "a/*", "a0"}},
		{"a/", "/", "", []string{"a/", "a/1", "a/b/*"}},
		{"a/b", "", "", []string{"a/b/2", "a/b/3"}},
		{"a/b", "/", "", []string{"a/b/*"}},
		{"b/", "/", "", []string{"b//*"}},
		{"", "b", "", []string{"a-b*", "a.txt", "a/", "a/1", "a/b*", "a0", "b*", "z"}},
		{"", "", "a/1", []string{"a/b/2", "a/b/3", "a0", "b c/é&<>\"'.txt", "b//x", "z"}},
		{"none", "/", "", nil},
		{"../", "", "", nil},
	} {
		for _, size := range []int32{1, 2, 3, 1000} {
			got := listKeys(t, f, &awss3.ListObjectsV2Input{Prefix: &test.prefix, Delimiter: &test.delimiter, StartAfter: &test.after, MaxKeys: &size})
			slices.Sort(got)
			want := slices.Clone(test.want)
			slices.Sort(want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("prefix %q, delimiter %q, after %q, pages of %d\n%s", test.prefix, test.delimiter, test.after, size, diff)
			}
			if test.after == "" {
				if diff := cmp.Diff(want, listV1(t, f, test.prefix, test.delimiter, size)); diff != "" {
					t.Errorf("version 1: prefix %q, delimiter %q, pages of %d\n%s", test.prefix, test.delimiter, size, diff)
				}
			}
		}
	}
}

func listV1(t testing.TB, f *fixture, prefix, delimiter string, size int32) []string {
	t.Helper()
	var found []string
	in := &awss3.ListObjectsInput{Bucket: aws.String("pets"), Prefix: &prefix, Delimiter: &delimiter, MaxKeys: &size}
	for {
		out, err := f.client.ListObjects(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		page := entries(out.Contents, out.CommonPrefixes)
		found = append(found, page...)
		if !*out.IsTruncated {
			slices.Sort(found)
			return found
		}
		in.Marker = out.NextMarker
		if in.Marker == nil {
			in.Marker = &page[len(page)-1]
		}
	}
}

func TestListDocument(t *testing.T) {
	f := newFixture(t)
	writeFile(t, f.file("a b/c&d.txt"), "x")
	body := wantStatus(t, f.inside(t, "GET", "/pets?list-type=2&encoding-type=url&fetch-owner=true", ""), 200)
	for _, want := range []string{
		`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>pets</Name><Prefix/><KeyCount>1</KeyCount><MaxKeys>1000</MaxKeys><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated><Contents><Key>a+b/c%26d.txt</Key><LastModified>`,
		`<ETag>&quot;9dd4e461268c8034f5c8564e155c67a6&quot;</ETag><Size>1</Size><Owner><ID>`,
		`<StorageClass>STANDARD</StorageClass></Contents></ListBucketResult>`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s\nin %s", want, body)
		}
	}
	for query, argument := range map[string]string{"max-keys=-1": "max-keys", "max-keys=x": "max-keys", "list-type=3": "list-type", "list-type=2&continuation-token=!": "continuation-token", "encoding-type=x": "encoding-type"} {
		if body := wantStatus(t, f.inside(t, "GET", "/pets?"+query, ""), 400); !strings.Contains(body, "<Code>InvalidArgument</Code>") || !strings.Contains(body, "<ArgumentName>"+argument+"</ArgumentName>") {
			t.Errorf("%s: %s", query, body)
		}
	}
	if body := wantStatus(t, f.inside(t, "GET", "/pets?max-keys=0", ""), 200); !strings.Contains(body, "<IsTruncated>false</IsTruncated></ListBucketResult>") {
		t.Errorf("max-keys=0: %s", body)
	}
}

func TestListManyPages(t *testing.T) {
	f := newFixture(t)
	var want []string
	for i := range 1203 {
		key := fmt.Sprintf("dir%d/%04d", i%3, i)
		writeFile(t, f.file(key), "")
		want = append(want, key)
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, listKeys(t, f, &awss3.ListObjectsV2Input{})); diff != "" {
		t.Error(diff)
	}
}
