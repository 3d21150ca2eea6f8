package devserver

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/local/lambda"
)

// credentialKeys are the variables of a file that Lambda reserves and functions may all
// the same have from it: a role's credentials, and the region.
var credentialKeys = []string{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION"}

var assignment = regexp.MustCompile(`^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$`)

// readEnvFile reads lines of NAME=VALUE. A value may be in single quotes, as it is, or in
// double quotes, with \n, \" and \\; # begins a comment. Messages never hold values.
func readEnvFile(file string) (variables map[string]string, problems diag.List) {
	text, err := os.ReadFile(file)
	if err != nil {
		problems.Errorf(diag.Position{File: file}, "unreadable-file", "the file of --env-file cannot be read: %v", err)
		return nil, problems
	}
	variables = map[string]string{}
	for i, line := range strings.Split(string(text), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		m := assignment.FindStringSubmatch(line)
		value, ok := "", false
		if m != nil {
			value, ok = unquoted(m[2])
		}
		if !ok {
			problems.Errorf(diag.Position{File: file, Line: i + 1, Column: 1}, "invalid-env-file", "the line is not NAME=VALUE").Help =
				"quotes must be closed on the same line; lines that begin with # are comments"
			continue
		}
		variables[m[1]] = value
	}
	return variables, problems
}

var (
	doubleQuoted = regexp.MustCompile(`^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$`)
	singleQuoted = regexp.MustCompile(`^'([^']*)'\s*(?:#.*)?$`)
	comment      = regexp.MustCompile(`\s+#.*$`)
)

func unquoted(text string) (value string, ok bool) {
	switch {
	case strings.HasPrefix(text, `"`):
		m := doubleQuoted.FindStringSubmatch(text)
		if m == nil {
			return "", false
		}
		return strings.NewReplacer(`\n`, "\n", `\"`, `"`, `\\`, `\`).Replace(m[1]), true
	case strings.HasPrefix(text, "'"):
		m := singleQuoted.FindStringSubmatch(text)
		if m == nil {
			return "", false
		}
		return m[1], true
	}
	return comment.ReplaceAllString(text, ""), true
}

// setVariables sets the variables of files in functions: those of the function's own
// file over those for all, and both over what the project says.
func (s *Server) setVariables(read *definitions) (problems diag.List) {
	files := map[string]map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(s.options.EnvFiles)) {
		variables, found := readEnvFile(s.options.EnvFiles[name])
		problems, files[name] = append(problems, found...), variables
	}
	read.setup.Credentials = credentialsIn(files[All])
	for i := range read.setup.Functions {
		f := &read.setup.Functions[i]
		addVariables(&f.Function, files[All])
		addVariables(&f.Function, files[f.Name])
	}
	return problems
}

func addVariables(f *lambda.Function, variables map[string]string) {
	environment := maps.Clone(f.Environment)
	if environment == nil {
		environment = map[string]string{}
	}
	for name, value := range variables {
		if !slices.Contains(credentialKeys, name) && name != "AWS_DEFAULT_REGION" {
			environment[name] = value
		}
	}
	f.Environment = environment
	if credentials := credentialsIn(variables); len(credentials) > 0 {
		merged := maps.Clone(f.Credentials)
		if merged == nil {
			merged = map[string]string{}
		}
		if credentials["AWS_ACCESS_KEY_ID"] != "" {
			delete(merged, "AWS_SESSION_TOKEN")
		}
		maps.Copy(merged, credentials)
		f.Credentials = merged
	}
}

func credentialsIn(variables map[string]string) map[string]string {
	credentials := map[string]string{}
	for _, name := range credentialKeys {
		if value := variables[name]; value != "" {
			credentials[name] = value
		}
	}
	return credentials
}
