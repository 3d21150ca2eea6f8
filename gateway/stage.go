package gateway

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/spec"
)

// Throttle bounds requests by a token bucket, which gains Rate tokens a second and
// holds up to Burst.
type Throttle struct {
	Rate  float64
	Burst int
}

// AccountThrottle is what the service itself allows an account in a region
// ("Amazon API Gateway quotas").
var AccountThrottle = Throttle{Rate: 10_000, Burst: 5_000}

// MethodSettings are what a stage says about a method ("MethodSetting" of the API
// Gateway API). What is nil or empty is as in the settings for more methods.
type MethodSettings struct {
	Throttle *Throttle
	// Caching turns the stage's cache on. In settings for all methods it does so
	// for GET only.
	Caching *bool
	// CacheTTL is from 0, which is no caching, to an hour; default 300 s.
	CacheTTL *time.Duration
	// RequireCacheAuthorization keeps callers who may not invoke
	// execute-api:InvalidateCache from refreshing entries; default true.
	RequireCacheAuthorization *bool
	// UnauthorizedCacheControl is what such callers get: FAIL_WITH_403,
	// SUCCEED_WITH_RESPONSE_HEADER (default) or SUCCEED_WITHOUT_RESPONSE_HEADER.
	UnauthorizedCacheControl string
	// LogLevel is OFF, ERROR or INFO. Where no settings name one, everything is
	// logged.
	LogLevel string
	// DataTrace adds headers and bodies to the log.
	DataTrace *bool
	Position  diag.Position
}

// AllMethods is the key of settings for all methods. Others are "GET /pets/{id}",
// "* /pets/{id}" and "GET *".
const AllMethods = "*"

// Canary diverts a part of the requests to other stage variables ("Set up an API
// Gateway canary release deployment").
type Canary struct {
	Position       diag.Position
	Percent        float64           // of the requests
	StageVariables map[string]string // over those of the stage
	UseStageCache  bool              // instead of a cache of its own
}

// settings are what a stage says about an operation, ready to use.
type settings struct {
	level     logLevel
	dataTrace bool
	caching   caching
}

// settingsOf joins the settings that fit an operation, the most special last.
func (o *Options) settingsOf(method, path string) (joined MethodSettings, forAll bool) {
	keys := [...]string{AllMethods, "* *", method + " *", "* " + path, method + " " + path}
	for i, key := range keys {
		s, ok := o.MethodSettings[key]
		if !ok {
			continue
		}
		if s.Caching != nil {
			forAll = i < 2
		}
		joined.add(s)
	}
	return joined, forAll
}

// add puts settings over these.
func (m *MethodSettings) add(s MethodSettings) {
	setIf(&m.Throttle, s.Throttle)
	setIf(&m.Caching, s.Caching)
	setIf(&m.CacheTTL, s.CacheTTL)
	setIf(&m.RequireCacheAuthorization, s.RequireCacheAuthorization)
	setIf(&m.DataTrace, s.DataTrace)
	if s.UnauthorizedCacheControl != "" {
		m.UnauthorizedCacheControl = s.UnauthorizedCacheControl
	}
	if s.LogLevel != "" {
		m.LogLevel = s.LogLevel
	}
}

func setIf[T any](to **T, value *T) {
	if value != nil {
		*to = value
	}
}

// checkStage reports what of the stage's settings cannot be.
func (o *Options) checkStage(problems *diag.List) {
	report := func(at diag.Position, format string, args ...any) {
		problems.Errorf(at, "invalid-stage", format, args...)
	}
	for _, key := range slices.Sorted(maps.Keys(o.MethodSettings)) {
		if problem := o.MethodSettings[key].problem(); problem != "" {
			report(o.MethodSettings[key].Position, "the settings of %s: %s", key, problem)
		}
	}
	if c := o.Canary; c != nil && (c.Percent < 0 || c.Percent > 100) {
		report(c.Position, "a canary takes from 0 to 100 percent of the requests, found %v", c.Percent)
	}
	if t := o.AccountThrottle; t != nil && t.problem() != "" {
		report(diag.Position{}, "the account's %s", t.problem())
	}
}

func (m MethodSettings) problem() string {
	switch {
	case m.Throttle != nil && m.Throttle.problem() != "":
		return m.Throttle.problem()
	case m.CacheTTL != nil && (*m.CacheTTL < 0 || *m.CacheTTL > maxCacheTTL):
		return fmt.Sprintf("a cache keeps entries from 0 to %d seconds, found %v", int(maxCacheTTL.Seconds()), *m.CacheTTL)
	case !oneOf(m.LogLevel, "", logOff, logErrors, logInfo):
		return fmt.Sprintf("the level of a log is %s, %s or %s, found %q", logOff, logErrors, logInfo, m.LogLevel)
	case !oneOf(m.UnauthorizedCacheControl, "", failUnauthorized, warnUnauthorized, ignoreUnauthorized):
		return fmt.Sprintf("there is no strategy %q for unauthorized cache control", m.UnauthorizedCacheControl)
	}
	return ""
}

func (t Throttle) problem() string {
	if t.Rate < 0 || t.Burst < 0 {
		return fmt.Sprintf("throttle must not be negative, found rate %v, burst %d", t.Rate, t.Burst)
	}
	return ""
}

func oneOf(text string, all ...string) bool { return slices.Contains(all, text) }

// knownMethods reports settings and throttles of methods that the API has not.
func (g *Gateway) knownMethods(api *spec.API, problems *diag.List) {
	operations := make(map[string]bool, len(api.Operations))
	for _, o := range api.Operations {
		operations[o.Method+" "+o.Path] = true
	}
	check := func(at diag.Position, key, where string) {
		method, path, both := strings.Cut(key, " ")
		if key == AllMethods || method == "*" || path == "*" || both && operations[key] {
			return
		}
		d := problems.Warnf(at, "unknown-method", "%s names the method %q, which the API has not", where, key)
		if near := diag.Nearest(key, slices.Sorted(maps.Keys(operations))); near != "" {
			d.Help = "did you mean " + near + "?"
		}
	}
	for _, key := range slices.Sorted(maps.Keys(g.options.MethodSettings)) {
		check(g.options.MethodSettings[key].Position, key, "the stage's settings")
	}
	for _, p := range g.options.UsagePlans {
		for _, key := range slices.Sorted(maps.Keys(p.Methods)) {
			check(p.Position, key, "the usage plan "+p.Name)
		}
	}
}

// setUp takes what the stage says about an operation. A canary has the same bucket.
func (c *compiler) setUp(op *operation) {
	g := c.gateway
	joined, forAll := g.options.settingsOf(op.Method, op.Path)
	op.settings.level, op.settings.dataTrace = logSettings(joined)
	op.settings.caching = newCaching(op, joined, forAll, c.problems)
	bucket, known := g.usage.methods[op.name]
	if !known {
		bucket = newBucket(joined.Throttle)
		g.usage.methods[op.name] = bucket
	}
	op.bucket = bucket
}
