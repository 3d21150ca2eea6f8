package s3

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// apiError is a response in the form of "Error responses" (Amazon S3 API
// Reference).
type apiError struct {
	status  int
	code    string
	message string
	fields  []field
}

// field is an element that follows the message.
type field struct{ name, value string }

func (e *apiError) Error() string { return e.code + ": " + e.message }

// with returns a copy with one more field.
func (e *apiError) with(name, value string) *apiError {
	c := *e
	c.fields = append(slices.Clip(c.fields), field{name, value})
	return &c
}

func (e *apiError) saying(format string, args ...any) *apiError {
	c := *e
	c.message = fmt.Sprintf(format, args...)
	return &c
}

var (
	errAccessDenied       = &apiError{http.StatusForbidden, "AccessDenied", "Access Denied", nil}
	errBadDigest          = &apiError{http.StatusBadRequest, "BadDigest", "The Content-MD5 you specified did not match what we received.", nil}
	errCORS               = &apiError{http.StatusForbidden, "AccessForbidden", "CORSResponse: CORS is not enabled for this bucket.", nil}
	errEntityTooLarge     = &apiError{http.StatusBadRequest, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", nil}
	errEntityTooSmall     = &apiError{http.StatusBadRequest, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", nil}
	errIncompleteBody     = &apiError{http.StatusBadRequest, "IncompleteBody", "The request body terminated unexpectedly", nil}
	errInternal           = &apiError{http.StatusInternalServerError, "InternalError", "We encountered an internal error. Please try again.", nil}
	errInvalidArgument    = &apiError{http.StatusBadRequest, "InvalidArgument", "Invalid Argument", nil}
	errInvalidDigest      = &apiError{http.StatusBadRequest, "InvalidDigest", "The Content-MD5 you specified was invalid.", nil}
	errInvalidPart        = &apiError{http.StatusBadRequest, "InvalidPart", "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.", nil}
	errInvalidPartOrder   = &apiError{http.StatusBadRequest, "InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.", nil}
	errInvalidRange       = &apiError{http.StatusRequestedRangeNotSatisfiable, "InvalidRange", "The requested range is not satisfiable", nil}
	errInvalidRequest     = &apiError{http.StatusBadRequest, "InvalidRequest", "Invalid Request", nil}
	errInvalidURI         = &apiError{http.StatusBadRequest, "InvalidURI", "Couldn't parse the specified URI.", nil}
	errMalformedXML       = &apiError{http.StatusBadRequest, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema", nil}
	errMetadataTooLarge   = &apiError{http.StatusBadRequest, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size", nil}
	errMethodNotAllowed   = &apiError{http.StatusMethodNotAllowed, "MethodNotAllowed", "The specified method is not allowed against this resource.", nil}
	errMissingLength      = &apiError{http.StatusLengthRequired, "MissingContentLength", "You must provide the Content-Length HTTP header.", nil}
	errNoSuchBucket       = &apiError{http.StatusNotFound, "NoSuchBucket", "The specified bucket does not exist", nil}
	errNoSuchKey          = &apiError{http.StatusNotFound, "NoSuchKey", "The specified key does not exist.", nil}
	errNoSuchUpload       = &apiError{http.StatusNotFound, "NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.", nil}
	errNotImplemented     = &apiError{http.StatusNotImplemented, "NotImplemented", "A header you provided implies functionality that is not implemented", nil}
	errPreconditionFailed = &apiError{http.StatusPreconditionFailed, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", nil}
	errUnavailable        = &apiError{http.StatusServiceUnavailable, "ServiceUnavailable", "Service is unable to handle request.", nil}

	// errNotModified carries a status only: RFC 9110, section 15.4.5, forbids a body.
	errNotModified = &apiError{status: http.StatusNotModified}
)

func noSuchKey(key string) *apiError { return errNoSuchKey.with("Key", key) }

func noSuchBucket(name string) *apiError { return errNoSuchBucket.with("BucketName", name) }

func invalidArgument(name, value, format string, args ...any) *apiError {
	return errInvalidArgument.saying(format, args...).with("ArgumentName", name).with("ArgumentValue", value)
}

func errKeyTooLong(size int) *apiError {
	e := &apiError{status: http.StatusBadRequest, code: "KeyTooLongError", message: "Your key is too long"}
	return e.with("Size", strconv.Itoa(size)).with("MaxSizeAllowed", strconv.Itoa(maxKeyBytes))
}

// errNameTooLong and the two below are refusals that Amazon S3 does not know:
// they come of keeping objects as ordinary files.
func errNameTooLong(part string) *apiError {
	return errInvalidArgument.saying("Objects are kept as files here, and a file name has at most %d bytes: the part %q of the key is too long.", maxNameBytes, part)
}

func errKeyConflict(key string) *apiError {
	e := &apiError{status: http.StatusConflict, code: "KeyConflict"}
	return e.saying("Objects are kept as files here, so a key cannot be a file and a directory at once: %q conflicts with a key that is there already.", key).with("Key", key)
}

func errLeadsOutside(key string) *apiError {
	return errAccessDenied.saying("A symbolic link on the path of %q leads out of the bucket's directory.", key).with("Key", key)
}

// write sends the error. A HEAD request gets the status and the headers only.
func (e *apiError) write(w http.ResponseWriter, method, requestID, hostID string) error {
	h := w.Header()
	if e.code == "" {
		w.WriteHeader(e.status)
		return nil
	}
	h.Set("Content-Type", "application/xml")
	if method == http.MethodHead {
		w.WriteHeader(e.status)
		return nil
	}
	var x xmlWriter
	x.begin("Error")
	x.text("Code", e.code)
	x.text("Message", e.message)
	for _, f := range e.fields {
		x.text(f.name, f.value)
	}
	x.text("RequestId", requestID)
	x.text("HostId", hostID)
	x.end("Error")
	h.Set("Content-Length", strconv.Itoa(x.b.Len()))
	w.WriteHeader(e.status)
	_, err := w.Write(x.b.Bytes())
	return err
}

// notImplemented names what is asked for and not served.
func notImplemented(what string) *apiError {
	return errNotImplemented.saying("%s is not implemented by this local server.", strings.TrimSpace(what))
}
