package types

import (
	"bytes"
	"encoding/json"
	"reflect"
)

// Nullable is an optional value that may also be null. Its zero value is absent, and a
// field with the option omitzero is then left out.
type Nullable[T any] struct {
	value *T
	null  bool
}

// Value returns a Nullable that has a value.
func Value[T any](value T) Nullable[T] { return Nullable[T]{value: &value} }

// Null returns a Nullable that is null.
func Null[T any]() Nullable[T] { return Nullable[T]{null: true} }

// Get returns the value, and whether there is one: it is neither absent nor null.
func (n Nullable[T]) Get() (T, bool) {
	if n.value == nil {
		var none T
		return none, false
	}
	return *n.value, true
}

// Pointer returns the value, or nil when it is absent or null.
func (n Nullable[T]) Pointer() *T { return n.value }

// IsNull reports whether it is there and null.
func (n Nullable[T]) IsNull() bool { return n.null }

// IsZero reports whether it is absent.
func (n Nullable[T]) IsZero() bool { return n.value == nil && !n.null }

// Equal reports whether two are both absent, both null, or have equal values.
func (n Nullable[T]) Equal(other Nullable[T]) bool {
	// Nullables themselves do not become interface values here: the compiler would write the descriptors of all their methods
	// into each package that uses one.
	return n.null == other.null && reflect.DeepEqual(n.value, other.value)
}

// MarshalJSON writes the value, or null.
func (n Nullable[T]) MarshalJSON() ([]byte, error) {
	if n.value == nil {
		return []byte("null"), nil
	}
	return json.Marshal(n.value)
}

// UnmarshalJSON reads a value or null.
func (n *Nullable[T]) UnmarshalJSON(data []byte) error {
	*n = Nullable[T]{}
	if isNull(data) {
		n.null = true
		return nil
	}
	value := new(T)
	if err := json.Unmarshal(data, value); err != nil {
		return err
	}
	n.value = value
	return nil
}

func (Nullable[T]) element() reflect.Type { return reflect.TypeFor[T]() }

func isNull(data []byte) bool { return string(bytes.TrimSpace(data)) == "null" }
