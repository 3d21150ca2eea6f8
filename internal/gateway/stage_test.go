package gateway_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/spec/stage"
)

// clock is a time that a test sets.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) set(text string) {
	at, err := time.Parse(time.DateTime, text)
	if err != nil {
		panic(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = at
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

const stageDefinition = `
openapi: 3.0.1
info: {title: stage, version: "1"}
components: {securitySchemes: {key: {type: apiKey, name: x-api-key, in: header}}}
x-mock: &mock
  type: MOCK
  requestTemplates: {application/json: '{"statusCode":200}'}
  cacheKeyParameters: [method.request.querystring.a]
  responses: {default: {statusCode: "200", responseTemplates: {application/json: '$input.params("b") $context.isCanaryRequest $input.params("body")'}}}
paths:
  /key: {get: {security: [{key: []}], responses: {"200": {description: ok}}, x-amazon-apigateway-integration: *mock}}
  /open: {get: {responses: {"200": {description: ok}}, x-amazon-apigateway-integration: *mock}}
`

const testKey = "abcdefghijklmnopqrstuvwxyz"

func planned(plan stage.UsagePlan) gateway.Options {
	plan.Name, plan.Keys = "plan", []string{"key"}
	return gateway.Options{Settings: stage.Settings{
		APIKeys: []stage.APIKey{{ID: "key", Value: testKey}}, UsagePlans: []stage.UsagePlan{plan},
	}}
}

// TestQuotaPeriods lets one request pass in each period.
func TestQuotaPeriods(t *testing.T) {
	for _, tt := range []struct {
		period stage.Period
		offset int
		times  []string // a star: the first request of a period
	}{
		{stage.Day, 0, []string{"*2026-11-25 23:59:59", "*2026-11-26 00:00:00", "2026-11-26 23:59:59", "*2026-11-27 00:00:00"}},
		{stage.Week, 0, []string{"*2026-11-28 23:59:59", "*2026-11-29 00:00:00", "2026-12-05 23:00:00", "*2026-12-06 00:00:00"}},
		{stage.Week, 1, []string{"*2026-11-29 23:59:59", "*2026-11-30 00:00:00", "2026-12-06 00:00:00", "*2026-12-07 00:00:00"}},
		{stage.Month, 0, []string{"*2026-11-30 23:59:59", "*2026-12-01 00:00:00", "2026-12-31 00:00:00", "*2027-01-01 00:00:00"}},
		{stage.Month, 27, []string{"*2026-12-27 23:59:59", "*2026-12-28 00:00:00", "2027-01-27 00:00:00", "*2027-01-28 00:00:00"}},
	} {
		t.Run(fmt.Sprint(tt.period, tt.offset), func(t *testing.T) {
			var c clock
			o := planned(stage.UsagePlan{Quota: &stage.Quota{Limit: 1, Period: tt.period, Offset: tt.offset}})
			o.Now = c.Now
			s := serve(t, stageDefinition, o)
			for _, at := range tt.times {
				at, first := strings.CutPrefix(at, "*")
				c.set(at)
				want := result{status: 429, body: `{"message":"Limit Exceeded"}`}
				if first {
					want = result{status: 200, body: "  "}
				}
				if got := do(t, "GET", s.URL+"/key", nil, "x-api-key", testKey); got.status != want.status || got.body != want.body {
					t.Errorf("%s: %d %s, want %d", at, got.status, got.body, want.status)
				}
			}
		})
	}
}

// TestBucketsFill lets a bucket gain two tokens a second, up to three.
func TestBucketsFill(t *testing.T) {
	var c clock
	c.set("2026-11-25 12:00:00")
	o := planned(stage.UsagePlan{Throttle: &stage.Throttle{Rate: 2, Burst: 3}})
	o.Now = c.Now
	s := serve(t, stageDefinition, o)
	passed := func() (n int) {
		for do(t, "GET", s.URL+"/key", nil, "x-api-key", testKey).status == 200 {
			n++
		}
		return n
	}
	var got []int
	for _, pause := range []time.Duration{0, time.Second, 250 * time.Millisecond, 250 * time.Millisecond, time.Hour} {
		c.add(pause)
		got = append(got, passed())
	}
	if d := cmp.Diff([]int{3, 2, 0, 1, 3}, got); d != "" {
		t.Errorf("requests that passed (-want +got):\n%s", d)
	}
}

// TestCanaryCounts holds that a canary's requests are counted with the others.
func TestCanaryCounts(t *testing.T) {
	var c clock
	c.set("2026-11-25 12:00:00")
	s := serve(t, stageDefinition, gateway.Options{
		Now: c.Now,
		Settings: stage.Settings{
			Methods: map[string]stage.MethodSettings{"GET /open": {Throttle: &stage.Throttle{Rate: 1, Burst: 60}}},
			Canary:  &stage.Canary{Percent: 50},
		},
	})
	got := map[string]int{}
	for range 64 {
		got[do(t, "GET", s.URL+"/open", nil).body]++
	}
	if throttled := got[`{"message":"Too Many Requests"}`]; throttled != 4 {
		t.Errorf("throttled %d of 64, want 4", throttled)
	}
	if got[" true "] == 0 || got[" false "] == 0 || got[" true "]+got[" false "] != 60 { // by chance once in 2^59 runs
		t.Errorf("answers: %v", got)
	}
}

func cached(methods string, m stage.MethodSettings, size int64) stage.Settings {
	return stage.Settings{CacheSize: size, Methods: map[string]stage.MethodSettings{methods: m}}
}

// TestCacheTime lets an entry come to its end.
func TestCacheTime(t *testing.T) {
	var c clock
	c.set("2026-11-25 12:00:00")
	ttl := 10 * time.Second
	s := serve(t, stageDefinition, gateway.Options{
		Now:      c.Now,
		Settings: cached("*", stage.MethodSettings{Caching: new(true), CacheTTL: &ttl}, 1<<20),
	})
	for _, tt := range []struct {
		pause time.Duration
		b     string
		want  string
	}{
		{0, "1", "1"},
		{9 * time.Second, "2", "1"},
		{time.Second, "3", "3"},
		{time.Second, "4", "3"},
	} {
		c.add(tt.pause)
		if got := do(t, "GET", s.URL+"/open?a=x&b="+tt.b, nil).body; got != tt.want+"  " {
			t.Errorf("b=%s: %q, want %q", tt.b, got, tt.want)
		}
	}
}

// TestCacheBounds holds that a cache forgets what was not used the longest, and
// what is too large.
func TestCacheBounds(t *testing.T) {
	body := strings.Repeat("x", 4000)
	s := serve(t, stageDefinition, gateway.Options{
		Settings: cached("*", stage.MethodSettings{Caching: new(true)}, 20_000), // four entries
	})
	ask := func(a, b string) string {
		first, _, _ := strings.Cut(do(t, "GET", s.URL+"/open?a="+a+"&b="+b+"&body="+body, nil).body, " ")
		return first
	}
	for _, a := range []string{"1", "2", "3", "4", "1", "5"} { // 2 is the oldest now
		ask(a, "old")
	}
	var got []string
	for _, a := range []string{"5", "1", "2"} {
		got = append(got, ask(a, "new"))
	}
	if d := cmp.Diff([]string{"old", "old", "new"}, got); d != "" {
		t.Errorf("what is kept (-want +got):\n%s", d)
	}
}

// TestCachedAnswerIsLimited holds that a body beyond 1 MiB is not kept.
func TestCachedAnswerIsLimited(t *testing.T) {
	const definition = `
openapi: 3.0.1
info: {title: large, version: "1"}
paths:
  /large:
    post:
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration:
        type: AWS
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f/invocations
        responses: {default: {statusCode: "200"}}
`
	for size, kept := range map[int]bool{1<<20 + 1: false, 1 << 20: true} {
		s := serve(t, definition, gateway.Options{
			Lambda:   lambdaFunc(echo),
			Settings: cached("POST /large", stage.MethodSettings{Caching: new(true)}, 8<<20),
		})
		do(t, "POST", s.URL+"/large", strings.NewReader(strings.Repeat("a", size)))
		got := do(t, "POST", s.URL+"/large", strings.NewReader("b"))
		if fromCache := len(got.body) == size; fromCache != kept {
			t.Errorf("%d bytes: kept %v, want %v", size, fromCache, kept)
		}
	}
}

// TestSecretsAreNotLogged looks for what a caller sends to be known by.
func TestSecretsAreNotLogged(t *testing.T) {
	const definition = `
openapi: 3.0.1
info: {title: secrets, version: "1"}
components: {securitySchemes: {key: {type: apiKey, name: x-api-key, in: header}}}
paths:
  /proxy:
    get:
      security: [{key: []}]
      responses: {"200": {description: ok}}
      x-amazon-apigateway-integration: {type: HTTP_PROXY, httpMethod: GET, uri: "http://backend/"}
`
	var mu sync.Mutex
	var log strings.Builder
	o := planned(stage.UsagePlan{})
	o.HTTP = echoTransport{}
	o.ExecutionLog = func(_, line string) {
		mu.Lock()
		defer mu.Unlock()
		log.WriteString(line + "\n")
	}
	s := serve(t, definition, o)
	if got := do(t, "GET", s.URL+"/proxy", nil, "x-api-key", testKey, "Authorization", "Bearer secret-of-the-caller"); got.status != 200 {
		t.Fatalf("%+v", got)
	}
	mu.Lock()
	defer mu.Unlock()
	if strings.Contains(log.String(), testKey) || strings.Contains(log.String(), "secret-of") {
		t.Errorf("the log tells secrets:\n%s", &log)
	}
	if strings.Count(log.String(), "*uvwxyz") < 3 || strings.Count(log.String(), "*caller") != 2 { // of the client, and to the backend
		t.Errorf("the log does not tell which:\n%s", &log)
	}
}

// TestLogLevels counts the lines that each level lets through.
func TestLogLevels(t *testing.T) {
	yes := new(true)
	for _, tt := range []struct {
		name     string
		settings stage.MethodSettings
		want     []string
	}{
		{"OFF", stage.MethodSettings{LogLevel: "OFF", DataTrace: yes}, nil},
		{"ERROR", stage.MethodSettings{LogLevel: "ERROR"}, []string{"API Key"}},
		{"INFO", stage.MethodSettings{LogLevel: "INFO"}, []string{"Extended Request Id", "Verifying Usage Plan", "API Key", "Gateway response type", "Method completed"}},
		{"INFO with traces", stage.MethodSettings{LogLevel: "INFO", DataTrace: yes}, []string{
			"Extended Request Id", "Verifying Usage Plan", "API Key", "Gateway response type", "Gateway response body", "Gateway response headers", "Method completed",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var mu sync.Mutex
			var lines []string
			s := serve(t, stageDefinition, gateway.Options{
				Settings: stage.Settings{Methods: map[string]stage.MethodSettings{"*": tt.settings}},
				ExecutionLog: func(_, line string) {
					mu.Lock()
					defer mu.Unlock()
					lines = append(lines, line)
				},
			})
			do(t, "GET", s.URL+"/key", nil, "x-api-key", testKey)
			mu.Lock()
			defer mu.Unlock()
			if len(lines) != len(tt.want) {
				t.Fatalf("lines: %q", lines)
			}
			for i, line := range lines {
				if !strings.HasPrefix(line, tt.want[i]) {
					t.Errorf("line %d is %q, want %q", i, line, tt.want[i])
				}
			}
			if slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, testKey) }) {
				t.Errorf("the key is in the log: %q", lines)
			}
		})
	}
}
