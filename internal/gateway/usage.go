package gateway

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/gatewright/gatewright/spec/stage"
)

// usage counts who uses how much of a stage. A canary shares it.
type usage struct {
	clients map[string]*client       // by the value of their key
	methods map[string]*rate.Limiter // the stage's, by operation
	account *rate.Limiter            // nil: unbounded
}

// client is a caller as its API key names it.
type client struct {
	stage.APIKey
	plan    *stage.UsagePlan // nil: none for this stage
	bucket  *rate.Limiter
	methods map[string]*rate.Limiter // in its place

	mu    sync.Mutex
	used  int
	since time.Time // the beginning of the period that is counted
}

// newUsage makes the accounts of settings that are right.
func newUsage(s *stage.Settings) *usage {
	u := &usage{clients: map[string]*client{}, methods: map[string]*rate.Limiter{}, account: newBucket(s.AccountThrottle)}
	byID := make(map[string]*client, len(s.APIKeys))
	for _, k := range s.APIKeys {
		c := &client{APIKey: k}
		u.clients[k.Value], byID[k.ID] = c, c
	}
	for i := range s.UsagePlans {
		for _, id := range s.UsagePlans[i].Keys {
			byID[id].subscribe(&s.UsagePlans[i])
		}
	}
	return u
}

func (c *client) subscribe(p *stage.UsagePlan) {
	c.plan, c.bucket = p, newBucket(p.Throttle)
	c.methods = make(map[string]*rate.Limiter, len(p.Methods))
	for method, t := range p.Methods {
		c.methods[method] = newBucket(&t)
	}
}

// charge counts a request, unless the quota is used up.
func (c *client) charge(now time.Time) bool {
	q := c.plan.Quota
	if q == nil {
		return true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if begin := q.Begin(now); !begin.Equal(c.since) {
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
	if c.used > 0 && q.Begin(now).Equal(c.since) {
		c.used--
	}
}

// bucketFor returns the bucket that bounds the client's calls of a method.
func (c *client) bucketFor(o *operation) *rate.Limiter {
	if b, ok := c.methods[o.name]; ok {
		return b
	}
	return c.bucket
}

func newBucket(t *stage.Throttle) *rate.Limiter {
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
