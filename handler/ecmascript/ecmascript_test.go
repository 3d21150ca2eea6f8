package ecmascript_test

import (
	"testing"

	"github.com/gatewright/gatewright/handler/ecmascript"
)

func TestPattern(t *testing.T) {
	check := ecmascript.Pattern(`^(?!x)(.)\1$`)
	for text, ok := range map[string]bool{"aa": true, "ab": false, "xx": false, "": false} {
		if err := check(text); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestPatternHasADeadline matches what would take longer than the universe is old.
func TestPatternHasADeadline(t *testing.T) {
	if err := ecmascript.Pattern(`^(?=a)(a+)+$`)("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"); err == nil {
		t.Error("no error")
	}
}
