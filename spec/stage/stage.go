// Package stage says how a stage of an API is set up: who may use how much of it,
// what it keeps and what it logs. It is next to the definition, which knows
// nothing of it.
package stage

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/gatewright/gatewright/diag"
)

// Settings are those of a stage, with the API keys and usage plans that open it.
type Settings struct {
	// APIKeys are the keys that callers may have. Without one in a usage plan,
	// operations that require a key answer 403.
	APIKeys []APIKey
	// UsagePlans are those that hold the API's stage.
	UsagePlans []UsagePlan
	// Methods are by [AllMethods], "GET /pets/{id}", "* /pets/{id}" or "GET *";
	// the most special ones win, each field for itself.
	Methods map[string]MethodSettings
	// AccountThrottle bounds all requests together; nil: nothing does.
	AccountThrottle *Throttle
	// CacheSize bounds the stage's cache in bytes; 0: the stage has none, and no
	// MethodSettings turn caching on.
	CacheSize int64
	// Canary diverts requests; nil: none.
	Canary *Canary
	// AccessLog is written about each request; nil: none is.
	AccessLog *AccessLog
}

// Throttle bounds requests by a token bucket, which gains Rate tokens a second and
// holds up to Burst.
type Throttle struct {
	Rate  float64
	Burst int
}

// DefaultAccountThrottle is what the service allows an account in a region
// ("Amazon API Gateway quotas").
var DefaultAccountThrottle = Throttle{Rate: 10_000, Burst: 5_000}

// DefaultCacheSize is a size of a cache in bytes that suits a laptop. The
// service's smallest one has half a gigabyte.
const DefaultCacheSize = 64 << 20

// MethodSettings are what a stage says about a method ("MethodSetting" of the API
// Gateway API). What is nil or empty is as in the settings for more methods.
type MethodSettings struct {
	Throttle *Throttle
	// Caching turns the stage's cache on. In settings for all methods it does so
	// for GET only.
	Caching *bool
	// CacheTTL is from 0, which is not a caching, to an hour; default 300 s.
	CacheTTL *time.Duration
	// RequireCacheAuthorization keeps callers who may not invoke
	// execute-api:InvalidateCache from refreshing entries; default true.
	RequireCacheAuthorization *bool
	// UnauthorizedCacheControl is what such callers get; default
	// [WarnUnauthorized].
	UnauthorizedCacheControl string
	// LogLevel is [LogOff], [LogErrors] or [LogInfo]. Where no settings name one,
	// everything is logged.
	LogLevel string
	// DataTrace adds headers and bodies to the log.
	DataTrace *bool
	Position  diag.Position
}

// AllMethods is the key of settings for all methods.
const AllMethods = "*"

// MaxCacheTTL is the longest time that an entry is kept.
const MaxCacheTTL = time.Hour

// The levels of the execution log.
const (
	LogOff    = "OFF"
	LogErrors = "ERROR"
	LogInfo   = "INFO"
)

// What callers get who may not refresh an entry of the cache and ask for it.
const (
	FailUnauthorized   = "FAIL_WITH_403"
	WarnUnauthorized   = "SUCCEED_WITH_RESPONSE_HEADER"
	IgnoreUnauthorized = "SUCCEED_WITHOUT_RESPONSE_HEADER"
)

// Canary diverts a part of the requests to other stage variables ("Set up an API
// Gateway canary release deployment").
type Canary struct {
	Percent        float64           // of the requests
	StageVariables map[string]string // over those of the stage
	UseStageCache  bool              // instead of a cache of its own
	Position       diag.Position
}

// APIKey is a key that callers send, or that an authorizer names for them.
type APIKey struct {
	ID       string // unique
	Value    string // 20 to 128 characters
	Disabled bool
	Position diag.Position
}

// The lengths of keys ("Amazon API Gateway quotas").
const (
	minKey = 20
	maxKey = 128
)

// UsagePlan says what the holders of some keys may use of the API's stage ("Usage
// plans and API keys for REST APIs"). All that it grants is granted to each key.
type UsagePlan struct {
	Name     string
	Keys     []string // their IDs
	Throttle *Throttle
	Methods  map[string]Throttle // in its place, by "GET /pets/{id}"
	Quota    *Quota
	Position diag.Position
}

// Quota bounds the requests of a period. Periods begin at midnight UTC.
type Quota struct {
	Limit  int
	Period Period
	// Offset is the day of the week, from Sunday, or of the month, from its
	// first, on which periods begin: both from 0.
	Offset int
}

// Period is what a quota counts in.
type Period string

// The periods.
const (
	Day   Period = "DAY"
	Week  Period = "WEEK"
	Month Period = "MONTH"
)

// Begin returns the time at which the period that holds a time began.
func (q *Quota) Begin(now time.Time) time.Time {
	now = now.UTC()
	year, month, day := now.Date()
	switch q.Period {
	case Week:
		day -= (int(now.Weekday()) - q.Offset + 7) % 7
	case Month:
		if day <= q.Offset {
			month--
		}
		day = 1 + q.Offset
	case Day:
	}
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// For joins the settings that fit a method of a path. General says that what turns
// caching on or off are settings for all methods.
func (s *Settings) For(method, path string) (joined MethodSettings, general bool) {
	keys := [...]string{AllMethods, "* *", method + " *", "* " + path, method + " " + path}
	for i, key := range keys {
		special, ok := s.Methods[key]
		if !ok {
			continue
		}
		if special.Caching != nil {
			general = i < 2
		}
		joined.add(special)
	}
	return joined, general
}

// Caches reports whether the responses of a method of a path are kept.
func (s *Settings) Caches(method, path string) bool {
	joined, general := s.For(method, path)
	return joined.Caches(method, general)
}

// CachesAny reports whether the responses of some method are kept.
func (s *Settings) CachesAny() bool {
	for _, m := range s.Methods {
		if m.Caching != nil && *m.Caching {
			return true
		}
	}
	return false
}

// Caches reports whether the responses of a method with these settings are kept. General
// is as [Settings.For] returns it.
func (m MethodSettings) Caches(method string, general bool) bool {
	return m.Caching != nil && *m.Caching && (!general || method == http.MethodGet)
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

// Check returns what of the settings cannot be.
func (s *Settings) Check() diag.List {
	var problems diag.List
	for _, key := range slices.Sorted(maps.Keys(s.Methods)) {
		m := s.Methods[key]
		for _, problem := range m.problems() {
			problems.Errorf(m.Position, "invalid-stage", "the settings of %s: %s", key, problem)
		}
	}
	if c := s.Canary; c != nil && !(c.Percent >= 0 && c.Percent <= 100) {
		problems.Errorf(c.Position, "invalid-stage", "a canary takes from 0 to 100 percent of the requests, found %v", c.Percent)
	}
	if s.AccountThrottle.problem() != "" {
		problems.Errorf(diag.Position{}, "invalid-stage", "the account's %s", s.AccountThrottle.problem())
	}
	if a := s.AccessLog; a != nil {
		if _, err := a.Pieces(); err != nil {
			problems.Errorf(a.Position, "invalid-stage", "the access log: %v", err)
		}
	}
	s.checkKeys(&problems)
	s.checkPlans(&problems)
	return problems
}

func (m MethodSettings) problems() (all []string) {
	if problem := m.Throttle.problem(); problem != "" {
		all = append(all, problem)
	}
	if m.CacheTTL != nil && (*m.CacheTTL < 0 || *m.CacheTTL > MaxCacheTTL) {
		all = append(all, fmt.Sprintf("a cache keeps entries from 0 to %d seconds, found %v", int(MaxCacheTTL.Seconds()), *m.CacheTTL))
	}
	if !slices.Contains([]string{"", LogOff, LogErrors, LogInfo}, m.LogLevel) {
		all = append(all, fmt.Sprintf("the level of a log is %s, %s or %s, found %q", LogOff, LogErrors, LogInfo, m.LogLevel))
	}
	if !slices.Contains([]string{"", FailUnauthorized, WarnUnauthorized, IgnoreUnauthorized}, m.UnauthorizedCacheControl) {
		all = append(all, fmt.Sprintf("unknown strategy %q for unauthorized cache control", m.UnauthorizedCacheControl))
	}
	return all
}

func (t *Throttle) problem() string {
	if t != nil && (!(t.Rate >= 0) || t.Burst < 0) {
		return fmt.Sprintf("throttle must not be negative, found rate %v, burst %d", t.Rate, t.Burst)
	}
	return ""
}

func (s *Settings) checkKeys(problems *diag.List) {
	ids, values := map[string]bool{}, map[string]string{}
	for _, k := range s.APIKeys {
		if n := len(k.Value); n < minKey || n > maxKey {
			problems.Errorf(k.Position, "invalid-key", "the API key %s must have from %d to %d characters, found %d", k.ID, minKey, maxKey, n)
		}
		if ids[k.ID] {
			problems.Errorf(k.Position, "invalid-key", "two API keys have the ID %s", k.ID)
		}
		if other, taken := values[k.Value]; taken {
			problems.Errorf(k.Position, "invalid-key", "the API keys %s and %s have the same value", other, k.ID)
		}
		ids[k.ID], values[k.Value] = true, k.ID
	}
}

func (s *Settings) checkPlans(problems *diag.List) {
	planOf := map[string]string{}
	for _, k := range s.APIKeys {
		planOf[k.ID] = ""
	}
	for i := range s.UsagePlans {
		p := &s.UsagePlans[i]
		for _, problem := range p.problems() {
			problems.Errorf(p.Position, "invalid-plan", "the usage plan %s: %s", p.Name, problem)
		}
		for _, id := range p.Keys {
			other, known := planOf[id]
			switch {
			case !known:
				d := problems.Errorf(p.Position, "invalid-plan", "the usage plan %s names the API key %s, which is not there", p.Name, id)
				if near := diag.Nearest(id, slices.Sorted(maps.Keys(planOf))); near != "" {
					d.Help = "did you mean " + near + "?"
				}
			case other != "":
				problems.Errorf(p.Position, "invalid-plan", "the API key %s is in two usage plans for this stage: %s and %s", id, other, p.Name)
			default:
				planOf[id] = p.Name
			}
		}
	}
}

func (p *UsagePlan) problems() (all []string) {
	if problem := p.Throttle.problem(); problem != "" {
		all = append(all, problem)
	}
	for _, method := range slices.Sorted(maps.Keys(p.Methods)) {
		t := p.Methods[method]
		if problem := t.problem(); problem != "" {
			all = append(all, method+": "+problem)
		}
	}
	if p.Quota != nil && p.Quota.problem() != "" {
		all = append(all, p.Quota.problem())
	}
	return all
}

func (q *Quota) problem() string {
	last, known := map[Period]int{Day: 0, Week: 6, Month: 27}[q.Period]
	switch {
	case !known:
		return fmt.Sprintf("a quota's period is %s, %s or %s, found %q", Day, Week, Month, q.Period)
	case q.Limit < 0:
		return "a quota must not be negative"
	case q.Offset < 0 || q.Offset > last:
		return "the offset of a quota is 0 for DAY, from 0 to 6 for WEEK, and from 0 to 27 for MONTH"
	}
	return ""
}
