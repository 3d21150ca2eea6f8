// Package gateway is API Gateway's data plane: it serves a definition as a REST
// API in the cloud would answer it.
//
// New compiles each operation once. A request then walks one short list of
// steps (request.go), each in the file of its name, and any failure leaves as a
// gateway response.
//
// The API is served at the root ("http://127.0.0.1:3000/pets"), not below its
// stage; $context.path and similar nevertheless begin with the stage. A path
// that matches nothing is tried once more without a leading "/{stage}".
package gateway

import (
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/gateway/policy"
	"github.com/gatewright/gatewright/internal/gateway/route"
	"github.com/gatewright/gatewright/spec"
)

// Gateway serves one definition. It is an [http.Handler] and safe for concurrent
// use.
type Gateway struct {
	options      Options
	domainPrefix string
	deploymentID string

	routes       route.Tree[*operation]
	unserved     map[*spec.Operation]bool
	responses    gatewayResponses
	apiARN       string         // "arn:aws:execute-api:{region}:{account}:{id}"
	policy       *policy.Policy // the resource's; nil: none
	keySource    keySource
	usage        *usage
	access       *accessLog
	cache        *cache   // nil: none
	canary       *Gateway // takes a part of the requests; nil: none
	isCanary     *bool    // nil: the stage has no canary
	settings     settings // of requests that match no operation
	binary       binaryTypes
	compressFrom int // bytes; -1: no compression
	exchanges    sync.Pool
	deciders     []*lambdaGuard    // the Lambda authorizers
	insecure     http.RoundTripper // see insecureTransport; nil until needed
}

// New compiles a definition. The list tells what is wrong with it, at the place
// where it is written; with an error in it the Gateway is nil.
func New(api *spec.API, o Options) (*Gateway, diag.List) {
	var problems diag.List
	o = o.withDefaults(api.Title)
	problems.Add(o.Check()...)
	if problems.HasErrors() {
		return nil, problems
	}
	g := compileGateway(api, o, newUsage(&o.Settings), &problems)
	g.warnKeys(api, &problems)
	g.warnMethods(api, &problems)
	if o.Canary != nil && !problems.HasErrors() {
		g.divert(api, &problems)
	}
	if problems.HasErrors() {
		return nil, problems
	}
	return g, problems
}

// Serves reports whether requests reach an operation of the definition; its path may
// be one that API Gateway refuses.
func (g *Gateway) Serves(method, path string) bool {
	for o := range g.unserved {
		if o.Method == method && o.Path == path {
			return false
		}
	}
	return true
}

// compileGateway makes a gateway that counts with a usage.
func compileGateway(api *spec.API, o Options, u *usage, problems *diag.List) *Gateway {
	g := &Gateway{
		options:      o,
		routes:       route.Tree[*operation]{AnyPath: o.AnyPath},
		unserved:     map[*spec.Operation]bool{},
		keySource:    keySourceOf(api),
		usage:        u,
		access:       newAccessLog(&o),
		cache:        newCache(o.CacheSize),
		binary:       newBinaryTypes(api.BinaryMediaTypes),
		compressFrom: -1,
	}
	g.domainPrefix = g.options.APIID
	g.deploymentID = idOf(api.Title+"\x00deployment", 6)
	if api.MinimumCompressionSize != nil {
		g.compressFrom = *api.MinimumCompressionSize
	}
	g.responses = compileGatewayResponses(api.GatewayResponses, problems)
	g.apiARN = "arn:aws:execute-api:" + o.Region + ":" + o.AccountID + ":" + o.APIID
	g.policy = resourcePolicy(api, g.apiARN, problems)
	c := newCompiler(g, api.Root, problems)
	api = api.Expand("aws", g.options.Region, g.options.AccountID)
	for _, o := range api.Operations {
		c.add(o)
	}
	general, _ := g.options.For("", "")
	g.settings.level, g.settings.dataTrace = logSettings(general)
	g.exchanges.New = func() any { return newExchange(g) }
	return g
}

// ServeHTTP implements [http.Handler].
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if g.canary != nil && g.canary.takes() {
		g = g.canary
	}
	x, ok := g.exchanges.Get().(*exchange)
	if !ok {
		x = newExchange(g)
	}
	defer g.exchanges.Put(x)
	defer x.reset()
	defer x.recoverFrom(w, r)
	x.writer, x.request = w, r
	x.serve()
}

// recoverFrom turns a bug into a response with status 500 and a log entry.
func (x *exchange) recoverFrom(w http.ResponseWriter, r *http.Request) {
	p := recover()
	if p == nil {
		return
	}
	if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(p)
	}
	x.bodyEscaped = true
	x.gateway.options.Logger.LogAttrs(r.Context(), slog.LevelError, "the gateway failed on a request",
		slog.String("method", r.Method), slog.String("target", r.RequestURI),
		slog.Any("cause", p), slog.String("stack", string(debug.Stack())))
	if x.written {
		panic(http.ErrAbortHandler)
	}
	h := w.Header()
	clear(h)
	h["Content-Type"] = []string{"application/json"}
	h["x-amzn-ErrorType"] = []string{apiConfigurationError.errorType}
	w.WriteHeader(http.StatusInternalServerError)
	if _, err := w.Write([]byte(`{"message": "Internal server error"}`)); err != nil {
		x.gateway.options.Logger.Debug("the client disconnected", "cause", err)
	}
}
