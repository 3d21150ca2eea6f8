package handler

import (
	"context"
	"fmt"
)

// Key is what an interceptor hands a value of one type on under, to the interceptors
// and the handler that it wraps.
type Key[T any] struct{ name string }

// NewKey creates a Key. Its name is for messages only: two keys of one name are
// different.
func NewKey[T any](name string) *Key[T] { return &Key[T]{name: name} }

// With returns a context that holds a value.
func (k *Key[T]) With(ctx context.Context, value T) context.Context {
	return context.WithValue(ctx, k, value)
}

// Get returns the value, or an error that names the key when no interceptor set one.
func (k *Key[T]) Get(ctx context.Context) (T, error) {
	value, ok := ctx.Value(k).(T)
	if !ok {
		return value, fmt.Errorf("no interceptor set %q in the context", k.name)
	}
	return value, nil
}
