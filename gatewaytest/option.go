package gatewaytest

import (
	"cmp"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/compose"
	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/local"
	"github.com/gatewright/gatewright/internal/local/s3"
	"github.com/gatewright/gatewright/internal/prepare"
	"github.com/gatewright/gatewright/spec"
	"github.com/gatewright/gatewright/spec/stage"
)

// The region and the account of what runs in a test.
const (
	region  = "us-east-1"
	account = "123456789012"
)

// Option says what is behind the API, or how it is set up.
type Option func(s *setup)

// setup is what the options say.
type setup struct {
	t            testing.TB
	logger       *slog.Logger
	input        prepare.Input
	integrations map[string]integration.Integration
	functions    functions
	hosts        hosts
	links        map[string]string
	directories  map[string]string // of buckets
	objects      map[string]map[string]string
	stage        string
	accountID    string
	variables    map[string]string
	settings     stage.Settings
	now          func() time.Time
	executionLog bool
	strict       bool
	credentials  []gateway.Credential
	source       gateway.Source
}

func newSetup(t testing.TB) *setup {
	return &setup{
		t:            t,
		accountID:    account,
		logger:       slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{ReplaceAttr: withoutTime})),
		integrations: map[string]integration.Integration{},
		functions:    functions{},
		hosts:        hosts{},
		links:        map[string]string{},
		directories:  map[string]string{},
		objects:      map[string]map[string]string{},
		variables:    map[string]string{},
	}
}

func withoutTime(_ []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}

// Integrations returns the integrations of operations by the operations' IDs, as the Map
// function of a generated package does: Integrations(petstore.Map(backend{})). Those of
// later options win.
func Integrations(all map[string]integration.Integration) Option {
	return func(s *setup) { maps.Copy(s.integrations, all) }
}

// MockAll has operations that have no integration answer data made from the model.
func MockAll() Option { return func(s *setup) { s.input.MockAll = true } }

// Authorizers are those that the model's operations refer to by name.
func Authorizers(all ...authorizer.Authorizer) Option {
	return func(s *setup) { s.input.Authorizers = append(s.input.Authorizers, all...) }
}

// DefaultAuthorizer authorizes the calls of every operation for which the model and
// its integration say nothing else.
func DefaultAuthorizer(a authorizer.Authorizer) Option {
	return func(s *setup) {
		s.input.DefaultAuthorizer = a
		if !authorizer.IsNone(a) && a.Name() != authorizer.IAMName {
			s.input.Authorizers = append(s.input.Authorizers, a)
		}
	}
}

// CORS allows calls from pages of other origins; default none.
func CORS(c integration.CORS) Option { return func(s *setup) { s.input.CORS = &c } }

// GatewayResponses replace what API Gateway responds by itself, by their types.
func GatewayResponses(all ...*spec.GatewayResponse) Option {
	return func(s *setup) { s.input.GatewayResponses = append(s.input.GatewayResponses, all...) }
}

// Bucket has a bucket's objects be the files of a directory. Buckets of which no
// option reports are empty, and temporary.
func Bucket(name, directory string) Option {
	return func(s *setup) { s.directories[name] = directory }
}

// Objects puts objects into a temporary bucket, by their keys.
func Objects(bucket string, objects map[string]string) Option {
	return func(s *setup) {
		if s.objects[bucket] == nil {
			s.objects[bucket] = map[string]string{}
		}
		maps.Copy(s.objects[bucket], objects)
	}
}

// Host has a handler answer the requests of HTTP integrations to a host, such as
// "orders.internal" or "127.0.0.1:9000", without a socket. Other hosts are dialled.
func Host(host string, h http.Handler) Option {
	return func(s *setup) { s.hosts[host] = h }
}

// VPCLink has a handler answer what integrations send through a VPC link, by the
// link's ID.
func VPCLink(id string, h http.Handler) Option {
	return func(s *setup) {
		host := "vpc-link-" + id
		s.links[id], s.hosts[host] = host, h
	}
}

// Stage names the stage; default "prod".
func Stage(name string) Option { return func(s *setup) { s.stage = name } }

// StageVariables sets variables of the stage.
func StageVariables(variables map[string]string) Option {
	return func(s *setup) { maps.Copy(s.variables, variables) }
}

// Settings sets the stage up next to the definition: API keys and usage plans,
// throttles, the cache, a canary.
func Settings(settings stage.Settings) Option { return func(s *setup) { s.settings = settings } }

// Clock is what the API takes for now.
func Clock(now func() time.Time) Option { return func(s *setup) { s.now = now } }

// ExecutionLog writes the lines that API Gateway would write to the stage's
// execution log to the test's log.
func ExecutionLog() Option { return func(s *setup) { s.executionLog = true } }

// StrictResponses fails the test when a function or an HTTP backend responds what the
// model does not declare: a status, a content type, a body that its schema does not
// allow, or no header where one is required. Without it the test's log warns.
func StrictResponses() Option { return func(s *setup) { s.strict = true } }

// reportBroken reports a response that its operation does not declare.
func (s *setup) reportBroken(o *spec.Operation, problem string) {
	name := cmp.Or(o.ID, o.Method+" "+o.Path)
	if s.strict {
		s.t.Errorf("%v: the response to %s breaks the model: %s", o.Position, name, problem)
		return
	}
	s.logger.Warn("a response breaks the model", slog.String("operation", name), slog.String("problem", problem))
}

func (s *setup) gatewayOptions(world *local.World) gateway.Options {
	o := gateway.Options{
		Stage: s.stage, Region: region, AccountID: s.accountID, StageVariables: s.variables,
		Lambda: s.functions, Services: world, Now: s.now, Logger: s.logger,
		BrokenResponse: s.reportBroken, Credentials: s.credentials, Source: s.source, Settings: s.settings,
	}
	if len(s.hosts) > 0 {
		o.HTTP = s.hosts
	}
	if len(s.links) > 0 {
		o.VPCLink = s.link
	}
	if s.executionLog {
		o.ExecutionLog = func(id, line string) { s.logger.Info("(" + id + ") " + line) }
	}
	return o
}

func (s *setup) link(id string) (string, error) {
	host, ok := s.links[id]
	if !ok {
		return "", fmt.Errorf("no local address is configured for VPC link %s; give it with gatewaytest.VPCLink", id)
	}
	return host, nil
}

// integrationsOf puts all integrations together, and makes functions of handlers.
func (s *setup) integrationsOf() map[string]integration.Integration {
	all := maps.Clone(s.integrations)
	for _, id := range slices.Sorted(maps.Keys(all)) {
		if h, ok := handlerOf(all[id]); ok {
			s.functions[functionARN(handlerName(id))] = h
			all[id] = named(all[id], functionARN(handlerName(id)))
		}
	}
	if mocked := integration.MockedOperations(all); len(mocked) > 0 {
		s.logger.Info("some operations still answer mocks", slog.String("operations", strings.Join(mocked, ", ")))
	}
	return all
}

// buckets returns those that options or integrations name, each with a directory.
func (s *setup) buckets(definition *spec.API) []s3.Bucket {
	for _, name := range compose.Buckets(definition) {
		s.directory(name)
	}
	for name := range s.objects {
		s.directory(name)
	}
	var rules []s3.CORSRule
	if s.input.CORS != nil {
		rules = []s3.CORSRule{{Origins: s.input.CORS.AllowOrigins}}
	}
	var buckets []s3.Bucket
	for _, name := range slices.Sorted(maps.Keys(s.directories)) {
		buckets = append(buckets, s3.Bucket{Name: name, Directory: s.directories[name], CORS: rules})
	}
	return buckets
}

// directory returns that of a bucket's objects, a temporary one by default.
func (s *setup) directory(bucket string) string {
	if s.directories[bucket] == "" {
		s.directories[bucket] = s.t.TempDir()
	}
	return s.directories[bucket]
}

// fill writes the objects that options give.
func (s *setup) fill() error {
	for bucket, objects := range s.objects {
		root, err := openRoot(s.directory(bucket))
		if err != nil {
			return err
		}
		for key, text := range objects {
			if err := put(root, key, text); err != nil {
				return fmt.Errorf("the object %q of the bucket %s: %w", key, bucket, err)
			}
		}
		if err := root.Close(); err != nil {
			return err
		}
	}
	return nil
}

func openRoot(directory string) (*os.Root, error) {
	if err := os.MkdirAll(directory, 0o755); err != nil {
		return nil, err
	}
	return os.OpenRoot(directory)
}

func put(root *os.Root, key, text string) error {
	path := filepath.FromSlash(key)
	if err := root.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := root.Create(path)
	if err != nil {
		return err
	}
	if _, err := f.WriteString(text); err != nil {
		return err
	}
	return f.Close()
}
