package lambda_test

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gatewright/gatewright/internal/local/lambda"
)

// freePort returns a port that nobody listens at.
func freePort(t testing.TB) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}

// attach connects to a debugger.
func attach(t testing.TB, port int) net.Conn {
	t.Helper()
	conn, err := net.DialTimeout("tcp", "127.0.0.1:"+strconv.Itoa(port), 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return conn
}

// debugged starts a function under a debugger, in one process that is ready.
func debugged(t testing.TB, f lambda.Function) (*lambda.Runtime, lambda.Function) {
	t.Helper()
	f.DebugPort = freePort(t)
	rt, _ := start(t, f)
	if err := rt.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	return rt, f
}

// inspector speaks the protocol of Node's inspector over a WebSocket.
type inspector struct {
	t    testing.TB
	conn net.Conn
	from *bufio.Reader
}

func inspect(t testing.TB, port int) *inspector {
	t.Helper()
	response, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/json", port))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var targets []struct{ WebSocketDebuggerURL string }
	if err := json.NewDecoder(response.Body).Decode(&targets); err != nil || len(targets) != 1 {
		t.Fatalf("targets %v, %v", targets, err)
	}
	u, err := url.Parse(targets[0].WebSocketDebuggerURL)
	if err != nil {
		t.Fatal(err)
	}
	conn := attach(t, port)
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", u.Path, u.Host)
	i := &inspector{t: t, conn: conn, from: bufio.NewReader(conn)}
	head := textproto.NewReader(i.from)
	if status, err := head.ReadLine(); err != nil || !strings.Contains(status, "101") {
		t.Fatalf("%q, %v", status, err)
	}
	if _, err := head.ReadMIMEHeader(); err != nil {
		t.Fatal(err)
	}
	return i
}

// send sends a message of less than 126 bytes as a frame with a mask of zeros.
func (i *inspector) send(method string) {
	text := `{"id":1,"method":"` + method + `"}`
	frame := append([]byte{0x81, 0x80 | byte(len(text)), 0, 0, 0, 0}, text...)
	if _, err := i.conn.Write(frame); err != nil {
		i.t.Fatal(err)
	}
}

// await reads messages until one holds a string.
func (i *inspector) await(want string) {
	i.t.Helper()
	for {
		var head [2]byte
		if _, err := io.ReadFull(i.from, head[:]); err != nil {
			i.t.Fatalf("%s did not come: %v", want, err)
		}
		length := int64(head[1] & 0x7f)
		switch length {
		case 126:
			var n uint16
			_ = binary.Read(i.from, binary.BigEndian, &n)
			length = int64(n)
		case 127:
			_ = binary.Read(i.from, binary.BigEndian, &length)
		}
		text := make([]byte, length)
		if _, err := io.ReadFull(i.from, text); err != nil {
			i.t.Fatal(err)
		}
		if strings.Contains(string(text), want) {
			return
		}
	}
}

const stopping = `export const handler = async (event) => { if (event.stop) { debugger; } return VERSION; };`

// TestDebugNode stops at a breakpoint for longer than the function's timeout.
func TestDebugNode(t *testing.T) {
	need(t, "node")
	t.Parallel()
	code := t.TempDir()
	write(t, filepath.Join(code, "index.mjs"), strings.Replace(stopping, "VERSION", "1", 1))
	rt, f := debugged(t, lambda.Function{Name: "stops", Code: code, Runtime: "nodejs22.x", Handler: "index.handler", Timeout: time.Second})
	i := inspect(t, f.DebugPort)
	i.send("Debugger.enable")
	i.await(`"debuggerId"`)

	result := make(chan string, 1)
	go func() {
		r, err := rt.Invoke(t.Context(), "stops", []byte(`{"stop":true}`))
		result <- fmt.Sprint(string(r.Payload), r.FunctionError, err)
	}()
	i.await("Debugger.paused")
	select {
	case early := <-result:
		t.Fatalf("it responded %s at the breakpoint", early)
	case <-time.After(1500 * time.Millisecond):
	}
	i.send("Debugger.resume")
	if got := <-result; got != "1<nil>" {
		t.Errorf("it responded %s", got)
	}
}

// TestDebugRebuild builds a function again that is stopped at a breakpoint: the new
// process takes the debugger's port, and calls that waited.
func TestDebugRebuild(t *testing.T) {
	need(t, "node")
	t.Parallel()
	code := t.TempDir()
	source := filepath.Join(code, "index.mjs")
	write(t, source, strings.Replace(stopping, "VERSION", "1", 1))
	rt, f := debugged(t, lambda.Function{Name: "stops", Code: code, Runtime: "nodejs22.x", Handler: "index.handler"})
	i := inspect(t, f.DebugPort)
	i.send("Debugger.enable")
	i.await(`"debuggerId"`)
	stopped, waiting := make(chan struct{}), make(chan string, 1)
	go func() {
		defer close(stopped)
		_, _ = rt.Invoke(t.Context(), "stops", []byte(`{"stop":true}`)) // which the edit interrupts
	}()
	i.await("Debugger.paused")
	go func() {
		r, err := rt.Invoke(t.Context(), "stops", []byte(`{}`))
		waiting <- fmt.Sprint(string(r.Payload), r.FunctionError, err)
	}()
	time.Sleep(50 * time.Millisecond) // so that the call is likely to wait
	write(t, source, strings.Replace(stopping, "VERSION", "2", 1))
	if err := rt.Rebuild(t.Context(), "stops"); err != nil {
		t.Fatal(err)
	}
	<-stopped
	if got := <-waiting; got != "2<nil>" {
		t.Errorf("the call that waited got %s", got)
	}
	inspect(t, f.DebugPort).send("Debugger.enable")

	write(t, source, "export const handler = ;")
	if err := rt.Rebuild(t.Context(), "stops"); err == nil {
		t.Error("broken code was built")
	}
	f.Timeout = 2 * time.Second // another configuration of the same function
	write(t, source, strings.Replace(stopping, "VERSION", "3", 1))
	if err := rt.Update(t.Context(), []lambda.Function{f}); err != nil {
		t.Fatal(err)
	}
	if got := string(invoke(t, rt, "stops", "{}").Payload); got != "3" {
		t.Errorf("after an update it responds %s", got)
	}
}

// TestDebugJava shakes hands as the Java Debug Wire Protocol does.
func TestDebugJava(t *testing.T) {
	need(t, "javac")
	t.Parallel()
	_, f := debugged(t, lambda.Function{Name: "java", Code: compileJava(t), Runtime: "java21", Handler: "com.acme.Handler::sized"})
	const handshake = "JDWP-Handshake"
	conn := attach(t, f.DebugPort)
	got := make([]byte, len(handshake))
	if _, err := io.WriteString(conn, handshake); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(conn, got); err != nil || string(got) != handshake {
		t.Errorf("the debugger says %q, %v", got, err)
	}
}

// mayLack reports whether debuggers need not be installed; internal/scripts/debuggers
// installs them.
func mayLack() bool { return os.Getenv("GATEWRIGHT_ACCEPTANCE") == "" }

// message reads a message of the Debug Adapter Protocol.
func message(t testing.TB, from *bufio.Reader) string {
	t.Helper()
	header, err := textproto.NewReader(from).ReadMIMEHeader()
	if err != nil {
		t.Fatal(err)
	}
	length, err := strconv.Atoi(header.Get("Content-Length"))
	if err != nil {
		t.Fatal(err)
	}
	text := make([]byte, length)
	if _, err := io.ReadFull(from, text); err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// initialize begins a session of the Debug Adapter Protocol.
func initialize(t testing.TB, port int) {
	t.Helper()
	conn := attach(t, port)
	const request = `{"seq":1,"type":"request","command":"initialize","arguments":{"adapterID":"test"}}`
	fmt.Fprintf(conn, "Content-Length: %d\r\n\r\n%s", len(request), request)
	from := bufio.NewReader(conn)
	for {
		text := message(t, from)
		if strings.Contains(text, `"initialize"`) {
			if !strings.Contains(strings.ReplaceAll(text, " ", ""), `"success":true`) {
				t.Errorf("the debugger says %s", text)
			}
			return
		}
	}
}

// TestDebugPython attaches, or says how to install the debugger.
func TestDebugPython(t *testing.T) {
	need(t, "python3")
	t.Parallel()
	f := lambda.Function{Name: "py", Code: t.TempDir(), Runtime: "python3.12", Handler: "app.handler", DebugPort: freePort(t)}
	write(t, filepath.Join(f.Code, "app.py"), "def handler(event, context):\n    return 1\n")
	rt, _ := start(t, f)
	err := rt.Prepare(t.Context())
	if mayLack() && err != nil && strings.Contains(err.Error(), "-m pip install debugpy") {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	initialize(t, f.DebugPort)
	if got := string(invoke(t, rt, "py", "{}").Payload); got != "1" {
		t.Errorf("it responds %s", got)
	}
}

// TestDebugGo attaches, or says how to install the debugger.
func TestDebugGo(t *testing.T) {
	t.Setenv("GOFLAGS", "-trimpath -ldflags=-w") // not for debugging
	f := plain("plain")
	f.DebugPort = freePort(t)
	rt, log := start(t, f)
	err := rt.Prepare(t.Context())
	if mayLack() && err != nil && strings.Contains(err.Error(), "go install github.com/go-delve/delve/cmd/dlv@latest") {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	initialize(t, f.DebugPort)
	process := pid(t, rt, "plain", `{"do":"pid"}`)
	if strings.Contains(log.String(), "no debug info") {
		t.Errorf("log:\n%s", log)
	}
	if err := rt.Close(); err != nil {
		t.Error(err)
	}
	eventually(t, "the function ended with its debugger", func() bool { return !alive(t, process) })
}

// TestDebugPortInUse verifies that the port is named when something else has it.
func TestDebugPortInUse(t *testing.T) {
	need(t, "node")
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	f := lambda.Function{Name: "f", Code: t.TempDir(), Runtime: "nodejs22.x", Handler: "index.handler", DebugPort: listener.Addr().(*net.TCPAddr).Port}
	write(t, filepath.Join(f.Code, "index.mjs"), "export const handler = () => 1;")
	rt, _ := start(t, f)
	if err := rt.Prepare(t.Context()); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("the debugger's port %d cannot be used", f.DebugPort)) {
		t.Errorf("found %v", err)
	}
}
