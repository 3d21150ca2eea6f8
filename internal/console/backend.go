package console

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/gatewright/gatewright/internal/gateway"
)

// Backend is what the console shows and acts on.
type Backend interface {
	// APIs returns the APIs that are served now.
	APIs() []API
	// Identify makes a request come from somebody: it adds a token, a key or a signature.
	Identify(r *http.Request, api string, as Identity, body []byte) error
	// Functions returns the functions that run here.
	Functions() []Function
	// RestartFunctions ends the processes of all functions; the next call starts others.
	RestartFunctions(ctx context.Context) error
	// Buckets returns the objects of the buckets here.
	Buckets() ([]Bucket, error)
	// Object opens an object of a bucket.
	Object(bucket, key string) (http.Handler, error)
}

// API is one of the APIs that are served.
type API struct {
	Name       string      `json:"name"` // empty when there is only one
	Title      string      `json:"title"`
	Stage      string      `json:"stage"`
	URL        string      `json:"url"`
	Operations []Operation `json:"operations"`
	Identities []Identity  `json:"identities"`

	// Document is the definition, for reading.
	Document json.RawMessage  `json:"-"`
	Gateway  *gateway.Gateway `json:"-"`
}

// Operation is an operation as the console lists it.
type Operation struct {
	Name        string      `json:"name"` // its operationId, or its method and path
	Method      string      `json:"method"`
	Path        string      `json:"path"`
	Tag         string      `json:"tag,omitempty"`
	Summary     string      `json:"summary,omitempty"`
	Description string      `json:"description,omitempty"`
	Integration string      `json:"integration"` // what responds, in a few words
	At          string      `json:"at"`
	Authorizer  string      `json:"authorizer,omitempty"`
	AuthType    string      `json:"authorizationType,omitempty"`
	AuthHeader  string      `json:"authorizationHeader,omitempty"` // that a Lambda authorizer reads
	Scopes      []string    `json:"scopes,omitempty"`
	APIKey      bool        `json:"apiKeyRequired,omitempty"`
	Validates   string      `json:"validates,omitempty"` // "body", "parameters", or both
	Cache       string      `json:"cache,omitempty"`     // how long responses are kept
	Throttle    string      `json:"throttle,omitempty"`
	Runs        bool        `json:"runs"` // all that it needs runs on this machine
	Parameters  []Parameter `json:"parameters"`
	Body        *Example    `json:"body,omitempty"`
	Warnings    []Warning   `json:"warnings,omitempty"`
}

// Parameter is a parameter of an operation, with a valid value.
type Parameter struct {
	Name        string `json:"name"`
	In          string `json:"in"`
	Required    bool   `json:"required,omitempty"`
	Hint        string `json:"hint,omitempty"`
	Description string `json:"description,omitempty"`
	Example     string `json:"example,omitempty"`
}

// Example is a valid body.
type Example struct {
	ContentType string `json:"contentType"`
	Text        string `json:"text"`
}

// Warning is a diagnostic about an operation.
type Warning struct {
	Rule    string `json:"rule"`
	Message string `json:"message"`
	Help    string `json:"help,omitempty"`
	At      string `json:"at"`
}

// The kinds of identities.
const (
	Nobody       = ""
	UserToken    = "token"  // of a user pool or another issuer
	IAMSignature = "iam"    // Signature Version 4
	KeyHolder    = "apiKey" // an API key
	HeaderValue  = "header" // what a Lambda authorizer reads
	MaxBody      = 10 << 20 // bytes of what is sent
	MaxRequest   = 1 << 20  // bytes of other requests to the console
)

// Identity is somebody that a request can come from.
type Identity struct {
	Kind   string            `json:"kind"             jsonschema:"token, iam, apiKey, header (what a Lambda authorizer reads), or empty: nobody"`
	Name   string            `json:"name,omitempty"   jsonschema:"of the issuer, the credential, or the key"`
	Label  string            `json:"label,omitempty"  jsonschema:"for people"`
	User   string            `json:"user,omitempty"   jsonschema:"whose token it is"`
	Scopes []string          `json:"scopes,omitempty" jsonschema:"of the token"`
	Claims map[string]string `json:"claims,omitempty" jsonschema:"of the token, besides the usual ones: JSON or text"`
	Header string            `json:"header,omitempty" jsonschema:"that a Lambda authorizer reads"`
	Value  string            `json:"value,omitempty"  jsonschema:"of this header"`
}

// Function is a function that runs here.
type Function struct {
	Name      string    `json:"name"`
	Runtime   string    `json:"runtime"`
	Memory    int       `json:"memory"` // MiB
	Processes []Process `json:"processes"`
}

// Process is a process of a function.
type Process struct {
	PID      int    `json:"pid"`
	State    string `json:"state"`
	Resident int64  `json:"resident"` // bytes; 0: not known
}

// Bucket is a bucket and its objects.
type Bucket struct {
	Name      string   `json:"name"`
	Directory string   `json:"directory"`
	Objects   []Object `json:"objects"`
	More      bool     `json:"more,omitempty"` // there are more objects
}

// Object is an object of a bucket.
type Object struct {
	Key  string `json:"key"`
	Size int64  `json:"size"`
}
