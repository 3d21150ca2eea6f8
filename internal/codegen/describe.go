package codegen

import (
	"strings"

	"github.com/gatewright/gatewright/model"
)

// Describe says what an operation is, in a line.
func Describe(o *model.Operation) string {
	text := o.Method + " " + o.Path
	if summary := strings.TrimSpace(o.Summary); summary != "" {
		text += ": " + summary
	}
	if o.Deprecated {
		text += " (deprecated)"
	}
	return text
}
