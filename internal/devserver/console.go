package devserver

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"golang.org/x/tools/txtar"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/config"
	"github.com/gatewright/gatewright/internal/console"
	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/local"
	"github.com/gatewright/gatewright/internal/local/userpool"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/mockdata"
	"github.com/gatewright/gatewright/model/openapi"
	"github.com/gatewright/gatewright/spec"
)

// observe makes the gateway of an API tell the console of each request.
func (s *Server) observe(d *definition, oneOfMany bool) {
	c := s.options.Console
	if c == nil {
		return
	}
	name := ""
	if oneOfMany {
		name = d.name
	}
	d.options.Observe = func(r *gateway.Recording) { c.Observe(name, r) }
	d.options.Place = s.place
}

// functionLine returns what hears of the lines of functions; nil: nobody does.
func (s *Server) functionLine() func(function, requestID, line string) {
	if s.options.Console == nil {
		return nil
	}
	return s.options.Console.Line
}

// showConsole makes the console show what is served.
func (s *Server) showConsole() {
	if s.options.Console != nil {
		s.options.Console.Show(&consoleBackend{server: s})
	}
}

// tellConsole reports the console of an edit.
func (s *Server) tellConsole(paths []string, took time.Duration, problems diag.List) {
	if s.options.Console == nil {
		return
	}
	named := make([]string, len(paths))
	for i, p := range paths {
		named[i] = s.place(p)
	}
	s.options.Console.Reloaded(console.Reload{
		Time: time.Now(), Microseconds: took.Microseconds(), Failed: problems.HasErrors(), Problems: s.warningsOf(problems), Paths: named,
	})
}

// place returns the path of a file from the directory that is served, when it is below.
func (s *Server) place(file string) string {
	directory := s.options.Path
	if info, err := os.Stat(directory); err == nil && !info.IsDir() {
		directory = filepath.Dir(directory)
	}
	base, errBase := filepath.Abs(directory)
	absolute, errFile := filepath.Abs(file)
	if file == "" || errBase != nil || errFile != nil {
		return file
	}
	if relative, err := filepath.Rel(base, absolute); err == nil && filepath.IsLocal(relative) {
		return filepath.ToSlash(relative)
	}
	return file
}

func (s *Server) warningsOf(problems diag.List) []console.Warning {
	all := []console.Warning{}
	for _, p := range problems {
		p.Position.File = s.place(p.Position.File)
		all = append(all, console.Warning{Rule: p.Rule, Message: p.Message, Help: p.Help, At: p.Position.String()})
	}
	return all
}

// consoleBackend implements [console.Backend].
type consoleBackend struct {
	server *Server

	mu   sync.Mutex
	last cached
}

// cached is what the console lists of a version, made once.
type cached struct {
	of   *version
	apis []console.API
}

// APIs implements console.Backend.
func (b *consoleBackend) APIs() []console.API {
	b.mu.Lock()
	defer b.mu.Unlock()
	v := b.server.serving.Load()
	if b.last.of == v {
		return b.last.apis
	}
	apis := make([]console.API, len(v.apis))
	for i, d := range v.apis {
		apis[i] = b.api(v, i, d)
	}
	b.last = cached{v, apis}
	return apis
}

func (b *consoleBackend) api(v *version, i int, d definition) console.API {
	api := console.API{
		Title: d.api.Title, Stage: cmp.Or(d.options.Stage, "prod"), Gateway: v.gateways[i],
		Document: d.deployed.Root.JSON(false), Identities: b.identities(v, d),
	}
	if len(v.apis) > 1 {
		api.Name = d.name
	}
	if i < len(b.server.listeners) {
		api.URL = cmp.Or(b.server.options.Scheme, "http") + "://" + b.server.listeners[i].Addr().String()
	}
	described := describedOperations(v, d)
	runs, generator := b.server.runs(d), mockdata.New(1)
	for _, o := range d.deployed.Expand("aws", d.options.Region, d.options.AccountID).Operations {
		api.Operations = append(api.Operations, b.server.consoleOperation(v, d, o, described[o.Method+" "+o.Path], runs, generator))
	}
	return api
}

// describedOperations returns what the model says about the operations of an API, by
// their methods and paths.
func describedOperations(v *version, d definition) map[string]*model.Operation {
	m := v.project.Model
	if m == nil || m.Document == nil || len(v.apis) > 1 {
		m = modelOf(d)
	}
	described := map[string]*model.Operation{}
	if m == nil {
		return described
	}
	for _, o := range m.Operations {
		described[o.Method+" "+o.Path] = o
	}
	return described
}

// modelOf reads the definition of an API as a model; nil: it is none, and what is said of
// its operations comes from the definition alone.
func modelOf(d definition) *model.API {
	const name = "definition.json"
	files, err := txtar.FS(&txtar.Archive{Files: []txtar.File{{Name: name, Data: d.deployed.Root.JSON(false)}}})
	if err != nil {
		return nil
	}
	m, _ := openapi.ReadFS(files, name)
	return m
}

func (s *Server) consoleOperation(v *version, d definition, o *spec.Operation, m *model.Operation, runs func(method, path string) bool, g *mockdata.Generator) console.Operation {
	at := o.Position
	at.File = s.place(at.File)
	c := console.Operation{
		Name: cmp.Or(o.ID, o.Method+" "+o.Path), Method: o.Method, Path: o.Path, Integration: Describe(o.Integration), At: at.String(),
		AuthType: o.Authorization.Type, Scopes: o.Authorization.Scopes, APIKey: o.APIKeyRequired, Runs: runs(o.Method, o.Path),
		Validates: validated(o), Parameters: []console.Parameter{},
	}
	if a := o.Authorization.Authorizer; a != nil {
		c.Authorizer, c.AuthHeader = a.Name, a.Header
		if source, ok := strings.CutPrefix(a.IdentitySource, "method.request.header."); ok && !strings.Contains(source, ",") {
			c.AuthHeader = source
		}
	}
	addSettings(&c, d, o)
	if m != nil {
		addModel(&c, m, g)
	} else {
		for _, p := range o.Parameters {
			c.Parameters = append(c.Parameters, console.Parameter{Name: p.Name, In: p.In, Required: p.Required || p.In == "path"})
		}
	}
	for _, p := range v.problems {
		if strings.HasPrefix(p.Message, c.Name+":") || strings.HasPrefix(p.Message, c.Name+" ") || strings.Contains(p.Message, " "+c.Name+" ") {
			c.Warnings = append(c.Warnings, s.warningsOf(diag.List{p})...)
		}
	}
	return c
}

func validated(o *spec.Operation) string {
	switch {
	case o.Validator.Body && o.Validator.Parameters:
		return "body, parameters"
	case o.Validator.Body:
		return "body"
	case o.Validator.Parameters:
		return "parameters"
	}
	return ""
}

// addSettings adds what the stage says about an operation.
func addSettings(c *console.Operation, d definition, o *spec.Operation) {
	joined, general := d.options.For(o.Method, o.Path)
	if d.options.CacheSize > 0 && joined.Caches(o.Method, general) {
		ttl := 5 * time.Minute
		if joined.CacheTTL != nil {
			ttl = *joined.CacheTTL
		}
		c.Cache = ttl.String()
	}
	if t := joined.Throttle; t != nil {
		c.Throttle = fmt.Sprintf("%g/s, burst %d", t.Rate, t.Burst)
	}
}

// addModel adds what the model says: parameters and a body, with valid examples.
func addModel(c *console.Operation, m *model.Operation, g *mockdata.Generator) {
	c.Summary, c.Description = m.Summary, m.Description
	if len(m.Tags) > 0 {
		c.Tag = m.Tags[0]
	}
	for _, p := range m.Parameters {
		parameter := console.Parameter{Name: p.Name, In: p.In, Required: p.Required, Description: p.Description, Hint: hintOf(p.Schema)}
		if p.Required || p.Example != nil {
			parameter.Example = exampleOf(p, g)
		}
		c.Parameters = append(c.Parameters, parameter)
	}
	if m.RequestBody == nil || len(m.RequestBody.Content) == 0 {
		return
	}
	content := m.RequestBody.Content[0]
	c.Body = &console.Example{ContentType: content.Type}
	if body, err := g.RequestBody(content); err == nil {
		c.Body.ContentType, c.Body.Text = body.ContentType, string(body.Text)
		if body.Value != nil && model.IsJSON(content.Type) {
			c.Body.Text = string(body.Value.JSON(true))
		}
	}
}

func exampleOf(p *model.Parameter, g *mockdata.Generator) string {
	n := p.Example
	if n == nil && len(p.Examples) > 0 {
		n = p.Examples[0].Value
	}
	if n == nil && p.Schema != nil {
		n, _ = g.RequestValue(p.Schema) // no example is as good as one that cannot be made
	}
	switch {
	case n == nil:
		return ""
	case n.Is(tree.Sequence):
		if len(n.Items) == 0 {
			return ""
		}
		return n.Items[0].Text
	case n.Is(tree.Mapping):
		return string(n.JSON(false))
	}
	return n.Text
}

// hintOf says in a few words what values a schema allows.
func hintOf(s *model.Schema) string {
	if s == nil {
		return ""
	}
	n := s.Node
	var parts []string
	if t := n.Get("type"); t != nil {
		parts = append(parts, strings.Join(append(t.Strings(), t.Str()), ""))
	}
	for _, name := range []string{"format", "pattern", "minimum", "maximum", "minLength", "maxLength", "default"} {
		if v := n.Get(name); v != nil && v.Text != "" {
			parts = append(parts, name+" "+v.Text)
		}
	}
	if enum := n.Get("enum"); enum != nil {
		var values []string
		for _, v := range enum.Items {
			values = append(values, v.Text)
		}
		parts = append(parts, "one of "+strings.Join(values, ", "))
	}
	return strings.Join(parts, ", ")
}

// identities returns who requests to an API can come from.
func (b *consoleBackend) identities(v *version, d definition) []console.Identity {
	all := []console.Identity{}
	issuers, _ := tokenIssuers([]definition{d}, v.project)
	for _, i := range issuers {
		all = append(all, console.Identity{Kind: console.UserToken, Name: i.Name(), User: "u1", Label: "token of " + i.Name()})
	}
	for _, k := range d.options.APIKeys {
		all = append(all, console.Identity{Kind: console.KeyHolder, Name: k.ID, Label: "API key " + k.ID})
	}
	if slices.ContainsFunc(d.api.Operations, func(o *spec.Operation) bool { return o.Authorization.Type == spec.AuthIAM }) {
		for _, c := range d.options.Credentials {
			all = append(all, console.Identity{Kind: console.IAMSignature, Name: c.AccessKeyID, Label: "IAM " + cmp.Or(c.ARN, c.AccessKeyID)})
		}
	}
	return all
}

// Identify implements console.Backend.
func (b *consoleBackend) Identify(r *http.Request, api string, as console.Identity, body []byte) error {
	v := b.server.serving.Load()
	d := &v.apis[0]
	for i := range v.apis {
		if v.apis[i].name == api {
			d = &v.apis[i]
		}
	}
	switch as.Kind {
	case console.Nobody:
		return nil
	case console.HeaderValue:
		r.Header.Set(cmp.Or(as.Header, "Authorization"), as.Value)
		return nil
	case console.KeyHolder:
		for _, k := range d.options.APIKeys {
			if k.ID == as.Name {
				r.Header.Set("x-api-key", k.Value)
				return nil
			}
		}
		return fmt.Errorf("no API key %q", as.Name)
	case console.IAMSignature:
		return sign(r, d, as, body)
	case console.UserToken:
		return b.addToken(r, v, d, as)
	}
	return fmt.Errorf("no identity of the kind %q", as.Kind)
}

// sign adds a signature with a credential of this machine.
func sign(r *http.Request, d *definition, as console.Identity, body []byte) error {
	for _, c := range d.options.Credentials {
		if c.AccessKeyID != as.Name {
			continue
		}
		sum := sha256.Sum256(body)
		keys := aws.Credentials{AccessKeyID: c.AccessKeyID, SecretAccessKey: c.SecretAccessKey, SessionToken: c.SessionToken}
		return v4.NewSigner().SignHTTP(r.Context(), keys, r, hex.EncodeToString(sum[:]), "execute-api", cmp.Or(d.options.Region, config.LocalRegion), time.Now())
	}
	return fmt.Errorf("no credential %q", as.Name)
}

func (b *consoleBackend) addToken(r *http.Request, v *version, d *definition, as console.Identity) error {
	issuers, _ := tokenIssuers([]definition{*d}, v.project)
	at := slices.IndexFunc(issuers, func(i local.TokenIssuer) bool { return as.Name == "" || i.Name() == as.Name })
	if at < 0 {
		return fmt.Errorf("no issuer %q whose tokens are signed here", as.Name)
	}
	t := issuers[at].Token
	t.User, t.Scopes, t.Issued = cmp.Or(as.User, "u1"), as.Scopes, time.Now()
	t.Claims = maps.Clone(t.Claims)
	for name, value := range as.Claims {
		t.Claims[name] = userpool.ClaimValue(value)
	}
	text, err := userpool.Sign(t)
	if err != nil {
		return err
	}
	r.Header.Set(cmp.Or(as.Header, "Authorization"), "Bearer "+text)
	return nil
}

// Functions implements console.Backend.
func (b *consoleBackend) Functions() []console.Function {
	all := []console.Function{}
	functions := b.server.world.Functions()
	if functions == nil {
		return all
	}
	for _, f := range functions.Status() {
		c := console.Function{Name: f.Name, Runtime: f.Runtime, Memory: f.Memory, Processes: []console.Process{}}
		for _, p := range f.Processes {
			c.Processes = append(c.Processes, console.Process{PID: p.PID, State: p.State, Resident: resident(p.PID)})
		}
		all = append(all, c)
	}
	return all
}

// RestartFunctions implements console.Backend.
func (b *consoleBackend) RestartFunctions(ctx context.Context) error {
	functions := b.server.world.Functions()
	if functions == nil {
		return nil
	}
	return functions.Restart(ctx)
}

// Buckets implements console.Backend.
func (b *consoleBackend) Buckets() ([]console.Bucket, error) {
	all := []console.Bucket{}
	var names []string
	directories := map[string]string{}
	for _, s := range b.server.serving.Load().setup.Buckets {
		names = append(names, s.Name)
		directories[s.Name] = s.Directory
	}
	buckets, err := b.server.world.Buckets(names)
	if err != nil {
		return nil, err
	}
	for _, bucket := range buckets {
		c := console.Bucket{Name: bucket.Name, Directory: directories[bucket.Name], More: bucket.More, Objects: []console.Object{}}
		for _, o := range bucket.Objects {
			c.Objects = append(c.Objects, console.Object{Key: o.Key, Size: o.Size})
		}
		all = append(all, c)
	}
	return all, nil
}

// Object implements console.Backend.
func (b *consoleBackend) Object(bucket, key string) (http.Handler, error) {
	response, err := b.server.world.Object(bucket, key) //nolint:bodyclose // the handler closes it
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, errors.Join(fmt.Errorf("%s/%s: %s", bucket, key, response.Status), response.Body.Close())
	}
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		defer response.Body.Close()      //nolint:errcheck // it is in memory
		_, _ = io.Copy(w, response.Body) // who has left needs no response
	}), nil
}
