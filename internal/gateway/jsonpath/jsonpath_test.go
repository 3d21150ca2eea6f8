package jsonpath_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/gateway/jsonpath"
	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

// outcome is how testdata/jayway.txt writes the result of a path.
func outcome(source string, doc jsonvalue.Value) string {
	p, err := jsonpath.Compile(source)
	if fault, ok := errors.AsType[*jsonpath.SyntaxError](err); ok {
		return "error " + fault.Error()
	}
	v, err := p.Eval(doc)
	switch {
	case errors.Is(err, jsonpath.ErrNotFound):
		return "missing"
	case err != nil:
		return "failure " + err.Error()
	case p.Definite():
		return "definite " + jsonvalue.JSON(v)
	}
	return "indefinite " + jsonvalue.JSON(v)
}

func TestJayway(t *testing.T) {
	data, err := os.ReadFile("testdata/jayway.txt")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(data)) {
		if !strings.HasPrefix(line, "# ") {
			lines = append(lines, strings.TrimSuffix(line, "\n"))
		}
	}
	doc, err := jsonvalue.Parse(lines[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines[1:] {
		source, want, _ := strings.Cut(line, " => ")
		t.Run(source, func(t *testing.T) {
			if got := outcome(source, doc); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
	if after := jsonvalue.JSON(doc); after != lines[0] {
		t.Errorf("the paths changed the document: %s", after)
	}
}

func TestTooMuchWork(t *testing.T) {
	doc, err := jsonvalue.Parse(strings.Repeat(`[1,`, 300) + "1" + strings.Repeat(`]`, 300))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := outcome("$..*..*..*", doc), "failure "+jsonpath.ErrTooMuchWork.Error(); got != want {
		t.Errorf("got %.200s, want %s", got, want)
	}
}

func FuzzCompile(f *testing.F) {
	for _, seed := range []string{`$.a[?(@.b == 'x' && !@.c)].d`, `$..a[1:2,]`, `a['b',"c"].sum($.d, 1)`, `$[?(@ =~ /a/i)]`, `$..a.length()`} {
		f.Add(seed, `{"a":[{"b":"x","d":1}]}`)
	}
	f.Fuzz(func(t *testing.T, source, document string) {
		if len(source) > 200 || len(document) > 500 {
			t.Skip("long inputs only slow the search down")
		}
		p, err := jsonpath.Compile(source)
		if err != nil {
			var fault *jsonpath.SyntaxError
			if !errors.As(err, &fault) || fault.Offset < 0 || fault.Offset > len(source) {
				t.Errorf("%q: %v", source, err)
			}
			return
		}
		doc, err := jsonvalue.Parse(document)
		if err != nil {
			return
		}
		v, err := p.Eval(doc)
		if _, isList := v.(*jsonvalue.List); err == nil && !p.Definite() && !isList {
			t.Errorf("%q is indefinite and gives %v", source, v)
		}
	})
}

func BenchmarkDefinite(b *testing.B) {
	doc, err := jsonvalue.Parse(`{"store":{"book":[{"title":"a"},{"title":"b"}]}}`)
	if err != nil {
		b.Fatal(err)
	}
	p, err := jsonpath.Compile("$.store.book[1].title")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := p.Get(doc); !ok {
			b.Fatal("not found")
		}
	}
}
