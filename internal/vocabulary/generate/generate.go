// Package generate writes what follows from the declaration of options: the option types
// of Go, TypeScript, Python and Java, the reader of gatewright.yaml, and the tables of the
// documentation.
package generate

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/gatewright/gatewright/internal/vocabulary"
)

// File is a generated file, by its path from the root of the repository.
type File struct {
	Path    string
	Text    []byte
	Section bool // the text is a section of a file that is written by hand
}

// Files returns all generated files.
func Files() ([]File, error) {
	var all []File
	for _, write := range []func() ([]File, error){golang, goStructs, reader, typescript, python, java, docs} {
		files, err := write()
		if err != nil {
			return nil, err
		}
		all = append(all, files...)
	}
	return all, nil
}

// notice is the first line of generated files, behind the comment sign of a language.
const notice = "Code generated from the options that gatewright declares. DO NOT EDIT."

// output is a file that is being written.
type output struct{ bytes.Buffer }

func (o *output) line(format string, args ...any) {
	fmt.Fprintf(o, format, args...)
	o.WriteByte('\n')
}

// lowerFirst writes the first letter of a sentence small, unless the word is an acronym.
func lowerFirst(sentence string) string {
	if len(sentence) > 1 && unicode.IsUpper(rune(sentence[1])) {
		return sentence
	}
	return strings.ToLower(sentence[:1]) + sentence[1:]
}

// words splits a camelCase name.
func words(name string) []string {
	var all []string
	start := 0
	for i, r := range name {
		if unicode.IsUpper(r) && i > start {
			all = append(all, name[start:i])
			start = i
		}
	}
	return append(all, name[start:])
}

// initialisms are words that Go writes in capitals.
var initialisms = map[string]string{"uri": "URI", "id": "ID", "ttl": "TTL", "vpc": "VPC", "arn": "ARN"}

// goName spells an option as Go does: queryStringRequestParameters, VPCLink.
func goName(name string) string {
	var b strings.Builder
	for _, word := range words(name) {
		if initialism, ok := initialisms[strings.ToLower(word)]; ok {
			word = initialism
		}
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// goField spells an option as an unexported field or a parameter of Go.
func goField(name string) string {
	all := words(name)
	if rest := strings.TrimPrefix(name, all[0]); rest != "" {
		return all[0] + goName(rest)
	}
	return all[0]
}

// wrap breaks text into lines of at most width characters.
func wrap(text string, width int) []string {
	var lines []string
	var line string
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = word
		case len(line)+1+len(word) > width:
			lines = append(lines, line)
			line = word
		default:
			line += " " + word
		}
	}
	return append(lines, line)
}

// integrationGroups have option functions in the integration package.
var integrationGroups = []*vocabulary.Group{
	vocabulary.S3, vocabulary.Mock, vocabulary.HTTP, vocabulary.VPCLink, vocabulary.Service,
}

// needsParts reports whether the conversion of a type depends on the operation, or keeps
// something next to the entry of an integration.
func needsParts(t vocabulary.Type) bool {
	return t.Wire == "bucket" || t.Wire == "sharedRole" || t.Wire == "responses"
}

func hasWire(g *vocabulary.Group, wire string) bool {
	return slices.ContainsFunc(g.All(), func(o vocabulary.Option) bool { return o.Type.Wire == wire })
}

func groupNeedsParts(g *vocabulary.Group) bool {
	return slices.ContainsFunc(g.All(), func(o vocabulary.Option) bool { return needsParts(o.Type) })
}

// isSent reports whether the options of a group are an entry of gatewright.yaml.
func isSent(g *vocabulary.Group) bool {
	return !g.Constructs && g != vocabulary.IntegrationOptions && g != vocabulary.JWTIssuer && g != vocabulary.JWTClaim
}

// wired are the options that a construct writes into a document. The name of an
// authorizer is its key there.
func wired(g *vocabulary.Group) []vocabulary.Option {
	return slices.DeleteFunc(slices.Clone(g.All()), func(o vocabulary.Option) bool { return o.Name == "authorizerId" })
}

// imports returns the names of the CDK that groups refer to, by module.
func imports(groups ...*vocabulary.Group) map[string][]string {
	all := map[string][]string{}
	for _, g := range groups {
		for _, o := range g.All() {
			for _, i := range o.Type.Imports {
				if !slices.Contains(all[i.Module], i.Name) {
					all[i.Module] = append(all[i.Module], i.Name)
					slices.Sort(all[i.Module])
				}
			}
		}
	}
	return all
}
