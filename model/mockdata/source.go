package mockdata

// source is a sequence of numbers that depends on its state alone: the same on
// every machine and with every version of Go (SplitMix64, by Sebastiano Vigna).
type source struct{ state uint64 }

func (s *source) next() uint64 {
	s.state += 0x9E3779B97F4A7C15
	z := s.state
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// intN returns a number from 0 to n-1.
func (s *source) intN(n int) int {
	if n <= 1 {
		return 0
	}
	return int(s.next() % uint64(n))
}

// pick returns one of the words.
func (s *source) pick(words []string) string { return words[s.intN(len(words))] }

// path is the place of a value as a hash: of the nearest named schema and the
// steps from there. Everything that looks random in a value comes from it.
type path uint64

func (p path) step(name string) path {
	h := uint64(p) ^ 0xCBF29CE484222325
	for i := range len(name) {
		h = (h ^ uint64(name[i])) * 0x100000001B3
	}
	return path(h)
}

func (p path) index(i int) path {
	s := source{uint64(p) + uint64(i)*0xD6E8FEB86659FD93}
	return path(s.next())
}
