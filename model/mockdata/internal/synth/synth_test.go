package synth_test

import (
	"testing"
	"unicode/utf8"

	"github.com/gatewright/gatewright/model/mockdata/internal/synth"
)

// counter is a source of numbers that is the same everywhere.
func counter(seed uint64) func(int) int {
	return func(n int) int {
		seed = seed*6364136223846793005 + 1442695040888963407
		return int(seed >> 33 % uint64(n))
	}
}

func generate(t *testing.T, low, high int, sources ...string) (string, error) {
	t.Helper()
	var patterns []*synth.Pattern
	for _, s := range sources {
		p, err := synth.Compile(s)
		if err != nil {
			t.Fatal(err)
		}
		patterns = append(patterns, p)
	}
	return synth.Generate(synth.Request{Patterns: patterns, MinLength: low, MaxLength: high, IntN: counter(1)})
}

func TestGenerate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		low, high int
		patterns  []string
	}{
		{0, -1, []string{""}},
		{0, 0, []string{"^$"}},
		{0, -1, []string{`^\d{3}-\d{4}$`}},
		{0, -1, []string{`^(?=.*[a-z])(?=.*[A-Z])(?=.*\d).{8,}$`}},
		{12, 12, []string{`^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[@$!%*?&])[A-Za-z\d@$!%*?&]{8,}$`}},
		{0, 8, []string{`^(?=.{4,8}$)(?!_)[a-z_]+(?<!_)$`}},
		{0, -1, []string{`^(?!.*admin)[admin]{9}$`}},
		{0, -1, []string{`^(?!\s*$).+`}},
		{0, -1, []string{`^(?!0)\d{2}$`}},
		{0, -1, []string{`(?<=\$)\d+\.\d\d`}},
		{0, -1, []string{`^(?<!a)b`}},
		{0, -1, []string{`^(\w)(\w)\2\1$`}},
		{5, 5, []string{`^(a|b)\1+$`}},
		{0, -1, []string{`^(?<q>['"]).*\k<q>$`}},
		{9, 9, []string{`^(['"])x+\1$`}},
		{0, -1, []string{`^\p{Lu}\p{Ll}+$`}},
		{0, -1, []string{`^\p{Script=Greek}{3}$`}},
		{0, 4, []string{`^\p{ASCII}{3}[\p{Uppercase}\p{Letter}_]$`}},
		{0, -1, []string{`^\P{ASCII}\\p$`}},
		{0, -1, []string{`^[^\x00-\x7F]+$`}},
		{0, -1, []string{`^\u00e9\u{1F600}$`}},
		{0, -1, []string{`\bfoo\b.*\bbar\b`}},
		{20, 30, []string{`^[a-z]`}},
		{20, 20, []string{`foo`}},
		{20, 20, []string{`foo$`}},
		{0, -1, []string{`^a`, `z$`, `m`}},
		{0, 3, []string{`^a`, `z$`, `m`}},
		{0, -1, []string{`^[a-f]+$`, `^[d-z]+$`}},
		{0, -1, []string{`^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$`}},
		{0, -1, []string{`^arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}(-gov)?-[a-z]+-\d{1}:\d{12}:function:[a-zA-Z0-9-_]+$`}},
		{0, -1, []string{`^[\w-]+@[\w-]+(\.[\w-]+)+$`}},
		{500, 1000, []string{`^[\s\S]*$`}},
		{300, 300, []string{`^(ab)*$`}},
		{0, -1, []string{`^([A-Z]{2}|[a-z]{3}|\d{4}){2}$`}},
		{0, -1, []string{`^[^]$`}},
		{0, -1, []string{`^\/v[0-9]+\/[^\/\s]+$`}},
		{0, -1, []string{`^x{,3}$`}},
		{0, -1, []string{`^[a-zA-Z0-9][a-zA-Z0-9._-]{0,9999}$`}},
		{0, -1, []string{`^\w\W\d\D\s\S$`}},
	}
	for _, test := range tests {
		text, err := generate(t, test.low, test.high, test.patterns...)
		if err != nil {
			t.Errorf("%q: %v", test.patterns, err)
			continue
		}
		if n := utf8.RuneCountInString(text); n < test.low || test.high >= 0 && n > test.high {
			t.Errorf("%q: the length of %q is not between %d and %d", test.patterns, text, test.low, test.high)
		}
		for _, source := range test.patterns {
			if p, _ := synth.Compile(source); !p.Match(text) {
				t.Errorf("%q does not match %q", source, text)
			}
		}
	}
}

func TestNothingMatches(t *testing.T) {
	t.Parallel()
	tests := []struct {
		low, high int
		patterns  []string
	}{
		{0, 2, []string{`^abc$`}},
		{4, -1, []string{`^abc$`}},
		{0, -1, []string{`^[a-c]+$`, `^[d-f]+$`}},
		{0, -1, []string{`[]`}},
		{0, -1, []string{`^(?!a)a$`}},
		{0, -1, []string{`a^b`}},
		{0, -1, []string{`^\Bx`}},
		{3, 3, []string{`^(ab)*$`}},
	}
	for _, test := range tests {
		if text, err := generate(t, test.low, test.high, test.patterns...); err == nil {
			t.Errorf("%q: made %q, which cannot match", test.patterns, text)
		}
	}
}

func TestCompileRefuses(t *testing.T) {
	t.Parallel()
	for _, source := range []string{`(`, `[a`, `a**`, `(?<n`} {
		if _, err := synth.Compile(source); err == nil {
			t.Errorf("%q: no error", source)
		}
	}
}

func FuzzGenerate(f *testing.F) {
	for _, s := range []string{`^(?=.*[a-z]).{8,}$`, `(a|b)*\1`, `\p{L}+`, `[^a-z\d]{2,5}?`, `(?<!x)y`, `\bq\B`, `((a*)*)*b`} {
		f.Add(s, 3, 20)
	}
	f.Fuzz(func(t *testing.T, source string, low, high int) {
		if low < 0 || low > 40 || high > 60 || len(source) > 60 {
			return
		}
		p, err := synth.Compile(source)
		if err != nil {
			return
		}
		text, err := synth.Generate(synth.Request{Patterns: []*synth.Pattern{p}, MinLength: low, MaxLength: high, IntN: counter(7)})
		if err != nil {
			return
		}
		if n := utf8.RuneCountInString(text); n < low || high >= 0 && n > high || !p.Match(text) {
			t.Errorf("%q between %d and %d gave %q", source, low, high, text)
		}
	})
}

func BenchmarkPassword(b *testing.B) {
	p, err := synth.Compile(`^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)(?=.*[@$!%*?&])[A-Za-z\d@$!%*?&]{8,}$`)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := synth.Generate(synth.Request{Patterns: []*synth.Pattern{p}, MaxLength: -1, IntN: counter(1)}); err != nil {
			b.Fatal(err)
		}
	}
}
