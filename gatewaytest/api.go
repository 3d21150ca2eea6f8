package gatewaytest

import (
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/compose"
	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/gateway/wire"
	"github.com/gatewright/gatewright/internal/local"
	"github.com/gatewright/gatewright/spec"
)

// API is an API that is served for the length of a test. Its methods may be called
// concurrently.
type API struct {
	t       testing.TB
	issuers []local.TokenIssuer // that authorizers name
	now     func() time.Time
	gateway *gateway.Gateway
	buckets map[string]string // directories by the buckets' names
	listen  func() *httptest.Server
}

// New serves an API until the test ends. Anything that is wrong with the API or
// its integrations fails the test at once, with all there is to say.
func New(t testing.TB, source Source, options ...Option) *API {
	t.Helper()
	s := newSetup(t)
	for _, o := range options {
		o(s)
	}
	document, problems := source.definition(s)
	if problems.HasErrors() {
		t.Fatalf("the API cannot be served:\n%v", problems)
	}
	definition, found := spec.Read(document)
	problems = append(problems, found...)
	world := s.world(definition)
	o := s.gatewayOptions(world)
	g, found := compose.Gateway(definition, o, localKeys)
	problems = append(problems, found...)
	if problems.HasErrors() {
		t.Fatalf("the API cannot be served:\n%v", problems)
	}
	s.warn(problems)
	api := &API{t: t, gateway: g, buckets: s.directories, issuers: local.TokenIssuers(definition.Expand("aws", region, s.accountID)), now: s.now}
	if api.now == nil {
		api.now = time.Now
	}
	api.listen = sync.OnceValue(func() *httptest.Server { return serve(t, g) })
	return api
}

// serve listens on loopback until the test ends.
func serve(t testing.TB, h http.Handler) *httptest.Server {
	server := httptest.NewUnstartedServer(h)
	server.Listener = wire.Listener(server.Listener)
	server.Config.ConnContext = wire.ConnContext
	server.Start()
	t.Cleanup(server.Close)
	return server
}

// URL returns the base URL of the API, such as http://127.0.0.1:41234. The API begins
// to listen when it is first asked for.
func (a *API) URL() string { return a.listen().URL }

// Client returns a client for the API at its URL. It follows no redirects, so that a
// test sees what the API answers.
func (a *API) Client() *http.Client {
	client := *a.listen().Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &client
}

// Do has the API answer a request in this process, without a socket. The host of
// the request's URL may be any. The names of headers reach functions in Go's
// canonical form; over the wire they have the client's.
func (a *API) Do(r *http.Request) *http.Response {
	inside := r.Clone(r.Context())
	inside.RequestURI = r.URL.RequestURI()
	if inside.Host == "" {
		inside.Host = r.URL.Host
	}
	if inside.Body == nil {
		inside.Body = http.NoBody
	}
	if inside.RemoteAddr == "" {
		inside.RemoteAddr = net.JoinHostPort("127.0.0.1", "1")
	}
	answer := httptest.NewRecorder()
	a.gateway.ServeHTTP(answer, inside)
	response := answer.Result()
	response.Request = r
	return response
}

// ServeHTTP implements http.Handler, so that the API can stand behind others.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.gateway.ServeHTTP(w, r) }

// Bucket returns the directory of a bucket's objects, each a file at its key. It is
// empty when no integration or option names the bucket.
func (a *API) Bucket(name string) string { return a.buckets[name] }

// world puts buckets behind the API.
func (s *setup) world(definition *spec.API) *local.World {
	buckets := s.buckets(definition)
	filled := s.fill()
	world := local.New(local.Options{Region: region, AccountID: s.accountID, Logger: s.logger})
	s.t.Cleanup(func() { // before the temporary directories go
		if err := world.Close(); err != nil {
			s.t.Errorf("end what is behind the API: %v", err)
		}
	})
	err := errors.Join(filled, world.Apply(s.t.Context(), local.Setup{Buckets: buckets}))
	if err != nil {
		s.t.Fatalf("the buckets cannot be served: %v", err)
	}
	return world
}

// warn reports the test's log what a definition's author should know.
func (s *setup) warn(problems diag.List) {
	for _, p := range problems {
		s.logger.Warn(p.Error(), slog.String("help", p.Help))
	}
}
