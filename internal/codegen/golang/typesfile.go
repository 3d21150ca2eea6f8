package golang

import (
	"bytes"
	"encoding/json"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/gatewright/gatewright/internal/codegen/shape"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// Types returns the file that declares the types of the model: types.go.
func (g *Generator) Types() *File {
	f := g.NewFile("types.go", g.Core)
	for _, d := range g.types.roots {
		f.declaration(d)
	}
	return f
}

// declaration writes a type, and those that are parts of it.
func (f *File) declaration(d *declaration) {
	f.P()
	f.typeDoc(d)
	switch {
	case d.alias:
		f.P("type ", d.name, " = ", d.under)
	case d.kind == shape.Struct:
		f.structure(d)
	case d.kind == shape.Union:
		f.unionStructure(d)
	case d.kind == shape.Tuple:
		f.tuple(d)
	case d.kind == shape.Enum:
		f.P("type ", d.name, " ", d.under)
		f.constants(d)
	case d.kind == shape.Mixed:
		f.mixed(d)
	default:
		f.P("type ", d.name, " ", d.under)
	}
	for _, part := range d.parts {
		f.declaration(part)
	}
}

// typeDoc writes what the model says about a schema, and what a user of the type must
// know besides.
func (f *File) typeDoc(d *declaration) {
	text := described(d.name, d.schema)
	switch {
	case text != "":
	case d.schema.Name != "":
		text = d.name + " is the model's " + strconv.Quote(d.schema.Name) + "."
	default:
		text = d.name + " is the type of " + d.place + "."
	}
	switch {
	case d.alias:
	case d.kind == shape.Union:
		text += "\n\n" + unionDoc(d)
	case d.kind == shape.Tuple:
		text += "\n\nIt is an array in JSON."
	case d.kind == shape.Mixed:
		text += "\n\nIt holds a value's JSON."
	}
	f.Doc(text + paragraph(withDeprecation("", d.schema.Deprecated)))
}

func unionDoc(d *declaration) string {
	if d.union.OneOf {
		return "One of its fields is set."
	}
	return "At least one of its fields is set. Those of several objects become one object in JSON."
}

// described returns the description of a schema as a sentence about a name; empty when
// there is none.
func described(name string, s *model.Schema) string {
	text := strings.TrimSpace(s.Description)
	if text == "" {
		text = strings.TrimSpace(s.Title)
	}
	return about(name, text)
}

// about puts a name before a text, unless that starts with it.
func about(name, text string) string {
	text = sentence(strings.TrimSpace(text))
	first, _, _ := strings.Cut(text, " ")
	if text == "" || first == name {
		return text
	}
	return name + ": " + text
}

func (f *File) structure(d *declaration) {
	if len(d.fields) == 0 {
		f.P("type ", d.name, " struct{}")
		return
	}
	f.P("type ", d.name, " struct {")
	for i, field := range d.fields {
		f.field(field, i > 0)
	}
	f.P("}")
	isPlain := !slices.ContainsFunc(d.fields, func(field *field) bool { return !field.isPlain() })
	filled := slices.DeleteFunc(slices.Clone(d.fields), func(field *field) bool { return field.filled == nil })
	if isPlain && len(filled) == 0 {
		return
	}
	r := receiver(d.name)
	f.P()
	f.Doc(marshalDoc(isPlain))
	f.P("func (", r, " ", d.name, ") MarshalJSON() ([]byte, error) {")
	f.P("type plain ", d.name)
	for _, field := range filled {
		f.P("if ", r, ".", field.name, " == nil {")
		f.P(r, ".", field.name, " = ", field.filled)
		f.P("}")
	}
	if isPlain {
		f.P("return ", Ident{"encoding/json", "Marshal"}, "(plain(", r, "))")
		f.P("}")
		return
	}
	f.P("return ", Ident{runtimePath, "MarshalObject"}, "(plain(", r, "))")
	f.P("}")
	f.P()
	f.Doc("UnmarshalJSON reads the properties of one object into the fields.")
	f.P("func (", r, " *", d.name, ") UnmarshalJSON(data []byte) error {")
	f.P("type plain ", d.name)
	f.P("return ", Ident{runtimePath, "UnmarshalObject"}, "(data, (*plain)(", r, "))")
	f.P("}")
}

func marshalDoc(isPlain bool) string {
	if isPlain {
		return "MarshalJSON writes what is nil, and must not be null, as empty."
	}
	return "MarshalJSON writes the properties of all fields as one object."
}

// receiver returns the name of a method's receiver: the type's first letter.
func receiver(name string) string {
	if first := name[0]; 'A' <= first && first <= 'Z' {
		return strings.ToLower(name[:1])
	}
	return "v"
}

func (f *File) field(field *field, follows bool) {
	text := fieldDocOf(field.schema)
	if follows && text != "" {
		f.P()
	}
	f.Doc(text)
	f.P(field.name, " ", field.typ, " ", QuoteTag(field.structTag()))
}

func fieldDoc(s *model.Schema) string {
	text := sentence(s.Description)
	if text == "" {
		text = sentence(s.Title)
	}
	switch {
	case s.ReadOnly:
		text += " Read only: responses have it."
	case s.WriteOnly:
		text += " Write only: requests have it."
	}
	return withDeprecation(strings.TrimSpace(text), s.Deprecated)
}

// isPlain reports whether encoding/json does with a field what it should.
func (f *field) isPlain() bool { return f.tag == "" && isTagName(f.property) }

// isTagName reports whether a tag of encoding/json can name a property.
func isTagName(name string) bool {
	if name == "" || name == "-" || strings.ContainsRune(name, 0xFFFD) {
		return false
	}
	return !strings.ContainsFunc(name, func(c rune) bool {
		return !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", c) && !unicode.IsLetter(c) && !unicode.IsDigit(c)
	})
}

func (f *field) structTag() string {
	if f.tag != "" {
		return `json:"-" types:` + strconv.Quote(f.tag)
	}
	option := ""
	if f.omit {
		option = ",omitzero"
	}
	if !isTagName(f.property) {
		return `json:"-" types:` + strconv.Quote("name"+option+"="+f.property)
	}
	return `json:"` + f.property + option + `"`
}

func (f *File) constants(d *declaration) {
	f.P()
	f.Doc("The values of " + d.name + ".")
	f.P("const (")
	for _, c := range d.constants {
		f.P(c.name, " ", d.name, " = ", literal(c.node))
	}
	f.P(")")
	f.isKnown(d)
}

func literal(n *tree.Node) string {
	if n.Kind == tree.String {
		return Quote(n.Text)
	}
	return n.Text
}

func (f *File) isKnown(d *declaration) {
	r := receiver(d.name)
	f.P()
	f.Doc("IsKnown reports whether the model has the value.")
	f.P("func (", r, " ", d.name, ") IsKnown() bool {")
	if len(d.constants) == 1 {
		f.P("return ", r, " == ", d.constants[0].name)
		f.P("}")
		return
	}
	f.P("switch ", r, " {")
	names := make([]Code, len(d.constants))
	for i, c := range d.constants {
		names[i] = Code{c.name}
	}
	separator := ", "
	if len(names) > 4 {
		separator = ",\n"
	}
	f.P("case ", Join(names, separator), ":")
	f.P("return true")
	f.P("}")
	f.P("return false")
	f.P("}")
}

// mixed writes an enumeration of values of several types.
func (f *File) mixed(d *declaration) {
	r := receiver(d.name)
	f.P("type ", d.name, " string")
	f.P()
	f.Doc("The values of " + d.name + ".")
	f.P("const (")
	for _, c := range d.constants {
		f.P(c.name, " ", d.name, " = ", textLiteral(canonical(c.node)))
	}
	f.P(")")
	f.isKnown(d)
	f.P()
	f.Doc("MarshalJSON writes the value.")
	f.P("func (", r, " ", d.name, ") MarshalJSON() ([]byte, error) {")
	f.P("return []byte(", r, "), nil")
	f.P("}")
	f.P()
	f.Doc("UnmarshalJSON reads any value.")
	f.P("func (", r, " *", d.name, ") UnmarshalJSON(data []byte) error {")
	f.P("text, err := ", Ident{runtimePath, "Canonical"}, "(data)")
	f.P("*", r, " = ", d.name, "(text)")
	f.P("return err")
	f.P("}")
}

// textLiteral returns a raw literal where that is easier to read.
func textLiteral(text string) string {
	if strings.ContainsRune(text, '"') {
		return QuoteTag(text)
	}
	return Quote(text)
}

// canonical returns the JSON of a value in the way of types.Canonical, which the values
// that generated code reads are compared in.
func canonical(n *tree.Node) string {
	if n.Kind == tree.Number {
		if exact, ok := new(big.Rat).SetString(n.Text); ok && exact.IsInt() && len(n.Text) < 100 {
			return exact.Num().String()
		}
		return n.Text
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(plainValue(n)); err != nil {
		return string(n.JSON(false))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// plainValue returns a value as encoding/json reads it.
func plainValue(n *tree.Node) any {
	switch n.Kind {
	case tree.Bool:
		return n.True()
	case tree.Number:
		return json.Number(n.Text)
	case tree.String:
		return n.Text
	case tree.Sequence:
		items := make([]any, len(n.Items))
		for i, item := range n.Items {
			items[i] = plainValue(item)
		}
		return items
	case tree.Mapping:
		fields := make(map[string]any, len(n.Fields))
		for _, f := range n.Fields {
			fields[f.Name] = plainValue(f.Value)
		}
		return fields
	default:
		return nil
	}
}

func (f *File) unionStructure(d *declaration) {
	f.P("type ", d.name, " struct {")
	for _, field := range d.union.fields {
		f.P(field.name, " ", field.typ)
	}
	f.P("}")
	r := receiver(d.name)
	function := "AnyOf"
	if d.union.OneOf {
		function = "OneOf"
	}
	f.P()
	f.Doc("MarshalJSON writes what is set.")
	f.P("func (", r, " ", d.name, ") MarshalJSON() ([]byte, error) {")
	f.P("return ", Ident{runtimePath, "Marshal" + function}, "(", d.union.tagged(r), ")")
	f.P("}")
	f.P()
	f.Doc(unmarshalDoc(d))
	f.P("func (", r, " *", d.name, ") UnmarshalJSON(data []byte) error {")
	f.P("*", r, " = ", d.name, "{}")
	f.unmarshalDiscriminated(d, r)
	f.P("return ", Ident{runtimePath, "Unmarshal" + function}, "(data, ", d.union.list("&"+r+"."), ")")
	f.P("}")
}

func unmarshalDoc(d *declaration) string {
	if d.union.Discriminator != nil {
		return "UnmarshalJSON sets the field that the property " + strconv.Quote(d.union.Discriminator.PropertyName) + " names."
	}
	if d.union.OneOf {
		return "UnmarshalJSON sets the field that the value fits best."
	}
	return "UnmarshalJSON sets the fields that the value fits."
}

// list returns the union's fields as arguments.
func (u *declaredUnion) list(prefix string) Code {
	arguments := make([]Code, len(u.fields))
	for i, field := range u.fields {
		arguments[i] = Code{prefix, field.name}
	}
	return Join(arguments, ", ")
}

// cases returns, for each field, the discriminator's values that stand for it and for no
// earlier one.
func (u *declaredUnion) cases() [][]string {
	all := make([][]string, len(u.fields))
	if u.Discriminator == nil {
		return all
	}
	seen := map[string]bool{}
	for i, field := range u.fields {
		for _, value := range u.Discriminated(field.schema) {
			if !seen[value] {
				seen[value] = true
				all[i] = append(all[i], value)
			}
		}
	}
	return all
}

// tagged returns the union's fields as arguments, with the values of the discriminator
// that stand for them.
func (u *declaredUnion) tagged(r string) Code {
	cases := u.cases()
	arguments := make([]Code, len(u.fields))
	isTagged := false
	for i, field := range u.fields {
		arguments[i] = Code{r, ".", field.name}
		if len(cases[i]) > 0 {
			isTagged = true
			arguments[i] = Code{Ident{runtimePath, "As"}, "(", arguments[i], ", ", Quote(u.Discriminator.PropertyName), ", ", Quote(cases[i][0]), ")"}
		}
	}
	if isTagged {
		return Code{"\n", Join(arguments, ",\n"), ",\n"}
	}
	return Join(arguments, ", ")
}

func (f *File) unmarshalDiscriminated(d *declaration, r string) {
	cases := d.union.cases()
	if !slices.ContainsFunc(cases, func(values []string) bool { return len(values) > 0 }) {
		return
	}
	f.P("switch ", Ident{runtimePath, "Discriminator"}, "(data, ", Quote(d.union.Discriminator.PropertyName), ") {")
	for i, field := range d.union.fields {
		if len(cases[i]) == 0 {
			continue
		}
		literals := make([]Code, len(cases[i]))
		for j, value := range cases[i] {
			literals[j] = Code{Quote(value)}
		}
		f.P("case ", Join(literals, ", "), ":")
		f.P("return ", Ident{"encoding/json", "Unmarshal"}, "(data, &", r, ".", field.name, ")")
	}
	f.P("}")
}

func (f *File) tuple(d *declaration) {
	f.P("type ", d.name, " struct {")
	required := 0
	marshalled, unmarshalled := Code{}, Code{}
	r := receiver(d.name)
	for _, field := range d.fields {
		f.Doc(fieldDocOf(field.schema))
		f.P(field.name, " ", field.typ, " `types:\"item\"`")
		marshalled = append(marshalled, ", "+r+"."+field.name)
		unmarshalled = append(unmarshalled, ", &"+r+"."+field.name)
		if !field.omit {
			required++
		}
	}
	rest := [2]string{"nil", "nil"}
	if d.rest != nil {
		f.P("Rest []", *d.rest, " `types:\"items\"`")
		rest = [2]string{r + ".Rest", "&" + r + ".Rest"}
	}
	f.P("}")
	f.P()
	f.Doc("MarshalJSON writes an array.")
	f.P("func (", r, " ", d.name, ") MarshalJSON() ([]byte, error) {")
	f.P("return ", Ident{runtimePath, "MarshalTuple"}, "(", required, ", ", rest[0], marshalled, ")")
	f.P("}")
	f.P()
	f.Doc("UnmarshalJSON reads an array.")
	f.P("func (", r, " *", d.name, ") UnmarshalJSON(data []byte) error {")
	f.P("*", r, " = ", d.name, "{}")
	f.P("return ", Ident{runtimePath, "UnmarshalTuple"}, "(data, ", required, ", ", rest[1], unmarshalled, ")")
	f.P("}")
}

func fieldDocOf(s *model.Schema) string {
	if s == nil || s.Name != "" {
		return ""
	}
	return fieldDoc(s)
}

var escapedUnicode = regexp.MustCompile(`\\u([0-9a-fA-F]{4})`)

// goPattern returns a pattern of a model in the syntax of package regexp, unless that
// cannot express it: it has no looking around and no references to groups.
func goPattern(pattern string) (string, bool) {
	expression := escapedUnicode.ReplaceAllString(pattern, `\x{$1}`)
	if _, err := regexp.Compile(expression); err != nil {
		return "", false
	}
	return expression, true
}
