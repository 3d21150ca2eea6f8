package access

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"strconv"
)

const (
	// nestedFrom is the number of permissions from which they lie in nested stacks, and perNested how many lie in one, on
	// average. Each takes a parameter, of which a template may have 200.
	nestedFrom = 100
	perNested  = 120
)

// Stacks gives the number of nested stacks for so many permissions; 0: they lie in
// the API's own stack, unless they shall be nested in any case.
func Stacks(permissions int, nested bool) int {
	if permissions == 0 || permissions < nestedFrom && !nested {
		return 0
	}
	return int(math.Ceil(float64(permissions) / perNested))
}

// StackOf gives the stack, counted from 0, in which the construct of a name belongs
// when there are so many of them (rendezvous hashing): always the same, and with
// another number most names stay where they are.
func StackOf(name string, stacks int) int {
	var best uint64
	chosen := 0
	for i := range stacks {
		if weight := weightOf(name, i); i == 0 || weight > best {
			best, chosen = weight, i
		}
	}
	return chosen
}

// weightOf gives how much a name wants a stack.
func weightOf(name string, stack int) uint64 {
	sum := sha256.Sum256([]byte(strconv.Itoa(stack) + "\x00" + name))
	return binary.BigEndian.Uint64(sum[:])
}
