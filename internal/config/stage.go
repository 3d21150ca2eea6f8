package config

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec/stage"
)

// stageSettings reads the keys, the plans and the settings of the stage.
func (l *loader) stageSettings() stage.Settings {
	n := l.get("stageSettings")
	s := stage.Settings{
		APIKeys:         l.keys(),
		UsagePlans:      l.usagePlans(),
		Methods:         map[string]stage.MethodSettings{},
		AccountThrottle: throttle(get(n, "accountThrottle")),
		Canary:          canary(n),
		AccessLog:       l.accessLog(),
	}
	methods := get(n, "methods")
	for _, f := range fields(methods) {
		for _, key := range l.methodKeys(f.Name, methods) {
			s.Methods[key] = methodSettings(f.Value, methods.FieldPosition(f.Name))
		}
	}
	s.CacheSize = cacheSize(get(n, "cacheSize"), s.CachesAny())
	l.warnIdleKeys(&s)
	return s
}

func (l *loader) accessLog() *stage.AccessLog {
	n := l.get("accessLog")
	if n == nil {
		return nil
	}
	a := &stage.AccessLog{Format: cmp.Or(get(n, "format").Str(), "json"), File: "-", Position: l.root.FieldPosition("accessLog")}
	if file := get(n, "file"); file != nil {
		a.File = l.resolve(file.Text)
	}
	return a
}

func (l *loader) keys() []stage.APIKey {
	n := l.get("apiKeyOptions", "keys")
	var keys []stage.APIKey
	for _, f := range fields(n) {
		enabled := get(f.Value, "enabled")
		keys = append(keys, stage.APIKey{
			ID: f.Name, Value: get(f.Value, "value").Str(), Disabled: enabled != nil && !enabled.True(), Position: n.FieldPosition(f.Name),
		})
	}
	return keys
}

func (l *loader) usagePlans() []stage.UsagePlan {
	n := l.get("usagePlans")
	var plans []stage.UsagePlan
	for _, f := range fields(n) {
		plan := stage.UsagePlan{
			Name: f.Name, Keys: get(f.Value, "keys").Strings(), Throttle: throttle(get(f.Value, "throttle")),
			Methods: map[string]stage.Throttle{}, Quota: quota(get(f.Value, "quota")), Position: n.FieldPosition(f.Name),
		}
		methods := get(f.Value, "methods")
		for _, m := range fields(methods) {
			for _, key := range l.methodKeys(m.Name, methods) {
				plan.Methods[key] = *throttle(m.Value)
			}
		}
		plans = append(plans, plan)
	}
	return plans
}

// methodKeys returns the methods that a name in the file stands for: all, one by its
// method and path, or one by its operationId.
func (l *loader) methodKeys(name string, in *tree.Node) []string {
	if name == stage.AllMethods || l.project.Model == nil {
		return []string{name}
	}
	var known []string
	for _, o := range l.project.Model.Operations {
		key := o.Method + " " + o.Path
		if name == o.ID || name == key {
			return []string{key}
		}
		known = append(known, o.ID, key)
	}
	d := l.Errorf(in.FieldPosition(name), "unknown-operation", "the model has no operation %q", name)
	d.Help = "name an operation by its operationId, or as GET /pets/{id}; * is for all"
	if near := diag.Nearest(name, known); near != "" {
		d.Help = "did you mean " + near + "?"
	}
	return nil
}

// warnIdleKeys reports of keys that open nothing.
func (l *loader) warnIdleKeys(s *stage.Settings) {
	used := map[string]bool{}
	for _, p := range s.UsagePlans {
		for _, id := range p.Keys {
			used[id] = true
		}
	}
	for _, k := range s.APIKeys {
		if !used[k.ID] {
			l.Warnf(k.Position, "unused-key", "the API key %s is in no usage plan; API Gateway answers 403 to it", k.ID).Help =
				"name it under usagePlans: { plan: { keys: [" + k.ID + "] } }"
		}
	}
}

func throttle(n *tree.Node) *stage.Throttle {
	if n == nil {
		return nil
	}
	burst, _ := get(n, "burst").Int()
	return &stage.Throttle{Rate: decimalOf(get(n, "rate")), Burst: burst}
}

// decimalOf returns the number that a shape has checked.
func decimalOf(n *tree.Node) float64 {
	if n == nil {
		return 0
	}
	value, err := strconv.ParseFloat(n.Text, 64)
	if err != nil {
		return 0
	}
	return value
}

func quota(n *tree.Node) *stage.Quota {
	if n == nil {
		return nil
	}
	limit, _ := get(n, "limit").Int()
	q := &stage.Quota{Limit: limit, Period: stage.Period(strings.ToUpper(get(n, "period").Str()))}
	if offset := number(get(n, "offset")); offset != nil {
		q.Offset = *offset
	}
	return q
}

func canary(settings *tree.Node) *stage.Canary {
	n := get(settings, "canary")
	if n == nil {
		return nil
	}
	return &stage.Canary{
		Percent: decimalOf(get(n, "percent")), StageVariables: scalars(get(n, "stageVariables")),
		UseStageCache: get(n, "useStageCache").True(), Position: settings.FieldPosition("canary"),
	}
}

var cacheStrategies = map[string]string{
	"fail": stage.FailUnauthorized, "warn": stage.WarnUnauthorized, "ignore": stage.IgnoreUnauthorized,
}

func methodSettings(n *tree.Node, position diag.Position) stage.MethodSettings {
	m := stage.MethodSettings{
		Throttle:  throttle(get(n, "throttle")),
		LogLevel:  strings.ToUpper(get(n, "logging").Str()),
		DataTrace: truth(get(n, "dataTrace")),
		Position:  position,
	}
	kept := get(n, "cache")
	if kept == nil {
		return m
	}
	m.Caching = truth(get(kept, "enabled"))
	if m.Caching == nil {
		m.Caching = new(true)
	}
	if ttl := get(kept, "ttl"); ttl != nil {
		m.CacheTTL = new(durationOf(ttl))
	}
	m.RequireCacheAuthorization = truth(get(kept, "requireAuthorization"))
	m.UnauthorizedCacheControl = cacheStrategies[get(kept, "unauthorized").Str()]
	return m
}

// truth returns a boolean, or nil when there is none.
func truth(n *tree.Node) *bool {
	if n == nil {
		return nil
	}
	return new(n.True())
}

// truths returns the booleans of a mapping.
func truths(n *tree.Node) map[string]bool {
	all := map[string]bool{}
	for _, f := range fields(n) {
		all[f.Name] = f.Value.True()
	}
	return all
}

// cacheSize returns the size in bytes of a cache, if some method uses one.
func cacheSize(n *tree.Node, used bool) int64 {
	const mebibyte = 1 << 20
	if size := number(n); size != nil {
		return int64(*size) * mebibyte
	}
	if used {
		return stage.DefaultCacheSize
	}
	return 0
}
