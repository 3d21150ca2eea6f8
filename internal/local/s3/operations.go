package s3

import "net/http"

// level is what an operation works on.
type level string

const (
	onService level = "SERVICE"
	onBucket  level = "BUCKET"
	onObject  level = "OBJECT"
)

type request struct {
	method      string
	level       level
	subresource string
}

// operations are all that is served, by the parameter of the query string that
// chooses among the operations of a method.
var operations = map[request]func(*call) error{
	{http.MethodGet, onService, ""}: (*call).listBuckets,

	{http.MethodGet, onBucket, ""}:           (*call).listObjects,
	{http.MethodHead, onBucket, ""}:          (*call).headBucket,
	{http.MethodPut, onBucket, ""}:           (*call).createBucket,
	{http.MethodDelete, onBucket, ""}:        (*call).deleteBucket,
	{http.MethodGet, onBucket, "location"}:   (*call).getBucketLocation,
	{http.MethodGet, onBucket, "versioning"}: (*call).getBucketVersioning,
	{http.MethodGet, onBucket, "uploads"}:    (*call).listMultipartUploads,
	{http.MethodPost, onBucket, "delete"}:    (*call).deleteObjects,

	{http.MethodGet, onObject, ""}:            (*call).getObject,
	{http.MethodHead, onObject, ""}:           (*call).getObject,
	{http.MethodPut, onObject, ""}:            (*call).putObject,
	{http.MethodDelete, onObject, ""}:         (*call).deleteObject,
	{http.MethodPost, onObject, "uploads"}:    (*call).createMultipartUpload,
	{http.MethodPut, onObject, "uploadId"}:    (*call).uploadPart,
	{http.MethodGet, onObject, "uploadId"}:    (*call).listParts,
	{http.MethodPost, onObject, "uploadId"}:   (*call).completeMultipartUpload,
	{http.MethodDelete, onObject, "uploadId"}: (*call).abortMultipartUpload,
}

// subresources are the parameters that choose an operation in Amazon S3 ("Actions",
// Amazon S3 API Reference). One that is not in the table above must never be
// taken for the plain operation: PUT ?tagging is not PUT.
var subresources = []string{
	"abac", "accelerate", "acl", "analytics", "append", "attributes", "cors", "delete", "encryption",
	"encryption-type", "intelligent-tiering", "inventory", "legal-hold", "lifecycle", "location", "logging",
	"metadataConfiguration", "metadataInventoryTable", "metadataJournalTable", "metadataTable", "metrics",
	"notification", "object-lock", "ownershipControls", "policy", "policyStatus", "publicAccessBlock",
	"renameObject", "replication", "requestPayment", "restore", "retention", "select", "session", "tagging",
	"torrent", "uploadId", "uploads", "versioning", "versions", "website",
}

// unservedHeaders ask for what would be silently lost.
var unservedHeaders = []string{
	"X-Amz-Tagging",
	"X-Amz-Object-Lock-Mode", "X-Amz-Object-Lock-Retain-Until-Date", "X-Amz-Object-Lock-Legal-Hold",
	"X-Amz-Server-Side-Encryption-Customer-Algorithm",
	"X-Amz-Copy-Source-Server-Side-Encryption-Customer-Algorithm",
	"X-Amz-Write-Offset-Bytes", "X-Amz-Rename-Source", "X-Amz-Mfa",
}

// operation looks the request up. What Amazon S3 has and this server has not is
// NotImplemented; what neither has is MethodNotAllowed.
func (c *call) operation(a address) (func(*call) error, error) {
	at := request{c.r.Method, levelOf(a), c.subresource()}
	if operate := operations[at]; operate != nil {
		return operate, c.refuseUnserved()
	}
	if at.subresource != "" {
		return nil, notImplemented(at.method + " ?" + at.subresource)
	}
	if at.method == http.MethodPost && at.level == onBucket {
		return nil, notImplemented("POST of a browser form")
	}
	return nil, errMethodNotAllowed.with("Method", at.method).with("ResourceType", string(at.level))
}

func levelOf(a address) level {
	switch {
	case a.bucket == "":
		return onService
	case a.key == "":
		return onBucket
	default:
		return onObject
	}
}

func (c *call) subresource() string {
	if len(c.query.Values) == 0 {
		return ""
	}
	for _, name := range subresources {
		if c.query.Has(name) {
			return name
		}
	}
	return ""
}

func (c *call) refuseUnserved() error {
	for _, name := range unservedHeaders {
		if c.r.Header.Get(name) != "" {
			return errNotImplemented.with("Header", name)
		}
	}
	if id := c.query.Get("versionId"); id != "" && id != "null" {
		return invalidArgument("versionId", id, "Invalid version id specified")
	}
	return nil
}
