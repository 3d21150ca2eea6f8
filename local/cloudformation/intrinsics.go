package cloudformation

import (
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// ref gives what {"Ref": name} stands for: a pseudo parameter, a parameter or a
// resource's ID.
func (s *stack) ref(at *tree.Node, name string) *tree.Node {
	if value, ok := s.pseudo(at, name); ok {
		return value
	}
	if value, ok := s.parameter(at, name); ok {
		return value
	}
	if r := s.lookup(at, name); r != nil {
		return from(at, tree.NewString(r.id(at)))
	}
	return placeholder(at, name)
}

// lookup finds a resource that exists, or says that it does not.
func (s *stack) lookup(at *tree.Node, name string) *resource {
	r := s.resources[name]
	switch {
	case r == nil:
		s.problem(at, "%q is neither a resource nor a parameter of the stack %s", name, s.name)
		if near := diag.Nearest(name, s.names()); near != "" {
			s.List[len(s.List)-1].Help = "did you mean " + near + "?"
		}
	case !r.exists():
		s.problem(at, "the resource %s is not there: its condition %s does not hold", name, r.node.Get("Condition").Str())
		return nil
	}
	return r
}

func (s *stack) names() []string {
	var names []string
	for _, r := range s.order {
		names = append(names, r.logicalID)
	}
	if parameters := s.template.Get("Parameters"); parameters != nil {
		for _, f := range parameters.Fields {
			names = append(names, f.Name)
		}
	}
	return names
}

// getAtt takes ["Id", "Attribute"] or "Id.Attribute".
func (s *stack) getAtt(at, argument *tree.Node) *tree.Node {
	var id, attribute string
	switch {
	case argument.Is(tree.String):
		id, attribute, _ = strings.Cut(argument.Text, ".")
	case argument.Is(tree.Sequence) && len(argument.Items) == 2:
		id = argument.Items[0].Str()
		attribute, _ = s.textOf(argument.Items[1], "the attribute of Fn::GetAtt")
	}
	if id == "" || attribute == "" {
		s.problem(at, "Fn::GetAtt takes the logical ID of a resource and an attribute")
		return unresolved(at)
	}
	return s.attribute(at, id, attribute)
}

func (s *stack) attribute(at *tree.Node, id, attribute string) *tree.Node {
	r := s.lookup(at, id)
	if r == nil {
		return placeholder(at, id+"."+attribute)
	}
	if output, ok := strings.CutPrefix(attribute, "Outputs."); ok && r.nested != nil {
		return r.nested.output(at, output)
	}
	return r.attributeValue(at, attribute)
}

// join takes [delimiter, [values]].
func (s *stack) join(at, argument *tree.Node) *tree.Node {
	arguments, ok := s.arguments(at, "Fn::Join", argument, 2, "a delimiter and a list")
	if !ok {
		return unresolved(at)
	}
	delimiter, ok := s.textOf(arguments[0], "the delimiter of Fn::Join")
	if !ok {
		return unresolved(at)
	}
	list, unknown, ok := s.listOf(arguments[1], "Fn::Join")
	if unknown != nil || !ok {
		return unknown
	}
	var b strings.Builder
	for i, item := range list {
		text, ok := scalar(item)
		if !ok {
			s.problem(item, "Fn::Join joins strings, found %s", item.Kind)
			continue
		}
		if i > 0 {
			b.WriteString(delimiter)
		}
		b.WriteString(text)
		if s.tooLong(at, b.Len()) {
			return unresolved(at)
		}
	}
	return from(at, tree.NewString(b.String()))
}

func (s *stack) tooLong(at *tree.Node, size int) bool {
	if size <= maxText {
		return false
	}
	s.problem(at, "the text is longer than %d MB once it is resolved", maxText>>20)
	return true
}

// split takes [delimiter, source].
func (s *stack) split(at, argument *tree.Node) *tree.Node {
	arguments, ok := s.arguments(at, "Fn::Split", argument, 2, "a delimiter and a text")
	if !ok {
		return unresolved(at)
	}
	delimiter, ok := s.textOf(arguments[0], "the delimiter of Fn::Split")
	if ok && delimiter == "" {
		s.problem(at, "the delimiter of Fn::Split is empty")
		return unresolved(at)
	}
	text, isText := s.textOf(arguments[1], "the text of Fn::Split")
	if !ok || !isText {
		return unresolved(at)
	}
	return from(at, tree.NewStrings(strings.Split(text, delimiter)))
}

// selectItem takes [index, [values]]. What is selected of an unknown list is
// unknown.
func (s *stack) selectItem(at, argument *tree.Node) *tree.Node {
	arguments, ok := s.arguments(at, "Fn::Select", argument, 2, "an index and a list")
	if !ok {
		return unresolved(at)
	}
	text, ok := s.textOf(arguments[0], "the index of Fn::Select")
	if !ok {
		return unresolved(at)
	}
	list, unknown, ok := s.listOf(arguments[1], "Fn::Select")
	if unknown != nil || !ok {
		return unknown
	}
	index, err := strconv.Atoi(text)
	switch {
	case err != nil:
		s.problem(at, "the index of Fn::Select must be an integer, found %q", text)
		return unresolved(at)
	case index >= 0 && index < len(list):
		return list[index]
	}
	for _, item := range list {
		if isPlaceholder(item.Str()) {
			return item
		}
	}
	s.problem(at, "Fn::Select asks for item %d of a list of %d", index, len(list))
	return unresolved(at)
}

// findInMap takes [map, key, key], and maybe {"DefaultValue": value} after them.
func (s *stack) findInMap(at, argument *tree.Node) *tree.Node {
	if !argument.Is(tree.Sequence) || len(argument.Items) < 3 || len(argument.Items) > 4 {
		s.problem(at, "Fn::FindInMap takes the name of a map and two keys")
		return unresolved(at)
	}
	keys := make([]string, 3)
	for i := range keys {
		var ok bool
		if keys[i], ok = s.textOf(argument.Items[i], "a key of Fn::FindInMap"); !ok {
			return unresolved(at)
		}
	}
	if found := s.template.Get("Mappings").Get(keys...); found != nil {
		return s.resolve(found) // counts its values
	}
	if len(argument.Items) == 4 {
		if fallback := argument.Items[3].Get("DefaultValue"); fallback != nil {
			return s.resolve(fallback)
		}
	}
	s.problem(at, "the mapping %s has no entry %s.%s", keys[0], keys[1], keys[2])
	return unresolved(at)
}

func (s *stack) base64(at, argument *tree.Node) *tree.Node {
	text, ok := s.textOf(argument, "what Fn::Base64 encodes")
	if !ok || s.tooLong(at, len(text)) {
		return unresolved(at)
	}
	return from(at, tree.NewString(base64.StdEncoding.EncodeToString([]byte(text))))
}

// getAZs gives three availability zones of a region.
func (s *stack) getAZs(at, argument *tree.Node) *tree.Node {
	region, ok := s.textOf(argument, "the region of Fn::GetAZs")
	if !ok {
		return unresolved(at)
	}
	if region == "" {
		region = s.region
	}
	return from(at, tree.NewStrings([]string{region + "a", region + "b", region + "c"}))
}

func (s *stack) length(at, argument *tree.Node) *tree.Node {
	list, unknown, ok := s.listOf(argument, "Fn::Length")
	if unknown != nil || !ok {
		return unknown
	}
	return from(at, tree.NewInt(len(list)))
}

func (s *stack) toJSONString(at, argument *tree.Node) *tree.Node {
	value := s.resolve(argument)
	if value == nil {
		return unresolved(at)
	}
	text := value.JSON(false)
	if s.tooLong(at, len(text)) {
		return unresolved(at)
	}
	return from(at, tree.NewString(string(text)))
}

// arguments gives those of a function that takes a list of a known length.
func (s *stack) arguments(at *tree.Node, function string, argument *tree.Node, count int, what string) ([]*tree.Node, bool) {
	if !argument.Is(tree.Sequence) || len(argument.Items) != count {
		s.problem(at, "%s takes %s", function, what)
		return nil, false
	}
	return argument.Items, true
}

// textOf resolves a value that must be a text.
func (s *stack) textOf(n *tree.Node, what string) (string, bool) {
	value := s.resolve(n)
	text, ok := scalar(value)
	if !ok && !s.exhausted {
		found := "nothing"
		if value != nil {
			found = value.Kind.String()
		}
		s.problem(n, "%s must be a string, found %s", what, found)
	}
	return text, ok
}

// listOf resolves a value that must be a list; one that is not known is given as
// its placeholder.
func (s *stack) listOf(n *tree.Node, function string) (list []*tree.Node, unknown *tree.Node, ok bool) {
	value := s.resolve(n)
	switch {
	case value.Is(tree.Sequence):
		return value.Items, nil, true
	case isPlaceholder(value.Str()):
		return nil, value, true
	case !s.exhausted:
		s.problem(n, "%s needs a list", function)
	}
	return nil, nil, false
}
