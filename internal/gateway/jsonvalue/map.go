package jsonvalue

import (
	"math"
	"math/big"
	"sort"
	"unicode/utf8"

	"github.com/gatewright/gatewright/internal/hashindex"
)

// Map is a mutable mapping that keeps the order in which its keys came
// (java.util.LinkedHashMap), or, when made by [NewHashMap], lists them in the
// order in which java.util.HashMap would. The zero value is an empty ordered
// map.
type Map struct {
	entries []Entry
	index   *hashindex.Index // of string keys, once there are many

	capacity int // of the table of a java.util.HashMap; 0 for an ordered map
}

// Entry is one key of a map with its value.
type Entry struct {
	// Key is the key's text.
	Key string
	// Value may be nil.
	Value Value

	other *Value // the key itself when it is not a string
}

// KeyOf returns the key as a value.
func (e Entry) KeyOf() Value {
	if e.other == nil {
		return e.Key
	}
	return *e.other
}

// hashMapCapacity is the default size of java.util.HashMap's table.
const hashMapCapacity = 16

// NewMap returns an empty ordered map with room for n entries.
func NewMap(n int) *Map { return &Map{entries: make([]Entry, 0, n)} }

// NewHashMap returns an empty map that lists its keys as java.util.HashMap
// would, which is how the map literals of a template behave.
func NewHashMap() *Map { return &Map{capacity: hashMapCapacity} }

// fill makes m an ordered map of the entries, whose keys are strings. Of
// repeated keys the last value counts.
func (m *Map) fill(entries []Entry) {
	if len(entries) < indexFrom {
		if !repeats(entries) {
			m.entries = entries
			return
		}
	} else if x, repeated := newIndex(entries); !repeated {
		m.entries, m.index = entries, x
		return
	}
	m.entries = make([]Entry, 0, len(entries))
	for _, e := range entries {
		m.Put(e.Key, e.Value)
	}
}

func repeats(entries []Entry) bool {
	for i := range entries {
		for j := range i {
			if entries[i].Key == entries[j].Key {
				return true
			}
		}
	}
	return false
}

// Len returns the number of entries.
func (m *Map) Len() int { return len(m.entries) }

// Get returns the value of a string key, and whether the key is there.
func (m *Map) Get(key string) (Value, bool) {
	if i := m.find(key); i >= 0 {
		return m.entries[i].Value, true
	}
	return nil, false
}

// Put sets the value of a string key and returns the one that it replaces.
func (m *Map) Put(key string, v Value) Value {
	if i := m.find(key); i >= 0 {
		old := m.entries[i].Value
		m.entries[i].Value = v
		return old
	}
	m.append(Entry{Key: key, Value: v})
	return nil
}

// GetKey is Get for a key of any kind.
func (m *Map) GetKey(key Value) (Value, bool) {
	if i := m.findKey(key); i >= 0 {
		return m.entries[i].Value, true
	}
	return nil, false
}

// PutKey is Put for a key of any kind.
func (m *Map) PutKey(key, v Value) Value {
	if s, ok := key.(string); ok {
		return m.Put(s, v)
	}
	if i := m.findKey(key); i >= 0 {
		old := m.entries[i].Value
		m.entries[i].Value = v
		return old
	}
	m.append(Entry{Key: shortText(key), Value: v, other: &key})
	return nil
}

// Remove deletes a key of any kind and returns the value it had.
func (m *Map) Remove(key Value) (Value, bool) {
	i := m.findKey(key)
	if i < 0 {
		return nil, false
	}
	old := m.entries[i].Value
	m.entries = append(m.entries[:i], m.entries[i+1:]...)
	m.index = nil
	m.buildIndex()
	return old, true
}

// Clear removes all entries.
func (m *Map) Clear() {
	m.entries = nil
	m.index = nil
}

// All calls yield for each entry in order, until it returns false.
func (m *Map) All(yield func(Entry) bool) {
	for _, e := range m.Entries() {
		if !yield(e) {
			return
		}
	}
}

// Entries returns the entries in order. The slice must not be changed and is
// good until the map changes.
func (m *Map) Entries() []Entry {
	if m.capacity == 0 || len(m.entries) < 2 {
		return m.entries
	}
	return m.hashOrder()
}

// hashOrder sorts the entries by the bucket in which java.util.HashMap keeps
// them; within a bucket they stay in the order in which they came.
func (m *Map) hashOrder() []Entry {
	type placed struct {
		bucket uint32
		entry  Entry
	}
	ps := make([]placed, len(m.entries))
	for i, e := range m.entries {
		h := hashCode(e)
		ps[i] = placed{(h ^ h>>16) & uint32(m.capacity-1), e}
	}
	sort.SliceStable(ps, func(i, j int) bool { return ps[i].bucket < ps[j].bucket })
	out := make([]Entry, len(ps))
	for i, p := range ps {
		out[i] = p.entry
	}
	return out
}

func (m *Map) append(e Entry) {
	m.entries = append(m.entries, e)
	if m.capacity != 0 && len(m.entries) > m.capacity*3/4 {
		m.capacity *= 2
	}
	switch {
	case m.index == nil:
		m.buildIndex()
	case e.other == nil:
		addToIndex(m.index, m.entries, len(m.entries)-1)
	}
}

func (m *Map) buildIndex() {
	if len(m.entries) >= indexFrom {
		m.index, _ = newIndex(m.entries)
	}
}

func (m *Map) find(key string) int {
	if m.index != nil {
		return findInIndex(m.index, m.entries, key)
	}
	for i := range m.entries {
		if e := &m.entries[i]; e.Key == key && e.other == nil {
			return i
		}
	}
	return -1
}

func (m *Map) findKey(key Value) int {
	if s, ok := key.(string); ok {
		return m.find(s)
	}
	for i := range m.entries {
		e := &m.entries[i]
		if e.other != nil && Equal(e.KeyOf(), key) {
			return i
		}
	}
	return -1
}

// hashCode is Java's hash of a key. Keys of kinds without a stable hash in
// Java count as 0.
func hashCode(e Entry) uint32 {
	switch k := e.KeyOf().(type) {
	case string:
		return uint32(StringHash(k))
	case int32:
		return uint32(k)
	case int64:
		return uint32(k) ^ uint32(k>>32)
	case float64:
		b := math.Float64bits(k)
		return uint32(b) ^ uint32(b>>32)
	case bool:
		if k {
			return 1231
		}
		return 1237
	}
	return 0
}

// StringHash is java.lang.String.hashCode.
func StringHash(s string) int32 {
	var h int32
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			h = 31*h + int32(s[i])
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if r < 0x10000 {
			h = 31*h + r
			continue
		}
		r -= 0x10000
		h = 31*h + (0xD800 + r>>10)
		h = 31*h + (0xDC00 + r&0x3FF)
	}
	return h
}

// shortText names a key that is not a string in messages and when printing.
func shortText(key Value) string {
	switch key.(type) {
	case *Map, *List:
		return ""
	case nil:
		return "null"
	}
	return String(key)
}

// Equal is Java's equals: numbers are equal only to numbers of their own
// kind, lists and maps by their contents.
func Equal(a, b Value) bool { return equal(a, b, maxDepth) }

func equal(a, b Value, depth int) bool {
	if depth == 0 {
		return false
	}
	switch x := a.(type) {
	case *Map:
		y, ok := b.(*Map)
		return ok && (x == y || equalMaps(x, y, depth-1))
	case *List:
		y, ok := b.(*List)
		return ok && (x == y || equalLists(x, y, depth-1))
	case *big.Int:
		y, ok := b.(*big.Int)
		return ok && x.Cmp(y) == 0
	case *Decimal:
		y, ok := b.(*Decimal)
		return ok && x.scale == y.scale && x.unscaled.Cmp(y.unscaled) == 0
	case float64:
		y, ok := b.(float64)
		return ok && math.Float64bits(x) == math.Float64bits(y)
	}
	return a == b
}

func equalMaps(x, y *Map, depth int) bool {
	if x.Len() != y.Len() {
		return false
	}
	for _, e := range x.entries {
		v, ok := y.GetKey(e.KeyOf())
		if !ok || !equal(e.Value, v, depth) {
			return false
		}
	}
	return true
}

func equalLists(x, y *List, depth int) bool {
	if len(x.Items) != len(y.Items) {
		return false
	}
	for i := range x.Items {
		if !equal(x.Items[i], y.Items[i], depth) {
			return false
		}
	}
	return true
}
