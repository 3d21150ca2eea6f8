package gateway

import "sync"

// bounded keeps values by their keys, and forgets what has not been asked for
// when there are too many. It is safe for concurrent use.
type bounded[V any] struct {
	size int // of a generation; there are two

	mu       sync.RWMutex
	new, old map[string]V
}

func newBounded[V any](size int) *bounded[V] {
	return &bounded[V]{size: size, new: map[string]V{}}
}

func (b *bounded[V]) get(key string) (V, bool) {
	b.mu.RLock()
	v, ok := b.new[key]
	if ok {
		b.mu.RUnlock()
		return v, true
	}
	v, ok = b.old[key]
	b.mu.RUnlock()
	if ok {
		b.renew(key, v)
	}
	return v, ok
}

// renew keeps a value of the old generation, unless there is a newer one.
func (b *bounded[V]) renew(key string, v V) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, known := b.new[key]; !known {
		b.add(key, v)
	}
}

func (b *bounded[V]) put(key string, v V) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.add(key, v)
}

func (b *bounded[V]) add(key string, v V) {
	if _, known := b.new[key]; !known && len(b.new) >= b.size {
		b.old, b.new = b.new, make(map[string]V, b.size)
	}
	b.new[key] = v
}
