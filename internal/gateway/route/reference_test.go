package route_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/gateway/route"
)

// FuzzLookup compares the tree with a matcher that tries every template.
func FuzzLookup(f *testing.F) {
	f.Add("GET /a/{x}\nANY /{p+}\nPOST /a/b", "GET", "/a/b")
	f.Add("GET /a/{x+}\nGET /{y}/b\nGET /", "GET", "//a//b/")
	f.Add("ANY /a/{x}/c\nGET /{y}/b/{z+}", "PUT", "/a/b/c")
	f.Fuzz(func(t *testing.T, routes, method, path string) {
		var tree route.Tree[string]
		var added []string
		for r := range strings.SplitSeq(routes, "\n") {
			m, template, _ := strings.Cut(r, " ")
			if tree.Add(m, template, r) == nil {
				added = append(added, r)
			}
		}
		var params route.Params
		got, ok := tree.Lookup(method, path, &params)
		want, wantParams, wantOK := naive(added, method, path)
		if got != want || ok != wantOK {
			t.Fatalf("%q: got %q, %t; want %q, %t", added, got, ok, want, wantOK)
		}
		if ok && !cmp.Equal([]route.Param(params), wantParams) && len(params)+len(wantParams) > 0 {
			t.Errorf("%q for %q: %s", got, path, cmp.Diff(wantParams, []route.Param(params)))
		}
	})
}

// naive picks, of all routes that match, the one that is literal where they
// first differ, and of one resource's the explicit method.
func naive(routes []string, method, path string) (best string, params []route.Param, ok bool) {
	bestRank := ""
	for _, r := range routes {
		m, template, _ := strings.Cut(r, " ")
		rank := "0"
		if m == route.Any {
			if !strings.Contains(" DELETE GET HEAD OPTIONS PATCH POST PUT ", " "+method+" ") || method == "" {
				continue
			}
			rank = "1"
		} else if m != method {
			continue
		}
		kinds, p, match := naiveMatch(template, path)
		if rank = kinds + rank; match && (!ok || rank < bestRank) {
			best, bestRank, params, ok = r, rank, p, true
		}
	}
	return best, params, ok
}

// naiveMatch returns a template's kinds, "l" for a literal and "v" for a variable,
// and its parameters.
func naiveMatch(template, path string) (kinds string, params []route.Param, ok bool) {
	parts, segments := split(template), split(path)
	for i, part := range parts {
		name, variable := strings.CutPrefix(part, "{")
		name, greedy := strings.CutSuffix(strings.TrimSuffix(name, "}"), "+")
		switch {
		case i >= len(segments):
			return "", nil, false
		case !variable && part == segments[i]:
			kinds += "l"
		case variable && greedy:
			return kinds + "v", append(params, route.Param{Name: name, Value: strings.Join(segments[i:], "/")}), true
		case variable && segments[i] != "":
			kinds += "v"
			params = append(params, route.Param{Name: name, Value: segments[i]})
		default:
			return "", nil, false
		}
	}
	return kinds, params, len(parts) == len(segments)
}

func split(path string) []string {
	path = strings.Trim(path, "/")
	if path == "" {
		return nil
	}
	return strings.Split(path, "/")
}
