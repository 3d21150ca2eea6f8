package jsonvalue_test

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/gateway/jsonvalue"
)

func TestPrint(t *testing.T) {
	for _, c := range []struct{ text, json, java string }{
		{`{"b":1,"a":{"c":null}}`, `{"b":1,"a":{"c":null}}`, `{b=1, a={c=null}}`},
		{`{"foo":[{"nested":"bar"}]}`, `{"foo":[{"nested":"bar"}]}`, `{foo=[{"nested":"bar"}]}`},
		{`[1, 2.50, -3e2, 1e10, true]`, `[1,2.5,-300.0,1.0E10,true]`, `[1,2.5,-300.0,1.0E10,true]`},
		{`3000000000`, `3000000000`, `3000000000`},
		{`99999999999999999999`, `99999999999999999999`, `99999999999999999999`},
		{`0.12345678901234567890`, `0.12345678901234567890`, `0.12345678901234567890`},
		{`1234567890123456789.5e-30`, `1.2345678901234567895E-12`, `1.2345678901234567895E-12`},
		{`0.0001`, `1.0E-4`, `1.0E-4`},
		{`"a\"b\\/\u00e9\u0001\ud83d\ude00"`, `"a\"b\\/é\u0001😀"`, "a\"b\\/é\x01😀"},
		{`{"a":1,"b":2,"a":3}`, `{"a":3,"b":2}`, `{a=3, b=2}`},
		{`{"u":"a/b","l":["a/b",{"c/d":"€"}]}`, `{"u":"a/b","l":["a/b",{"c/d":"€"}]}`, `{u=a/b, l=["a\/b",{"c\/d":"\u20AC"}]}`},
		{` [ ] `, `[]`, `[]`},
	} {
		v, err := jsonvalue.Parse(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if diff := cmp.Diff([]string{c.json, c.java}, []string{jsonvalue.JSON(v), jsonvalue.String(v)}); diff != "" {
			t.Errorf("%s: %s", c.text, diff)
		}
	}
}

func TestKinds(t *testing.T) {
	for text, want := range map[string]string{
		`1`: "int32", `2147483648`: "int64", `9223372036854775808`: "*big.Int", `1.0`: "float64",
		`1.00000000000000000001`: "*jsonvalue.Decimal", `"1"`: "string", `null`: "<nil>", `true`: "bool",
	} {
		v, err := jsonvalue.Parse(text)
		if got := fmt.Sprintf("%T", v); err != nil || got != want {
			t.Errorf("%s: got %s, %v; want %s", text, got, err, want)
		}
	}
}

func TestTemplateListsPrintAsJavaLists(t *testing.T) {
	m := jsonvalue.NewMap(1)
	m.Put("k", jsonvalue.NewList("a", jsonvalue.NewJSONList("b")))
	if got, want := jsonvalue.String(m), `{k=[a, ["b"]]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSyntaxErrors(t *testing.T) {
	for text, want := range map[string]string{
		``:                              "offset 0: expected a value",
		`{`:                             "offset 1: expected a key in double quotes",
		`{"a"}`:                         "offset 4: expected ':' after the key",
		`{"a":1,}`:                      "offset 7: expected a key",
		`[1 2]`:                         "offset 3: expected ',' or ']'",
		`"a`:                            "offset 2: the string does not end",
		`"\x"`:                          "offset 1: unknown escape",
		`01`:                            "offset 0: expected a number",
		strings.Repeat("7", 1001):       "offset 0: expected a number",
		`1 1`:                           "offset 2: nothing may follow the value",
		`{'a':1}`:                       "offset 1: expected a key in double quotes",
		"\"a\nb\"":                      "offset 2: a control character must be escaped",
		`nul`:                           "offset 0: expected a value",
		"[" + strings.Repeat("[", 2000): "the value nests too deep",
	} {
		_, err := jsonvalue.Parse(text)
		var fault *jsonvalue.SyntaxError
		if !errors.As(err, &fault) || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20s: got %v, want %s", text, err, want)
		}
	}
}

// TestLongNumbers holds the time that a number takes to its length: with the
// square of it this test would not end.
func TestLongNumbers(t *testing.T) {
	digits := strings.Repeat("7", 10<<20)
	for _, text := range []string{digits, "0." + digits, "-" + digits + ".5", "1e" + digits} {
		if _, err := jsonvalue.Parse(text); err == nil {
			t.Errorf("%.5s... was read", text)
		}
		if v, err := jsonvalue.ParseLenient(text); err != nil || v != text {
			t.Errorf("%.5s... is not kept as a text: %v", text, err)
		}
		if _, ok := jsonvalue.NewDecimal(text); ok {
			t.Errorf("%.5s... is a decimal", text)
		}
	}
	if v, err := jsonvalue.Parse(strings.Repeat("7", 1000)); err != nil || len(jsonvalue.JSON(v)) != 1000 {
		t.Errorf("a number of 1000 digits is not read: %v", err)
	}
}

func TestLenient(t *testing.T) {
	for text, want := range map[string]string{
		`{statusCode: 200}`:            `{"statusCode":200}`,
		`{'statusCode': 200, }`:        `{"statusCode":200}`,
		`{"statusCode": 200, x: a b,}`: `{"statusCode":200,"x":"a b"}`,
		`[1, two, 3x, 'f"our',]`:       `[1,"two","3x","f\"our"]`,
		`hello`:                        `"hello"`,
	} {
		v, err := jsonvalue.ParseLenient(text)
		if got := jsonvalue.JSON(v); err != nil || got != want {
			t.Errorf("%s: got %s, %v; want %s", text, got, err, want)
		}
	}
}

// The order is the one of java.util.HashMap, recorded from Java 17 and from
// the $context of API Gateway.
func TestHashMapOrder(t *testing.T) {
	want := strings.Fields("resourceId resourcePath httpMethod extendedRequestId requestTime path accountId protocol requestOverride stage domainPrefix requestTimeEpoch requestId identity domainName deploymentId responseOverride apiId")
	m := jsonvalue.NewHashMap()
	for i := range want { // keys that collide keep the order in which they came
		m.Put(want[(i+9)%len(want)], nil)
	}
	var got []string
	for e := range m.All {
		got = append(got, e.Key)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMap(t *testing.T) {
	m := jsonvalue.NewMap(0)
	for i := range 40 {
		m.Put(fmt.Sprint("k", i), int32(i))
	}
	m.PutKey(int32(1), "int")
	m.PutKey(nil, "null")
	if old, ok := m.Remove("k20"); !ok || old != int32(20) {
		t.Errorf("removed %v, %v", old, ok)
	}
	if old := m.Put("k3", "new"); old != int32(3) {
		t.Errorf("replaced %v", old)
	}
	for _, c := range []struct{ key, want any }{{"k39", int32(39)}, {"k3", "new"}, {int32(1), "int"}, {"1", nil}, {nil, "null"}, {"null", nil}, {"k20", nil}} {
		if got, _ := m.GetKey(c.key); got != c.want {
			t.Errorf("%v: got %v, want %v", c.key, got, c.want)
		}
	}
	if m.Len() != 41 {
		t.Errorf("got %d entries", m.Len())
	}
}

func TestValuesThatHoldThemselves(t *testing.T) {
	m := jsonvalue.NewMap(1)
	m.Put("self", m)
	if got := jsonvalue.String(m); got != "{self=(this Map)}" {
		t.Errorf("got %s", got)
	}
	l := jsonvalue.NewList(m)
	m.Put("list", l)
	if _, err := jsonvalue.AppendString(nil, m); !errors.Is(err, jsonvalue.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
	if _, err := jsonvalue.AppendJSON(nil, m); !errors.Is(err, jsonvalue.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

// almostTooLong is a number that may print as one that is too long.
var almostTooLong = regexp.MustCompile(`[0-9.]{950}`)

func FuzzParse(f *testing.F) {
	f.Add(`{"a":[1,2.5e3,"x\u0041",null,true],"b":{}}`)
	f.Add(`{a:'b',}`)
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := jsonvalue.ParseLenient(text); err != nil {
			if _, ok := errors.AsType[*jsonvalue.SyntaxError](err); !ok {
				t.Errorf("%q: %v", text, err)
			}
		}
		v, err := jsonvalue.Parse(text)
		if err != nil {
			return
		}
		printed := jsonvalue.JSON(v)
		again, err := jsonvalue.Parse(printed)
		if err != nil && almostTooLong.MatchString(text) {
			return // its exponent made it longer than a number that is read
		}
		if err != nil {
			t.Fatalf("%q printed as %q: %v", text, printed, err)
		}
		// A number with a fraction may be a double once and a decimal the next time, by the
		// length of its text: it stays the same number.
		if second := jsonvalue.JSON(again); second != printed && !strings.ContainsAny(printed, ".E") {
			t.Errorf("%q printed as %q, then as %q", text, printed, second)
		}
		x, isNumber := jsonvalue.Float(v)
		if math.IsInf(x, 0) {
			return // prints as null
		}
		if y, same := jsonvalue.Float(again); same != isNumber || x != y {
			t.Errorf("%q printed as %q, which is another number", text, printed)
		}
	})
}

// BenchmarkParse reads a usual document, and those that hold the most values in
// their bytes.
func BenchmarkParse(b *testing.B) {
	names := []byte{'{'}
	for len(names) < 1<<20 {
		names = fmt.Appendf(names, `"%x":0,`, len(names))
	}
	for _, text := range []struct{ name, text string }{
		{"usual", `{"items":[` + strings.Repeat(`{"id":12345,"name":"a name","tags":["x","y"],"price":12.5,"ok":true},`, 150) + `0]}`},
		{"digits", many("0,")},
		{"integers", many("1000,")},
		{"doubles", many("0.1,")},
		{"decimals", many("0.10000000000000000000001,")},
		{"texts", many(`"a",`)},
		{"escapes", many(`"\n",`)},
		{"arrays", many("[],")},
		{"objects", many("{},")},
		{"members", many(`{"":0},`)},
		{"names", string(names) + `"":0}`},
	} {
		b.Run(text.name, func(b *testing.B) {
			b.SetBytes(int64(len(text.text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := jsonvalue.Parse(text.text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// many returns 1 MiB of items in an array.
func many(item string) string { return "[" + strings.Repeat(item, 1<<20/len(item)) + "0]" }
