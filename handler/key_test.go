package handler_test

import (
	"testing"

	"github.com/gatewright/gatewright/handler"
)

func TestKey(t *testing.T) {
	user, other := handler.NewKey[string]("user"), handler.NewKey[string]("user")
	ctx := user.With(t.Context(), "ann")
	if got, err := user.Get(ctx); got != "ann" || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	const want = `no interceptor set "user" in the context`
	if got, err := other.Get(ctx); got != "" || err == nil || err.Error() != want {
		t.Errorf("another key of the same name: got %q, %v", got, err)
	}
	if _, err := user.Get(t.Context()); err == nil {
		t.Error("a value that nobody set is there")
	}
}
