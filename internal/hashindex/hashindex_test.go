package hashindex_test

import (
	"hash/maphash"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/gatewright/gatewright/internal/hashindex"
)

// TestAgainstMap holds the index to what a map of Go does, with good hashes and with
// hashes that are mostly the same.
func TestAgainstMap(t *testing.T) {
	seed := maphash.MakeSeed()
	for name, hash := range map[string]func(string) uint64{
		"good":  func(s string) uint64 { return maphash.String(seed, s) },
		"poor":  func(s string) uint64 { return uint64(len(s)) << 30 },
		"equal": func(string) uint64 { return 7 },
	} {
		for _, room := range []int{0, 1, 1000} {
			random := rand.New(rand.NewPCG(1, 2))
			x, want := hashindex.New(room), map[string]int{}
			if room == 0 {
				x = new(hashindex.Index)
			}
			var keys []string
			for range 1500 {
				key := strconv.Itoa(random.IntN(1000))
				same := func(i int) bool { return keys[i] == key }
				number, there := want[key]
				if !there {
					number = -1
				}
				if got := x.Find(hash(key), same); got != number {
					t.Fatalf("%s: %s is at %d, want %d", name, key, got, number)
				}
				keys = append(keys, key)
				if added := x.Add(hash(key), len(keys)-1, same); added == there {
					t.Fatalf("%s: %s was added: %t", name, key, added)
				}
				if !there {
					want[key] = len(keys) - 1
				}
			}
		}
	}
}
