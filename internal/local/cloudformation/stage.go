package cloudformation

import (
	"strconv"
	"strings"
	"time"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec/stage"
)

// setUpStage takes what the template says about the API's stage, and the keys and
// plans that open it. The stage may stand within a deployment.
func (r *reader) setUpStage(api *API, chosen *resource) {
	api.Settings.Methods = map[string]stage.MethodSettings{}
	if chosen != nil {
		chosen.addStage(&api.Settings)
	}
	for _, plan := range r.resources("AWS::ApiGateway::UsagePlan") {
		plan.addPlan(api)
	}
	r.Add(api.Settings.Check()...)
}

// stageProperty returns a property of the stage.
func (r *resource) stageProperty(name string) *tree.Node {
	if r.kind == "AWS::ApiGateway::Deployment" {
		return r.property("StageDescription", name)
	}
	return r.property(name)
}

func (r *resource) addStage(s *stage.Settings) {
	for _, n := range items(r.stageProperty("MethodSettings")) {
		s.Methods[methodKey(textOf(n, "HttpMethod"), textOf(n, "ResourcePath"))] = r.methodSettings(n)
	}
	if textOf(r.stageProperty("CacheClusterEnabled")) == "true" {
		s.CacheSize = stage.DefaultCacheSize
	}
	if n := r.stageProperty("CanarySetting"); n != nil {
		s.Canary = &stage.Canary{
			StageVariables: textsOf(n.Get("StageVariableOverrides")), UseStageCache: textOf(n, "UseStageCache") == "true", Position: r.placeOf(n),
		}
		if percent := r.decimal(n.Get("PercentTraffic")); percent != nil {
			s.Canary.Percent = *percent
		}
	}
	if n := r.stageProperty("AccessLogSetting"); n != nil && textOf(n, "Format") != "" {
		s.AccessLog = &stage.AccessLog{Format: textOf(n, "Format"), Position: r.placeOf(n)}
	}
}

// methodKey names the methods that settings are for. Slashes of a path are written
// as ~1 after the first one.
func methodKey(method, path string) string {
	path = strings.ReplaceAll(strings.TrimPrefix(path, "/"), "~1", "/")
	switch {
	case path == "*" && method == "*":
		return stage.AllMethods
	case path == "*":
		return method + " *"
	case !strings.HasPrefix(path, "/"):
		path = "/" + path
	}
	return method + " " + path
}

func (r *resource) methodSettings(n *tree.Node) stage.MethodSettings {
	m := stage.MethodSettings{
		Throttle:  r.throttle(n, "ThrottlingRateLimit", "ThrottlingBurstLimit"),
		Caching:   truth(n.Get("CachingEnabled")),
		LogLevel:  textOf(n, "LoggingLevel"),
		DataTrace: truth(n.Get("DataTraceEnabled")),
		Position:  r.placeOf(n),
	}
	if seconds := r.decimal(n.Get("CacheTtlInSeconds")); seconds != nil {
		m.CacheTTL = new(time.Duration(*seconds * float64(time.Second)))
	}
	return m
}

// throttle reads a rate and a burst; nil when neither is given, or both are -1, which
// stands for none. Of one alone the other is the account's.
func (r *resource) throttle(n *tree.Node, rateName, burstName string) *stage.Throttle {
	rate, burst := r.decimal(n.Get(rateName)), r.decimal(n.Get(burstName))
	none := func(value *float64) bool { return value == nil || *value == -1 }
	if none(rate) && none(burst) {
		return nil
	}
	t := stage.DefaultAccountThrottle
	if !none(rate) {
		t.Rate = *rate
	}
	if !none(burst) {
		t.Burst = int(*burst)
	}
	return &t
}

// addPlan adds a usage plan that holds the API's stage, with its keys.
func (r *resource) addPlan(api *API) {
	for _, n := range items(r.property("ApiStages")) {
		if textOf(n, "ApiId") != api.ID || textOf(n, "Stage") != api.Stage {
			continue
		}
		plan := stage.UsagePlan{
			Name: r.path(), Methods: map[string]stage.Throttle{}, Position: r.position,
			Throttle: r.throttle(r.property("Throttle"), "RateLimit", "BurstLimit"), Quota: r.quota(r.property("Quota")),
		}
		if methods := n.Get("Throttle"); methods.Is(tree.Mapping) {
			for _, f := range methods.Fields {
				if t := r.throttle(f.Value, "RateLimit", "BurstLimit"); t != nil {
					plan.Methods[planMethod(f.Name)] = *t
				}
			}
		}
		r.addKeys(api, &plan)
		api.Settings.UsagePlans = append(api.Settings.UsagePlans, plan)
		return
	}
}

// planMethod turns "/pets/GET" into "GET /pets".
func planMethod(name string) string {
	at := strings.LastIndexByte(name, '/')
	if at < 0 {
		return name
	}
	path := name[:at]
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return name[at+1:] + " " + path
}

func (r *resource) quota(n *tree.Node) *stage.Quota {
	limit := r.decimal(n.Get("Limit"))
	if limit == nil {
		return nil
	}
	q := &stage.Quota{Limit: int(*limit), Period: stage.Period(textOf(n, "Period"))}
	if offset := r.decimal(n.Get("Offset")); offset != nil {
		q.Offset = int(*offset)
	}
	return q
}

// addKeys adds the keys of a plan. One without a value in the template, which the
// service would make, has one that is always the same.
func (r *resource) addKeys(api *API, plan *stage.UsagePlan) {
	id := r.id(r.node)
	for _, link := range r.reader.resources("AWS::ApiGateway::UsagePlanKey") {
		if link.text("UsagePlanId") != id {
			continue
		}
		key := r.keyOf(link.text("KeyId"))
		if key == nil {
			r.Warnf(link.position, "unknown-key", "the API key of %s is not in the app; it opens nothing here", link.path())
			continue
		}
		made := stage.APIKey{ID: key.path(), Value: key.text("Value"), Disabled: key.text("Enabled") == "false", Position: key.position}
		if made.Value == "" || strings.HasPrefix(made.Value, "<") {
			made.Value = identifier(key.account+"/"+key.region+"/"+key.path(), keyLength)
			api.MadeKeys = append(api.MadeKeys, made)
		}
		plan.Keys = append(plan.Keys, made.ID)
		api.Settings.APIKeys = append(api.Settings.APIKeys, made)
	}
}

// keyLength is the length of the keys that the service makes.
const keyLength = 40

func (r *reader) keyOf(id string) *resource {
	for _, key := range r.resources("AWS::ApiGateway::ApiKey") {
		if key.id(key.node) == id {
			return key
		}
	}
	return nil
}

// decimal returns a number, or nil when there is none.
func (r *resource) decimal(n *tree.Node) *float64 {
	text := textOf(n)
	if text == "" {
		return nil
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		r.Errorf(n.Position(), "invalid-template", "%s: a number is needed, found %q", r.logicalID, text)
		return nil
	}
	return &value
}

// placeOf returns the place of a value, or of the resource.
func (r *resource) placeOf(n *tree.Node) diag.Position {
	if p := n.Position(); p.IsValid() {
		return p
	}
	return r.position
}

func items(n *tree.Node) []*tree.Node {
	if n == nil {
		return nil
	}
	return n.Items
}

// textOf returns a scalar below a value, or "".
func textOf(n *tree.Node, names ...string) string {
	n = n.Get(names...)
	if n == nil {
		return ""
	}
	text, _ := intrinsic.Scalar(n)
	return text
}

func textsOf(n *tree.Node) map[string]string {
	if !n.Is(tree.Mapping) {
		return nil
	}
	values := make(map[string]string, len(n.Fields))
	for _, f := range n.Fields {
		values[f.Name], _ = intrinsic.Scalar(f.Value)
	}
	return values
}

func truth(n *tree.Node) *bool {
	if text := textOf(n); text != "" {
		return new(text == "true")
	}
	return nil
}
