package route_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/gateway/route"
)

// largeAPI returns some 1,200 routes in the manner of a large public API: three
// kinds of owners, many collections under each, items, and actions on items.
func largeAPI() []string {
	var routes []string
	collections := func(prefix string, n int) {
		for i := range n {
			collection := fmt.Sprintf("%s/collection-%d", prefix, i)
			routes = append(routes, "GET "+collection, "POST "+collection,
				"GET "+collection+"/{id}", "PATCH "+collection+"/{id}", "DELETE "+collection+"/{id}",
				"GET "+collection+"/latest", "GET "+collection+"/{id}/comments",
				"PUT "+collection+"/{id}/comments/{comment}/reactions")
		}
	}
	collections("/repos/{owner}/{repo}", 90)
	collections("/orgs/{org}", 40)
	collections("/users/{username}", 20)
	for i := range 20 {
		routes = append(routes, fmt.Sprintf("GET /top-%d", i))
	}
	return routes
}

func BenchmarkLookup(b *testing.B) {
	routes := largeAPI()
	tree := build(b, routes...)
	type request struct{ method, path string }
	requests := make([]request, len(routes))
	values := strings.NewReplacer("{owner}", "octo-org", "{repo}", "hello-world", "{org}", "octo-org",
		"{username}", "octocat", "{id}", "81726354", "{comment}", "4711")
	for i, r := range routes {
		method, template, _ := strings.Cut(r, " ")
		requests[i] = request{method, values.Replace(template)}
	}
	params := make(route.Params, 0, 8)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		r := requests[i%len(requests)]
		if _, ok := tree.Lookup(r.method, r.path, &params); !ok {
			b.Fatal(r)
		}
	}
}

// BenchmarkDeadEnds looks up a path for which every resource of a tree of 2,047
// is a dead end.
func BenchmarkDeadEnds(b *testing.B) {
	var tree route.Tree[int]
	const depth = 10
	for i := range 1 << depth {
		var template strings.Builder
		for bit := range depth {
			if i>>bit&1 == 0 {
				template.WriteString("/a")
			} else {
				fmt.Fprintf(&template, "/{v%d}", bit)
			}
		}
		if err := tree.Add("GET", template.String(), i); err != nil {
			b.Fatal(err)
		}
	}
	params := make(route.Params, 0, depth)
	path := strings.Repeat("/a", depth) + "/zzz"
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := tree.Lookup("GET", path, &params); ok {
			b.Fatal("found")
		}
	}
}
