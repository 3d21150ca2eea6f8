package s3

import (
	"net/http"
	"path"
	"slices"
	"strings"
)

// maxMetadataBytes bounds names and values of user metadata together ("Working
// with object metadata", Amazon S3 User Guide).
const maxMetadataBytes = 2 << 10

const (
	defaultType = "binary/octet-stream" // of an object that was PUT without a Content-Type
	metaPrefix  = "X-Amz-Meta-"
)

// kept are the headers, besides user metadata, that are given back as they came.
var kept = []string{
	"Content-Type", "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Expires",
	"X-Amz-Website-Redirect-Location", "X-Amz-Storage-Class",
}

// overrides are the parameters of a GET that replace headers of the response.
var overrides = map[string]string{
	"response-content-type":        "Content-Type",
	"response-cache-control":       "Cache-Control",
	"response-content-disposition": "Content-Disposition",
	"response-content-encoding":    "Content-Encoding",
	"response-content-language":    "Content-Language",
	"response-expires":             "Expires",
}

// keptHeaders takes from a request what belongs to the object.
func keptHeaders(h http.Header) (map[string]string, error) {
	found := map[string]string{"Content-Type": defaultType}
	for _, name := range kept {
		if value := h.Get(name); value != "" {
			found[name] = value
		}
	}
	if found["X-Amz-Storage-Class"] == "STANDARD" {
		delete(found, "X-Amz-Storage-Class") // is not told for the standard class
	}
	dropTransferCoding(found)
	size := 0
	for name, values := range h {
		if short, ok := strings.CutPrefix(name, metaPrefix); ok && short != "" {
			key := strings.ToLower(name) // S3 keeps names of user metadata in lower case
			found[key] = strings.Join(values, ",")
			size += len(short) + len(found[key])
		}
	}
	if size > maxMetadataBytes {
		return nil, errMetadataTooLarge
	}
	return found, nil
}

// dropTransferCoding takes aws-chunked away: it is how the body came, not what it is.
func dropTransferCoding(headers map[string]string) {
	var rest []string
	for coding := range strings.SplitSeq(headers["Content-Encoding"], ",") {
		if coding = strings.TrimSpace(coding); coding != "" && !strings.EqualFold(coding, "aws-chunked") {
			rest = append(rest, coding)
		}
	}
	if len(rest) == 0 {
		delete(headers, "Content-Encoding")
		return
	}
	headers["Content-Encoding"] = strings.Join(rest, ",")
}

// setObjectHeaders reports of the object what GET and HEAD have in common.
func (c *call) setObjectHeaders(r *record) {
	h := c.w.Header()
	for name, value := range r.Headers {
		h[name] = []string{value}
	}
	h["Etag"] = []string{quote(r.ETag)}
	h["Last-Modified"] = []string{r.Modified.UTC().Format(http.TimeFormat)}
	h["Accept-Ranges"] = []string{"bytes"}
	c.setEncryption()
}

// setEncryption reports the default of every bucket ("Setting default server-side
// encryption behavior for Amazon S3 buckets", Amazon S3 User Guide). The files
// here are plain.
func (c *call) setEncryption() {
	c.w.Header()["X-Amz-Server-Side-Encryption"] = []string{"AES256"}
}

func (c *call) setOverrides() {
	if len(c.query.Values) == 0 {
		return
	}
	for parameter, name := range overrides {
		if value := c.query.Get(parameter); value != "" {
			c.w.Header().Set(name, value)
		}
	}
}

func quote(etag string) string { return `"` + etag + `"` }

// types are the content types of files that were put by hand. They do not depend
// on the machine's own table, and carry no charset, as those of the AWS CLI.
var types = map[string][]string{
	"application/gzip":              {".gz"},
	"application/javascript":        {".js", ".mjs"},
	"application/json":              {".json", ".map"},
	"application/manifest+json":     {".webmanifest"},
	"application/pdf":               {".pdf"},
	"application/wasm":              {".wasm"},
	"application/x-tar":             {".tar"},
	"application/xhtml+xml":         {".xhtml"},
	"application/xml":               {".xml", ".xsd", ".xsl"},
	"application/yaml":              {".yaml", ".yml"},
	"application/zip":               {".zip", ".jar"},
	"application/vnd.ms-fontobject": {".eot"},
	"audio/mpeg":                    {".mp3"},
	"audio/ogg":                     {".ogg", ".oga"},
	"audio/wav":                     {".wav"},
	"font/otf":                      {".otf"},
	"font/ttf":                      {".ttf"},
	"font/woff":                     {".woff"},
	"font/woff2":                    {".woff2"},
	"image/avif":                    {".avif"},
	"image/bmp":                     {".bmp"},
	"image/gif":                     {".gif"},
	"image/jpeg":                    {".jpg", ".jpeg"},
	"image/png":                     {".png"},
	"image/svg+xml":                 {".svg"},
	"image/tiff":                    {".tif", ".tiff"},
	"image/vnd.microsoft.icon":      {".ico"},
	"image/webp":                    {".webp"},
	"text/calendar":                 {".ics"},
	"text/css":                      {".css"},
	"text/csv":                      {".csv"},
	"text/html":                     {".html", ".htm"},
	"text/markdown":                 {".md"},
	"text/plain":                    {".txt", ".log", ".text"},
	"text/tab-separated-values":     {".tsv"},
	"video/mp4":                     {".mp4"},
	"video/mpeg":                    {".mpeg", ".mpg"},
	"video/quicktime":               {".mov"},
	"video/webm":                    {".webm"},
}

func typeByExtension(key string) string {
	extension := strings.ToLower(path.Ext(key))
	for name, extensions := range types {
		if extension != "" && slices.Contains(extensions, extension) {
			return name
		}
	}
	return defaultType
}
