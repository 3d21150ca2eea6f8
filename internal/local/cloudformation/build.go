package cloudformation

import (
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/local/lambda"
	"github.com/gatewright/gatewright/internal/tree"
)

// bundle returns how the code of a function is built that sam build builds: by esbuild,
// with the BuildProperties of its metadata. It is nil for code that runs as it is, or that
// its runtime builds, such as Go sources (AWS SAM Developer Guide, "Building Node.js Lambda
// functions with esbuild").
func (r *resource) bundle(code string) (b *lambda.Bundle, reason string) {
	metadata := r.node.Get("Metadata")
	method := metadata.Get("BuildMethod").Str()
	if tool := builtBy(code, method, r.text("Runtime")); tool != "" {
		return nil, tool + " builds it; run sam build, and serve .aws-sam/build"
	}
	if method != "esbuild" {
		return nil, ""
	}
	properties := r.resolveFor(r.logicalID, metadata.Get("BuildProperties"))
	entries := properties.Get("EntryPoints").Strings()
	if len(entries) == 0 {
		entries = []string{"app"}
	}
	sources := make([]string, 0, len(entries))
	for _, entry := range entries {
		source, ok := entryPoint(filepath.Join(code, filepath.FromSlash(entry)))
		if !ok {
			return nil, "" // sam build has built it
		}
		sources = append(sources, source)
	}
	program, ok := findEsbuild(code)
	if !ok {
		return nil, "esbuild, which builds it, is not installed; install it with npm install --save-dev esbuild"
	}
	const output, metafile = "{output}", "{metafile}"
	command := append([]string{program}, sources...)
	command = append(command, "--bundle", "--platform=node", "--outdir="+output, "--metafile="+metafile, "--log-level=warning")
	return &lambda.Bundle{
		Steps:  []lambda.BundleStep{{Command: append(command, esbuildFlags(properties)...), Directory: code}},
		Output: output, Metafile: metafile,
	}, ""
}

// builtBy returns the tool with which sam build makes the code of a directory of sources,
// and which does not run here; "": there is none, or it has run.
func builtBy(code, method, runtime string) string {
	if method == "makefile" && isFile(filepath.Join(code, "Makefile")) {
		return "make"
	}
	if !strings.HasPrefix(runtime, "java") {
		return ""
	}
	for _, project := range []struct{ file, tool string }{{"pom.xml", "Maven"}, {"build.gradle", "Gradle"}, {"build.gradle.kts", "Gradle"}} {
		if isFile(filepath.Join(code, project.file)) {
			return project.tool
		}
	}
	return ""
}

// entryPoint returns the file of an entry point, which may leave out its ending.
func entryPoint(path string) (string, bool) {
	for _, ending := range []string{"", ".ts", ".tsx", ".js", ".mjs", ".mts"} {
		if isFile(path + ending) {
			return path + ending, true
		}
	}
	return "", false
}

// findEsbuild returns the esbuild that is installed for a directory, or on the PATH.
func findEsbuild(dir string) (string, bool) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", false
	}
	for ; ; dir = filepath.Dir(dir) {
		program, err := exec.LookPath(filepath.Join(dir, "node_modules", ".bin", "esbuild"))
		if err == nil {
			return program, true
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	program, err := exec.LookPath("esbuild")
	return program, err == nil
}

// esbuildFlags returns BuildProperties as esbuild takes them. Code is not minified, so that
// stack traces can be read.
func esbuildFlags(properties *tree.Node) []string {
	flags := []string{"--target=" + orElse(properties.Get("Target"), "es2020"), "--format=" + orElse(properties.Get("Format"), "cjs")}
	if truth(properties.Get("Sourcemap")) == nil || *truth(properties.Get("Sourcemap")) {
		flags = append(flags, "--sourcemap")
	}
	for _, f := range []struct{ property, flag string }{
		{"External", "--external:"}, {"Loader", "--loader:"}, {"Define", "--define:"}, {"Alias", "--alias:"},
		{"Banner", "--banner:"}, {"Footer", "--footer:"}, {"OutExtension", "--out-extension:"},
	} {
		n := properties.Get(f.property)
		for _, value := range n.Strings() {
			flags = append(flags, f.flag+value)
		}
		if n.Is(tree.Mapping) {
			for _, entry := range n.Fields {
				value, _ := intrinsic.Scalar(entry.Value)
				flags = append(flags, f.flag+entry.Name+"="+value)
			}
		}
	}
	for _, f := range []struct{ property, flag string }{{"MainFields", "--main-fields="}, {"Conditions", "--conditions="}, {"ResolveExtensions", "--resolve-extensions="}} {
		n := properties.Get(f.property)
		if text := strings.Join(append(n.Strings(), n.Str()), ","); strings.Trim(text, ",") != "" {
			flags = append(flags, f.flag+strings.Trim(text, ","))
		}
	}
	if keep := truth(properties.Get("KeepNames")); keep != nil {
		flags = append(flags, "--keep-names="+strconv.FormatBool(*keep))
	}
	return flags
}

func orElse(n *tree.Node, standard string) string {
	if text := textOf(n); text != "" {
		return text
	}
	return standard
}
