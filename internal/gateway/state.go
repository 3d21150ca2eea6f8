package gateway

import (
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/time/rate"
)

// State is what a gateway keeps between requests.
type State struct {
	Limits    []LimitState    `json:"limits"`
	Cache     []EntryState    `json:"cache"`
	CacheSize int64           `json:"cacheSize"`  // bytes
	CacheMax  int64           `json:"cacheLimit"` // bytes; 0: no cache
	Decisions []DecisionState `json:"decisions"`
}

// LimitState is what is left of a limit.
type LimitState struct {
	LimitTrace

	Left float64 `json:"left"` // tokens of a bucket, or requests of a quota
}

// EntryState is an entry of the cache.
type EntryState struct {
	Key     string    `json:"key"`
	Status  int       `json:"status"`
	Size    int64     `json:"size"`
	MadeBy  string    `json:"madeBy"`
	Made    time.Time `json:"made"`
	Expires time.Time `json:"expires"`
}

// DecisionState is a decision of a Lambda authorizer that is kept.
type DecisionState struct {
	Authorizer string    `json:"authorizer"`
	Caller     string    `json:"caller"`
	Key        string    `json:"key"` // masked
	Expires    time.Time `json:"expires"`
}

// State returns what the gateway holds now.
func (g *Gateway) State() State {
	now := g.options.Now()
	s := State{Limits: g.usage.state(now), Cache: []EntryState{}, Decisions: []DecisionState{}}
	if g.cache != nil {
		s.CacheMax = g.cache.limit
		s.Cache, s.CacheSize = g.cache.state(now)
	}
	for _, guard := range g.deciders {
		if guard.decisions == nil {
			continue
		}
		for key, d := range guard.decisions.all() {
			if now.Before(d.expires) {
				s.Decisions = append(s.Decisions, DecisionState{Authorizer: functionName(guard.function), Caller: d.principal, Key: maskSecret(key), Expires: d.expires})
			}
		}
	}
	slices.SortFunc(s.Decisions, func(a, b DecisionState) int { return strings.Compare(a.Authorizer+a.Key, b.Authorizer+b.Key) })
	return s
}

// ClearCache forgets the responses that are kept.
func (g *Gateway) ClearCache() {
	for _, c := range g.both() {
		if c.cache != nil {
			c.cache.clear()
		}
	}
}

// ClearDecisions makes Lambda authorizers decide again.
func (g *Gateway) ClearDecisions() {
	for _, c := range g.both() {
		for _, guard := range c.deciders {
			if guard.decisions != nil {
				guard.decisions.clear()
			}
		}
	}
}

// ClearLimits fills the buckets, and the quotas' counts begin again.
func (g *Gateway) ClearLimits() { g.usage.clear(g.options.Now()) }

// both returns the gateway, and its canary if it has one.
func (g *Gateway) both() []*Gateway {
	if g.canary == nil {
		return []*Gateway{g}
	}
	return []*Gateway{g, g.canary}
}

func (c *cache) state(now time.Time) (entries []EntryState, size int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	entries = []EntryState{}
	for at := c.order.Front(); at != nil; at = at.Next() {
		e := c.of(at)
		if now.Before(e.until) {
			entries = append(entries, EntryState{Key: e.target, Status: e.status, Size: e.size(), MadeBy: e.maker, Made: e.made, Expires: e.until})
		}
	}
	return entries, c.size
}

func (c *cache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.entries)
	c.order.Init()
	c.size = 0
}

// all returns a copy of what is kept.
func (b *bounded[V]) all() map[string]V {
	b.mu.RLock()
	defer b.mu.RUnlock()
	all := maps.Clone(b.new)
	for key, v := range b.old {
		if _, newer := all[key]; !newer {
			all[key] = v
		}
	}
	return all
}

func (b *bounded[V]) clear() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.new, b.old = map[string]V{}, nil
}

// state returns what is left of the limits, sorted by name.
func (u *usage) state(now time.Time) []LimitState {
	limits := []LimitState{}
	add := func(name string, b *rate.Limiter) {
		if b != nil {
			limits = append(limits, LimitState{LimitTrace{Name: name, Rate: float64(b.Limit()), Burst: b.Burst()}, b.TokensAt(now)})
		}
	}
	for _, c := range u.clients {
		if c.plan == nil {
			continue
		}
		if q := c.plan.Quota; q != nil {
			limits = append(limits, LimitState{LimitTrace{Name: "quota of key " + c.ID + ", plan " + c.plan.Name, Quota: q.Limit}, float64(q.Limit - c.usedAt(now))})
		}
		add("key "+c.ID, c.bucket)
		for method, b := range c.methods {
			add("key "+c.ID+", "+method, b)
		}
	}
	for method, b := range u.methods {
		add("stage, "+method, b)
	}
	add("account", u.account)
	slices.SortFunc(limits, func(a, b LimitState) int { return strings.Compare(a.Name, b.Name) })
	return limits
}

// usedAt returns how many requests the current period of the quota has had.
func (c *client) usedAt(now time.Time) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.plan.Quota.Begin(now).Equal(c.since) {
		return 0
	}
	return c.used
}

func (u *usage) clear(now time.Time) {
	fill := func(b *rate.Limiter) {
		if b != nil {
			b.AllowN(now, -b.Burst())
		}
	}
	for _, c := range u.clients {
		c.mu.Lock()
		c.used = 0
		c.mu.Unlock()
		fill(c.bucket)
		for _, b := range c.methods {
			fill(b)
		}
	}
	for _, b := range u.methods {
		fill(b)
	}
	fill(u.account)
}
