package vtl_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
	"github.com/gatewright/gatewright/internal/gateway/vtl"
)

func parse(t testing.TB, source string) *vtl.Template {
	t.Helper()
	tmpl, err := vtl.Parse("t", source)
	if err != nil {
		t.Fatal(err)
	}
	return tmpl
}

func render(t testing.TB, source string, in *vtl.Input) string {
	t.Helper()
	out, err := parse(t, source).Render(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestLineEnds(t *testing.T) {
	for source, want := range map[string]string{
		"#set($x = 1)\r\nb":           "b",
		"#if(true)\r\na\r\n#end\r\nb": "a\r\nb",
		"a ## c\r\nb":                 "a b",
		"#set($x = 1)\t \rb":          "b",
	} {
		if got := render(t, source, &vtl.Input{}); got != want {
			t.Errorf("%q: got %q, want %q", source, got, want)
		}
	}
}

func TestEmptyInput(t *testing.T) {
	source := `$input.body|$input.json('$')|$input.json('$.x')|$input.path('$.x')|$input.params('x')|$input.params()|$context.x.y|$stageVariables.x|$context`
	want := `{}|{}|""|||{path={}, querystring={}, header={}}|||{requestOverride={header={}, path={}, querystring={}}, responseOverride={header={}}}`
	if diff := cmp.Diff(want, render(t, source, &vtl.Input{Body: new(jsonvalue.Document)})); diff != "" {
		t.Error(diff)
	}
}

func TestBodyThatIsNotJSON(t *testing.T) {
	const source = `$input.path('$')|$input.json('$')|$input.json('$.a')|$input.path('$.a')|#foreach($pair in $input.path('$').split('&'))<$pair>#end`
	for body, want := range map[string]string{
		"a=1&b=2":    `a=1&b=2|"a=1&b=2"|""||<a=1><b=2>`,
		"say \"hi\"": `say "hi"|"say \"hi\""|""||<say "hi">`,
		"true&false": `true&false|"true&false"|""||<true><false>`,
		`{"a": `:     `|""|""||`,
		`"a`:         `|""|""||`,
	} {
		if got := render(t, source, &vtl.Input{Body: jsonvalue.NewDocument([]byte(body))}); got != want {
			t.Errorf("%s: got %q, want %q", body, got, want)
		}
	}
}

func TestOverrides(t *testing.T) {
	in := &vtl.Input{Overrides: &vtl.Overrides{}}
	render(t, `#set($context.requestOverride.header.X-A = "1")
#set($context.requestOverride.header["X-B"] = ["2", 3])
#set($context.requestOverride.path.id = 7)
#set($context.requestOverride.querystring.q = "a b")
#set($context.responseOverride.status = 201)`, in)
	got := render(t, `$context.requestOverride.header.X-A $context.requestOverride.path $context.responseOverride.status
#set($context.responseOverride.header.Location = "/x")
$context.responseOverride`, in)
	if want := "1 {id=7} 201\n{header={Location=/x}, status=201}"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	o := in.Overrides
	status, ok := o.ResponseStatus()
	want := [][]vtl.Override{
		{{Name: "X-A", Values: []string{"1"}}, {Name: "X-B", Values: []string{"2", "3"}}},
		{{Name: "id", Values: []string{"7"}}},
		{{Name: "q", Values: []string{"a b"}}},
		{{Name: "Location", Values: []string{"/x"}}},
	}
	lists := [][]vtl.Override{o.RequestHeader(), o.RequestPath(), o.RequestQuerystring(), o.ResponseHeader()}
	if diff := cmp.Diff(want, lists); diff != "" || status != 201 || !ok {
		t.Errorf("status %d, %v: %s", status, ok, diff)
	}
}

func TestStatusOverride(t *testing.T) {
	for value, want := range map[string]bool{"400": true, "100": true, "599": true, "600": false, "99": false, `"400"`: false, "400.0": false} {
		in := &vtl.Input{Overrides: &vtl.Overrides{}}
		render(t, "#set($context.responseOverride.status = "+value+")", in)
		if _, ok := in.Overrides.ResponseStatus(); ok != want {
			t.Errorf("%s: got %v, want %v", value, ok, want)
		}
	}
}

func TestSyntaxErrors(t *testing.T) {
	for source, want := range map[string]string{
		"#if(true)a":                   `t:1:1: expected #end to close #if, found the end of the template`,
		"a\n  #end":                    `t:2:3: #end stands outside of any block`,
		"#else":                        `t:1:1: #else stands outside of any block`,
		"é #set($x 1)":                 `t:1:11: expected "=" after the variable of #set, found "1"`,
		"#set(x = 1)":                  `t:1:6: expected a variable such as $name, found "x"`,
		"#set($x = null)":              `t:1:11: expected a value, found "null"`,
		"#set($x = 5 -1)":              `t:1:13: expected an operator or ")" to close #set(, found "-"`,
		"#if($x == )a#end":             `t:1:11: expected a value, found ")"`,
		"#if x":                        "t:1:5: expected \"(\" after #if, found \"x\"\nt:1:1: expected #end to close #if, found the end of the template",
		"#foreach($x [1])#end":         `t:1:13: expected "in" after the loop variable, found "["`,
		"$x.get($i + 1)":               `t:1:11: expected "," or ")" after an argument of get, found "+"`,
		"$x[0":                         `t:1:5: expected "]" to close the index, found the end of the template`,
		"${x":                          `t:1:4: expected "}" to close "${", found the end of the template`,
		`#set($x = "a)`:                `t:1:11: the string does not end`,
		`#set($x = "a\"b")`:            `t:1:15: expected an operator or ")" to close #set(, found "b"`,
		`#set($x = {"a": 1,})`:         `t:1:19: expected a value, found "}"`,
		`#set($x = "$y.z(")`:           `t:1:17: expected a value, found the end of the string`,
		"#[[ x":                        `t:1:1: expected "]]#" to close "#[[", found the end of the template`,
		"cost: 5$":                     `t:1:8: expected a name after "$", found the end of the template`,
		"$true":                        `t:1:2: expected a name, found "true"`,
		"#if(1 ==)a#end\n#set($x)":     "t:1:9: expected a value, found \")\"\nt:2:8: expected \"=\" after the variable of #set, found \")\"",
		"#if(true)a#else b#else c#end": `t:1:18: #else does not belong to #if`,
	} {
		_, err := vtl.Parse("t", source)
		if err == nil {
			t.Errorf("%q: no error", source)
			continue
		}
		if diff := cmp.Diff(want, err.Error()); diff != "" {
			t.Errorf("%q: %s", source, diff)
		}
		var first *vtl.SyntaxError
		if !errors.As(err, &first) || first.Name != "t" || first.Line < 1 || first.Column < 1 {
			t.Errorf("%q: %+v", source, first)
		}
	}
}

func TestRenderErrors(t *testing.T) {
	for source, want := range map[string]string{
		"\n  $input.path('$[')":                `t:2:10: path: invalid JSONPath "$[" at offset 2: expected a name in quotes, a number, '*' or '?('`,
		`#set($l = [1])$l[5]`:                  `t:1:17: index 5 is out of bounds for length 1`,
		`#set($l = [1])é$l.get(5)`:             `t:1:19: get: index 5 is out of bounds for length 1`,
		`#set($l = [1])#set($l[2] = 1)`:        `t:1:22: index 2 is out of bounds for length 1`,
		`#set($s = "abc")$s.substring(9)`:      `t:1:20: substring: begin 9, end 3, length 3`,
		`#set($n = 1)$n.parseInt("x")`:         `t:1:16: parseInt: not a number of 32 bits: "x"`,
		`#set($s = "a")$s.replaceAll("(", "")`: `t:1:18: replaceAll: invalid regular expression "(" at offset 0: the group is not closed`,
		`$util.urlDecode("%zz")`:               `t:1:7: $util.urlDecode: illegal escape "%zz"`,
		`$util.parseJson("{")`:                 `t:1:7: $util.parseJson: invalid JSON at offset 1: expected a key in double quotes`,
		`#set($m = {"a": 1, "b": 2})#foreach($k in $m.keySet())#set($m.c = 1)#end`: `t:1:28: the loop adds to or removes from what it walks`,
		`#set($s = "")$s.format("%d", "x")`:                                        `t:1:17: format: %d does not take a String`,
	} {
		_, err := parse(t, source).Render(context.Background(), goldenInput())
		if _, ok := errors.AsType[*vtl.RenderError](err); !ok {
			t.Errorf("%q: got %v", source, err)
			continue
		}
		if diff := cmp.Diff(want, err.Error()); diff != "" {
			t.Errorf("%q: %s", source, diff)
		}
	}
}

func TestLimits(t *testing.T) {
	for name, c := range map[string]struct {
		source string
		want   error
	}{
		"growing string":   {`#set($x = "0123456789")#foreach($i in [1..100])#set($x = "$x$x")#end`, vtl.ErrTooLarge},
		"growing sum":      {`#set($x = "0123456789")#foreach($i in [1..100])#set($x = $x + $x)#end`, vtl.ErrTooLarge},
		"growing list":     {`#set($l = [1, 2])#foreach($i in [1..100])#set($ok = $l.addAll($l))#end`, vtl.ErrTooMuchWork},
		"growing replace":  {`#set($x = "aaaaaaaaaaaaaaaa")#foreach($i in [1..100])#set($x = $x.replace("a", "aa"))#end`, vtl.ErrTooLarge},
		"nested loops":     {strings.Repeat("#foreach($i in [1..1000])", 4) + "x" + strings.Repeat("#end", 4), vtl.ErrTooMuchWork},
		"silent loops":     {strings.Repeat("#foreach($i in [1..1000])", 4) + "#set($x = 1)" + strings.Repeat("#end", 4), vtl.ErrTooMuchWork},
		"endless block":    {`#define($d)$d#end$d`, vtl.ErrTooDeep},
		"shared values":    {`#set($m = {"a": 1})#foreach($i in [1..60])#set($m = {"a": $m, "b": $m})#end$m`, vtl.ErrTooLarge},
		"cyclic values":    {`#set($m = {})#set($l = [$m])#set($m.l = $l)$m`, vtl.ErrTooLarge},
		"endless scanning": {`$input.path("$..*..*..*..*..*..*..*..*..*..*..*..*..*")`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parse(t, c.source).Render(context.Background(), goldenInput())
			var fault *vtl.RenderError
			if !errors.Is(err, c.want) || err != nil && !errors.As(err, &fault) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestDeepNestingIsASyntaxError(t *testing.T) {
	for _, unit := range []string{"#if(true)", "#foreach($i in [1])"} {
		_, err := vtl.Parse("t", strings.Repeat(unit, 10_000)+strings.Repeat("#end", 10_000))
		if err == nil || !strings.Contains(err.Error(), "nests too deep") {
			t.Errorf("%s: got %.200v", unit, err)
		}
	}
	for _, unit := range []string{"(", "!", "[", `{"a": `} {
		_, err := vtl.Parse("t", "#set($x = "+strings.Repeat(unit, 40_000))
		if err == nil || !strings.Contains(err.Error(), "nests too deep") {
			t.Errorf("%s: got %.200v", unit, err)
		}
	}
}

func TestTemplateSize(t *testing.T) {
	if _, err := vtl.Parse("t", strings.Repeat("a", vtl.MaxTemplateSize)); err != nil {
		t.Errorf("at the limit: %v", err)
	}
	if _, err := vtl.Parse("t", strings.Repeat("a", vtl.MaxTemplateSize+1)); err == nil {
		t.Error("no error beyond the limit")
	}
}

// TestParsingIsLinear compares what is allocated for templates of one size and of
// four times the size.
func TestParsingIsLinear(t *testing.T) {
	for _, piece := range []string{
		`\`, `\ `, `\a`, `\\`, `\#`, `\$`, `$`, `$ `, `#`, `# `, `#a `, `#{a `, `$!`, `$$`, `$a`, `$a.b`, `$a[0]`, `${a}`, "\n", " \n", "## a\n", "#* a *#",
		"#[[ a ]]#", `#set($a = "\$b")`, `#set($a = '#')`, `#set($a = [1, 2])`, `#if($a)a#end`, `#if($a)#else#end `, `#foreach($a in $b)$a#end`,
		`#@a`, `#else`, `$input.path("$")`, `$util.escapeJavaScript("\\")`,
	} {
		const small = 400
		one, four := allocatedFor(strings.Repeat(piece, small)), allocatedFor(strings.Repeat(piece, 4*small))
		if four > 6*one+64<<10 {
			t.Errorf("%q: %d bytes are allocated for %d of them, %d for %d", piece, one, small, four, 4*small)
		}
	}
}

// allocatedFor returns how many bytes it takes to parse a template, valid or not.
func allocatedFor(source string) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _ = vtl.Parse("t", source)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestDeadline(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := parse(t, strings.Repeat("#foreach($i in [1..1000])", 2)+"$i"+strings.Repeat("#end", 2)).Render(ctx, &vtl.Input{})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestRenderingsAreIndependent(t *testing.T) {
	tmpl := parse(t, `#set($n = $input.path('$.n'))#foreach($i in [1..3])#set($last = $i)$n#end[$before]#set($before = 1)`)
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			in := &vtl.Input{Body: jsonvalue.NewDocument(fmt.Appendf(nil, `{"n":%d}`, i))}
			out, err := tmpl.Render(context.Background(), in)
			if want := fmt.Sprintf("%d%d%d[]", i, i, i); err != nil || string(out) != want {
				t.Errorf("got %s, %v; want %s", out, err, want)
			}
		})
	}
	wg.Wait()
}

func TestAppendRender(t *testing.T) {
	out, err := parse(t, `b$input.params('x')`).AppendRender(context.Background(), []byte("a"), &vtl.Input{Path: vtl.Pairs{{Name: "x", Value: "c"}}})
	if err != nil || string(out) != "abc" {
		t.Errorf("got %s, %v", out, err)
	}
}

func TestNoReflection(t *testing.T) {
	for _, source := range []string{
		`$x.class`, `$x.getClass()`, `$x.class.forName("java.lang.Runtime")`, `$x.getClass().getClassLoader()`,
		`$input.class`, `$util.getClass()`, `$context.getClass()`, `$x.wait()`,
	} {
		if got := render(t, `#set($x = "")`+source, &vtl.Input{}); got != "" {
			t.Errorf("%s: got %q", source, got)
		}
	}
}
