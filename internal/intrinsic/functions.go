package intrinsic

import (
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
)

// getAtt takes ["Id", "Attribute"] or "Id.Attribute".
func (e *Evaluator) getAtt(at, argument *tree.Node) *tree.Node {
	var id, attribute string
	switch {
	case argument.Is(tree.String):
		id, attribute, _ = strings.Cut(argument.Text, ".")
	case argument.Is(tree.Sequence) && len(argument.Items) == 2:
		id = argument.Items[0].Str()
		attribute, _ = e.Text(argument.Items[1], "the attribute of Fn::GetAtt")
	}
	if id == "" || attribute == "" {
		e.Problem(at, "Fn::GetAtt takes the logical ID of a resource and an attribute")
		return Unresolved(at)
	}
	return e.Attribute(at, id, attribute)
}

// join takes [delimiter, [values]].
func (e *Evaluator) join(at, argument *tree.Node) *tree.Node {
	arguments, ok := e.arguments(at, "Fn::Join", argument, 2, "a delimiter and a list")
	if !ok {
		return Unresolved(at)
	}
	delimiter, ok := e.Text(arguments[0], "the delimiter of Fn::Join")
	if !ok {
		return Unresolved(at)
	}
	list, unknown, ok := e.listOf(arguments[1], "Fn::Join")
	if unknown != nil || !ok {
		return unknown
	}
	var b strings.Builder
	for i, item := range list {
		text, ok := Scalar(item)
		if !ok {
			e.Problem(item, "Fn::Join joins strings, found %s", item.Kind)
			continue
		}
		if i > 0 {
			b.WriteString(delimiter)
		}
		b.WriteString(text)
		if e.tooLong(at, b.Len()) {
			return Unresolved(at)
		}
	}
	return From(at, tree.NewString(b.String()))
}

func (e *Evaluator) tooLong(at *tree.Node, size int) bool {
	if size <= maxText {
		return false
	}
	e.Problem(at, "the text is longer than %d MB once it is resolved", maxText>>20)
	return true
}

// split takes [delimiter, source].
func (e *Evaluator) split(at, argument *tree.Node) *tree.Node {
	arguments, ok := e.arguments(at, "Fn::Split", argument, 2, "a delimiter and a text")
	if !ok {
		return Unresolved(at)
	}
	delimiter, ok := e.Text(arguments[0], "the delimiter of Fn::Split")
	if ok && delimiter == "" {
		e.Problem(at, "the delimiter of Fn::Split is empty")
		return Unresolved(at)
	}
	text, isText := e.Text(arguments[1], "the text of Fn::Split")
	if !ok || !isText {
		return Unresolved(at)
	}
	return From(at, tree.NewStrings(strings.Split(text, delimiter)))
}

// selectItem takes [index, [values]]. What is selected of an unknown list is
// unknown.
func (e *Evaluator) selectItem(at, argument *tree.Node) *tree.Node {
	arguments, ok := e.arguments(at, "Fn::Select", argument, 2, "an index and a list")
	if !ok {
		return Unresolved(at)
	}
	text, ok := e.Text(arguments[0], "the index of Fn::Select")
	if !ok {
		return Unresolved(at)
	}
	list, unknown, ok := e.listOf(arguments[1], "Fn::Select")
	if unknown != nil || !ok {
		return unknown
	}
	index, err := strconv.Atoi(text)
	switch {
	case err != nil:
		e.Problem(at, "the index of Fn::Select must be an integer, found %q", text)
		return Unresolved(at)
	case index >= 0 && index < len(list):
		return list[index]
	}
	for _, item := range list {
		if IsPlaceholder(item.Str()) {
			return item
		}
	}
	e.Problem(at, "Fn::Select asks for item %d of a list of %d", index, len(list))
	return Unresolved(at)
}

// findInMap takes [map, key, key], and maybe {"DefaultValue": value} after them.
func (e *Evaluator) findInMap(at, argument *tree.Node) *tree.Node {
	if !argument.Is(tree.Sequence) || len(argument.Items) < 3 || len(argument.Items) > 4 {
		e.Problem(at, "Fn::FindInMap takes the name of a map and two keys")
		return Unresolved(at)
	}
	keys := make([]string, 3)
	for i := range keys {
		var ok bool
		if keys[i], ok = e.Text(argument.Items[i], "a key of Fn::FindInMap"); !ok {
			return Unresolved(at)
		}
	}
	if found := e.Mapping(at, keys); found != nil {
		return e.Resolve(found) // counts its values
	}
	if len(argument.Items) == 4 {
		if fallback := argument.Items[3].Get("DefaultValue"); fallback != nil {
			return e.Resolve(fallback)
		}
	}
	e.Problem(at, "the mapping %s has no entry %s.%s", keys[0], keys[1], keys[2])
	return Unresolved(at)
}

func (e *Evaluator) base64(at, argument *tree.Node) *tree.Node {
	text, ok := e.Text(argument, "what Fn::Base64 encodes")
	if !ok || e.tooLong(at, len(text)) {
		return Unresolved(at)
	}
	return From(at, tree.NewString(base64.StdEncoding.EncodeToString([]byte(text))))
}

// getAZs returns three availability zones of a region.
func (e *Evaluator) getAZs(at, argument *tree.Node) *tree.Node {
	region, ok := e.Text(argument, "the region of Fn::GetAZs")
	if !ok {
		return Unresolved(at)
	}
	if region == "" {
		region = e.Region()
	}
	return From(at, tree.NewStrings([]string{region + "a", region + "b", region + "c"}))
}

func (e *Evaluator) length(at, argument *tree.Node) *tree.Node {
	list, unknown, ok := e.listOf(argument, "Fn::Length")
	if unknown != nil || !ok {
		return unknown
	}
	return From(at, tree.NewInt(len(list)))
}

func (e *Evaluator) toJSONString(at, argument *tree.Node) *tree.Node {
	value := e.Resolve(argument)
	if value == nil {
		return Unresolved(at)
	}
	text := value.JSON(false)
	if e.tooLong(at, len(text)) {
		return Unresolved(at)
	}
	return From(at, tree.NewString(string(text)))
}

// arguments returns those of a function that takes a list of a known length.
func (e *Evaluator) arguments(at *tree.Node, function string, argument *tree.Node, count int, what string) ([]*tree.Node, bool) {
	if !argument.Is(tree.Sequence) || len(argument.Items) != count {
		e.Problem(at, "%s takes %s", function, what)
		return nil, false
	}
	return argument.Items, true
}

// Text resolves a value that must be a string.
func (e *Evaluator) Text(n *tree.Node, what string) (string, bool) {
	value := e.Resolve(n)
	text, ok := Scalar(value)
	if !ok && !e.Budget.exhausted {
		found := "nothing"
		if value != nil {
			found = value.Kind.String()
		}
		e.Problem(n, "%s must be a string, found %s", what, found)
	}
	return text, ok
}

// listOf resolves a value that must be a list; of one that is not known it returns
// the placeholder.
func (e *Evaluator) listOf(n *tree.Node, function string) (list []*tree.Node, unknown *tree.Node, ok bool) {
	value := e.Resolve(n)
	switch {
	case value.Is(tree.Sequence):
		return value.Items, nil, true
	case IsPlaceholder(value.Str()):
		return nil, value, true
	case !e.Budget.exhausted:
		e.Problem(n, "%s needs a list", function)
	}
	return nil, nil, false
}
