package wire

import (
	"bytes"
	"sync"
	"sync/atomic"
	"time"
)

// What a connection remembers is bounded.
const (
	maxHead = 16 << 10    // bytes of a head; what is beyond is not remembered
	maxTail = 4 << 10     // bytes of what follows a head; net/http reads no further ahead
	maxLog  = 2 * maxHead // bytes of the last heads
)

// memory holds the head of the request that is being served. What is a head is
// not known for sure, nor where it begins: net/http reads ahead, so a head may
// have come with another request's, or partly so.
type memory struct {
	marked    atomic.Bool // what is read next may be another head
	mu        sync.Mutex
	log       []byte // ends with what is taken for the last head
	tail      []byte // what came after it: a body, or the beginning of a head
	collected int    // bytes at the end of log that are taken for a head
	complete  bool   // the head has its end
}

// Read reads and remembers.
func (c *conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 {
		c.memory.add(p[:n])
	}
	return n, err
}

// SetReadDeadline sets the deadline. As net/http does so between requests, it
// marks a place where a head may begin.
func (c *conn) SetReadDeadline(t time.Time) error {
	c.memory.marked.Store(true)
	return c.Conn.SetReadDeadline(t)
}

func (m *memory) add(b []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.marked.Swap(false) {
		m.begin()
	}
	if !m.complete {
		b = m.collect(b)
	}
	if len(b) > 0 {
		m.tail = appendLast(m.tail, b, maxTail)
	}
}

// begin gets ready for a head, the beginning of which may be in the tail.
func (m *memory) begin() {
	m.log = append(m.log, m.tail...)
	m.tail = m.tail[:0]
	m.collected, m.complete = 0, false
}

// collect takes what belongs to the head, and all that came with its end, and
// gives the rest.
func (m *memory) collect(b []byte) (rest []byte) {
	n := min(len(b), maxHead-m.collected)
	if len(m.log)+n > maxLog {
		m.log = appendLast(m.log, nil, maxHead)
	}
	seam := max(0, len(m.log)-len(endOfHead)+1) // the end may lie across two reads
	m.log = append(m.log, b[:n]...)
	m.collected += n
	m.complete = m.collected == maxHead || bytes.Contains(m.log[seam:], endOfHead)
	return b[n:]
}

var endOfHead = []byte("\r\n\r\n")

// find returns what follows the last line that reads like this one, up to the end
// of its head.
func (m *memory) find(line string) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := m.log
	if len(m.tail) > 0 {
		all = append(bytes.Clone(m.log), m.tail...)
	}
	i := bytes.LastIndex(all, []byte(line))
	if i < 0 {
		return nil
	}
	fields := all[i+len(line):]
	if end := bytes.Index(fields, endOfHead); end >= 0 {
		fields = fields[:end]
	}
	return bytes.Clone(fields)
}

// appendLast appends b to dst and keeps no more than the last n bytes.
func appendLast(dst, b []byte, n int) []byte {
	b = b[max(0, len(b)-n):]
	if surplus := len(dst) + len(b) - n; surplus > 0 {
		dst = dst[:copy(dst, dst[surplus:])]
	}
	return append(dst, b...)
}
