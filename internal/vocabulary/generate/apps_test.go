package generate

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/vocabulary"
)

// app is an app of the AWS CDK whose template is compared with those of the other
// languages.
type app struct {
	language, file string
	// use matches where a group's option is set.
	use func(*vocabulary.Group, vocabulary.Option) string
}

func apps() []app {
	return []app{
		{"Go", "constructs/go/cdk/api_test.go", func(g *vocabulary.Group, o vocabulary.Option) string {
			switch {
			case o.GoParameter != "":
				return "" // the constructor requires it
			case g.Struct != "":
				return `\b` + goStructField(o.Name) + `:`
			case g.Go != nil:
				return `\bintegration\.` + g.Go.Prefix + goName(o.Name) + `\(`
			case g == vocabulary.JWTIssuer || g == vocabulary.JWTClaim:
				return `\b` + goName(o.Name) + `:`
			}
			return `\bauthorizer\.` + goName(o.Name) + `\(`
		}},
		{"TypeScript", "constructs/typescript/test/equal.test.ts", func(_ *vocabulary.Group, o vocabulary.Option) string {
			return `\b` + o.Name + `\s*[:,}]`
		}},
		{"Python", "constructs/python/tests/test_equal.py", func(_ *vocabulary.Group, o vocabulary.Option) string {
			return `\b` + snake(o.Name) + `=`
		}},
		{"Java", "internal/codegen/java/testdata/maven/tests/src/test/java/io/github/gatewright/tests/GoldenTest.java", func(_ *vocabulary.Group, o vocabulary.Option) string {
			return `\.` + o.Name + `\(`
		}},
	}
}

// TestAppsUseEveryOption verifies that the apps of all languages, which are synthesized to
// the same templates, set each option: as often as groups have one of its name.
func TestAppsUseEveryOption(t *testing.T) {
	for _, a := range apps() {
		t.Run(a.language, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(a.file)))
			if err != nil {
				t.Fatal(err)
			}
			groups := map[string][]string{}
			for _, g := range vocabulary.Groups {
				for _, o := range g.Options {
					if use := a.use(g, o); use != "" {
						groups[use] = append(groups[use], g.Name+"."+o.Name)
					}
				}
			}
			if len(groups) == 0 {
				t.Fatal("no option is looked for")
			}
			for use, options := range groups {
				if found := len(regexp.MustCompile(use).FindAll(text, -1)); found < len(options) {
					t.Errorf("%s sets %s %d times; use it in the app of each language, and update the golden files",
						a.file, strings.Join(options, ", "), found)
				}
			}
		})
	}
}
