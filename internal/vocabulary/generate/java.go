package generate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/vocabulary"
)

// javaWidth is the length of a line of google-java-format.
const javaWidth = 100

// java writes a class of properties with a builder for each group.
func java() ([]File, error) {
	var files []File
	for _, g := range vocabulary.Groups {
		var o output
		javaClass(&o, g)
		files = append(files, File{Path: "constructs/java/src/main/java/io/github/gatewright/cdk/" + g.Name + ".java", Text: o.Bytes()})
	}
	return files, nil
}

func javaClass(o *output, g *vocabulary.Group) {
	o.line("// %s\npackage io.github.gatewright.cdk;\n", notice)
	for _, name := range javaImports(g) {
		o.line("import %s;", name)
	}
	options := g.All()
	o.line("")
	javadoc(o, "", g.Doc)
	o.line("public final class %s {\n", g.Name)
	for _, option := range options {
		o.line("  final %s %s;", option.Type.Java, option.Name)
	}
	o.line("\n  private %s(Builder builder) {", g.Name)
	for _, option := range options {
		o.line("    this.%s = builder.%s;", option.Name, option.Name)
	}
	o.line("  }\n\n  /** Returns a builder without any options. */\n  public static Builder builder() {\n    return new Builder();\n  }")
	if !g.Constructs {
		javaOptions(o, g)
	}
	o.line("\n  /** Sets the options one by one. */\n  public static final class Builder {\n")
	for _, option := range options {
		initial := ""
		if option.Type.Wire == "enumerated" {
			initial = " = " + option.Default
		}
		o.line("    private %s %s%s;", option.Type.Java, option.Name, initial)
	}
	o.line("\n    private Builder() {}")
	for _, option := range options {
		javaSetter(o, option)
	}
	o.line("\n    /** Returns the options. */\n    public %s build() {\n      return new %s(this);\n    }\n  }\n}", g.Name, g.Name)
}

func javaImports(g *vocabulary.Group) []string {
	var all []string
	if !g.Constructs {
		all = append(all, "java.util.LinkedHashMap", "java.util.Map")
	}
	for _, option := range g.All() {
		if strings.HasPrefix(option.Type.Java, "List<") && !slices.Contains(all, "java.util.List") {
			all = append(all, "java.util.List")
		}
	}
	for module, names := range imports(g) {
		of := "software.amazon.awscdk."
		if module != "" {
			of += "services." + module + "."
		}
		for _, name := range names {
			all = append(all, of+name)
		}
	}
	slices.Sort(all)
	return all
}

func javaOptions(o *output, g *vocabulary.Group) {
	var parts []string
	if hasWire(g, "bucket") {
		parts = append(parts, "Sending sending")
	}
	if hasWire(g, "bucket") || hasWire(g, "responses") {
		parts = append(parts, "IntegrationRenderProps operation")
	}
	o.line("\n  /** Returns the options as they are written in gatewright.yaml. */")
	o.line("  Map<String, Object> options(%s) {\n    Map<String, Object> options = new LinkedHashMap<>();", strings.Join(parts, ", "))
	for _, option := range wired(g) {
		value := option.Name
		switch wire := option.Type.Wire; {
		case wire == "":
		case wire == "all":
			value = fmt.Sprintf("Wire.all(%s, %s::options)", value, option.Type.Of.Name)
		case wire == "bucket":
			value = "Wire.bucket(" + value + ", sending, operation)"
		case wire == "responses":
			value = "Wire.responses(" + value + ", operation)"
		default:
			value = "Wire." + wire + "(" + value + ")"
		}
		line := fmt.Sprintf("    Sending.put(options, %q, %s);", option.Name, value)
		if len(line) > javaWidth {
			line = fmt.Sprintf("    Sending.put(\n        options, %q, %s);", option.Name, value)
		}
		o.line("%s", line)
	}
	o.line("    return options;\n  }")
}

func javaSetter(o *output, option vocabulary.Option) {
	o.line("")
	javadoc(o, "    ", option.Sentences())
	head := fmt.Sprintf("    public Builder %s(%s %s) {", option.Name, option.Type.Java, option.Name)
	if len(head) > javaWidth {
		head = strings.Replace(head, "(", "(\n        ", 1)
	}
	o.line("%s\n      this.%s = %s;\n      return this;\n    }", head, option.Name, option.Name)
}

func javadoc(o *output, indent, doc string) {
	if len(indent)+len("/**  */")+len(doc) <= javaWidth {
		o.line("%s/** %s */", indent, doc)
		return
	}
	o.line("%s/**", indent)
	for _, line := range wrap(doc, javaWidth-len(indent)-len(" * ")) {
		o.line("%s * %s", indent, line)
	}
	o.line("%s */", indent)
}
