package codegen

import "strconv"

// Scope is where names must differ. A name that is taken gets the first number, from
// 2, with which it is not.
type Scope struct {
	taken map[string]bool
	last  map[string]int // number that a name was given
}

// NewScope creates a scope in which some names are taken.
func NewScope(taken ...string) *Scope {
	s := &Scope{taken: map[string]bool{}, last: map[string]int{}}
	for _, name := range taken {
		s.taken[name] = true
	}
	return s
}

// Take allocates a name.
func (s *Scope) Take(name string) string { return s.TakeAll(name, []string{""}) }

// numbered puts a number behind a name, apart from one that is there already.
func numbered(name string, n int) string {
	if last := name[len(name)-1]; '0' <= last && last <= '9' {
		return name + "_" + strconv.Itoa(n)
	}
	return name + strconv.Itoa(n)
}

// TakeAll allocates a name with which that of each ending behind it is free too.
func (s *Scope) TakeAll(name string, endings []string) string {
	isTaken := func(candidate string) bool {
		for _, ending := range endings {
			if s.taken[candidate+ending] {
				return true
			}
		}
		return false
	}
	candidate := name
	for n := max(2, s.last[name]); isTaken(candidate); n++ {
		candidate = numbered(name, n)
		s.last[name] = n
	}
	for _, ending := range endings {
		s.taken[candidate+ending] = true
	}
	return candidate
}
