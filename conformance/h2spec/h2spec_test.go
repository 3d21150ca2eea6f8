// Package h2spec holds "gatewright dev" to h2spec
// (https://github.com/summerwind/h2spec), which tests servers against RFC 7540 and
// RFC 7541, over TLS.
package h2spec_test

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/summerwind/h2spec/config"
	"github.com/summerwind/h2spec/generic"
	"github.com/summerwind/h2spec/hpack"
	"github.com/summerwind/h2spec/http2"
	"github.com/summerwind/h2spec/spec"

	"github.com/gatewright/gatewright/conformance/scorecard"
)

var update = flag.Bool("update", false, "write the score card")

const api = `
openapi: 3.0.3
info: { title: h2spec, version: "1" }
paths:
  /:
    get: &operation
      responses: { "200": { description: ok, content: { application/json: { schema: { type: array, items: { type: string } } } } } }
    post: *operation
    head: *operation
    options: *operation
`

func TestH2spec(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	host, port := serve(t)
	quietly(t, func() {
		c := &config.Config{
			Host: host, Port: port, Path: "/", TLS: true, Insecure: true, Timeout: 2 * time.Second, MaxHeaderLen: 4000,
		}
		var card scorecard.Card
		for _, group := range []*spec.TestGroup{generic.Spec(), http2.Spec(), hpack.Spec()} {
			group.Test(c)
			gather(t, &card, group, c)
		}
		card.Check(t, "scorecard.txt", *update)
	})
}

// gather notes the results of a group and of those in it. A test that failed has
// another turn: on a busy machine a response may not come in the time that it has.
func gather(t *testing.T, card *scorecard.Card, group *spec.TestGroup, c *config.Config) {
	for i, test := range group.Tests {
		if test.Result == nil {
			continue
		}
		if test.Result.Failed {
			if err := test.Test(c, i+1); err != nil {
				t.Error(err)
			}
		}
		var err error
		if test.Result.Failed || test.Result.Skipped {
			err = errors.Join(test.Result.Error)
		}
		card.Add(fmt.Sprintf("%s/%d %s", group.ID(), i+1, test.Desc), err)
	}
	for _, inner := range group.Groups {
		gather(t, card, inner, c)
	}
}

// quietly drops what the suite prints.
func quietly(t *testing.T, run func()) {
	t.Helper()
	nowhere, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer nowhere.Close()
	before := os.Stdout
	os.Stdout = nowhere
	defer func() { os.Stdout = before }()
	run()
}

// serve runs "gatewright dev --tls" until the test ends.
func serve(t *testing.T) (host string, port int) {
	t.Helper()
	dir := t.TempDir()
	binary, file := filepath.Join(dir, "gatewright"), filepath.Join(dir, "api.yaml")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", binary, "../../cmd/gatewright").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := os.WriteFile(file, []byte(api), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(binary, "dev", file, "--port", "0", "--no-watch", "--tls")
	command.Env = append(os.Environ(), "XDG_CACHE_HOME="+dir, "HOME="+dir)
	command.Stderr = os.Stderr
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		address, found := strings.CutPrefix(lines.Text(), "https://")
		if !found {
			continue
		}
		host, text, err := net.SplitHostPort(address)
		if err != nil {
			t.Fatal(err)
		}
		port, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		return host, port
	}
	t.Fatal("dev gave no address")
	return "", 0
}
