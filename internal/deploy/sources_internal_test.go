package deploy

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sourcesOf makes sources of patterns such as "GET/pets/*".
func sourcesOf(patterns ...string) []source {
	var all []source
	for _, p := range patterns {
		method, path, _ := strings.Cut(p, "/")
		all = append(all, source{method: method, path: "/" + path})
	}
	return all
}

func patternsOf(sources []source) []string {
	var all []string
	for _, s := range sources {
		all = append(all, s.pattern())
	}
	return all
}

func TestMinimize(t *testing.T) {
	tests := map[string]struct{ sources, want []string }{
		"different":      {[]string{"GET/pets", "PUT/pets", "GET/pet"}, []string{"GET/pets", "PUT/pets", "GET/pet"}},
		"the same":       {[]string{"GET/pets/*", "GET/pets/*"}, []string{"GET/pets/*"}},
		"a longer path":  {[]string{"GET/pets/*/photos/*", "GET/pets/*"}, []string{"GET/pets/*"}},
		"another method": {[]string{"GET/pets/*", "PUT/pets/*/photos"}, []string{"GET/pets/*", "PUT/pets/*/photos"}},
		"any method":     {[]string{"GET/pets", "*/pets", "PUT/pets"}, []string{"*/pets"}},
		"one in another": {[]string{"GET/*/photos", "GET/pets/photos", "GET/pets"}, []string{"GET/*/photos", "GET/pets"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, patternsOf(minimize(sourcesOf(test.sources...)))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFitPolicySize(t *testing.T) {
	var many []string
	for i := range 30 {
		many = append(many, fmt.Sprintf("GET/pets/p%d/photos", i), fmt.Sprintf("PUT/pets/p%d/photos", i), fmt.Sprintf("GET/orders%d", i%3))
	}
	sources := minimize(sourcesOf(many...))
	tests := []struct {
		size int
		want int
	}{{1 << 20, 63}, {18_000, 33}, {5_000, 4}, {600, 1}}
	for _, test := range tests {
		got := fitPolicySize(sources, test.size)
		if len(got) != test.want || policySize(got) > test.size {
			t.Errorf("in %d bytes there are %d permissions of %d bytes, want %d: %q", test.size, len(got), policySize(got), test.want, patternsOf(got))
		}
		for _, s := range sources {
			covered := false
			for _, g := range got {
				covered = covered || g.covers(s)
			}
			if !covered {
				t.Errorf("in %d bytes %s is not permitted", test.size, s.pattern())
			}
		}
	}
}

func TestWildcards(t *testing.T) {
	tests := map[string]string{
		"/pets":                   "/pets",
		"/pets/{petId}/{name}":    "/pets/*/*",
		"/files/{key+}":           "/files/*",
		"/${Token[TOKEN.1]}/{id}": "/${Token[TOKEN.1]}/*",
		"/${stageVariables.a}/b":  "/*/b",
	}
	for path, want := range tests {
		if got := wildcards(path); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
}
