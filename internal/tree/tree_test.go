package tree_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

func read(t *testing.T, name, text string) *tree.Node {
	t.Helper()
	n, problems := tree.Read(name, []byte(text))
	if problems != nil {
		t.Fatalf("%v", problems)
	}
	return n
}

func TestReadValues(t *testing.T) {
	for _, c := range []struct{ name, yaml, json string }{
		{"order and empty", "b: 1\na: {}\nc: []\n", `{"b":1,"a":{},"c":[]}`},
		{"null", "[~, null, Null, '', \"null\"]", `[null,null,null,"","null"]`},
		{"nothing", "a:\nb: x", `{"a":null,"b":"x"}`},
		{"booleans", "[true, False, TRUE, yes, 'true', !!bool yes, !!bool off, !!bool maybe]", `[true,false,true,"yes","true",true,false,"maybe"]`},
		{"integers", "[0, -1, +7, 0x1F, 0o17, 1_000, 12345678901234567890123]", `[0,-1,7,31,15,1000,12345678901234567890123]`},
		{"floats", "[1.50, 1e3, .5, 1., -2.5E-3]", `[1.50,1e3,0.5,1,-2.5E-3]`},
		{"no JSON numbers", "[.inf, -.inf, .nan]", `[".inf","-.inf",".nan"]`},
		{"dates", "[2020-01-01, 2020-01-01T00:00:00Z, 12:30]", `["2020-01-01","2020-01-01T00:00:00Z","12:30"]`},
		{"keys", "200: a\ntrue: b\n~: c\n1.0: d", `{"200":"a","true":"b","~":"c","1.0":"d"}`},
		{"blocks", "a: |\n  x\n   y\nb: >-\n  x\n  y\n", `{"a":"x\n y\n","b":"x y"}`},
		{"aliases", "a: &a {x: 1}\nb: *a\n*c : 1", ""},
		{"alias", "a: &a {x: 1}\nb: *a", `{"a":{"x":1},"b":{"x":1}}`},
		{"alias as key", "a: &k key\n*k : 1", `{"a":"key","key":1}`},
		{"merge", "a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: {<<: [{z: 0}, *a, {x: 9}]}", `{"a":{"x":1,"y":2},"b":{"y":3,"x":1},"c":{"z":0,"x":1,"y":2}}`},
		{"quoted merge", `{"<<": 1}`, `{"<<":1}`},
		{"document marks", "---\na: 1\n...\n", `{"a":1}`},
		{"empty second document", "a: 1\n---\n", `{"a":1}`},
		{"byte order mark", "\uFEFFa: 1", `{"a":1}`},
		{"line ends", "a: 1\r\nb: 2\r\n", `{"a":1,"b":2}`},
		{"JSON in YAML", `{"a": [1, "x"], 'b': y}`, `{"a":[1,"x"],"b":"y"}`},
		{"tags", "a: !!str 12\nb: !mine x", `{"a":"12","b":"x"}`},
		{"intrinsic functions", "a: !Sub x\nb: !Ref r\nc: !GetAtt a.Outputs.b\nd: !If [c, !Ref r, !Join ['', [x]]]\ne: !Equals\n  - 1\n  - !Condition c",
			`{"a":{"Fn::Sub":"x"},"b":{"Ref":"r"},"c":{"Fn::GetAtt":["a","Outputs.b"]},"d":{"Fn::If":["c",{"Ref":"r"},{"Fn::Join":["",["x"]]}]},"e":{"Fn::Equals":[1,{"Condition":"c"}]}}`},
		{"escapes", `"\u00e9\n\"\x41"`, `"é\n\"A"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, problems := tree.Read("a.yaml", []byte(c.yaml))
			if c.json == "" {
				if !problems.HasErrors() {
					t.Fatal("no error")
				}
				return
			}
			if problems != nil {
				t.Fatal(problems)
			}
			if diff := cmp.Diff(c.json, string(n.JSON(false))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestJSONKeepsNumbersAndEscapes(t *testing.T) {
	const text = `{"n":[1.0,1E5,-0,123456789012345678901234567890],"s":"\u00e9\u2028\ud83d\ude00\/","":{"a":[]}}`
	n := read(t, "a.json", text)
	want := `{"n":[1.0,1E5,-0,123456789012345678901234567890],"s":"é` + "\u2028" + `😀/","":{"a":[]}}`
	if diff := cmp.Diff(want, string(n.JSON(false))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPositions(t *testing.T) {
	for name, text := range map[string]string{
		"a.yaml": "é: {ü: [1,\n  zwei]}\nb: \"x\"\n",
		"a.json": "{\"é\": {\"ü\": [1,\n  \"zwei\"]},\n\"b\": \"x\"}",
	} {
		n := read(t, name, text)
		var got []string
		walk(n, "", func(path string, p diag.Position) { got = append(got, path+" "+p.String()) })
		want := map[string][]string{
			"a.yaml": {" a.yaml:1:1", "é= a.yaml:1:1", "é a.yaml:1:4", "é.ü= a.yaml:1:5", "é.ü a.yaml:1:8", "é.ü[0] a.yaml:1:9", "é.ü[1] a.yaml:2:3", "b= a.yaml:3:1", "b a.yaml:3:4"},
			"a.json": {" a.json:1:1", "é= a.json:1:2", "é a.json:1:7", "é.ü= a.json:1:8", "é.ü a.json:1:13", "é.ü[0] a.json:1:14", "é.ü[1] a.json:2:3", "b= a.json:3:1", "b a.json:3:6"},
		}[name]
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// walk returns the positions of a value and all below it, and those of keys under
// their path and "=".
func walk(n *tree.Node, path string, visit func(string, diag.Position)) {
	visit(path, n.Position())
	for _, f := range n.Fields {
		inner := strings.TrimPrefix(path+"."+f.Name, ".")
		visit(inner+"=", n.FieldPosition(f.Name))
		walk(f.Value, inner, visit)
	}
	for i, item := range n.Items {
		walk(item, fmt.Sprintf("%s[%d]", path, i), visit)
	}
}

func TestProblems(t *testing.T) {
	many := strings.Repeat("a: 1\n", 100)
	for _, c := range []struct{ name, file, text, want string }{
		{"empty", "a.yaml", " \n", "a.yaml: the file is empty"},
		{"comment", "a.yaml", "# nothing", "a.yaml: the file holds no YAML value"},
		{"not UTF-8", "a.yaml", "a: é\n  \xff", "a.yaml:2:3: the file is not UTF-8 text"},
		{"tab", "a.yaml", "a:\n\tb: 1", "a.yaml:2:1: invalid YAML: a tab indents this line"},
		{"tab behind spaces", "a.yaml", "a:\n  b: 1\n  \tc: 1\n", "a.yaml:3:3: invalid YAML: a tab indents this line"},
		{"tab after a legal one", "a.yaml", "a: |\n  x\n  \ty\nb:\n\tc: 1", "a.yaml:5:1: invalid YAML: a tab indents this line"},
		{"bracket", "a.yaml", "a: 1\nb: [1\nc: 2", "a.yaml:2: invalid YAML: did not find expected ',' or ']'"},
		{"colon", "a.yaml", "a: 1\nb: 2\nc: d: e\n", "a.yaml:3: invalid YAML: mapping values are not allowed in this context"},
		{"indentation", "a.yaml", "a:\n  b: 1\n c: 2\n", "a.yaml:3: invalid YAML: did not find expected key"},
		{"first line", "a.yaml", "a: [}", "a.yaml:1: invalid YAML: did not find expected node content"},
		{"quote", "a.yaml", "a: 1\nb: \"x\n", "a.yaml:2: invalid YAML: found unexpected end of stream"},
		{"unknown alias", "a.yaml", "a: *b", "a.yaml: invalid YAML: unknown anchor 'b' referenced"},
		{"duplicate", "a.yaml", "a: 1\nb: {c: 1, c: 2}\na: 3", "a.yaml:2:11: the key \"c\" occurs twice in this mapping\na.yaml:3:1: the key \"a\" occurs twice in this mapping"},
		{"duplicate in JSON", "a.json", `{"a": 1, "b": 2, "a": 3}`, `a.json:1:18: the key "a" occurs twice in this mapping`},
		{"key", "a.yaml", "[1]: 2", "a.yaml:1:1: a key must be a string"},
		{"merge", "a.yaml", "a: {<<: 1}", "a.yaml:1:4: a merge key (<<) takes a mapping or a list of mappings, not a number"},
		{"two documents", "a.yaml", "a: 1\n---\nb: 1", "a.yaml:2:1: a second YAML document starts here; a file must hold one only"},
		{"broken second document", "a.yaml", "a: 1\n---\n[", "a.yaml:4: invalid YAML: did not find expected node content"},
		{"JSON comma", "a.json", "{\"a\": 1,\n }", "a.json:1:8: invalid JSON: invalid character ',' at start of value"},
		{"JSON end", "a.json", `{"a": [1`, "a.json:1:9: invalid JSON: the document ends too early"},
		{"JSON rest", "a.json", `{} {}`, "a.json:1:4: invalid JSON: something follows the end of the document"},
		{"JSON trailing comma", "a.json", "{},\n", "a.json:1:3: invalid JSON: something follows the end of the document"},
		{"JSON number", "a.json", `{"a": 01}`, "a.json:1:8: invalid JSON: invalid character '1' after object value (expecting ',' or '}')"},
		{"deep JSON", "a.json", strings.Repeat("[", 2000), "a.json:1:1002: the document nests deeper than 1000 levels"},
		{"deep YAML", "a.yaml", "a: " + strings.Repeat("[", 2000) + strings.Repeat("]", 2000), "a.yaml:1:1004: the document nests deeper than 1000 levels"},
		{"not too many duplicates", "a.yaml", many, "20 problems"},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, problems := tree.Read(c.file, []byte(c.text))
			if n != nil {
				t.Error("a broken text gives a node")
			}
			got := problems.Error()
			if len(problems) == 20 {
				got = "20 problems"
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// YAML 1.1 readers, which most tools are, must read what is written as it was
// meant: texts that look like other things are quoted.
func TestWrittenTextsStayTexts(t *testing.T) {
	for _, s := range []string{
		"", "yes", "No", "on", "OFF", "y", "n", "~", "null", "true", "1", "0x1", "1e3", "1_0", "010", "1:30", "2020-01-01", ".5", ".inf", "=", "<<",
		" a", "a ", "a: b", "# a", "- a", "a #b", "é", "a\tb", "\ta", "a\nb", "a\n", "\na", "  a\nb", "a\n\n", "\n", "a\r\nb", "\u0085", "\u2028", "\x00", "😀", "{a}", "[a]", "*a", "&a", "!a", "%a", "@a", "`a", "a\u00a0b", "\ufeffa",
	} {
		text, err := tree.NewMapping(tree.Field{Name: s, Value: tree.NewString(s)}).YAML()
		if err != nil {
			t.Errorf("%q: %v", s, err)
			continue
		}
		n, problems := tree.Read("a.yaml", text)
		if problems != nil {
			t.Errorf("%q is written as %q: %v", s, text, problems)
			continue
		}
		if len(n.Fields) != 1 || n.Fields[0].Name != s || n.Get(s).Str() != s || !n.Get(s).Is(tree.String) {
			t.Errorf("%q is written as %q and read as %s", s, text, n.JSON(false))
		}
	}
	text, err := tree.NewStrings([]string{"yes", "on", "N", "1:30", "0o7", "012"}).YAML()
	if err != nil {
		t.Fatal(err)
	}
	if want := "- \"yes\"\n- \"on\"\n- \"N\"\n- \"1:30\"\n- \"0o7\"\n- \"012\"\n"; string(text) != want {
		t.Errorf("got %q, want %q", text, want)
	}
}

func TestJSONIndented(t *testing.T) {
	n := read(t, "a.yaml", "a: [1, {b: x}]\nc: {}\nd: []\n")
	want := `{
  "a": [
    1,
    {
      "b": "x"
    }
  ],
  "c": {},
  "d": []
}
`
	if diff := cmp.Diff(want, string(n.JSON(true))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTextPosition(t *testing.T) {
	n := read(t, "a.yaml", "block: |\n  one\n  two\nindented: |-\n\n    é x\nplain: some text\nquoted: \"some text\"\nsingle: 'some text'\nfolded: >\n  a\n  b\n")
	for _, c := range []struct {
		key          string
		line, column int
		want         string
	}{
		{"block", 1, 1, "a.yaml:2:3"},
		{"block", 2, 3, "a.yaml:3:5"},
		{"indented", 2, 3, "a.yaml:6:7"},
		{"plain", 1, 6, "a.yaml:7:13"},
		{"quoted", 1, 6, "a.yaml:8:15"},
		{"single", 1, 1, "a.yaml:9:10"},
		{"folded", 1, 2, "a.yaml:10:9"},
		{"plain", 2, 1, "a.yaml:7:8"},
		{"plain", 0, 1, "a.yaml:7:8"},
	} {
		if got := n.Get(c.key).TextPosition(c.line, c.column).String(); got != c.want {
			t.Errorf("%s %d:%d is at %s, want %s", c.key, c.line, c.column, got, c.want)
		}
	}
	tagged := read(t, "b.yaml", "block: !Sub |\n  one\n  two\nplain: !Sub  some text\n")
	for key, want := range map[string]string{"block": "b.yaml:3:4", "plain": "b.yaml:4:14"} {
		if got := tagged.Get(key, "Fn::Sub").TextPosition(2, 2).String(); got != want {
			t.Errorf("%s 2:2 is at %s, want %s", key, got, want)
		}
	}
	if p := tree.NewString("x").TextPosition(1, 1); p.IsValid() {
		t.Errorf("a text that was not read is at %v", p)
	}
}

// A minified file is one line, which is longer than the distance of the marks from which
// places are found.
func TestTextPositionInLongLines(t *testing.T) {
	var b strings.Builder
	b.WriteString("{")
	for i := range 2000 {
		fmt.Fprintf(&b, `"é%d":"text",`, i)
	}
	b.WriteString("\"last\":\"text\"}\n\n")
	n := read(t, "a.json", b.String())
	for i := range n.Fields {
		value := n.Fields[i].Value
		want := value.Position()
		want.Column += 3
		if got := value.TextPosition(1, 3); got != want {
			t.Fatalf("%s is at %v, want %v", n.Fields[i].Name, got, want)
		}
	}
}

// Finding the places of many texts takes time linear in the size of their file.
func TestTextPositionIsLinear(t *testing.T) {
	n := read(t, "a.json", `[`+strings.Repeat(`"text that takes its place",`, 50_000)+`""]`)
	began := time.Now()
	for _, item := range n.Items {
		item.TextPosition(1, 1)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("50,000 places in a line took %v", took)
	}
}

func TestEditing(t *testing.T) {
	n := read(t, "a.yaml", "a: 1\nb: 2\nc: 3")
	c := n.Copy()
	c.Set("b", tree.NewString("new"))
	c.Set("d", tree.NewBool(true))
	c.Set("e", nil)
	c.Delete("a", "x")
	if got, want := string(c.JSON(false)), `{"b":"new","c":3,"d":true}`; got != want {
		t.Errorf("the copy is %s, want %s", got, want)
	}
	if got, want := string(n.JSON(false)), `{"a":1,"b":2,"c":3}`; got != want {
		t.Errorf("the original became %s", got)
	}
	if got := c.FieldPosition("d"); got != c.Position() {
		t.Errorf("a new entry is at %v", got)
	}
}

func TestEqual(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"{a: 1, b: [x]}", "{b: [x], a: 1}", true},
		{"{a: 1}", "{a: 1.0}", false},
		{"{a: 1}", "{a: '1'}", false},
		{"[1, 2]", "[2, 1]", false},
		{"[1]", "[1, 2]", false},
		{"{a: 1}", "{b: 1}", false},
		{"{}", "[]", false},
	} {
		if got := tree.Equal(read(t, "a.yaml", c.a), read(t, "b.yaml", c.b)); got != c.want {
			t.Errorf("Equal(%s, %s) = %v", c.a, c.b, got)
		}
	}
}

func TestGettersTakeNil(t *testing.T) {
	var n *tree.Node
	if n.Get("a", "b") != nil || n.Str() != "" || n.True() || n.Strings() != nil || n.Is(tree.Null) || n.Position().IsValid() {
		t.Error("nil is something")
	}
	if _, ok := n.Int(); ok {
		t.Error("nil is an integer")
	}
}

// FuzzRead reads a text, writes it in both formats and reads it again.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"a: &a [1, *a]", "{\"a\": 1e5}", "a: |\n  x\n", "<<: {a: 1}", "- !!bool y\n- ~", "\"\\u2028\\0\": ' \n'", "? [a]\n: b", "a: 1\n---\nb", "%YAML 1.1\n---\nx"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		n, problems := tree.Read("a.yaml", text)
		if (n == nil) != problems.HasErrors() {
			t.Fatalf("a node was given: %v; %v", n != nil, problems)
		}
		if n == nil {
			return
		}
		yaml, err := n.YAML()
		if err != nil {
			t.Fatal(err)
		}
		for name, written := range map[string][]byte{"b.json": n.JSON(true), "c.json": n.JSON(false), "d.yaml": yaml} {
			again, problems := tree.Read(name, written)
			if problems != nil {
				t.Fatalf("%s: %v\n%s", name, problems, written)
			}
			if !tree.Equal(n, again) {
				t.Fatalf("%s: %s was read as %s", name, n.JSON(false), again.JSON(false))
			}
		}
	})
}
