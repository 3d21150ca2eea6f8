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

// resource is a node of the tree that API Gateway makes of the paths. All variables
// of a place are one child, whatever their names.
type resource struct {
	children map[string]*resource
	part     string        // of the first path through it: "{petId}"
	origin   diag.Position // of that path
	path     string        // set when the definition has this path itself
	position diag.Position // of path
}

func (r *resource) child(part string) *resource {
	if isVariable(part) {
		part = "{}"
	}
	return r.children[part]
}

func (r *resource) add(part string, position diag.Position) *resource {
	key := part
	if isVariable(part) {
		key = "{}"
	}
	next := &resource{children: map[string]*resource{}, part: part, origin: position}
	r.children[key] = next
	return next
}

func isVariable(part string) bool { return variablePart.MatchString(part) }

// paths checks the names of the resources, and those next to each other. A path has
// one error at most.
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
				c.Errorf(position, "invalid-path", "the path %s does not start with a slash", f.Name)
			}
			continue
		}
		if parts := split(f.Name); c.checkParts(f.Name, parts, position) {
			count += c.addPath(root, f.Name, parts, position)
		}
	}
	if count > maxResources {
		c.Warnf(paths.Position(), "too-many-resources", "the paths make %d resources; API Gateway allows %d", count, maxResources).
			Help = "ask for a higher quota, join operations under {proxy+}, or split the API"
	}
}

func split(path string) []string {
	path = strings.Trim(path, "/")
	if path == "" {
		return nil
	}
	return strings.Split(path, "/")
}

// checkParts reports whether API Gateway takes each part of a path by itself.
func (c *checker) checkParts(path string, parts []string, position diag.Position) bool {
	for i, part := range parts {
		var d *diag.Diagnostic
		switch {
		case part == "":
			d = c.Errorf(position, "invalid-path", "the path %s has an empty part", path)
		case strings.Contains(part, "{") && !isVariable(part):
			d = c.Errorf(position, "invalid-path", "in the path %s, the part %q is not a variable as a whole", path, part)
			d.Help = "a variable fills all between two slashes, as in /pets/{petId}"
		case strings.HasSuffix(part, "+}") && i < len(parts)-1:
			d = c.Errorf(position, "invalid-path", "in the path %s, the greedy variable %s is not the last part", path, part)
		case !strings.Contains(part, "{") && !literalPart.MatchString(part):
			d = c.Errorf(position, "invalid-path", "in the path %s, the part %q has characters that API Gateway refuses", path, part)
			d.Help = "allowed are letters, digits, '.', '_', '-' and ':'"
		default:
			continue
		}
		if rewritten := rewrite(parts); rewritten != "" && c.root.Get("paths", rewritten) == nil {
			d.Help = "write it as " + rewritten
		}
		return false
	}
	return true
}

var (
	pieces = regexp.MustCompile(`\{[a-zA-Z0-9._:-]+\+?\}|[^{}]+`)
	edges  = regexp.MustCompile(`^[^a-zA-Z0-9]+|[^a-zA-Z0-9]+$`)
)

// rewrite returns a path that API Gateway takes, in which each variable is a part of
// its own, or "" when there is none: /v1/{name}:cancel becomes /v1/{name}/cancel.
func rewrite(parts []string) string {
	var all []string
	for _, part := range parts {
		if !strings.Contains(part, "{") || isVariable(part) {
			if part != "" {
				all = append(all, part)
			}
			continue
		}
		found := pieces.FindAllString(part, -1)
		if strings.Join(found, "") != part {
			return ""
		}
		for _, piece := range found {
			if !isVariable(piece) {
				piece = edges.ReplaceAllString(piece, "")
			}
			if piece != "" {
				all = append(all, piece)
			}
		}
	}
	for i, part := range all {
		if !isVariable(part) && !literalPart.MatchString(part) || strings.HasSuffix(part, "+}") && i < len(all)-1 {
			return ""
		}
	}
	return "/" + strings.Join(all, "/")
}

// addPath adds a path to the tree and returns the number of new resources.
func (c *checker) addPath(root *resource, path string, parts []string, position diag.Position) int {
	added, at := 0, root
	var other *resource // that has another variable in this place
	for _, part := range parts {
		next := at.child(part)
		switch {
		case next == nil:
			next = at.add(part, position)
			added++
		case next.part != part && other == nil:
			other = next
			c.reportSibling(root, path, parts, part, next, position)
		}
		at = next
	}
	switch {
	case other != nil:
	case at.path != "":
		d := c.Errorf(position, "duplicate-path", "the paths %s and %s are one resource", at.path, path)
		d.Notes = []diag.Note{{Position: at.position, Message: "the other path"}}
	default:
		at.path, at.position = path, position
	}
	return added
}

// reportSibling says that a path has a variable where another path has one of another
// name.
func (c *checker) reportSibling(root *resource, path string, parts []string, part string, other *resource, position diag.Position) {
	d := c.Errorf(position, "conflicting-variables", "the path %s has the variable %s where another path has %s", path, part, other.part)
	d.Notes = []diag.Note{{Position: other.origin, Message: "the other path"}}
	d.Help = "give both the same name; API Gateway allows one variable in a place"
	if renamed := rename(root, parts); renamed != nil {
		d.Help = "write it as /" + strings.Join(renamed, "/") + ", and rename its parameters likewise: API Gateway allows one variable in a place"
	}
}

// rename returns the parts of a path with the names of the variables that other paths
// have in the same places, or nil when that is not a path.
func rename(root *resource, parts []string) []string {
	var renamed []string
	at := root
	for i, part := range parts {
		if at != nil {
			at = at.child(part)
		}
		if at != nil && at.part != part {
			part = at.part
		}
		if isVariable(part) && slices.Contains(renamed, part) || strings.HasSuffix(part, "+}") && i < len(parts)-1 {
			return nil
		}
		renamed = append(renamed, part)
	}
	return renamed
}

func (c *checker) methods(api *spec.API) {
	c.eachOperation(func(path, method string, item *tree.Node, f tree.Field) {
		if method == "TRACE" {
			c.Warnf(item.FieldPosition(f.Name), "ignored-method", "API Gateway does not know the method TRACE of %s", path)
		}
	})
	for _, o := range api.Operations {
		if o.Integration == nil {
			c.Errorf(o.Position, "missing-integration", "%s %s has no integration; such an API cannot be deployed", o.Method, o.Path)
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

var anyVariable = regexp.MustCompile(`\{([^{}]+?)\+?\}`)

// pathVariables returns the names of a path's variables, also of those that are not a
// part as a whole.
func pathVariables(path string) []string {
	var names []string
	for _, m := range anyVariable.FindAllStringSubmatch(path, -1) {
		names = append(names, m[1])
	}
	return names
}
