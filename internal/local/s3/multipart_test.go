package s3_test

import (
	"bytes"
	"crypto/md5"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/local/s3"
)

const partSize = 5 << 20

func startUpload(t testing.TB, f *fixture, key string, algorithm types.ChecksumAlgorithm, kind types.ChecksumType) string {
	t.Helper()
	out, err := f.client.CreateMultipartUpload(t.Context(), &awss3.CreateMultipartUploadInput{Bucket: aws.String("pets"), Key: &key, ContentType: aws.String("text/plain"), Metadata: map[string]string{"a": "b"}, ChecksumAlgorithm: algorithm, ChecksumType: kind})
	if err != nil {
		t.Fatal(err)
	}
	return *out.UploadId
}

func uploadPart(t testing.TB, f *fixture, key, id string, number int32, body []byte, algorithm types.ChecksumAlgorithm) types.CompletedPart {
	t.Helper()
	out, err := f.client.UploadPart(t.Context(), &awss3.UploadPartInput{Bucket: aws.String("pets"), Key: &key, UploadId: &id, PartNumber: &number, Body: bytes.NewReader(body), ChecksumAlgorithm: algorithm})
	if err != nil {
		t.Fatal(err)
	}
	return types.CompletedPart{PartNumber: &number, ETag: out.ETag, ChecksumCRC32: out.ChecksumCRC32, ChecksumCRC32C: out.ChecksumCRC32C, ChecksumSHA1: out.ChecksumSHA1, ChecksumSHA256: out.ChecksumSHA256, ChecksumCRC64NVME: out.ChecksumCRC64NVME}
}

func complete(t testing.TB, f *fixture, key, id string, parts ...types.CompletedPart) (*awss3.CompleteMultipartUploadOutput, error) {
	t.Helper()
	return f.client.CompleteMultipartUpload(t.Context(), &awss3.CompleteMultipartUploadInput{Bucket: aws.String("pets"), Key: &key, UploadId: &id, MultipartUpload: &types.CompletedMultipartUpload{Parts: parts}})
}

func TestMultipartUpload(t *testing.T) {
	f := newFixture(t)
	const key = "big/file"
	first, last := bytes.Repeat([]byte("a"), partSize), []byte("the end")
	for _, test := range []struct {
		algorithm types.ChecksumAlgorithm
		kind      types.ChecksumType
	}{
		{"", ""}, {types.ChecksumAlgorithmCrc32, ""}, {types.ChecksumAlgorithmCrc32c, types.ChecksumTypeFullObject}, {types.ChecksumAlgorithmSha256, types.ChecksumTypeComposite}, {types.ChecksumAlgorithmCrc64nvme, ""},
	} {
		t.Run(string(test.algorithm+"-")+string(test.kind), func(t *testing.T) {
			id := startUpload(t, f, key, test.algorithm, test.kind)
			two := uploadPart(t, f, key, id, 7, last, test.algorithm)
			uploadPart(t, f, key, id, 2, []byte("replaced"), test.algorithm)
			one := uploadPart(t, f, key, id, 2, first, test.algorithm)
			again := newFixture(t) // the parts outlive the server
			again.setBuckets(t, s3.Bucket{Name: "pets", Directory: f.directory})
			out, err := complete(t, again, key, id, one, two)
			if err != nil {
				t.Fatal(err)
			}
			a, b := md5.Sum(first), md5.Sum(last)
			want := fmt.Sprintf(`"%x-2"`, md5.Sum(append(a[:], b[:]...)))
			if *out.ETag != want {
				t.Errorf("ETag %s, want %s", *out.ETag, want)
			}
			get, err := f.client.GetObject(t.Context(), &awss3.GetObjectInput{Bucket: aws.String("pets"), Key: aws.String(key)})
			if err != nil {
				t.Fatal(err)
			}
			if got := read(t, get.Body); got != string(first)+string(last) || *get.ETag != want || *get.ContentType != "text/plain" || get.Metadata["a"] != "b" {
				t.Errorf("got %d bytes, %s, %s, %v", len(got), *get.ETag, *get.ContentType, get.Metadata)
			}
			part, err := f.client.GetObject(t.Context(), &awss3.GetObjectInput{Bucket: aws.String("pets"), Key: aws.String(key), PartNumber: aws.Int32(2)})
			if err != nil {
				t.Fatal(err)
			}
			if got := read(t, part.Body); got != string(last) || *part.PartsCount != 2 {
				t.Errorf("part 2: %q of %d", got, *part.PartsCount)
			}
			_, err = complete(t, f, key, id, one, two)
			wantCode(t, err, "NoSuchUpload")
			if left := tree(t, f.file(".gatewright-s3/uploads")); len(left) != 0 {
				t.Errorf("left: %q", left)
			}
		})
	}
}

func TestMultipartMistakes(t *testing.T) {
	f := newFixture(t)
	const key = "k"
	id := startUpload(t, f, key, "", "")
	one, two := uploadPart(t, f, key, id, 1, []byte("small"), ""), uploadPart(t, f, key, id, 2, []byte("small too"), "")
	wrong := one
	wrong.ETag = two.ETag
	missing := types.CompletedPart{PartNumber: aws.Int32(9), ETag: one.ETag}
	for _, test := range map[string]struct {
		parts []types.CompletedPart
		code  string
	}{
		"too small":    {[]types.CompletedPart{one, two}, "EntityTooSmall"},
		"order":        {[]types.CompletedPart{two, one}, "InvalidPartOrder"},
		"twice":        {[]types.CompletedPart{one, one}, "InvalidPartOrder"},
		"another part": {[]types.CompletedPart{wrong}, "InvalidPart"},
		"missing":      {[]types.CompletedPart{missing}, "InvalidPart"},
		"none":         {nil, "MalformedXML"},
	} {
		_, err := complete(t, f, key, id, test.parts...)
		wantCode(t, err, test.code)
	}
	_, err := complete(t, f, "another-key", id, one)
	wantCode(t, err, "NoSuchUpload")
	for _, bad := range []string{"..", "../../x", "", "nope", "A%2FB"} {
		if body := read(t, f.inside(t, "PUT", "/pets/k?partNumber=1&uploadId="+bad, "x").Body); !strings.Contains(body, "<Code>NoSuchUpload</Code>") {
			t.Errorf("%s: %s", bad, body)
		}
	}
	for _, number := range []string{"0", "10001", "x", ""} {
		if body := wantStatus(t, f.inside(t, "PUT", "/pets/k?uploadId="+id+"&partNumber="+number, "x"), 400); !strings.Contains(body, "Part number must be an integer between 1 and 10000, inclusive") {
			t.Errorf("%s: %s", number, body)
		}
	}
	if got := listKeys(t, f, &awss3.ListObjectsV2Input{}); len(got) != 0 {
		t.Errorf("listed: %q", got)
	}
}

func TestMultipartListsAndAbort(t *testing.T) {
	f := newFixture(t)
	ids := map[string]string{}
	for _, key := range []string{"b", "a", "c/d"} {
		ids[startUpload(t, f, key, "", "")] = key
	}
	id := startUpload(t, f, "b", "", "")
	ids[id] = "b"
	var listed []string
	in := &awss3.ListMultipartUploadsInput{Bucket: aws.String("pets"), MaxUploads: aws.Int32(1)}
	for {
		out, err := f.client.ListMultipartUploads(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range out.Uploads {
			if ids[*u.UploadId] != *u.Key {
				t.Errorf("%s is of %s", *u.UploadId, *u.Key)
			}
			listed = append(listed, *u.Key)
		}
		if !*out.IsTruncated {
			break
		}
		in.KeyMarker, in.UploadIdMarker = out.NextKeyMarker, out.NextUploadIdMarker
	}
	if diff := cmp.Diff([]string{"a", "b", "b", "c/d"}, listed); diff != "" {
		t.Error(diff)
	}
	for n := range int32(3) {
		uploadPart(t, f, "b", id, n+1, []byte("x"), "")
	}
	var numbers []int32
	pages := awss3.NewListPartsPaginator(f.client, &awss3.ListPartsInput{Bucket: aws.String("pets"), Key: aws.String("b"), UploadId: &id, MaxParts: aws.Int32(2)})
	for pages.HasMorePages() {
		out, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range out.Parts {
			numbers = append(numbers, *p.PartNumber)
		}
	}
	if !cmp.Equal(numbers, []int32{1, 2, 3}) {
		t.Errorf("parts %v", numbers)
	}
	abort := &awss3.AbortMultipartUploadInput{Bucket: aws.String("pets"), Key: aws.String("b"), UploadId: &id}
	if _, err := f.client.AbortMultipartUpload(t.Context(), abort); err != nil {
		t.Fatal(err)
	}
	_, err := f.client.AbortMultipartUpload(t.Context(), abort)
	wantCode(t, err, "NoSuchUpload")
}

func TestUploadPartCopy(t *testing.T) {
	f := newFixture(t)
	f.put(t, "source", "0123456789")
	id := startUpload(t, f, "target", "", "")
	copyPart := func(span *string) (*awss3.UploadPartCopyOutput, error) {
		return f.client.UploadPartCopy(t.Context(), &awss3.UploadPartCopyInput{Bucket: aws.String("pets"), Key: aws.String("target"), UploadId: &id, PartNumber: aws.Int32(1), CopySource: aws.String("pets/source"), CopySourceRange: span})
	}
	_, err := copyPart(aws.String("bytes=20-30"))
	wantCode(t, err, "InvalidArgument")
	out, err := copyPart(aws.String("bytes=2-4"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := complete(t, f, "target", id, types.CompletedPart{PartNumber: aws.Int32(1), ETag: out.CopyPartResult.ETag}); err != nil {
		t.Fatal(err)
	}
	if got := f.get(t, "target"); got != "234" {
		t.Errorf("got %q", got)
	}
}
