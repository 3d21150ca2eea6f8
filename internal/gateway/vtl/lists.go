package vtl

import (
	"fmt"
	"slices"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// listMethod is a method of java.util.ArrayList.
func listMethod(s *state, l *jsonvalue.List, name string, args []any) (any, error) {
	switch len(args) {
	case 0:
		return listQuery(s, l, name)
	case 1:
		return listWith(s, l, name, args[0])
	case 2:
		return listAt(s, l, name, args[0], args[1])
	}
	return nil, nil
}

func listQuery(s *state, l *jsonvalue.List, name string) (any, error) {
	switch name {
	case "size":
		return int32(len(l.Items)), nil
	case "isEmpty":
		return len(l.Items) == 0, nil
	case "iterator", "listIterator":
		return &iterator{items: l.Items}, nil
	case "toString":
		return s.text(l)
	case "clear":
		l.Items = nil
		return "", nil
	case "toArray", "clone":
		return &jsonvalue.List{Items: slices.Clone(l.Items), JSON: l.JSON}, s.spend(len(l.Items))
	case "toJSONString":
		if l.JSON {
			return s.text(l)
		}
	}
	return nil, nil
}

func listWith(s *state, l *jsonvalue.List, name string, arg any) (any, error) {
	i, isInt := arg.(int32)
	switch name {
	case "get":
		if !isInt {
			return nil, nil
		}
		j, err := checkIndex(i, len(l.Items))
		if err != nil {
			return nil, err
		}
		return l.Items[j], nil
	case "add":
		l.Items = append(l.Items, keep(arg))
		return true, s.spend(1)
	case "contains":
		return find(l.Items, arg) >= 0, s.spend(len(l.Items))
	case "indexOf":
		return int32(find(l.Items, arg)), s.spend(len(l.Items))
	case "lastIndexOf":
		return int32(findLast(l.Items, arg)), s.spend(len(l.Items))
	case "remove":
		if isInt {
			return removeAt(l, i)
		}
		j := find(l.Items, arg)
		if j >= 0 {
			l.Items = slices.Delete(l.Items, j, j+1)
		}
		return j >= 0, s.spend(len(l.Items))
	case "equals":
		other, ok := arg.(*jsonvalue.List)
		return ok && jsonvalue.Equal(l, other), nil
	}
	return listBulk(s, l, name, arg)
}

// growth is the work that an item of a list accounts for when it is added in
// bulk, which bounds the memory that a template can take.
const growth = 8

// listBulk is a method that takes a collection.
func listBulk(s *state, l *jsonvalue.List, name string, arg any) (any, error) {
	items, ok := itemsOf(arg)
	if !ok {
		return nil, nil
	}
	cost := growth * (len(items) + len(l.Items))
	if name != "addAll" {
		cost += len(items) * len(l.Items)
	}
	if err := s.spend(cost); err != nil {
		return nil, err
	}
	size := len(l.Items)
	switch name {
	case "addAll":
		l.Items = append(l.Items, items...)
	case "containsAll":
		return !slices.ContainsFunc(items, func(v any) bool { return find(l.Items, v) < 0 }), nil
	case "removeAll":
		l.Items = slices.DeleteFunc(l.Items, func(v any) bool { return find(items, v) >= 0 })
	case "retainAll":
		l.Items = slices.DeleteFunc(l.Items, func(v any) bool { return find(items, v) < 0 })
	default:
		return nil, nil
	}
	return len(l.Items) != size, nil
}

// itemsOf returns the items of a collection.
func itemsOf(v any) ([]any, bool) {
	switch v := v.(type) {
	case *jsonvalue.List:
		return slices.Clone(v.Items), true
	case *collection:
		return v.items, true
	}
	return nil, false
}

func listAt(s *state, l *jsonvalue.List, name string, a, b any) (any, error) {
	i, ok := a.(int32)
	if !ok {
		return nil, nil
	}
	switch name {
	case "set":
		j, err := checkIndex(i, len(l.Items))
		if err != nil {
			return nil, err
		}
		old := l.Items[j]
		l.Items[j] = keep(b)
		return old, nil
	case "add":
		j, err := checkIndex(i, len(l.Items)+1)
		if err != nil {
			return nil, err
		}
		l.Items = slices.Insert(l.Items, j, keep(b))
		return "", s.spend(len(l.Items))
	case "addAll":
		items, isCollection := itemsOf(b)
		j, err := checkIndex(i, len(l.Items)+1)
		if err != nil || !isCollection {
			return nil, err
		}
		l.Items = slices.Insert(l.Items, j, items...)
		return len(items) > 0, s.spend(len(l.Items))
	case "subList":
		to, isInt := b.(int32)
		if !isInt {
			return nil, nil
		}
		if i < 0 || to < i || int(to) > len(l.Items) {
			return nil, fmt.Errorf("from %d to %d is out of bounds for length %d", i, to, len(l.Items))
		}
		return &jsonvalue.List{Items: slices.Clone(l.Items[i:to])}, s.spend(int(to - i))
	}
	return nil, nil
}

func removeAt(l *jsonvalue.List, i int32) (any, error) {
	j, err := checkIndex(i, len(l.Items))
	if err != nil {
		return nil, err
	}
	old := l.Items[j]
	l.Items = slices.Delete(l.Items, j, j+1)
	return old, nil
}

func find(items []any, v any) int {
	return slices.IndexFunc(items, func(item any) bool { return jsonvalue.Equal(item, v) })
}

func findLast(items []any, v any) int {
	for i, item := range slices.Backward(items) {
		if jsonvalue.Equal(item, v) {
			return i
		}
	}
	return -1
}

// collectionMethod is a method of a map's keys, values and entries.
func collectionMethod(s *state, c *collection, name string, args []any) (any, error) {
	switch len(args) {
	case 0:
		switch name {
		case "size":
			return int32(len(c.items)), nil
		case "isEmpty":
			return len(c.items) == 0, nil
		case "iterator":
			return &iterator{items: c.items}, nil
		case "toArray":
			return &jsonvalue.List{Items: slices.Clone(c.items)}, s.spend(len(c.items))
		case "toString":
			return s.text(c)
		}
	case 1:
		switch name {
		case "contains":
			return find(c.items, args[0]) >= 0, s.spend(len(c.items))
		case "containsAll":
			return listBulk(s, &jsonvalue.List{Items: c.items}, name, args[0])
		}
	}
	return nil, nil
}
