package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/version"
)

// TestAcceptanceInstall installs what a release has for this machine, each into an empty
// directory, and runs it.
func TestAcceptanceInstall(t *testing.T) {
	if os.Getenv("GATEWRIGHT_ACCEPTANCE") == "" {
		t.Skip("builds a release; make acceptance runs it")
	}
	i := slices.IndexFunc(platforms, func(p platform) bool { return p.os == runtime.GOOS && p.arch == runtime.GOARCH })
	if i < 0 {
		t.Skipf("there are no releases for %s on %s", runtime.GOOS, runtime.GOARCH)
	}
	t.Chdir(filepath.Join("..", "..", ".."))
	r := &release{out: filepath.Join(t.TempDir(), "dist"), version: version.Version, platforms: platforms[i : i+1]}
	if err := r.build(); err != nil {
		t.Fatal(err)
	}
	s := &snapshot{T: t, release: r}
	t.Run("archive", func(t *testing.T) { s.in(t).archive() })
	t.Run("npm", func(t *testing.T) { s.in(t).npm() })
	t.Run("pip", func(t *testing.T) { s.in(t).pip() })
	t.Run("go", func(t *testing.T) { s.in(t).goInstall() })
	t.Run("tags", func(t *testing.T) { s.in(t).tags() })
	t.Run("maven", func(t *testing.T) { s.in(t).maven() })
}

// snapshot is a release that is tried, in an empty directory.
type snapshot struct {
	*testing.T
	release *release
	dir     string
}

func (s *snapshot) in(t *testing.T) *snapshot {
	return &snapshot{T: t, release: s.release, dir: t.TempDir()}
}

// run runs a command of the shell, which must succeed, and returns what it writes.
func (s *snapshot) run(line string, environ ...string) string {
	s.Helper()
	out, err := s.try(line, environ...)
	if err != nil {
		s.Fatalf("%s: %v\n%s", line, err, out)
	}
	return out
}

func (s *snapshot) try(line string, environ ...string) (string, error) {
	c := exec.CommandContext(s.Context(), "sh", "-c", line)
	c.Dir, c.Env = s.dir, append(append(os.Environ(), "DIST="+s.release.out), environ...)
	out, err := c.CombinedOutput()
	return string(out), err
}

// works runs the installed command: its version, a project, its template.
func (s *snapshot) works(command string) {
	s.Helper()
	if got, want := s.run(command+" version"), "gatewright "+version.Version+"\n"; got != want {
		s.Errorf("version: got %q, want %q", got, want)
	}
	s.run(command + " init --yaml shop")
	if template := s.run(command + " render --format cloudformation shop"); !strings.Contains(template, "AWS::ApiGateway::RestApi") {
		s.Errorf("not a template:\n%s", template)
	}
	s.run(command + " init --go app")
	if goMod := s.run("cat app/go.mod"); !strings.Contains(goMod, root+" v"+version.Version) || strings.Contains(goMod, "replace") {
		s.Errorf("a release does not require its own version:\n%s", goMod)
	}
}

func (s *snapshot) need(programs ...string) {
	s.Helper()
	for _, program := range programs {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("CI") == "true" {
				s.Fatal(err)
			}
			s.Skip(err)
		}
	}
}

func (s *snapshot) archive() {
	s.need("sha256sum", "tar")
	s.run("cd $DIST && sha256sum --check --strict --quiet SHA256SUMS")
	s.run("tar xzf $DIST/" + s.release.archives[0])
	s.works("./gatewright")
	s.run("test -f LICENSE")
	var bill struct{ Components []component }
	text := s.run("cat $DIST/*.cdx.json")
	if err := json.Unmarshal([]byte(text), &bill); err != nil {
		s.Fatal(err)
	}
	if !slices.ContainsFunc(bill.Components, func(c component) bool { return c.Name == "github.com/spf13/cobra" && c.Version != "" }) {
		s.Errorf("the bill of materials lacks a module:\n%s", text)
	}
	sum, err := s.release.sum(s.release.archives[0])
	if err != nil {
		s.Fatal(err)
	}
	if formula := s.run("cat $DIST/homebrew/gatewright.rb"); !strings.Contains(formula, sum) {
		s.Errorf("the formula lacks the checksum:\n%s", formula)
	}
}

func (s *snapshot) npm() {
	s.need("npm")
	const install = "npm install --offline --no-audit --no-fund --silent $DIST/npm/"
	// Without the package of the platform nothing fails until the command is run.
	s.run(install + "gatewright-" + version.Version + ".tgz")
	if out, err := s.try("npx --no-install gatewright version"); err == nil || !strings.Contains(out, "is not installed\n  help: ") {
		s.Errorf("without the program: %v\n%s", err, out)
	}
	s.run(install + "gatewright-" + s.release.platforms[0].npm + "-" + version.Version + ".tgz")
	s.works("npx --no-install gatewright")
	if out, err := s.try("npx --no-install gatewright frob"); !exitedWith(err, 2) {
		s.Errorf("the exit status is lost: %v\n%s", err, out)
	}
}

func exitedWith(err error, status int) bool {
	exit, ok := errors.AsType[*exec.ExitError](err)
	return ok && exit.ExitCode() == status
}

func (s *snapshot) pip() {
	s.need("python3")
	s.run("python3 -m venv venv && venv/bin/pip install --quiet --disable-pip-version-check --no-index $DIST/pypi/*.whl")
	s.works("venv/bin/gatewright")
	s.run("venv/bin/pip uninstall --quiet --yes gatewright && test ! -e venv/bin/gatewright")
}

// goInstall installs from the module proxy of the snapshot. Other modules come from what
// was downloaded before.
func (s *snapshot) goInstall() {
	downloaded := strings.TrimSpace(s.run("go env GOMODCACHE")) + "/cache/download"
	environ := []string{
		"GOPROXY=file://" + s.release.out + "/goproxy,file://" + downloaded, "GONOSUMDB=*", "GOFLAGS=-modcacherw -trimpath", "CGO_ENABLED=0", "GOWORK=off",
		"GOMODCACHE=" + filepath.Join(s.dir, "mod"), "GOBIN=" + s.dir,
	}
	s.run("go install "+root+"/cmd/gatewright@v"+version.Version, environ...)
	s.works("./gatewright")
	s.run("go mod init example.com/shop && go mod edit -require "+root+"/constructs/go@v"+version.Version, environ...)
	if graph := s.run("go mod graph", environ...); !strings.Contains(graph, root+"/constructs/go@v"+version.Version+" "+root+"@v"+version.Version+"\n") {
		s.Errorf("the construct does not require the root module at its version:\n%s", graph)
	}
}

// tags creates the tags in a clone.
func (s *snapshot) tags() {
	out, err := exec.CommandContext(s.Context(), "git", "clone", "--quiet", "--no-hardlinks", ".", s.dir).CombinedOutput()
	if err != nil {
		s.Fatalf("git clone: %v\n%s", err, out)
	}
	s.Chdir(s.dir)
	s.run("git config user.name Test && git config user.email test@example.com")
	r := &release{out: filepath.Join(s.TempDir(), "dist"), version: version.Version, tag: true}
	if err := r.goModules(); err != nil {
		s.Fatal(err)
	}
	tag := "constructs/go/v" + version.Version
	if goMod := s.run("git show " + tag + ":constructs/go/go.mod"); strings.Contains(goMod, "replace") || !strings.Contains(goMod, root+" v"+version.Version) {
		s.Errorf("the tag has the go.mod of the clone:\n%s", goMod)
	}
	if goSum := s.run("git show " + tag + ":constructs/go/go.sum"); !strings.Contains(goSum, root+" v"+version.Version+" h1:") {
		s.Error("the tag's go.sum lacks the root module")
	}
	if status := s.run("git status --porcelain && git diff --stat HEAD"); status != "" {
		s.Errorf("the clone has changed:\n%s", status)
	}
}

func (s *snapshot) maven() {
	s.need("unzip")
	s.run("unzip -q $DIST/maven/io/github/gatewright/gatewright-engine/" + version.Version + "/*.jar")
	s.works("./io/github/gatewright/engine/" + s.release.platforms[0].maven + "/gatewright")
}
