package gateway

import (
	"container/list"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/gateway/policy"
	"github.com/gatewright/gatewright/spec"
	"github.com/gatewright/gatewright/spec/stage"
)

const (
	defaultCacheTTL = 300 * time.Second
	// maxCached is the largest response in bytes that is kept ("Amazon API
	// Gateway quotas").
	maxCached = 1 << 20
	// perEntry is about what an entry takes besides its texts.
	perEntry = 512
)

// invalidationWarning is the header that tells of an ignored Cache-Control.
const invalidationWarning = `199 - "Cache-Control: max-age=0 was ignored, because the caller is not authorized to invalidate the cache"`

// caching is how an operation is cached.
type caching struct {
	ttl          time.Duration // 0: not at all
	namespace    string
	keys         []*source
	authorized   bool // only who is authorized may refresh an entry
	unauthorized string
}

// newCaching compiles the cache key of an operation ("Cache settings for REST APIs
// in API Gateway").
func newCaching(op *operation, m stage.MethodSettings, general bool, problems *diag.List) caching {
	if !m.Caches(op.Method, general) || op.integration == nil {
		return caching{}
	}
	c := caching{
		ttl: defaultCacheTTL, namespace: op.integration.CacheNamespace, unauthorized: m.UnauthorizedCacheControl,
		authorized: m.RequireCacheAuthorization == nil || *m.RequireCacheAuthorization,
	}
	if m.CacheTTL != nil {
		c.ttl = *m.CacheTTL
	}
	if c.namespace == "" {
		c.namespace = op.resourceID
	}
	for _, name := range op.integration.CacheKeyParameters {
		s, ok := cacheKey(op.integration.Integration, name)
		if !ok {
			problems.Warnf(op.integration.Position, "unknown-cache-key",
				"%s: the cache key parameter %q is not a parameter of the request; answers do not vary with it", op.name, name)
			continue
		}
		c.keys = append(c.keys, s)
	}
	warnCacheKey(op, problems)
	return c
}

// warnCacheKey warns of parameters that the response may depend on and the cache key does
// not hold: what was answered for one value is answered for all.
func warnCacheKey(op *operation, problems *diag.List) {
	written := writtenKeys(op.integration.Integration)
	missing := slices.DeleteFunc(op.CacheKeys(), func(key string) bool {
		return slices.Contains(written, key) || !declaresKey(op.Operation, key) && slices.ContainsFunc(written, func(w string) bool { return keyName(w) == keyName(key) })
	})
	if len(missing) == 0 {
		return
	}
	d := problems.Warnf(op.integration.Position, "cache-key", "%s: the cache answers for all values of %s what it kept for one", op.name, strings.Join(missing, ", "))
	d.Help = "add them to cacheKeyParameters, or turn the cache off for the method"
}

// writtenKeys are the cache key parameters as parameters of the method.
func writtenKeys(i *spec.Integration) []string {
	keys := slices.Clone(i.CacheKeyParameters)
	for k, key := range keys {
		for _, m := range i.RequestParameters {
			if m.Target == key {
				keys[k] = strings.Replace(m.Source, "method.request.multivalue", "method.request.", 1)
			}
		}
	}
	return keys
}

// keyName returns the name of the parameter in "method.request.querystring.name".
func keyName(key string) string {
	_, name, _ := strings.Cut(strings.TrimPrefix(key, "method.request."), ".")
	return name
}

func declaresKey(o *spec.Operation, key string) bool {
	return slices.ContainsFunc(o.Parameters, func(p spec.Parameter) bool { return p.Name == keyName(key) })
}

// cacheKey returns the source of a cache key parameter. One of the integration
// request varies with what is mapped to it.
func cacheKey(i *spec.Integration, name string) (*source, bool) {
	if strings.HasPrefix(name, "integration.request.") {
		at := slices.IndexFunc(i.RequestParameters, func(m spec.Mapping) bool { return m.Target == name })
		if at < 0 {
			return nil, false
		}
		name = i.RequestParameters[at].Source
	}
	s, ok := parseSource(name, requestSources)
	return s, ok && s.origin != static
}

// lookUp responds with what was answered before.
func (x *exchange) lookUp() *failure {
	c := &x.op.settings.caching
	if x.gateway.cache == nil || c.ttl == 0 {
		return nil
	}
	x.cacheKey = x.keyOf(c)
	warning := ""
	if x.asksForFresh() {
		if !c.authorized || x.mayInvalidate() {
			return nil
		}
		switch c.unauthorized {
		case stage.FailUnauthorized:
			return &failure{kind: accessToCache, before: true}
		case stage.IgnoreUnauthorized:
		default:
			warning = invalidationWarning
		}
	}
	kept := x.gateway.cache.get(x.cacheKey, x.started)
	if kept == nil {
		x.warning = warning
		return nil
	}
	x.answer.status, x.answer.body = kept.status, kept.body
	x.answer.headers = append(x.answer.headers[:0], kept.headers...)
	x.warning, x.fromCache = warning, true
	if x.recording != nil {
		x.recording.entry = &cached{made: kept.made, maker: kept.maker, until: kept.until}
	}
	return nil
}

// keep puts a response into the cache.
func (x *exchange) keep() *failure {
	if x.cacheKey == "" || x.fromCache || x.answer.stream != nil {
		return nil
	}
	a := &x.answer
	x.gateway.cache.put(&cached{
		key: x.cacheKey, until: x.started.Add(x.op.settings.caching.ttl), status: a.status,
		headers: slices.Clone(a.headers), body: slices.Clone(a.body),
		made: x.started, maker: x.ids.request, target: x.method + " " + x.path,
	})
	return nil
}

// keyOf writes what a response varies with. Each part has its length before it, so
// that no two requests have one key unless they should.
func (x *exchange) keyOf(c *caching) string {
	key := []byte(x.method)
	add := func(text string) {
		key = strconv.AppendInt(append(key, ' '), int64(len(text)), 10)
		key = append(append(key, ':'), text...)
	}
	add(c.namespace)
	for _, s := range c.keys {
		values, err := s.values(x)
		if err != nil {
			values = nil // a body that is not JSON has no such value
		}
		add(strconv.Itoa(len(values)))
		for _, v := range values {
			add(v)
		}
	}
	return string(key)
}

// asksForFresh reports whether the client wants no kept response.
func (x *exchange) asksForFresh() bool {
	for _, line := range x.request.Header["Cache-Control"] {
		for directive := range strings.SplitSeq(line, ",") {
			if strings.EqualFold(strings.TrimSpace(directive), "max-age=0") {
				return true
			}
		}
	}
	return false
}

// mayInvalidate reports whether policies let the caller refresh an entry. Only a
// caller with an IAM identity can be allowed to.
func (x *exchange) mayInvalidate() bool {
	if x.caller == nil || x.caller.identity == nil {
		return false
	}
	who := x.caller.identity
	request := x.policyRequest(who.who)
	request.Action = "execute-api:InvalidateCache"
	own, resource := policy.Evaluate(request, who.Policies...), policy.None
	if x.gateway.policy != nil {
		resource = policy.Evaluate(request, x.gateway.policy)
	}
	return own == policy.Allow && resource != policy.Deny
}

// cache keeps answers, bounded by their size: those that were not asked for the
// longest go first.
type cache struct {
	mu      sync.Mutex
	limit   int64
	size    int64
	entries map[string]*list.Element
	order   *list.List // of *cached; the one used last is first
}

type cached struct {
	key     string
	made    time.Time
	maker   string // the request whose response it is
	target  string // of that request, without its query
	until   time.Time
	status  int
	headers fields
	body    []byte
}

// newCache makes a cache; nil for no size.
func newCache(limit int64) *cache {
	if limit <= 0 {
		return nil
	}
	return &cache{limit: limit, entries: map[string]*list.Element{}, order: list.New()}
}

// get returns an entry that is not to be changed, or nil.
func (c *cache) get(key string, now time.Time) *cached {
	c.mu.Lock()
	defer c.mu.Unlock()
	at, ok := c.entries[key]
	if !ok {
		return nil
	}
	entry := c.of(at)
	if !now.Before(entry.until) {
		c.remove(at)
		return nil
	}
	c.order.MoveToFront(at)
	return entry
}

// put keeps an entry, unless it is too large.
func (c *cache) put(entry *cached) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if at, ok := c.entries[entry.key]; ok {
		c.remove(at)
	}
	size := entry.size()
	if int64(len(entry.body)) > maxCached || size > c.limit {
		return
	}
	c.entries[entry.key] = c.order.PushFront(entry)
	for c.size += size; c.size > c.limit; {
		c.remove(c.order.Back())
	}
}

func (c *cache) of(at *list.Element) *cached {
	entry, _ := at.Value.(*cached)
	return entry
}

func (c *cache) remove(at *list.Element) {
	entry := c.of(at)
	c.order.Remove(at)
	delete(c.entries, entry.key)
	c.size -= entry.size()
}

func (e *cached) size() int64 {
	size := perEntry + 2*len(e.key) + len(e.body)
	for _, h := range e.headers {
		size += len(h.name) + len(h.value)
	}
	return int64(size)
}
