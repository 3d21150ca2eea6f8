package vtl

import (
	"errors"
	"math/big"

	"github.com/gatewright/gatewright/internal/gateway/jsonpath"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// call runs a method on a value. It has no result, nil, where the value lacks
// the method or the arguments do not fit it; it fails where Java's method
// throws.
func call(s *state, v any, name string, args []any) (any, error) {
	switch v := v.(type) {
	case *inputObject:
		return v.call(name, args)
	case string:
		return stringMethod(s, v, name, args)
	case bool:
		return boolMethod(v, name, args), nil
	case int32, int64, float64, *big.Int, *jsonvalue.Decimal:
		return numberMethod(s, v, name, args)
	case *jsonvalue.List:
		return listMethod(s, v, name, args)
	case *collection:
		return collectionMethod(s, v, name, args)
	case *entry:
		return entryMethod(s, v, name, args)
	case *iterator:
		return iteratorMethod(v, name, args)
	case *loop:
		return loopMethod(v, name, args), nil
	}
	if m, ok := asMap(v); ok {
		return mapMethod(s, v, m, name, args)
	}
	return nil, nil
}

func isNotFound(err error) bool { return errors.Is(err, jsonpath.ErrNotFound) }

func boolMethod(b bool, name string, args []any) any {
	if len(args) == 0 {
		switch name {
		case "toString":
			return jsonvalue.String(b)
		case "booleanValue":
			return b
		case "hashCode":
			if b {
				return int32(1231)
			}
			return int32(1237)
		}
		return nil
	}
	text, isText := args[0].(string)
	switch {
	case len(args) == 1 && name == "equals":
		return args[0] == any(b)
	case len(args) == 1 && isText && (name == "parseBoolean" || name == "valueOf"):
		return len(text) == 4 && equalFold(text, "true")
	}
	return nil
}

func loopMethod(l *loop, name string, args []any) any {
	if len(args) > 0 {
		return nil
	}
	switch name {
	case "stop":
		l.stopped = true
		return ""
	case "hasNext":
		return l.hasNext()
	case "getIndex":
		return l.property("index")
	case "getCount":
		return l.property("count")
	case "getHasNext":
		return l.property("hasNext")
	case "isFirst":
		return l.property("first")
	case "isLast":
		return l.property("last")
	case "getParent":
		return l.property("parent")
	case "getTopmost":
		return l.property("topmost")
	}
	return nil
}

func entryMethod(s *state, e *entry, name string, args []any) (any, error) {
	switch {
	case name == "getKey" && len(args) == 0:
		return e.key, nil
	case name == "getValue" && len(args) == 0:
		return wrap(e.value), nil
	case name == "setValue" && len(args) == 1:
		old := e.value
		e.value = keep(args[0])
		e.of.PutKey(e.key, e.value)
		return old, nil
	case name == "toString" && len(args) == 0:
		return s.text(e)
	}
	return nil, nil
}

func iteratorMethod(it *iterator, name string, args []any) (any, error) {
	if len(args) > 0 {
		return nil, nil
	}
	switch name {
	case "hasNext":
		return it.next < len(it.items), nil
	case "next":
		if it.next >= len(it.items) {
			return nil, errors.New("there is no next item")
		}
		it.next++
		return it.items[it.next-1], nil
	}
	return nil, nil
}
