package console

import (
	"slices"
	"sync"

	"github.com/gatewright/gatewright/internal/gateway"
)

// What the ring keeps: the last requests, and no more than fit.
const (
	maxRequests = 1000
	maxMemory   = 64 << 20 // bytes
)

// entry is a request that is kept, and the API that it was sent to.
type entry struct {
	*gateway.Recording

	api  string
	size int
}

// ring keeps the last requests. Its methods may be called concurrently.
type ring struct {
	mu        sync.Mutex
	entries   []*entry // the oldest first
	byID      map[string]*entry
	size      int
	listeners map[chan *entry]struct{}
}

func newRing() *ring {
	return &ring{byID: map[string]*entry{}, listeners: map[chan *entry]struct{}{}}
}

// add keeps a request, and hands it to those who listen; who is too slow misses it.
func (r *ring) add(api string, recording *gateway.Recording) {
	e := &entry{recording, api, recording.Size()}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.entries = append(r.entries, e)
	r.byID[e.ID()] = e
	for r.size += e.size; len(r.entries) > maxRequests || r.size > maxMemory && len(r.entries) > 1; {
		r.drop()
	}
	for l := range r.listeners {
		select {
		case l <- e:
		default:
		}
	}
}

// drop forgets the oldest request.
func (r *ring) drop() {
	oldest := r.entries[0]
	r.entries[0] = nil
	r.entries = r.entries[1:]
	r.size -= oldest.size
	if r.byID[oldest.ID()] == oldest {
		delete(r.byID, oldest.ID())
	}
}

// all returns what is kept, the oldest first.
func (r *ring) all() []*entry {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]*entry{}, r.entries...)
}

// find returns the request of an ID or of the beginning of one, or nil.
func (r *ring) find(id string) *entry {
	r.mu.Lock()
	defer r.mu.Unlock()
	if e := r.byID[id]; e != nil || len(id) < minPrefix {
		return e
	}
	for _, e := range slices.Backward(r.entries) {
		if len(e.ID()) > len(id) && e.ID()[:len(id)] == id {
			return e
		}
	}
	return nil
}

// minPrefix is how much of an ID names a request.
const minPrefix = 6

// clear forgets all requests.
func (r *ring) clear() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.entries, r.byID, r.size = nil, map[string]*entry{}, 0
}

// listen returns a channel of the requests to come. stop must be called.
func (r *ring) listen() (requests <-chan *entry, stop func()) {
	l := make(chan *entry, 256)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.listeners[l] = struct{}{}
	return l, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.listeners, l)
	}
}
