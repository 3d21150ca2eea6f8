package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/gatewright/gatewright/internal/version"
)

func TestMain(m *testing.M) {
	version.Source = os.Getenv("REPOSITORY") // as make install does
	testscript.Main(m, map[string]func(){
		"gatewright": main,
	})
}

func TestScripts(t *testing.T) {
	// The scripts' own modules are built without a network, from what the module cache has.
	if out, err := exec.Command("go", "mod", "download").CombinedOutput(); err != nil {
		t.Fatalf("go mod download: %v\n%s", err, out)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":       status,
			"go-workspace": goWorkspace,
		},
		Setup:         setupScript,
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
	})
}

// setupScript lets scripts use the go command, with this repository for the library.
func setupScript(e *testscript.Env) error {
	out, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE").Output()
	if err != nil {
		return err
	}
	caches := strings.Fields(string(out))
	repository, err := filepath.Abs("../..")
	if err != nil {
		return err
	}
	e.Setenv("GOCACHE", caches[0])
	e.Setenv("GOMODCACHE", caches[1])
	e.Setenv("GOPROXY", "off")
	e.Setenv("GOTOOLCHAIN", "local")
	e.Setenv("REPOSITORY", repository)
	e.Setenv("XDG_CACHE_HOME", filepath.Join(e.WorkDir, ".cache"))
	return nil
}

// status runs a command and holds its exit status: "status 2 gatewright frob".
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N COMMAND [ARGUMENT...]")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if exit, ok := err.(interface{ ExitCode() int }); ok {
		got = string(rune('0' + exit.ExitCode()))
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != args[0] {
		ts.Fatalf("the exit status is %s, not %s", got, args[0])
	}
}

// goWorkspace has the script's module use the library of this repository.
func goWorkspace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: go-workspace")
	}
	file := ts.MkAbs("go.work")
	ts.Check(os.WriteFile(file, []byte("go 1.26.0\n\nuse (\n\t.\n\t"+ts.Getenv("REPOSITORY")+"\n)\n"), 0o600))
	ts.Setenv("GOWORK", file)
}
