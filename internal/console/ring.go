package console

import (
	"slices"
	"strings"
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
	entries   []entry // the oldest first
	size      int
	added     int // ever
	listeners map[chan struct{}]struct{}
}

func newRing() *ring { return &ring{listeners: map[chan struct{}]struct{}{}} }

// add keeps a request, and wakes those who listen.
func (r *ring) add(api string, recording *gateway.Recording) {
	e := entry{recording, api, recording.Size()}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.entries = append(r.entries, e)
	r.added++
	for r.size += e.size; len(r.entries) > maxRequests || r.size > maxMemory && len(r.entries) > 1; {
		r.size -= r.entries[0].size
		r.entries[0] = entry{}
		r.entries = r.entries[1:]
	}
	for l := range r.listeners {
		select {
		case l <- struct{}{}:
		default: // it has not looked since the last one
		}
	}
}

// all returns what is kept, the oldest first.
func (r *ring) all() []entry {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.entries)
}

// since returns the last requests of those that were added after the first n ever, and
// how many have been added by now.
func (r *ring) since(n, most int) (last []entry, added int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	count := min(r.added-n, most, len(r.entries))
	return slices.Clone(r.entries[len(r.entries)-count:]), r.added
}

// find returns the request of an ID or of the beginning of one.
func (r *ring) find(id string) (found entry, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range slices.Backward(r.entries) {
		if e.ID() == id || len(id) >= minPrefix && strings.HasPrefix(e.ID(), id) {
			return e, true
		}
	}
	return entry{}, false
}

// minPrefix is how much of an ID names a request.
const minPrefix = 6

// clear forgets all requests.
func (r *ring) clear() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.entries, r.size = nil, 0
}

// listen returns a channel that has something when requests were added. stop must be
// called.
func (r *ring) listen() (added <-chan struct{}, stop func()) {
	l := make(chan struct{}, 1)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.listeners[l] = struct{}{}
	return l, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.listeners, l)
	}
}
