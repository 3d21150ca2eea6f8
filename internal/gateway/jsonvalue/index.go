package jsonvalue

import (
	"hash/maphash"

	"github.com/gatewright/gatewright/internal/hashindex"
)

// indexFrom is the number of entries from which an index pays.
const indexFrom = 12

var hashSeed = maphash.MakeSeed()

// newIndex makes an index of the string keys of entries, and reports whether one is
// there twice: then the index has its first entry.
func newIndex(entries []Entry) (x *hashindex.Index, repeated bool) {
	x = hashindex.New(len(entries))
	for i := range entries {
		if entries[i].other == nil && !addToIndex(x, entries, i) {
			repeated = true
		}
	}
	return x, repeated
}

func addToIndex(x *hashindex.Index, entries []Entry, i int) (added bool) {
	key := entries[i].Key
	return x.Add(maphash.String(hashSeed, key), i, func(j int) bool { return entries[j].Key == key })
}

// findInIndex returns the number of the entry with a string key, or -1.
func findInIndex(x *hashindex.Index, entries []Entry, key string) int {
	return x.Find(maphash.String(hashSeed, key), func(i int) bool { return entries[i].Key == key })
}
