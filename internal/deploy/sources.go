package deploy

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/model"
)

const (
	// maxFunctionPolicy is how many bytes a function's resource policy may have (AWS
	// Lambda Developer Guide, "Lambda quotas").
	maxFunctionPolicy = 20_480

	// statementSize is how many bytes a permission takes in the policy, besides what it lets in: its names, an ID and the
	// ARNs at their longest.
	statementSize = 480
)

// source is a pattern of requests that may invoke a function.
type source struct {
	id     string // of an operation
	method string // "*": all
	path   string // with * for what is not fixed
}

// SourceOf returns what follows the stage in the ARN of the requests for an operation:
// "GET/pets/*".
func SourceOf(o *model.Operation) string { return sourceOf(o).pattern() }

func sourceOf(o *model.Operation) source {
	s := source{id: o.ID, method: o.Method, path: wildcards(o.Path)}
	if s.method == "ANY" {
		s.method = "*"
	}
	return s
}

func (s source) pattern() string { return s.method + s.path }

// covers reports whether a pattern lets all in that another one does.
func (s source) covers(other source) bool { return wildcardMatch(s.pattern(), other.pattern()) }

// minimize leaves out sources that others cover.
func minimize(sources []source) []source {
	var kept []source
	for i, s := range sources {
		needless := slices.ContainsFunc(sources[:i], func(o source) bool { return o.covers(s) }) ||
			slices.ContainsFunc(sources[i+1:], func(o source) bool { return o.covers(s) && !s.covers(o) })
		if !needless {
			kept = append(kept, s)
		}
	}
	return kept
}

// fitPolicySize merges sources until a policy that holds them has at most that many bytes:
// first the methods of each path, then paths that begin alike, from the longest on.
func fitPolicySize(sources []source, size int) []source {
	if policySize(sources) <= size {
		return sources
	}
	merged := generalize(sources, func(s source) source { return source{s.id, "*", s.path} })
	for depth := depthOf(merged); policySize(merged) > size && depth > 0; depth-- {
		merged = generalize(merged, func(s source) source {
			segments := strings.Split(s.path, "/") // the first is empty
			if len(segments)-1 <= depth-1 {
				return s
			}
			return source{s.id, s.method, strings.Join(segments[:depth], "/") + "/*"}
		})
	}
	return merged
}

func generalize(sources []source, by func(source) source) []source {
	general := make([]source, len(sources))
	for i, s := range sources {
		general[i] = by(s)
	}
	return minimize(general)
}

func depthOf(sources []source) int {
	depth := 0
	for _, s := range sources {
		depth = max(depth, strings.Count(s.path, "/"))
	}
	return depth
}

func policySize(sources []source) int {
	size := 0
	for _, s := range sources {
		size += statementSize + len(s.pattern())
	}
	return size
}

// wildcardMatch reports whether a pattern, in which * matches anything, matches a string, as IAM's ArnLike does.
func wildcardMatch(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == text
	}
	first, last := parts[0], parts[len(parts)-1]
	if !strings.HasPrefix(text, first) || !strings.HasSuffix(text[len(first):], last) {
		return false
	}
	text = text[len(first) : len(text)-len(last)]
	for _, part := range parts[1 : len(parts)-1] {
		_, rest, found := strings.Cut(text, part)
		if !found {
			return false
		}
		text = rest
	}
	return true
}
