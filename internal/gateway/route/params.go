package route

// Param is a path parameter with its value as it came, undecoded.
type Param struct {
	Name  string
	Value string
}

// Params are the path parameters of a request, in the order of the path. One
// value can serve any number of lookups, one after the other.
type Params []Param

// Get returns the value of a parameter and whether there is one.
func (p Params) Get(name string) (string, bool) {
	for i := range p {
		if p[i].Name == name {
			return p[i].Value, true
		}
	}
	return "", false
}

func (p *Params) add(name, value string) {
	if p != nil {
		*p = append(*p, Param{name, value})
	}
}

func (p *Params) len() int {
	if p == nil {
		return 0
	}
	return len(*p)
}

func (p *Params) truncate(n int) {
	if p != nil {
		*p = (*p)[:n]
	}
}
