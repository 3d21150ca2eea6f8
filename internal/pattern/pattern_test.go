package pattern_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gatewright/gatewright/internal/pattern"
)

// javaCases reads the recorded results of Java 17's String methods: text,
// pattern, replacement, replaceAll, split, split with -1, split with 2,
// matches.
func javaCases(t *testing.T) [][]string {
	t.Helper()
	data, err := os.ReadFile("testdata/java.tsv")
	if err != nil {
		t.Fatal(err)
	}
	unescape := strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\r`, "\r")
	var cases [][]string
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		for i, f := range fields {
			fields[i] = unescape.Replace(f)
		}
		cases = append(cases, fields)
	}
	return cases
}

func TestJava(t *testing.T) {
	for _, c := range javaCases(t) {
		text, source, replacement := c[0], c[1], c[2]
		t.Run(source, func(t *testing.T) {
			re, err := pattern.CompileJava(source)
			if err != nil {
				t.Fatal(err)
			}
			got := []string{text, source, replacement}
			replaced, err := re.ReplaceAll(text, replacement)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, replaced)
			for _, limit := range []int{0, -1, 2} {
				parts, err := re.Split(text, limit)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, "["+strings.Join(parts, ", ")+"]")
			}
			whole, err := re.MatchWhole(text)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, map[bool]string{true: "true", false: "false"}[whole])
			if diff := cmp.Diff(c, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMatchWhole(t *testing.T) {
	for _, c := range []struct {
		source, text string
		want         bool
	}{
		{`.*Error.*`, "An Error came", true},
		{`.*Error.*`, "two lines\nError", false},
		{`(?s).*Error.*`, "two lines\nError", true},
		{`4\d{2}`, "404", true},
		{`4\d{2}`, "4045", false},
		{`a|ab`, "ab", true},
		{`foo$`, "foo\n", false},
		{`foo$\n`, "foo\n", true},
		{`^foo$`, "foo", true},
		{`\d+`, "١٢", false},
		{`[^\d]+`, "ab", true},
		{`[\D]`, "1", false},
		{`(?:a|b)*+c`, "abac", true},
		{`\R`, "\r\n", true},
		{`\h+`, "\u00a0 ", true},
		{`[\w&&[^\d]]+`, "abc", true},
		{`\p{Lu}\p{javaLowerCase}+`, "Élan", true},
		{`(?i)HELLO`, "hello", true},
		{`(?x) a b # comment`, "ab", true},
		{`(?<year>\d+)-\k<year>`, "12-12", true},
		{`\x{1F600}`, "😀", true},
		{`\u0041\t\0101`, "A\tA", true},
		{`\p{Alpha}`, "é", false},
	} {
		re, err := pattern.CompileJava(c.source)
		if err != nil {
			t.Errorf("%s: %v", c.source, err)
			continue
		}
		got, err := re.MatchWhole(c.text)
		if err != nil || got != c.want {
			t.Errorf("%s on %q: got %v, %v; want %v", c.source, c.text, got, err, c.want)
		}
	}
}

func TestECMAScript(t *testing.T) {
	for _, c := range []struct {
		source, text string
		want         bool
	}{
		{`^[a-z]+$`, "abc", true},
		{`^[a-z]+$`, "abc\n", false},
		{`^(?!.*foo).*$`, "bar", true},
		{`^(?!.*foo).*$`, "a foo", false},
		{`^\d{3}-\d{4}$`, "555-1234", true},
		{`^\S+@\S+$`, "a@b", true},
		{`\/path\/`, "/path/", true},
		{`^[^]$`, "\n", true},
		{`[]`, "x", false},
		{`^.$`, "\u2028", false},
		{`^\u{1F600}$`, "😀", true},
		{`^\u{zz}$`, "u{zz}", true},
		{`^\u{$`, "u{", true},
		{`^[\u{]{2}$`, "{u", true},
		{`^\p{L}+$`, "été", true},
		{`^\p{Alpha}+$`, "é", true},
		{`^\p{Alphabetic}{2}$`, "Ⅷ\u0345", true},
		{`^\p{Lower}\p{Lowercase}$`, "ßª", true},
		{`^\p{Upper}$`, "É", true},
		{`^\P{Uppercase}$`, "É", false},
		{`^\p{Script=Greek}\p{sc=Latin}\p{General_Category=Decimal_Number}\p{gc=Nd}$`, "αa٣4", true},
		{`^[\p{punct}\p{Letter}]+$`, "a,é", true},
		{`^\p{ASCII_Hex_Digit}$`, "g", false},
		{`^[\000-\037]$`, "\x1f", true},
		{`^[\000-\037]$`, " ", false},
		{`^[^/:|\000-\037]+$`, "a b", true},
		{`^\101\60\377$`, "A0ÿ", true},
		{`^\400$`, " 0", true},
		{`^\08$`, "\x008", true},
		{`^[\8\1]{2}$`, "8\x01", true},
		{`^(a)\12$`, "a\n", true},
		{`^(a)\1\8$`, "aa8", true},
		{`^\cA$`, "\x01", true},
		{`a{,2}`, "a{,2}", true},
		{`^(a)\1$`, "aa", true},
		{`^[\b]$`, "\b", true},
		{`\Z`, "Z", true},
		{`(?<!a)b`, "ab", false},
	} {
		re, err := pattern.CompileECMAScript(c.source)
		if err != nil {
			t.Errorf("%s: %v", c.source, err)
			continue
		}
		got, err := re.Find(c.text)
		if err != nil || got != c.want {
			t.Errorf("%s on %q: got %v, %v; want %v", c.source, c.text, got, err, c.want)
		}
	}
}

func TestFaults(t *testing.T) {
	for source, want := range map[string]string{
		`(`:       "offset 0: the group is not closed",
		`a)`:      "offset 1: unmatched ')'",
		`(?<d`:    "expected a group's name and '>'",
		`[a`:      "the class is not closed",
		`*a`:      `nothing to repeat before "*"`,
		`a{2`:     "expected {n}, {n,} or {n,m}",
		`a{3,2}`:  "out of order",
		`[z-a]`:   "the range is out of order",
		`\p{Foo}`: `unknown character property "Foo"`,
		`\y`:      `unknown escape \y`,
		`\1`:      "there is no group 1",
		`a\`:      "ends in a backslash",
	} {
		_, err := pattern.CompileJava(source)
		var fault *pattern.Error
		if !errors.As(err, &fault) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", source, err, want)
		}
	}
}

func TestReplacementFaults(t *testing.T) {
	re, err := pattern.CompileJava(`(a)`)
	if err != nil {
		t.Fatal(err)
	}
	for replacement, want := range map[string]string{
		`$2`: "no group 2", `$x`: "illegal group reference", `\`: "character to be escaped is missing", `${n}`: "no group with name",
	} {
		if _, err := re.ReplaceAll("a", replacement); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", replacement, err, want)
		}
	}
	if got, err := re.ReplaceFirst("aa", "$1$11"); err != nil || got != "aa1a" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestTimeout(t *testing.T) {
	re, err := pattern.CompileJava(`^(\w+\s?)*(?=\z)`)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = re.Find(strings.Repeat("a", 64) + "!"); !errors.Is(err, pattern.ErrTimeout) {
		t.Errorf("got %v, want %v", err, pattern.ErrTimeout)
	}
}

func FuzzCompile(f *testing.F) {
	f.Add(`[a-z&&[^b]]+(?<n>x)\k<n>$`, "abc", "$1")
	f.Add(`(?m)^\Qa.b\E*+`, "a.b\n", `\$`)
	f.Fuzz(func(t *testing.T, source, text, replacement string) {
		if len(source) > 64 || len(text) > 64 || len(replacement) > 64 {
			t.Skip("long inputs only slow the search down")
		}
		for _, compile := range []func(string) (*pattern.Regexp, error){pattern.CompileJava, pattern.CompileECMAScript} {
			re, err := compile(source)
			if err != nil {
				continue
			}
			parts, err := re.Split(text, -1)
			if err == nil && len(parts) == 0 {
				t.Errorf("%q split by %q has no part", text, source)
			}
			if _, err := re.MatchWhole(text); err != nil && !errors.Is(err, pattern.ErrTimeout) {
				t.Errorf("%q: %v", source, err)
			}
			_, _ = re.ReplaceAll(text, replacement)
		}
	})
}
