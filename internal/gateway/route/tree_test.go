package route_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/gateway/route"
)

// build adds routes written as "METHOD /template"; their values are themselves.
func build(t testing.TB, routes ...string) *route.Tree[string] {
	t.Helper()
	var tree route.Tree[string]
	for _, r := range routes {
		method, template, _ := strings.Cut(r, " ")
		if err := tree.Add(method, template, r); err != nil {
			t.Fatal(err)
		}
	}
	return &tree
}

func TestLookup(t *testing.T) {
	tests := []struct {
		name    string
		routes  []string
		request string
		want    string // empty: no match
		params  route.Params
	}{
		{"root", []string{"GET /"}, "GET /", "GET /", nil},
		{"root of a stage without a slash", []string{"GET /"}, "GET ", "GET /", nil},
		{"literal", []string{"GET /pets"}, "GET /pets", "GET /pets", nil},
		{"unknown path", []string{"GET /pets"}, "GET /cats", "", nil},
		{"unknown method", []string{"GET /pets"}, "POST /pets", "", nil},
		{"prefix of a path", []string{"GET /pets/all"}, "GET /pets", "", nil},
		{"longer than a path", []string{"GET /pets"}, "GET /pets/all", "", nil},
		{"case matters", []string{"GET /pets"}, "GET /Pets", "", nil},
		{"method's case matters", []string{"GET /pets"}, "get /pets", "", nil},
		{
			"parameter", []string{"GET /pets/{id}"}, "GET /pets/7", "GET /pets/{id}",
			route.Params{{Name: "id", Value: "7"}},
		},
		{
			"parameters in the order of the path", []string{"GET /{b}/x/{a}"}, "GET /1/x/2", "GET /{b}/x/{a}",
			route.Params{{Name: "b", Value: "1"}, {Name: "a", Value: "2"}},
		},
		{
			"nothing is decoded", []string{"GET /f/{name}"}, "GET /f/test%2Balias+x", "GET /f/{name}",
			route.Params{{Name: "name", Value: "test%2Balias+x"}},
		},
		{
			"an encoded slash is no slash", []string{"GET /f/{name}"}, "GET /f/a%2Fb", "GET /f/{name}",
			route.Params{{Name: "name", Value: "a%2Fb"}},
		},
		{"an encoded literal is another literal", []string{"GET /a-b"}, "GET /a%2Db", "", nil},
		{
			"literal before variable", []string{"GET /pets/{id}", "GET /pets/all"}, "GET /pets/all",
			"GET /pets/all", nil,
		},
		{
			"parameter before a greedy variable higher up", []string{"GET /{proxy+}", "GET /pets/{id}"}, "GET /pets/7",
			"GET /pets/{id}", route.Params{{Name: "id", Value: "7"}},
		},
		{
			"literal before a greedy variable higher up", []string{"GET /{proxy+}", "GET /pets/all"}, "GET /pets/all",
			"GET /pets/all", nil,
		},
		{
			"greedy variable under a literal before a parameter higher up",
			[]string{"GET /{kind}/all", "GET /pets/{proxy+}"}, "GET /pets/all",
			"GET /pets/{proxy+}", route.Params{{Name: "proxy", Value: "all"}},
		},
		{
			"dead end under a literal falls back to the root's greedy variable",
			[]string{"GET /{proxy+}", "GET /part1/part2"}, "GET /part1/zzz",
			"GET /{proxy+}", route.Params{{Name: "proxy", Value: "part1/zzz"}},
		},
		{
			"dead end under a variable leaves no parameter behind",
			[]string{"GET /{proxy+}", "GET /a/{x}/b/{y}/c"}, "GET /a/1/b/2/d",
			"GET /{proxy+}", route.Params{{Name: "proxy", Value: "a/1/b/2/d"}},
		},
		{
			"path without the method falls back to a greedy variable",
			[]string{"POST /test", "OPTIONS /{proxy+}"}, "OPTIONS /test",
			"OPTIONS /{proxy+}", route.Params{{Name: "proxy", Value: "test"}},
		},
		{
			"literal without the method falls back to the parameter next to it",
			[]string{"POST /pets/all", "GET /pets/{id}"}, "GET /pets/all",
			"GET /pets/{id}", route.Params{{Name: "id", Value: "all"}},
		},
		{
			"ANY of a literal before the method of a variable",
			[]string{"ANY /pets/all", "GET /pets/{id}"}, "GET /pets/all", "ANY /pets/all", nil,
		},
		{"explicit method before ANY", []string{"ANY /pets", "GET /pets"}, "GET /pets", "GET /pets", nil},
		{"ANY next to an explicit method", []string{"ANY /pets", "GET /pets"}, "PUT /pets", "ANY /pets", nil},
		{"ANY covers OPTIONS", []string{"ANY /pets"}, "OPTIONS /pets", "ANY /pets", nil},
		{"ANY does not cover TRACE", []string{"ANY /pets"}, "TRACE /pets", "", nil},
		{"ANY is not a method that a client can send", []string{"ANY /pets"}, "ANY /pets", "", nil},
		{"HEAD is not derived from GET", []string{"GET /pets"}, "HEAD /pets", "", nil},
		{"OPTIONS is not implicit", []string{"GET /pets"}, "OPTIONS /pets", "", nil},
		{"trailing slash", []string{"GET /pets"}, "GET /pets/", "GET /pets", nil},
		{"trailing slash of a template", []string{"GET /pets/"}, "GET /pets", "GET /pets/", nil},
		{
			"trailing slash after a parameter", []string{"GET /pets/{id}"}, "GET /pets/7/",
			"GET /pets/{id}", route.Params{{Name: "id", Value: "7"}},
		},
		{
			"trailing slash is dropped from a greedy value", []string{"GET /{proxy+}"}, "GET /a/b/",
			"GET /{proxy+}", route.Params{{Name: "proxy", Value: "a/b"}},
		},
		{
			"inner double slashes survive in a greedy value", []string{"GET /{proxy+}"}, "GET /a//b///c",
			"GET /{proxy+}", route.Params{{Name: "proxy", Value: "a//b///c"}},
		},
		{
			"double slash where the greedy value begins", []string{"GET /x/{proxy+}"}, "GET /x//b",
			"GET /x/{proxy+}", route.Params{{Name: "proxy", Value: "/b"}},
		},
		{"double slash at the start", []string{"GET /x"}, "GET //x", "GET /x", nil},
		{"a parameter is never empty", []string{"GET /a/{x}/b"}, "GET /a//b", "", nil},
		{"inner double slash is not one slash", []string{"GET /a/b"}, "GET /a//b", "", nil},
		{"a greedy variable needs a part", []string{"GET /{proxy+}"}, "GET /", "", nil},
		{"a greedy variable below a literal needs a part", []string{"GET /a/{proxy+}"}, "GET /a/", "", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			method, path, _ := strings.Cut(tt.request, " ")
			params := route.Params{{Name: "left", Value: "over"}}
			got, ok := build(t, tt.routes...).Lookup(method, path, &params)
			if got != tt.want || ok != (tt.want != "") {
				t.Fatalf("Lookup = %q, %t; want %q", got, ok, tt.want)
			}
			if len(params)+len(tt.params) > 0 && !cmp.Equal(params, tt.params) {
				t.Error(cmp.Diff(tt.params, params))
			}
		})
	}
}

func TestLookupWithoutParams(t *testing.T) {
	got, ok := build(t, "GET /a/{b}/{c+}").Lookup("GET", "/a/1/2/3", nil)
	if got != "GET /a/{b}/{c+}" || !ok {
		t.Errorf("Lookup = %q, %t", got, ok)
	}
}

func TestParamsGet(t *testing.T) {
	params := route.Params{{Name: "a", Value: "1"}, {Name: "b", Value: ""}}
	for name, want := range map[string]bool{"a": true, "b": true, "c": false} {
		if _, ok := params.Get(name); ok != want {
			t.Errorf("Get(%q) finds %t, want %t", name, ok, want)
		}
	}
}

func TestAddErrors(t *testing.T) {
	tests := []struct {
		routes []string // the last one is refused
		want   string
	}{
		{[]string{"GET pets"}, `the path "pets" does not begin with a slash`},
		{[]string{"GET "}, `the path "" does not begin with a slash`},
		{[]string{"GET /a//b"}, `the path "/a//b" has an empty part`},
		{[]string{"GET /a-{b}"}, `the path "/a-{b}" has a variable that is not a whole part: a-{b}`},
		{[]string{"GET /{a}-b"}, `the path "/{a}-b" has a variable that is not a whole part: {a}-b`},
		{[]string{"GET /{a}{b}"}, `the path "/{a}{b}" has a variable that is not a whole part: {a}{b}`},
		{[]string{"GET /{a"}, `the path "/{a" has a variable that is not a whole part: {a`},
		{[]string{"GET /a}"}, `the path "/a}" has a variable that is not a whole part: a}`},
		{[]string{"GET /{}"}, `the path "/{}" has a variable without a name: {}`},
		{[]string{"GET /{+}"}, `the path "/{+}" has a variable without a name: {+}`},
		{[]string{"GET /{a+}/b"}, `the path "/{a+}/b" goes on after the greedy variable {a+}`},
		{[]string{"GET /{a}/{a}"}, `the path "/{a}/{a}" has the variable {a} twice`},
		{
			[]string{"GET /pets/{id}", "GET /pets/{name}/toys"},
			"/pets/{name}/toys has the variable {name} where another path has {id}: a resource can have only one variable child",
		},
		{
			[]string{"GET /{id}", "GET /{id+}"},
			"/{id+} has the variable {id+} where another path has {id}: a resource can have only one variable child",
		},
		{[]string{"GET /a", "POST /a", "GET /a"}, "GET /a is there twice"},
		{[]string{"GET /a", "GET /a/"}, "GET /a/ is there twice"},
		{[]string{"ANY /{a+}", "ANY /{a+}"}, "ANY /{a+} is there twice"},
		{[]string{" /a"}, "/a has a method without a name"},
	}
	for _, tt := range tests {
		last := len(tt.routes) - 1
		t.Run(strings.Join(tt.routes, ", "), func(t *testing.T) {
			tree := build(t, tt.routes[:last]...)
			method, template, _ := strings.Cut(tt.routes[last], " ")
			err := tree.Add(method, template, "refused")
			if err == nil || err.Error() != tt.want {
				t.Errorf("Add: %v\nwant: %s", err, tt.want)
			}
		})
	}
}

func TestRefusedTemplateAddsNothing(t *testing.T) {
	tree := build(t, "GET /pets/{id}")
	if err := tree.Add("GET", "/other/{a}/{b+}/c", "refused"); err == nil {
		t.Fatal("no error")
	}
	if err := tree.Add("GET", "/other/{x}", "kept"); err != nil {
		t.Errorf("the refused template left a resource behind: %v", err)
	}
}

// A path for which every branch is a dead end costs no more than a visit of each
// resource: this would not end if branches were tried again.
func TestDeadEndsAreBounded(t *testing.T) {
	var tree route.Tree[int]
	const depth, resources = 60, 300
	for i := range depth {
		spine := strings.Repeat("/a", i) + "/{v}"
		for j := range resources / depth {
			template := spine + strings.Repeat("/a", max(0, depth-i-j)) + fmt.Sprint("/end", j)
			if err := tree.Add("GET", template, i); err != nil {
				t.Fatal(err)
			}
		}
	}
	var params route.Params
	for _, path := range []string{
		strings.Repeat("/a", depth),
		strings.Repeat("/a", 5000),
		strings.Repeat("/a", depth) + "/end",
		strings.Repeat("/", 10000) + "a",
	} {
		if v, ok := tree.Lookup("GET", path, &params); ok {
			t.Errorf("found %d", v)
		}
	}
}

func TestLookupDoesNotAllocate(t *testing.T) {
	tree := build(t, "GET /{proxy+}", "POST /a/{x}/b/{y}", "GET /a/{x}/c")
	params := make(route.Params, 0, 4)
	for _, path := range []string{"/a/1/b/2", "/a/1/c", "/none", "/"} {
		if n := testing.AllocsPerRun(100, func() { tree.Lookup("GET", path, &params) }); n != 0 {
			t.Errorf("%s: %v allocations", path, n)
		}
	}
}

func TestAnyPath(t *testing.T) {
	routes := []string{
		"GET /v1/{name}", "POST /v1/{name}:cancel", "POST /v1/{name}:undelete", "GET /v1/all",
		"GET /tiles/{z}-{x}.{format}", "GET /pets/{id}", "GET /pets/{petId}/toys", "GET /files/{path+}", "GET /files/{id}",
		"GET /report-{year}", "GET /x/{a}{b}",
	}
	tree := route.Tree[string]{AnyPath: true}
	for _, r := range routes {
		method, template, _ := strings.Cut(r, " ")
		if err := tree.Add(method, template, r); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		request, want string
		params        route.Params
	}{
		{"POST /v1/a:cancel", "POST /v1/{name}:cancel", route.Params{{Name: "name", Value: "a"}}},
		{"POST /v1/a:b:undelete", "POST /v1/{name}:undelete", route.Params{{Name: "name", Value: "a:b"}}},
		{"POST /v1/:cancel", "", nil},
		{"GET /v1/a:cancel", "GET /v1/{name}", route.Params{{Name: "name", Value: "a:cancel"}}},
		{"GET /v1/all", "GET /v1/all", nil},
		{"GET /tiles/1-2.png", "GET /tiles/{z}-{x}.{format}", route.Params{{Name: "z", Value: "1"}, {Name: "x", Value: "2"}, {Name: "format", Value: "png"}}},
		{"GET /tiles/1-2", "", nil},
		{"GET /tiles/-2.png", "", nil},
		{"GET /pets/7", "GET /pets/{id}", route.Params{{Name: "id", Value: "7"}}},
		{"GET /pets/7/toys", "GET /pets/{petId}/toys", route.Params{{Name: "petId", Value: "7"}}},
		{"GET /files/a/b", "GET /files/{path+}", route.Params{{Name: "path", Value: "a/b"}}},
		{"GET /report-2024", "GET /report-{year}", route.Params{{Name: "year", Value: "2024"}}},
		{"GET /report-", "", nil},
		{"GET /x/yz", "GET /x/{a}{b}", route.Params{{Name: "a", Value: "y"}, {Name: "b", Value: "z"}}},
	}
	for _, tt := range tests {
		method, path, _ := strings.Cut(tt.request, " ")
		var params route.Params
		if got, ok := tree.Lookup(method, path, &params); got != tt.want || ok != (tt.want != "") {
			t.Errorf("%s: %q, %t; want %q", tt.request, got, ok, tt.want)
		}
		if len(params)+len(tt.params) > 0 && !cmp.Equal(params, tt.params) {
			t.Errorf("%s: %s", tt.request, cmp.Diff(tt.params, params))
		}
	}
	for template, want := range map[string]string{
		"/{a}:b/{a}":  `the path "/{a}:b/{a}" has the variable {a} twice`,
		"/{a}-{a}":    `the path "/{a}-{a}" has a variable that is not a whole part: {a}-{a}`,
		"/{a":         `the path "/{a" has a variable that is not a whole part: {a`,
		"/{a}:cancel": "",
	} {
		err := (&route.Tree[int]{AnyPath: true}).Add("GET", template, 1)
		if got := fmt.Sprint(err); want == "" && err != nil || want != "" && got != want {
			t.Errorf("%s: %v, want %s", template, err, want)
		}
	}
}
