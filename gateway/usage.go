package gateway

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/gatewright/gatewright/diag"
)

// APIKey is a key that callers send, or that an authorizer names for them.
type APIKey struct {
	ID       string // unique
	Value    string // 20 to 128 characters
	Disabled bool
	Position diag.Position
}

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

// The lengths of keys ("Amazon API Gateway quotas").
const (
	minKey = 20
	maxKey = 128
)

// usage counts who uses how much of a stage. A canary shares it.
type usage struct {
	clients map[string]*client       // by the value of their key
	methods map[string]*rate.Limiter // the stage's, by operation
	account *rate.Limiter            // nil: unbounded
}

// client is a caller as its API key names it.
type client struct {
	APIKey
	plan    *UsagePlan // nil: none for this stage
	bucket  *rate.Limiter
	methods map[string]*rate.Limiter // in its place

	mu    sync.Mutex
	used  int
	since time.Time // the beginning of the period that is counted
}

func newUsage(o *Options, problems *diag.List) *usage {
	u := &usage{clients: map[string]*client{}, methods: map[string]*rate.Limiter{}, account: newBucket(o.AccountThrottle)}
	byID := map[string]*client{}
	for _, k := range o.APIKeys {
		switch {
		case len(k.Value) < minKey || len(k.Value) > maxKey:
			problems.Errorf(k.Position, "invalid-key", "the API key %s must have from %d to %d characters, found %d", k.ID, minKey, maxKey, len(k.Value))
		case u.clients[k.Value] != nil:
			problems.Errorf(k.Position, "invalid-key", "the API keys %s and %s are the same", u.clients[k.Value].ID, k.ID)
		default:
			c := &client{APIKey: k}
			u.clients[k.Value], byID[k.ID] = c, c
		}
	}
	for i := range o.UsagePlans {
		u.addPlan(&o.UsagePlans[i], byID, problems)
	}
	return u
}

func (u *usage) addPlan(p *UsagePlan, byID map[string]*client, problems *diag.List) {
	if problem := p.problem(); problem != "" {
		problems.Errorf(p.Position, "invalid-plan", "the usage plan %s: %s", p.Name, problem)
	}
	for _, id := range p.Keys {
		c := byID[id]
		switch {
		case c == nil:
			problems.Errorf(p.Position, "invalid-plan", "the usage plan %s names the API key %s, which is not there", p.Name, id)
			continue
		case c.plan != nil:
			problems.Errorf(p.Position, "invalid-plan", "the API key %s is in two usage plans for this stage: %s and %s", id, c.plan.Name, p.Name)
			continue
		}
		c.plan, c.bucket = p, newBucket(p.Throttle)
		c.methods = make(map[string]*rate.Limiter, len(p.Methods))
		for method, t := range p.Methods {
			c.methods[method] = newBucket(&t)
		}
	}
}

func (p *UsagePlan) problem() string {
	if p.Throttle != nil && p.Throttle.problem() != "" {
		return p.Throttle.problem()
	}
	for _, t := range p.Methods {
		if problem := t.problem(); problem != "" {
			return problem
		}
	}
	if p.Quota == nil {
		return ""
	}
	return p.Quota.problem()
}

func (q *Quota) problem() string {
	last, known := map[Period]int{Day: 0, Week: 6, Month: 27}[q.Period]
	switch {
	case !known:
		return "a quota's period is DAY, WEEK or MONTH, found " + string(q.Period)
	case q.Limit < 0:
		return "a quota must not be negative"
	case q.Offset < 0 || q.Offset > last:
		return "the offset of a quota is 0 for DAY, from 0 to 6 for WEEK, and from 0 to 27 for MONTH"
	}
	return ""
}

// begin gives the time at which the period that holds a time began.
func (q *Quota) begin(now time.Time) time.Time {
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
	}
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// charge counts a request, unless the quota is used up.
func (c *client) charge(now time.Time) bool {
	q := c.plan.Quota
	if q == nil {
		return true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if begin := q.begin(now); !begin.Equal(c.since) {
		c.since, c.used = begin, 0
	}
	if c.used >= q.Limit {
		return false
	}
	c.used++
	return true
}

// refund takes a request back that was not served after all.
func (c *client) refund(now time.Time) {
	q := c.plan.Quota
	if q == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.used > 0 && q.begin(now).Equal(c.since) {
		c.used--
	}
}

// bucketFor gives the bucket that bounds the client's calls of a method.
func (c *client) bucketFor(o *operation) *rate.Limiter {
	if b, ok := c.methods[o.name]; ok {
		return b
	}
	return c.bucket
}

func newBucket(t *Throttle) *rate.Limiter {
	if t == nil {
		return nil
	}
	return rate.NewLimiter(rate.Limit(t.Rate), t.Burst)
}

// takeAll takes a token out of each bucket, or out of none when one is empty.
func takeAll(now time.Time, buckets ...*rate.Limiter) bool {
	for i, b := range buckets {
		if b == nil || b.AllowN(now, 1) {
			continue
		}
		for _, taken := range buckets[:i] {
			giveBack(now, taken)
		}
		return false
	}
	return true
}

// giveBack puts a token back.
func giveBack(now time.Time, b *rate.Limiter) {
	if b != nil {
		b.AllowN(now, -1)
	}
}
