package route

// few is the number of children up to which comparing beats hashing.
const few = 6

// children are the literal children of a resource.
type children[T any] struct {
	list  []*node[T]
	index map[string]*node[T] // when there are more than a few
}

func (c *children[T]) find(part string) *node[T] {
	if c.index != nil {
		return c.index[part]
	}
	for _, n := range c.list {
		if n.part == part {
			return n
		}
	}
	return nil
}

func (c *children[T]) add(n *node[T]) {
	c.list = append(c.list, n)
	if len(c.list) <= few {
		return
	}
	if c.index == nil {
		c.index = make(map[string]*node[T], len(c.list))
		for _, other := range c.list {
			c.index[other.part] = other
		}
	}
	c.index[n.part] = n
}
