package generate

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/vocabulary"
)

// python writes the dataclasses of options.
func python() ([]File, error) {
	var o output
	o.line("# %s\n\"\"\"The options of integrations, authorizers and APIs.\"\"\"\n", notice)
	o.line("from __future__ import annotations\n")
	o.line("from collections.abc import Mapping, Sequence\nfrom dataclasses import dataclass\nfrom typing import Any, Literal\n")
	modules := imports(vocabulary.Groups...)
	for _, module := range slices.Sorted(maps.Keys(modules)) {
		from := "aws_cdk"
		if module != "" {
			from += ".aws_" + module
		}
		o.line("from %s import %s", from, strings.Join(modules[module], ", "))
	}
	o.line(`
from . import wire
from .authorizer_types import CustomAuthorizerType, JwtAlgorithm
from .integration import DocumentParts
from .operation import Method
from .response_sets import IntegrationResponseSet
from .values import given`)
	// What a class refers to comes before it.
	for _, g := range vocabulary.Groups {
		if g != vocabulary.IntegrationOptions {
			pyClass(&o, g)
		}
	}
	return []File{{Path: "constructs/python/src/gatewright/options.py", Text: o.Bytes()}}, nil
}

func pyClass(o *output, g *vocabulary.Group) {
	base := ""
	if g.Extends != nil {
		base = "(" + g.Extends.Name + ")"
	}
	o.line("\n\n@dataclass(kw_only=True, eq=False)\nclass %s%s:\n    \"\"\"%s\"\"\"\n", g.Name, base, g.Doc)
	for _, option := range g.Options {
		spelled := option.Type.Python
		switch {
		case option.Type.Wire == "enumerated":
			spelled += " = " + option.Default
		case !option.Required:
			spelled += " | None = None"
		}
		o.line("    %s: %s", snake(option.Name), spelled)
		pyDoc(o, pySentences(g, option))
	}
	if !g.Constructs {
		pyOptions(o, g)
	}
}

// pySentences names the options of a group as Python spells them.
func pySentences(g *vocabulary.Group, option vocabulary.Option) string {
	doc := option.Sentences()
	for _, other := range g.All() {
		if spelled := snake(other.Name); spelled != other.Name {
			doc = regexp.MustCompile(`\b`+other.Name+`\b`).ReplaceAllString(doc, spelled)
		}
	}
	return doc
}

func pyDoc(o *output, doc string) {
	const width = 120
	if len(doc)+len(`    """"""`) <= width {
		o.line("    \"\"\"%s\"\"\"", doc)
		return
	}
	first, rest, more := strings.Cut(doc, ". ")
	if !more || len(first) > width-len(`    """.`) {
		lines := wrap(doc, width-len(`    """`))
		o.line("    \"\"\"%s\n    %s\n    \"\"\"", lines[0], strings.Join(lines[1:], "\n    "))
		return
	}
	o.line("    \"\"\"%s.\n\n    %s\n    \"\"\"", first, strings.Join(wrap(rest, width-len("    ")), "\n    "))
}

func pyOptions(o *output, g *vocabulary.Group) {
	parts := ""
	if groupNeedsParts(g) {
		parts = ", parts: DocumentParts"
	}
	o.line("\n    def _options(self%s) -> dict[str, object]:", parts)
	o.line("        \"\"\"Return the options as they are written in gatewright.yaml.\"\"\"")
	o.line("        return given(\n            {")
	for _, option := range wired(g) {
		value := "self." + snake(option.Name)
		switch wire := snake(option.Type.Wire); {
		case wire == "":
		case needsParts(option.Type):
			value = "wire." + wire + "(" + value + ", parts)"
		default:
			value = "wire." + wire + "(" + value + ")"
		}
		o.line("                %q: %s,", option.Name, value)
	}
	o.line("            }\n        )")
}

// snake spells a name as Python does.
func snake(name string) string {
	all := words(name)
	for i, word := range all {
		all[i] = strings.ToLower(word)
	}
	return strings.Join(all, "_")
}
