package limits

import (
	"regexp"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

var (
	literalPart  = regexp.MustCompile(`^[a-zA-Z0-9._:-]+$`)
	variablePart = regexp.MustCompile(`^\{[a-zA-Z0-9._:-]+\+?\}$`)
)

// resource is a node of the tree that API Gateway makes of the paths.
type resource struct {
	children map[string]*resource
	variable string // the first child that is a variable
	position diag.Position
	path     string // set when the definition has this path itself
}

// paths checks the names of the resources, and those beside each other.
func (c *checker) paths(*spec.API) {
	paths := c.root.Get("paths")
	if paths == nil {
		return
	}
	root := &resource{children: map[string]*resource{}}
	count := 1
	for _, f := range paths.Fields {
		position := paths.FieldPosition(f.Name)
		if !strings.HasPrefix(f.Name, "/") {
			if !strings.HasPrefix(f.Name, "x-") {
				c.Errorf(position, "bad-path", "the path %s does not start with a slash", f.Name)
			}
			continue
		}
		count += c.addPath(root, f.Name, position)
	}
	if count > maxResources {
		c.Warnf(paths.Position(), "too-many-resources", "the paths make %d resources; API Gateway allows %d", count, maxResources).
			Help = "ask for a higher quota, join operations under {proxy+}, or split the API"
	}
}

// addPath gives the number of new resources.
func (c *checker) addPath(root *resource, path string, position diag.Position) int {
	added := 0
	at := root
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if parts[0] == "" {
		parts = nil
	}
	for i, part := range parts {
		c.checkPart(path, part, i == len(parts)-1, position)
		if strings.HasPrefix(part, "{") {
			c.checkSiblings(at, path, part, position)
		}
		next := at.children[part]
		if next == nil {
			next = &resource{children: map[string]*resource{}, position: position}
			at.children[part] = next
			added++
		}
		at = next
	}
	if at.path != "" {
		d := c.Errorf(position, "same-resource", "the paths %s and %s are one resource", at.path, path)
		d.Notes = []diag.Note{{Position: at.position, Message: "the other path"}}
	}
	at.path, at.position = path, position
	return added
}

func (c *checker) checkPart(path, part string, last bool, position diag.Position) {
	switch {
	case part == "":
		c.Errorf(position, "bad-path", "the path %s has an empty part", path)
	case strings.Contains(part, "{") && !variablePart.MatchString(part):
		d := c.Errorf(position, "bad-path", "in the path %s, the part %q is not a variable as a whole", path, part)
		d.Help = "a variable fills all between two slashes, as in /pets/{petId}"
	case strings.HasSuffix(part, "+}") && !last:
		c.Errorf(position, "bad-path", "in the path %s, the greedy variable %s is not the last part", path, part)
	case !strings.Contains(part, "{") && !literalPart.MatchString(part):
		d := c.Errorf(position, "bad-path", "in the path %s, the part %q has characters that API Gateway refuses", path, part)
		d.Help = "allowed are letters, digits, '.', '_', '-' and ':'"
	}
}

func (c *checker) checkSiblings(parent *resource, path, part string, position diag.Position) {
	switch {
	case parent.variable == "":
		parent.variable = part
	case parent.variable != part:
		d := c.Errorf(position, "sibling-variables", "the path %s has the variable %s where another path has %s", path, part, parent.variable)
		d.Notes = []diag.Note{{Position: parent.children[parent.variable].position, Message: "the other path"}}
		d.Help = "give both the same name; API Gateway allows one variable in a place"
	}
}

func (c *checker) methods(api *spec.API) {
	c.eachOperation(func(path, method string, item *tree.Node, f tree.Field) {
		if method == "TRACE" {
			c.Warnf(item.FieldPosition(f.Name), "ignored-method", "API Gateway does not know the method TRACE of %s", path)
		}
	})
	for _, o := range api.Operations {
		if o.Integration == nil {
			c.Errorf(o.Position, "no-integration", "%s %s has no integration; such an API cannot be deployed", o.Method, o.Path)
		}
	}
}

var mappableName = regexp.MustCompile(`^[a-zA-Z0-9._$-]+$`)

func (c *checker) parameters(*spec.API) {
	c.eachOperation(func(path, method string, item *tree.Node, f tree.Field) {
		c.checkParameters(path, item.Get("parameters"))
		c.checkParameters(path, c.resolve(f.Value).Get("parameters"))
	})
}

func (c *checker) checkParameters(path string, list *tree.Node) {
	if list == nil {
		return
	}
	for _, item := range list.Items {
		n := c.resolve(item)
		name, in := n.Get("name").Str(), n.Get("in").Str()
		position := n.Get("name").Position()
		switch {
		case in == "cookie":
			if n.Get("required").True() {
				c.Warnf(position, "ignored-parameter", "API Gateway ignores the cookie parameter %s, and does not require it", name)
			}
		case in == "path" && !slices.Contains(pathVariables(path), name):
			c.Errorf(position, "unknown-path-parameter", "the path %s has no variable {%s}: requests would miss it", path, name)
		case in != "path" && !mappableName.MatchString(name):
			c.Warnf(position, "unmappable-parameter", "API Gateway cannot map the parameter %s: of its name, only letters, digits and ._$- are allowed", name)
		}
	}
}

func pathVariables(path string) []string {
	var names []string
	for part := range strings.SplitSeq(path, "/") {
		if variablePart.MatchString(part) {
			names = append(names, strings.TrimSuffix(part[1:len(part)-1], "+"))
		}
	}
	return names
}
