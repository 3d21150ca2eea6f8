package dialect

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
)

// document returns the translated document.
func (t *translation) document() *tree.Node {
	t.writing = true
	t.visit = func(n *tree.Node) *tree.Node { return t.write(n, t.inRequest > 0) }
	document := t.walk(t.root, "document")
	if document == t.root {
		document = document.Copy()
	}
	document.Set("openapi", tree.NewString(Version))
	document.Delete("swagger")
	if models := t.writeModels(); len(models.Fields) > 0 {
		components := document.Get("components")
		if components == nil {
			components = tree.NewMapping()
		}
		components = components.Copy()
		components.Set("schemas", models)
		document.Set("components", components)
	}
	return document
}

// writeModels returns the components that are schemas. One that serves requests and
// others, and differs in requests, is followed by another one for these.
func (t *translation) writeModels() *tree.Node {
	models := tree.NewMapping()
	for _, f := range t.models {
		t.addModel(models, f, t.named[f.Name])
	}
	for _, s := range t.lifted {
		t.addModel(models, tree.Field{Value: s.node}, s)
	}
	if t.usesNull {
		models.Set(t.nullName, nullModel())
	}
	return models
}

func (t *translation) addModel(models *tree.Node, f tree.Field, s *schema) {
	f.Name, f.Value = s.name, t.write(s.node, s.request && s.requestName == "")
	models.Fields = append(models.Fields, f)
	if s.requestName != "" {
		f.Name, f.Value = s.requestName, t.write(s.node, true)
		models.Fields = append(models.Fields, f)
	}
}

// nameModels returns each model a name of letters and digits, which is all that API
// Gateway takes. Names that are such stay; the others follow in the order of the
// document, and get a number where the name is taken.
func (t *translation) nameModels() {
	taken := map[string]bool{}
	for _, f := range t.models {
		if isAlphanumeric(f.Name) {
			t.named[f.Name].name = f.Name
			taken[f.Name] = true
		}
	}
	for _, f := range t.models {
		if s := t.named[f.Name]; s.name == "" {
			s.name = free(alphanumeric(f.Name), taken)
		}
	}
	for _, s := range t.lifted {
		s.name = free(liftedName(s.component), taken)
	}
	t.nullName = free("Null", taken)
	for _, s := range t.components() {
		if s.request && s.other && s.relaxed {
			s.requestName = free(s.name+"Request", taken)
		}
	}
}

// components returns all schemas that are models, in the order of the document.
func (t *translation) components() []*schema {
	var all []*schema
	for _, f := range t.models {
		all = append(all, t.named[f.Name])
	}
	return append(all, t.lifted...)
}

func free(name string, taken map[string]bool) string {
	numbered := name
	for i := 2; taken[numbered]; i++ {
		numbered = name + strconv.Itoa(i)
	}
	taken[numbered] = true
	return numbered
}

func isLetterOrDigit(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

func isAlphanumeric(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool { return !isLetterOrDigit(r) })
}

// alphanumeric leaves out of a name what is neither letter nor digit, and writes
// the letter that follows as a capital: pet_list becomes petList.
func alphanumeric(name string) string {
	var b strings.Builder
	for i, part := range strings.FieldsFunc(name, func(r rune) bool { return !isLetterOrDigit(r) }) {
		if i > 0 {
			part = strings.ToUpper(part[:1]) + part[1:]
		}
		b.WriteString(part)
	}
	if b.Len() == 0 {
		return "Model"
	}
	return b.String()
}

// liftedName makes the name of a model of the keys that lead to it. Those of a
// schema's own definitions have names already.
func liftedName(keys string) string {
	parts := strings.Split(keys, " ")
	if n := len(parts); n > 1 && (parts[n-2] == "$defs" || parts[n-2] == "definitions") {
		return alphanumeric(parts[n-1])
	}
	parts = slices.DeleteFunc(parts, func(key string) bool {
		return slices.Contains([]string{"components", "schemas", "schema", "properties", "paths", "content"}, key)
	})
	for i, part := range parts {
		if part != "" {
			parts[i] = strings.ToUpper(part[:1]) + part[1:]
		}
	}
	return alphanumeric(strings.Join(parts, " "))
}

var tokenEscapes = strings.NewReplacer("~", "~0", "/", "~1")

func escapeToken(token string) string { return tokenEscapes.Replace(token) }
