package jsonvalue

import "sync"

// The parser allocates as little as it can: what a hostile document costs is mostly the
// memory for its many small values.

// stack holds values in chunks, so that it grows without copying.
type stack[T any] struct {
	top   []T
	below [][]T // full
	spare []T   // the chunk that was emptied last
	pool  *sync.Pool
}

// The least and the most values in a chunk.
const (
	firstChunk = 8
	lastChunk  = 4096
)

// Chunks of the last size go from one document to the next.
var itemChunks, entryChunks sync.Pool

func (s *stack[T]) push(v T) {
	if len(s.top) == cap(s.top) {
		s.grow()
	}
	s.top = append(s.top, v)
}

func (s *stack[T]) grow() {
	size := firstChunk
	if s.top != nil {
		s.below = append(s.below, s.top)
		size = min(2*len(s.top), lastChunk)
	}
	if s.top, s.spare = s.spare, nil; s.top != nil {
		return
	}
	if size == lastChunk {
		if kept, ok := s.pool.Get().(*[lastChunk]T); ok {
			s.top = kept[:0]
			return
		}
	}
	s.top = make([]T, 0, size)
}

// pop moves as many values as fit from the top of the stack to a slice, which it
// returns.
func (s *stack[T]) pop(to []T) []T {
	for rest := to; len(rest) > 0; {
		if len(s.top) == 0 {
			s.release(s.spare)
			last := len(s.below) - 1
			s.spare, s.top, s.below = s.top, s.below[last], s.below[:last]
		}
		n := min(len(rest), len(s.top))
		left := len(s.top) - n
		copy(rest[len(rest)-n:], s.top[left:])
		s.top, rest = s.top[:left], rest[:len(rest)-n]
	}
	return to
}

// release leaves a chunk to the next document.
func (s *stack[T]) release(chunk []T) {
	if cap(chunk) == lastChunk {
		kept := (*[lastChunk]T)(chunk[:lastChunk])
		clear(kept[:])
		s.pool.Put(kept)
	}
}

// room makes few allocations of many small ones: each is twice as large as all before.
type room[T any] struct {
	free  []T
	total int
}

// take returns n zero values, nil for none. Appending to them leaves the room alone.
func (r *room[T]) take(n int) []T {
	if n == 0 {
		return nil
	}
	if n > len(r.free) {
		r.free = make([]T, max(n, min(2*r.total, 1024)))
	}
	r.total += n
	taken := r.free[:n:n]
	r.free = r.free[n:]
	return taken
}

func (r *room[T]) one() *T { return &r.take(1)[0] }
