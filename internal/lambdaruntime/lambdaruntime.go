// Package lambdaruntime lists the runtimes of AWS Lambda ("Lambda runtimes", AWS Lambda
// Developer Guide), and what runs functions of each on this machine.
package lambdaruntime

import (
	"strings"

	"github.com/gatewright/gatewright/diag"
)

// Family is a group of runtimes that one toolchain runs.
type Family uint8

// The families of runtimes.
const (
	Unsupported Family = iota // known, and not run on this machine
	Custom                    // an executable; also Go sources
	Node
	Python
	Java
)

// Runtime is a runtime of AWS Lambda.
type Runtime struct {
	Name    string // "python3.13"
	Family  Family
	Version string // of the language: "3.13"; empty for Custom and Unsupported
}

// Image is the name that functions in container images go by here.
const Image = "container image"

// All are the runtimes, in each family the newest first. Those that AWS Lambda has
// retired are among them: functions that name one run on the toolchain that is there.
var All = []Runtime{
	{"provided.al2023", Custom, ""}, {"provided.al2", Custom, ""}, {"provided", Custom, ""},
	{"nodejs26.x", Node, "26"}, {"nodejs24.x", Node, "24"}, {"nodejs22.x", Node, "22"}, {"nodejs20.x", Node, "20"},
	{"nodejs18.x", Node, "18"}, {"nodejs16.x", Node, "16"}, {"nodejs14.x", Node, "14"}, {"nodejs12.x", Node, "12"},
	{"python3.15", Python, "3.15"}, {"python3.14", Python, "3.14"}, {"python3.13", Python, "3.13"}, {"python3.12", Python, "3.12"},
	{"python3.11", Python, "3.11"}, {"python3.10", Python, "3.10"}, {"python3.9", Python, "3.9"}, {"python3.8", Python, "3.8"}, {"python3.7", Python, "3.7"},
	{"java25", Java, "25"}, {"java21", Java, "21"}, {"java17", Java, "17"}, {"java11", Java, "11"}, {"java8.al2", Java, "8"}, {"java8", Java, "8"},
	{"dotnet10", Unsupported, ""}, {"dotnet8", Unsupported, ""}, {"dotnet6", Unsupported, ""}, {"dotnetcore3.1", Unsupported, ""},
	{"ruby3.4", Unsupported, ""}, {"ruby3.3", Unsupported, ""}, {"ruby3.2", Unsupported, ""}, {"ruby2.7", Unsupported, ""},
	{"go1.x", Unsupported, ""},
}

// Find returns the runtime of a name.
func Find(name string) (Runtime, bool) {
	for _, r := range All {
		if r.Name == name {
			return r, true
		}
	}
	return Runtime{}, false
}

// Supported reports whether functions of a runtime run on this machine.
func Supported(name string) bool {
	r, _ := Find(name)
	return r.Family != Unsupported
}

// Names returns the names of all runtimes.
func Names() []string {
	names := make([]string, len(All))
	for i, r := range All {
		names[i] = r.Name
	}
	return names
}

// Unknown says that there is no runtime of a name, and names the nearest one.
func Unknown(name string) string {
	message := "unknown runtime \"" + name + "\""
	if near := Nearest(name); near != "" {
		message += "; did you mean " + near + "?"
	}
	return message
}

// Nearest returns the runtime that a name most probably means: the newest of its
// language when the name has no version that helps, or "".
func Nearest(name string) string {
	lower := strings.ToLower(name)
	for _, r := range All { // "nodejs22", "Python3.13", "java21.x"
		if strings.TrimSuffix(r.Name, ".x") == strings.TrimSuffix(lower, ".x") {
			return r.Name
		}
	}
	if near := diag.Nearest(lower, Names()); near != "" {
		return near
	}
	for _, language := range []struct{ prefix, runtime string }{
		{"node", "nodejs24.x"}, {"js", "nodejs24.x"}, {"typescript", "nodejs24.x"}, {"py", "python3.14"}, {"java", "java25"},
		{"kotlin", "java25"}, {"go", "provided.al2023"}, {"rust", "provided.al2023"}, {"provided", "provided.al2023"},
		{"dotnet", "dotnet10"}, {"ruby", "ruby3.4"},
	} {
		if strings.HasPrefix(lower, language.prefix) {
			return language.runtime
		}
	}
	return ""
}
