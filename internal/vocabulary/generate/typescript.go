package generate

import (
	"maps"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/vocabulary"
)

// typescript writes the interfaces of options, and what converts them to gatewright.yaml.
func typescript() ([]File, error) {
	var o output
	o.line("// %s", notice)
	modules := imports(vocabulary.Groups...)
	for _, module := range slices.Sorted(maps.Keys(modules)) {
		from := "aws-cdk-lib"
		if module != "" {
			from += "/aws-" + module
		}
		o.line("import type { %s } from %q;", strings.Join(modules[module], ", "), from)
	}
	o.line(`import type { CustomAuthorizerType, JwtAlgorithm } from "./authorizers.js";
import type { DocumentParts } from "./integration.js";
import type { Method } from "./operation.js";
import type { IntegrationResponseSet } from "./response-sets.js";
import * as wire from "./wire.js";`)
	for _, g := range vocabulary.Groups {
		tsInterface(&o, g)
		if isSent(g) {
			tsOptions(&o, g)
		}
	}
	return []File{{Path: "constructs/typescript/src/options.ts", Text: o.Bytes()}}, nil
}

func tsInterface(o *output, g *vocabulary.Group) {
	o.line("\n/** %s */", g.Doc)
	extends := ""
	if g.Extends != nil {
		extends = " extends " + g.Extends.Name
	}
	o.line("export interface %s%s {", g.Name, extends)
	for _, option := range g.Options {
		tsComment(o, option.Sentences())
		mark := "?"
		if option.Required {
			mark = ""
		}
		o.line("  readonly %s%s: %s;", option.Name, mark, option.Type.TypeScript)
	}
	o.line("}")
}

func tsComment(o *output, doc string) {
	const width = 125
	if len("  /** ")+len(doc)+len(" */") <= width {
		o.line("  /** %s */", doc)
		return
	}
	o.line("  /**")
	for _, line := range wrap(doc, width-len("   * ")) {
		o.line("   * %s", line)
	}
	o.line("   */")
}

// wireName is the name of the function that converts the options of a group.
func wireName(g *vocabulary.Group) string {
	return strings.ToLower(g.Name[:1]) + strings.TrimSuffix(strings.TrimSuffix(g.Name, "Props"), "Options")[1:] + "Options"
}

func tsOptions(o *output, g *vocabulary.Group) {
	o.line("\n/** Returns the options as they are written in gatewright.yaml. */")
	parts := ""
	if groupNeedsParts(g) {
		parts = ", parts: DocumentParts"
	}
	o.line("export function %s(props: %s%s): object {", wireName(g), g.Name, parts)
	o.line("  return {")
	for _, option := range wired(g) {
		value := "props." + option.Name
		switch wire := option.Type.Wire; {
		case wire == "" || wire == "all" || wire == "enumerated":
		case needsParts(option.Type):
			value = "wire." + wire + "(" + value + ", parts)"
		default:
			value = "wire." + wire + "(" + value + ")"
		}
		o.line("    %s: %s,", option.Name, value)
	}
	o.line("  };\n}")
}
