package lambda_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/gatewright/gatewright/internal/local/lambda"
)

// parentVariable makes the test binary a program that starts a function, tells
// its process ID and waits to be killed.
const parentVariable = "LAMBDA_TEST_PARENT"

func TestMain(m *testing.M) {
	if dir := os.Getenv(parentVariable); dir != "" {
		if err := beParent(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		select {}
	}
	os.Exit(m.Run())
}

func beParent(dir string) error {
	rt, err := lambda.New(lambda.Options{WorkDir: dir})
	if err != nil {
		return err
	}
	if err := rt.Update(context.Background(), []lambda.Function{plain("orphan")}); err != nil {
		return err
	}
	result, err := rt.Invoke(context.Background(), "orphan", []byte(`{"do":"pid"}`))
	if err != nil {
		return err
	}
	// A function at work does not notice that its Runtime API is gone.
	go func() { _, _ = rt.Invoke(context.Background(), "orphan", []byte(`{"do":"sleep","millis":60000}`)) }()
	_, err = fmt.Println(string(result.Payload))
	return err
}

func TestFunctionsDieWithTheirParent(t *testing.T) {
	t.Parallel()
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), parentVariable+"="+t.TempDir())
	parent.Stderr = os.Stderr
	stdout, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	var pid int
	_, scanned := fmt.Fscan(bufio.NewReader(stdout), &pid)
	wasAlive := alive(t, pid)
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := parent.Wait(); err == nil {
		t.Error("the parent ended by itself")
	}
	if scanned != nil || !wasAlive {
		t.Fatalf("the function's process %d: %v, alive %t", pid, scanned, wasAlive)
	}
	eventually(t, "the function has ended with its parent", func() bool { return !alive(t, pid) })
}

// TestDaemonsEnd verifies that what a function has started in a session of its own ends
// with the function's process, and no later than the Runtime.
func TestDaemonsEnd(t *testing.T) {
	t.Parallel()
	rt, _ := startWith(t, lambda.Options{}, plain("exits"), plain("stays"))
	exits := pid(t, rt, "exits", `{"do":"daemon"}`)
	stays := pid(t, rt, "stays", `{"do":"daemon"}`)
	invoke(t, rt, "exits", `{"do":"exit"}`)
	eventually(t, "the daemon has ended with its function", func() bool { return !alive(t, exits) })
	if !alive(t, stays) {
		t.Error("the daemon of another function has ended, too")
	}
	if err := rt.Close(); err != nil {
		t.Fatal(err)
	}
	if alive(t, stays) {
		t.Error("the daemon has outlived the Runtime")
	}
}
