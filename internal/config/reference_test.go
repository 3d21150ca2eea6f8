package config

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/internal/vocabulary"
)

var updateReference = flag.Bool("update-reference", false, "write the reference of the format into docs")

const (
	referenceFile  = "../../docs/gatewright-yaml.md"
	referenceStart = "<!-- The rest is made from the format: go test ./internal/config -update-reference -->\n"
)

// TestReference holds that the documentation lists the keys that there are.
func TestReference(t *testing.T) {
	text, err := os.ReadFile(referenceFile)
	if err != nil {
		t.Fatal(err)
	}
	head, written, found := strings.Cut(string(text), referenceStart)
	if !found {
		t.Fatalf("%s does not hold the line %q", referenceFile, referenceStart)
	}
	want := reference()
	if *updateReference {
		if err := os.WriteFile(referenceFile, []byte(head+referenceStart+want), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, written); diff != "" {
		t.Errorf("the reference is out of date; run go test ./internal/config -update-reference (-want +got):\n%s", diff)
	}
}

// reference returns a table of keys for each mapping of the format.
func reference() string {
	var b strings.Builder
	section(&b, "The file", format)
	return b.String()
}

func section(b *strings.Builder, title string, s *shape) {
	b.WriteString("\n## " + title + "\n\n" + s.doc + "\n\n| Key | Takes | |\n|---|---|---|\n")
	var below []func()
	for _, k := range s.keys {
		name := "`" + k.name + "`"
		if k.required {
			name += " (required)"
		}
		doc := k.shape.doc
		if k.shape.fallback != "" {
			doc += " Default: `" + k.shape.fallback + "`."
		}
		b.WriteString("| " + name + " | " + strings.ReplaceAll(k.shape.takes(), "|", `\|`) + " | " + strings.ReplaceAll(doc, "|", `\|`) + " |\n")
		if inner := k.shape.innerMapping(); inner != nil && inner.keys != nil {
			below = append(below, func() { section(b, "`"+k.name+"`", inner) })
		}
	}
	if s.onlyOne != nil {
		b.WriteString("\nExactly one of `" + strings.Join(s.onlyOne, "`, `") + "` is given.\n")
	}
	for _, write := range below {
		write()
	}
}

// innerMapping returns the mapping with known keys that is at or below a shape.
func (s *shape) innerMapping() *shape {
	switch {
	case s.values != nil:
		return s.values.innerMapping()
	case s.items != nil:
		return s.items.innerMapping()
	case s.kind == tree.Mapping:
		return s
	}
	return nil
}

// takes says in a word what is at a place.
func (s *shape) takes() string {
	switch {
	case s.any:
		return "anything"
	case s.either != nil:
		var all []string
		for _, alternative := range s.either {
			all = append(all, alternative.takes())
		}
		return strings.Join(all, " or ")
	case s.between != nil:
		return "duration from " + vocabulary.Short(s.between[0]) + " to " + vocabulary.Short(s.between[1])
	case s.enum != nil:
		return "`" + strings.Join(s.enum, "`, `") + "`"
	case s.values != nil:
		return "mapping of names to " + s.values.takes()
	case s.items != nil:
		return "list of " + s.items.takes()
	}
	return map[tree.Kind]string{
		tree.Bool: "boolean", tree.Number: "number", tree.String: "text", tree.Mapping: "mapping",
	}[s.kind]
}
