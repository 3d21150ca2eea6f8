// Package s3 is an Amazon S3 for a laptop: an HTTP handler that serves buckets
// from plain directories.
//
// # Where things are
//
// An object is an ordinary file whose path, below its bucket's directory, is the
// object's key. Files that are put, edited or removed by hand are objects put,
// edited and removed; their content type comes from their extension, their ETag
// is the MD5 of their bytes. What a file cannot hold (content type, user metadata,
// checksums, the parts of unfinished uploads) is kept in one hidden directory,
// .gatewright-s3, at the top of the bucket's, or elsewhere when
// [Options.SideDirectory] says so. It is safe to delete: objects then are as if
// put by hand. Names that begin with .gatewright-s3 are never objects. A temporary
// file of that prefix lies next to an object while it is being written; one that a
// killed process left may be deleted.
//
// Parts of a key that a file system cannot hold are written with percent escapes:
// ".." is the file "%2E%2E", an empty part, as in "a//b" or "folder/", is "%empty"
// and, on Windows, "a:b" is "a%3Ab". A part that reads like such an escape has its
// percent signs escaped in turn. No key leads out of the bucket's directory, nor
// does a symbolic link in it. Two things are refused that Amazon S3 would take: a
// part of more than 255 bytes, and a key that is both an object and the directory of
// others, as "a" and "a/b". On file systems that do not tell cases apart, keys that
// differ by case only are one object.
//
// # What is served
//
// Objects: GET, HEAD, PUT, DELETE, copy, multipart upload, DeleteObjects, ranges,
// conditions, checksums, presigned URLs. Buckets: both forms of ListObjects,
// HeadBucket, GetBucketLocation, ListBuckets. There is one version of an object, no
// ACL (x-amz-acl is accepted and means nothing) and no encryption. Every other
// operation is answered with NotImplemented. Buckets are configured with
// [Server.SetBuckets], never created by a request.
package s3
