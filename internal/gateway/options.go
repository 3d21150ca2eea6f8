package gateway

import (
	"crypto/sha256"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/gatewright/gatewright/spec"
	"github.com/gatewright/gatewright/spec/stage"
)

// Options says where a Gateway stands and what is behind it. The zero value is
// of use: an API without Lambda functions and AWS services.
type Options struct {
	// Stage is the name of the stage; default "prod".
	Stage string
	// Region is the AWS region; default "us-east-1".
	Region string
	// AccountID is the AWS account; default "123456789012".
	AccountID string
	// APIID is the id of the API; default: ten characters made from the title.
	APIID string
	// AnyPath also serves paths that API Gateway refuses, such as /v1/{name}:cancel.
	AnyPath bool
	// EdgeOptimized bounds URLs as CloudFront does.
	EdgeOptimized bool
	// StageVariables are the stage's variables, by name.
	StageVariables map[string]string

	// Settings are those of the stage.
	stage.Settings

	// Lambda invokes functions. Without it, Lambda integrations answer 500.
	Lambda Lambda
	// Services sends the requests of AWS-service integrations, which carry a
	// [ServiceRequest] in their context. Without it they answer 500.
	Services http.RoundTripper
	// HTTP sends the requests of HTTP and HTTP_PROXY integrations. The default
	// follows no redirects and does not touch Content-Encoding.
	HTTP http.RoundTripper
	// Issuers are those whose keys are not the ones that their discovery documents
	// name.
	Issuers []Issuer
	// Credentials are those that operations with IAM authorization accept.
	Credentials []Credential
	// UserPools says where the keys of Cognito user pools are. Those of others are
	// Amazon Cognito's.
	UserPools []UserPool
	// Source is where calls come from.
	Source Source
	// VPCLink gives the address ("host:port") at which the target of a VPC link
	// can be reached. Without it the host of the integration's URI is dialled.
	VPCLink func(connectionID string) (target string, err error)

	// Now is the clock; default [time.Now].
	Now func() time.Time
	// Logger hears of bugs and of failures of what is behind the gateway;
	// default: nobody.
	Logger *slog.Logger
	// ExecutionLog receives each line that API Gateway would write to the
	// stage's execution log, without the "(<request id>) " before it. It is
	// called from many goroutines at once. Nil: no lines are made.
	ExecutionLog func(requestID, line string)
	// Completed is called after each response, from many goroutines at once. Nil:
	// nobody is told, and nothing is measured.
	Completed func(r *http.Request, c Completion)
	// Observe is called with a recording of each request after its response, from many
	// goroutines at once. Nil: nothing is recorded.
	Observe func(*Recording)
	// Place returns how the traces of recordings name a file. Nil: as its positions do.
	Place func(file string) string
	// BrokenResponse is called for each response of a function or an HTTP backend that
	// its operation does not declare, from many goroutines at once. Nil: nobody is told,
	// and nothing is checked unless StrictResponses is set.
	BrokenResponse func(o *spec.Operation, problem string)
	// StrictResponses makes such a response an error, with status 500. API Gateway does
	// not look at it.
	StrictResponses bool
	// AccessLogTo receives the stage's access log, a line for each request and
	// write. Nil: none is made.
	AccessLogTo io.Writer
}

// Completion is how a request went.
type Completion struct {
	Operation *spec.Operation // nil: none matched
	Status    int
	Duration  time.Duration // until the response was sent
	Cached    bool          // the response came from the cache
	// Failure is the type of the gateway response, such as "INTEGRATION_FAILURE";
	// empty: the integration responded.
	Failure string
	// Cause says more about a failure than the client is told; it may be empty.
	Cause string
}

func (o Options) withDefaults(title string) Options {
	if o.Stage == "" {
		o.Stage = "prod"
	}
	if o.Region == "" {
		o.Region = "us-east-1"
	}
	if o.AccountID == "" {
		o.AccountID = "123456789012"
	}
	if o.APIID == "" {
		o.APIID = idOf(title, 10)
	}
	if o.HTTP == nil {
		o.HTTP = newTransport()
	}
	if o.Services == nil {
		o.Services = noServices{}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// maxIdlePerHost keeps a connection open for each request that may be under way
// at once.
const maxIdlePerHost = 256

func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DisableCompression:    true,
		MaxIdleConns:          4 * maxIdlePerHost,
		MaxIdleConnsPerHost:   maxIdlePerHost,
		IdleConnTimeout:       90 * time.Second,
		ExpectContinueTimeout: time.Second,
	}
}

type noServices struct{}

func (noServices) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("no AWS services are behind this gateway")
}

const idAlphabet = "0123456789abcdefghijklmnopqrstuvwxyz"

// idOf makes an id as API Gateway writes them; the same text always gives the
// same id.
func idOf(text string, length int) string {
	sum := sha256.Sum256([]byte(text))
	id := make([]byte, length)
	for i := range id {
		id[i] = idAlphabet[int(sum[i])%len(idAlphabet)]
	}
	return string(id)
}
