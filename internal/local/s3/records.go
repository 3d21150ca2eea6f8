package s3

import (
	"io/fs"
	"sync"
	"time"
)

const (
	maxRecords = 10_000

	// settled is the age from which a file's modification time tells it from every
	// later state: file systems count in ticks of up to some 10 ms, FAT in 2 s.
	settled = 2 * time.Second
)

// records remembers what was found out about files, by key.
type records struct {
	mu    sync.RWMutex
	byKey map[string]*record
}

// get returns the record when it still describes the file.
func (m *records) get(key string, info fs.FileInfo) *record {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if r := m.byKey[key]; r != nil && r.describes(info) {
		return r
	}
	return nil
}

// put forgets everything when there is too much: what is still wanted comes back.
func (m *records) put(r *record) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.byKey == nil || len(m.byKey) >= maxRecords {
		m.byKey = map[string]*record{}
	}
	m.byKey[r.Key] = r
}

func (m *records) forget(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.byKey, key)
}
