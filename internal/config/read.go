package config

import (
	"slices"
	"strings"
	"time"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/prepare"
	"github.com/gatewright/gatewright/internal/prepare/limits"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model/mockdata"
	"github.com/gatewright/gatewright/model/naming"
	"github.com/gatewright/gatewright/spec"
)

// read makes of the file, which conforms to the format, what a definition is
// prepared from.
func (l *loader) read() prepare.Input {
	l.readWorld()
	authorizers := l.authorizers()
	in := prepare.Input{
		Name:             l.get("name").Str(),
		Integrations:     l.integrations(authorizers),
		MockAll:          l.get("mockAll").True(),
		APIKeys:          apiKeys(l.get("apiKeyOptions")),
		CORS:             cors(l.get("corsOptions")),
		Validation:       validation(l.get("validation")),
		BinaryMediaTypes: binaryMediaTypes(l.get("binaryMediaTypes")),
		GatewayResponses: gatewayResponses(l.get("gatewayResponses")),
		Prune:            l.get("prune").True(),
		Placement: spec.Placement{
			Partition: l.get("placement", "partition").Str(),
			Region:    l.get("placement", "region").Str(),
		},
		Stage: l.project.Settings,
		At:    prepare.PositionsIn(l.root),
	}
	for _, f := range fields(l.get("authorizers")) {
		in.Authorizers = append(in.Authorizers, authorizers[f.Name])
	}
	if n := l.get("defaultAuthorizer"); n != nil {
		in.DefaultAuthorizer = l.authorizerNamed(n, authorizers)
	}
	in.Data = mockdata.NewWithOptions(mockDataOptions(l.get("mockDataOptions")))
	in.MinimumCompressionSize = number(l.get("minCompressionSize"))
	return in
}

// readWorld reads what stands behind the API and around it.
func (l *loader) readWorld() {
	p := l.project
	p.Stage = l.stageOf()
	p.StageVariables = scalars(l.get("stageVariables"))
	p.VPCLinks = scalars(l.get("vpcLinks"))
	l.Add(limits.CheckStage(p.Stage, l.get("stage").Position())...)
	l.Add(limits.CheckStageVariables(p.StageVariables, l.get("stageVariables").FieldPosition)...)
	p.Settings = l.stageSettings()
	l.Add(p.Settings.Check()...)
	l.callers()
	for _, f := range fields(l.get("functions")) {
		l.checkFunction(f)
		p.Functions = append(p.Functions, l.function(f))
	}
	for _, f := range fields(l.get("buckets")) {
		p.Buckets = append(p.Buckets, l.bucket(f))
	}
}

func (l *loader) function(f tree.Field) Function {
	function := Function{
		Name:        f.Name,
		ARN:         get(f.Value, "arn").Str(),
		Runtime:     get(f.Value, "runtime").Str(),
		Handler:     get(f.Value, "handler").Str(),
		Environment: scalars(get(f.Value, "environment")),
		Position:    l.get("functions").FieldPosition(f.Name),
	}
	if function.ARN == "" && l.options.Template {
		function.Parameter = naming.Pascal(f.Name) + "FunctionArn"
		function.ARN = l.project.Tokens.Ref(function.Parameter)
	}
	if code := get(f.Value, "code"); code != nil {
		function.Code, function.codeText, function.codePosition = l.resolve(code.Text), code.Text, code.Position()
	}
	if timeout := get(f.Value, "timeout"); timeout != nil {
		function.Timeout = durationOf(timeout)
	}
	if memory := number(get(f.Value, "memory")); memory != nil {
		function.Memory = *memory
	}
	if concurrency := number(get(f.Value, "concurrency")); concurrency != nil {
		function.Concurrency = *concurrency
	}
	return function
}

func (l *loader) bucket(f tree.Field) Bucket {
	bucket := Bucket{
		Key: f.Name, Name: f.Name, Position: l.get("buckets").FieldPosition(f.Name),
		ARN: get(f.Value, "arn").Str(), KeyARN: get(f.Value, "keyArn").Str(),
	}
	if name := get(f.Value, "name"); name != nil {
		bucket.Name = name.Text
		l.checkBucket(f, name.Text, name.Position())
	} else {
		l.checkBucket(f, f.Name, bucket.Position)
	}
	if directory := get(f.Value, "directory"); directory != nil {
		bucket.Directory = l.resolve(directory.Text)
	}
	return bucket
}

// functionARN returns the ARN of a function by its name in the file, or the text
// itself when that is an ARN or a token that will become one.
func (l *loader) functionARN(n *tree.Node) string {
	i := slices.IndexFunc(l.project.Functions, func(f Function) bool { return f.Name == n.Text })
	if i < 0 {
		if !strings.ContainsAny(n.Text, ":${}") {
			l.unknownName(n, "unknown-function", "function", names(l.get("functions")))
		} else {
			l.checkARN(n, "lambda", exampleFunction)
		}
		return n.Text
	}
	f := l.project.Functions[i]
	switch {
	case f.ARN != "":
		return f.ARN
	case l.options.Local:
		return l.project.LocalARN(f.Name)
	}
	l.Errorf(n.Position(), "missing-arn", "the function %q has no arn", f.Name).Help =
		"add its arn under functions; only dev can do without"
	return l.project.LocalARN(f.Name)
}

func (l *loader) bucketName(n *tree.Node) string {
	for _, b := range l.project.Buckets {
		if b.Key == n.Text {
			return b.Name
		}
	}
	l.checkBucketName(n.Text, n.Position())
	return n.Text
}

func (l *loader) unknownName(n *tree.Node, rule, what string, known []string) {
	d := l.Errorf(n.Position(), rule, "unknown %s %q", what, n.Text)
	if near := diag.Nearest(n.Text, known); near != "" {
		d.Help = "did you mean " + near + "?"
	} else {
		d.Help = "add it under " + what + "s"
	}
}

func (l *loader) authorizers() map[string]authorizer.Authorizer {
	all := map[string]authorizer.Authorizer{}
	for _, f := range fields(l.get("authorizers")) {
		all[f.Name] = l.authorizer(f)
	}
	return all
}

func (l *loader) authorizer(f tree.Field) authorizer.Authorizer {
	n, kind := f.Value, get(f.Value, "type").Str()
	l.checkAuthorizerKeys(f, kind)
	switch kind {
	case "cognito":
		for _, pool := range items(get(n, "userPools")) {
			l.checkARN(pool, "cognito-idp", examplePool)
		}
		return authorizer.Cognito(f.Name, get(n, "userPools").Strings(), l.cognitoOptions(n)...)
	case "jwt":
		return l.jwtAuthorizer(f.Name, n)
	case "token":
		return authorizer.Token(f.Name, l.authorizerFunction(n), l.tokenOptions(n)...)
	default:
		return authorizer.Request(f.Name, l.authorizerFunction(n), sourcesOf(get(n, "identitySource")), l.requestOptions(n)...)
	}
}

// sourcesOf splits the identity sources of a request authorizer. An empty string
// means none; without the key it is the Authorization header.
func sourcesOf(n *tree.Node) []string {
	if n == nil {
		return []string{"method.request.header.Authorization"}
	}
	var sources []string
	for source := range strings.SplitSeq(n.Str(), ",") {
		if source = strings.TrimSpace(source); source != "" {
			sources = append(sources, source)
		}
	}
	return sources
}

func (l *loader) jwtAuthorizer(name string, n *tree.Node) authorizer.Authorizer {
	options := l.jwtOptions(n)
	if id := get(n, "authorizerId"); id != nil {
		for _, key := range []string{"issuers", "defaultAlgorithms"} {
			if get(n, key) != nil {
				l.Errorf(n.FieldPosition(key), "conflicting-keys", "an authorizer that exists already has its own %s", key).
					Help = "leave out " + key + ", or authorizerId"
			}
		}
		return authorizer.ExistingJWT(name, id.Text, options...)
	}
	var issuers []authorizer.Issuer
	for _, item := range itemsOf(get(n, "issuers")) {
		issuer := authorizer.Issuer{Issuer: get(item, "issuer").Str(), Audiences: get(item, "audiences").Strings()}
		for _, claim := range itemsOf(get(item, "additionalClaims")) {
			issuer.AdditionalClaims = append(issuer.AdditionalClaims, authorizer.AdditionalClaim{
				ClaimName: get(claim, "claimName").Str(), Required: get(claim, "required").True(),
				ExpectedValues: get(claim, "expectedValues").Strings(),
			})
		}
		issuers = append(issuers, issuer)
	}
	return authorizer.JWT(name, issuers, options...)
}

// itemsOf returns the items of a list that may be absent.
func itemsOf(n *tree.Node) []*tree.Node {
	if n == nil {
		return nil
	}
	return n.Items
}

func (l *loader) authorizerFunction(n *tree.Node) string {
	if function := get(n, "function"); function != nil {
		return l.functionARN(function)
	}
	return ""
}

// items returns the items of a list that may be absent.
func items(n *tree.Node) []*tree.Node {
	if n == nil {
		return nil
	}
	return n.Items
}

func (l *loader) checkAuthorizerKeys(f tree.Field, kind string) {
	known := typeOf(kind)
	for _, o := range known.options {
		if o.Required && get(f.Value, o.Name) == nil {
			l.Errorf(l.get("authorizers").FieldPosition(f.Name), "missing-key", "the %s authorizer %s needs the key %q", kind, f.Name, o.Name)
		}
	}
	for _, g := range f.Value.Fields {
		if g.Name != "type" && !known.has(g.Name) {
			l.Errorf(f.Value.FieldPosition(g.Name), "unknown-key", "a %s authorizer has no key %q", kind, g.Name)
		}
	}
}

// authorizerNamed returns the authorizer of a name in the file. One that the file
// does not define may be the model's.
func (l *loader) authorizerNamed(n *tree.Node, all map[string]authorizer.Authorizer) authorizer.Authorizer {
	if a, ok := all[n.Text]; ok {
		return a
	}
	switch n.Text {
	case "iam":
		return authorizer.IAM()
	case "none":
		return authorizer.None()
	}
	known := append(names(l.get("authorizers")), "iam", "none")
	for _, s := range l.project.Model.SecuritySchemes {
		if s.Name == n.Text {
			return authorizer.Model(s.Name)
		}
		known = append(known, s.Name)
	}
	l.unknownName(n, "unknown-authorizer", "authorizer", known)
	return nil
}

// binaryMediaTypes returns the listed types; an empty list is not nil.
func binaryMediaTypes(n *tree.Node) []string {
	if n == nil {
		return nil
	}
	return append([]string{}, n.Strings()...)
}

func apiKeys(n *tree.Node) *prepare.APIKeys {
	if n == nil {
		return nil
	}
	return &prepare.APIKeys{
		Source:            get(n, "source").Str(),
		RequiredByDefault: get(n, "requiredByDefault").True(),
	}
}

func cors(n *tree.Node) *integration.CORS {
	if n == nil {
		return nil
	}
	c := &integration.CORS{
		AllowOrigins:     get(n, "allowOrigins").Strings(),
		AllowMethods:     get(n, "allowMethods").Strings(),
		AllowHeaders:     get(n, "allowHeaders").Strings(),
		AllowCredentials: get(n, "allowCredentials").True(),
		ExposeHeaders:    get(n, "exposeHeaders").Strings(),
	}
	switch maxAge := get(n, "maxAge"); {
	case get(n, "disableCache").True():
		c.MaxAge = new(-time.Second)
	case maxAge != nil:
		c.MaxAge = new(durationOf(maxAge))
	}
	return c
}

func validation(n *tree.Node) *prepare.Validation {
	if n == nil {
		return nil
	}
	isOn := func(name string) bool { return get(n, name) == nil || get(n, name).True() }
	return &prepare.Validation{Body: isOn("body"), Parameters: isOn("parameters")}
}

func gatewayResponses(n *tree.Node) []*spec.GatewayResponse {
	var responses []*spec.GatewayResponse
	for _, f := range fields(n) {
		r := &spec.GatewayResponse{
			Type:      f.Name,
			Templates: templates(get(f.Value, "templates")),
			Position:  n.FieldPosition(f.Name),
		}
		if status := get(f.Value, "statusCode"); status != nil {
			r.StatusCode = status.Text
		}
		for _, h := range mappings(get(f.Value, "headers")) {
			h.Target = "gatewayresponse.header." + h.Target
			r.Parameters = append(r.Parameters, h)
		}
		responses = append(responses, r)
	}
	return responses
}

// number returns a whole number, or nil when there is none.
func number(n *tree.Node) *int {
	if i, ok := n.Int(); ok {
		return &i
	}
	return nil
}

// scalars returns the entries of a mapping of scalars.
func scalars(n *tree.Node) map[string]string {
	if n == nil {
		return nil
	}
	all := make(map[string]string, len(n.Fields))
	for _, f := range n.Fields {
		all[f.Name] = f.Value.Text
	}
	return all
}

func names(n *tree.Node) []string {
	var all []string
	for _, f := range fields(n) {
		all = append(all, f.Name)
	}
	return all
}

func mappings(n *tree.Node) []spec.Mapping {
	var all []spec.Mapping
	for _, f := range fields(n) {
		all = append(all, spec.Mapping{Target: f.Name, Source: f.Value.Text, Position: n.FieldPosition(f.Name)})
	}
	return all
}

func templates(n *tree.Node) []spec.Template {
	var all []spec.Template
	for _, f := range fields(n) {
		all = append(all, spec.Template{ContentType: f.Name, Text: f.Value.Text, Node: f.Value})
	}
	return all
}

func mockDataOptions(n *tree.Node) mockdata.Options {
	o := mockdata.Options{Disable: n.Get("disable").True()}
	if seed := number(n.Get("seed")); seed != nil {
		o.Seed = uint64(*seed)
	}
	if length := number(n.Get("maxArrayLength")); length != nil {
		o.MaxArrayLength = *length
	}
	return o
}
