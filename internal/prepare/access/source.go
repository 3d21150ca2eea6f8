package access

import (
	"slices"
	"strings"

	"github.com/gatewright/gatewright/model"
)

const (
	// MaxFunctionPolicy is how many bytes a function's resource policy may have (AWS
	// Lambda Developer Guide, "Lambda quotas").
	MaxFunctionPolicy = 20_480

	// statementSize is how many bytes a permission takes in the policy, besides what it lets in: its names, an ID and the
	// ARNs at their longest.
	statementSize = 480
)

// Source is a pattern of requests that may invoke a function.
type Source struct {
	ID     string // of an operation
	Method string // "*": all
	Path   string // with * for what is not fixed
}

// SourceOf gives the requests for an operation.
func SourceOf(o *model.Operation) Source {
	return Source{ID: o.ID, Method: MethodPattern(o.Method), Path: Wildcards(o.Path)}
}

// MethodPattern gives the method of an operation as it stands in ARNs.
func MethodPattern(method string) string {
	if method == "ANY" {
		return "*"
	}
	return method
}

// Pattern gives what follows the stage in the ARN of the requests: "GET/pets/*".
func (s Source) Pattern() string { return s.Method + s.Path }

// covers tells whether a pattern lets all in that another one does.
func (s Source) covers(other Source) bool { return wildcardMatch(s.Pattern(), other.Pattern()) }

// Fewest leaves out sources that others cover.
func Fewest(sources []Source) []Source {
	var kept []Source
	for i, s := range sources {
		needless := slices.ContainsFunc(sources[:i], func(o Source) bool { return o.covers(s) }) ||
			slices.ContainsFunc(sources[i+1:], func(o Source) bool { return o.covers(s) && !s.covers(o) })
		if !needless {
			kept = append(kept, s)
		}
	}
	return kept
}

// Fitting merges sources until a policy that holds them has at most that many bytes:
// first the methods of each path, then paths that begin alike, from the longest on.
func Fitting(sources []Source, size int) []Source {
	if policySize(sources) <= size {
		return sources
	}
	merged := generalize(sources, func(s Source) Source { return Source{s.ID, "*", s.Path} })
	for depth := depthOf(merged); policySize(merged) > size && depth > 0; depth-- {
		merged = generalize(merged, func(s Source) Source {
			segments := strings.Split(s.Path, "/") // the first is empty
			if len(segments)-1 <= depth-1 {
				return s
			}
			return Source{s.ID, s.Method, strings.Join(segments[:depth], "/") + "/*"}
		})
	}
	return merged
}

func generalize(sources []Source, by func(Source) Source) []Source {
	general := make([]Source, len(sources))
	for i, s := range sources {
		general[i] = by(s)
	}
	return Fewest(general)
}

func depthOf(sources []Source) int {
	depth := 0
	for _, s := range sources {
		depth = max(depth, strings.Count(s.Path, "/"))
	}
	return depth
}

func policySize(sources []Source) int {
	size := 0
	for _, s := range sources {
		size += statementSize + len(s.Pattern())
	}
	return size
}

// wildcardMatch reports whether a pattern, in which * stands for anything, matches a text, as IAM's ArnLike does.
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
