package types

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// MarshalTuple writes an array: items, of which the first ones are always there and
// others up to the last one that is not nil, and then the rest, a slice or nil.
func MarshalTuple(required int, rest any, items ...any) ([]byte, error) {
	n := len(items)
	more := reflect.ValueOf(rest)
	if rest == nil || more.Len() == 0 {
		for n > required && isUnset(items[n-1]) {
			n--
		}
	} else {
		for i := range more.Len() {
			items = append(items, more.Index(i).Interface())
		}
		n = len(items)
	}
	if n == 0 {
		return []byte("[]"), nil
	}
	return json.Marshal(items[:n])
}

func isUnset(item any) bool {
	v := reflect.ValueOf(item)
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return v.IsNil()
	default:
		return false
	}
}

// UnmarshalTuple reads an array into items, which are pointers, and what follows into
// the rest, a pointer to a slice or nil.
func UnmarshalTuple(data []byte, required int, rest any, items ...any) error {
	var all []json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	if len(all) < required {
		return fmt.Errorf("the array has %d items, not at least %d", len(all), required)
	}
	for i, item := range items {
		if i == len(all) {
			return nil
		}
		if err := json.Unmarshal(all[i], item); err != nil {
			return fmt.Errorf("item %d: %w", i+1, err)
		}
	}
	if rest == nil {
		return nil
	}
	slice := reflect.ValueOf(rest).Elem()
	for i, value := range all[len(items):] {
		item := reflect.New(slice.Type().Elem())
		if err := json.Unmarshal(value, item.Interface()); err != nil {
			return fmt.Errorf("item %d: %w", len(items)+i+1, err)
		}
		slice.Set(reflect.Append(slice, item.Elem()))
	}
	return nil
}
