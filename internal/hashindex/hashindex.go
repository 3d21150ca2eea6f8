// Package hashindex finds things in a list by their hashes.
package hashindex

// Index is a hash table with open addressing. It holds numbers of things and no
// pointers, so that it is small and the garbage collector need not look through it.
// The zero value is empty.
type Index struct {
	slots []slot // half are empty, at least
	used  int
}

// slot holds one number plus 1, or 0 for none, with a part of its hash.
type slot struct{ hash, number uint32 }

const least = 32

// New returns an index with room for n numbers.
func New(n int) *Index {
	size := least
	for size < 2*n {
		size *= 2
	}
	return &Index{slots: make([]slot, size)}
}

// Find returns the number that was added with the hash and for which same is true,
// or -1.
func (x *Index) Find(hash uint64, same func(number int) bool) int {
	if x.used == 0 {
		return -1
	}
	return int(x.slot(uint32(hash), same).number) - 1
}

// Add adds a number from 0 to 2³² - 2, unless there is one with the hash for which
// same is true.
func (x *Index) Add(hash uint64, number int, same func(number int) bool) (added bool) {
	if 2*(x.used+1) > len(x.slots) {
		x.grow()
	}
	s := x.slot(uint32(hash), same)
	if s.number != 0 {
		return false
	}
	*s = slot{uint32(hash), uint32(number + 1)}
	x.used++
	return true
}

func (x *Index) grow() {
	old := x.slots
	x.slots = make([]slot, max(least, 2*len(old)))
	for _, s := range old {
		if s.number != 0 {
			*x.slot(s.hash, func(int) bool { return false }) = s
		}
	}
}

// slot returns where the number is that is looked for, or where it would be.
func (x *Index) slot(hash uint32, same func(number int) bool) *slot {
	mask := uint32(len(x.slots) - 1)
	for at := hash & mask; ; at = (at + 1) & mask {
		s := &x.slots[at]
		if s.number == 0 || s.hash == hash && same(int(s.number-1)) {
			return s
		}
	}
}
