package deploy

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"strconv"
)

const (
	// nestedFrom is the number of permissions from which on nested stacks hold them, and perNested how many of them one
	// holds on average. Each takes a parameter, of which a template may have 200.
	nestedFrom = 100
	perNested  = 120
)

// stackCount returns the number of nested stacks for so many permissions. It is 0 when
// they are in the API's own stack: when they are few, and need not be nested.
func stackCount(permissions int, nested bool) int {
	if permissions == 0 || permissions < nestedFrom && !nested {
		return 0
	}
	return int(math.Ceil(float64(permissions) / perNested))
}

// StackOf returns the stack, counted from 0, to which the construct of a name belongs
// when there are so many stacks (rendezvous hashing): always the same, and with
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

// weightOf returns the weight of a name in a stack: the stack with the largest one wins.
func weightOf(name string, stack int) uint64 {
	sum := sha256.Sum256([]byte(strconv.Itoa(stack) + "\x00" + name))
	return binary.BigEndian.Uint64(sum[:])
}
