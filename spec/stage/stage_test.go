package stage_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/spec/stage"
)

func TestAccessLogFormats(t *testing.T) {
	for name, format := range stage.AccessLogFormats {
		byName, err := (&stage.AccessLog{Format: strings.ToUpper(name)}).Pieces()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		byText, err := (&stage.AccessLog{Format: format}).Pieces()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if d := cmp.Diff(byName, byText); d != "" {
			t.Errorf("%s by its name and by its text:\n%s", name, d)
		}
	}
}

func TestAccessLogProblems(t *testing.T) {
	for format, want := range map[string]string{
		"":                             "must hold $context.requestId",
		"$context.status":              "must hold $context.requestId",
		"$context.requestId $input.x":  "found $input.x",
		"$stageVariables.a":            "found $stageVariables.a",
		"$context.requestId $context.": "found $context",
		"$context.requestId" + strings.Repeat(" ", 3<<10): "must not have more than 3072 bytes",
	} {
		_, err := (&stage.AccessLog{Format: format}).Pieces()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v, want %q", format, err, want)
		}
	}
}

// FuzzAccessLog holds that the pieces of a format are the format, without its line
// ends.
func FuzzAccessLog(f *testing.F) {
	for _, format := range stage.AccessLogFormats {
		f.Add(format)
	}
	f.Add("$$context.requestId$$ $1 $context.a-.b-\n\r$context.extendedRequestId.")
	f.Fuzz(func(t *testing.T, format string) {
		pieces, err := (&stage.AccessLog{Format: format}).Pieces()
		if _, named := stage.AccessLogFormats[strings.ToLower(format)]; err != nil || named {
			return
		}
		var b strings.Builder
		for _, p := range pieces {
			if p.Name != "" {
				b.WriteString("$context." + p.Name)
			}
			b.WriteString(p.Text)
		}
		want := strings.Join(strings.FieldsFunc(format, func(r rune) bool { return r == '\n' || r == '\r' }), " ")
		if b.String() != want {
			t.Errorf("%q became %q", format, b.String())
		}
	})
}
