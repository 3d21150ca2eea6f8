package lambda

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"sync/atomic"
)

const (
	tailLines    = 20
	maxLineBytes = 256 << 10 // "Lambda quotas": a log line holds at most 256 KB
)

// lockedWriter lets the processes share the log: one line, one Write.
type lockedWriter struct {
	mu  sync.Mutex
	out io.Writer
}

func (w *lockedWriter) writeLine(line []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	// A log that cannot be written must not fail an invocation, and there is
	// nowhere left to say so.
	_, _ = w.out.Write(line)
}

// lineWriter prefixes each line of one process and keeps the last ones.
type lineWriter struct {
	out     *lockedWriter
	prefix  []byte
	line    func(function, requestID, line string) // nil: nobody listens
	serving atomic.Pointer[string]                 // the ID of the invocation that came last

	mu      sync.Mutex
	partial []byte
	tail    []string
}

func newLineWriter(out *lockedWriter, name string, line func(function, requestID, line string)) *lineWriter {
	prefix := []byte(name + ": ")
	return &lineWriter{out: out, prefix: prefix, line: line, partial: bytes.Clone(prefix)}
}

// Write implements io.Writer for a child's stdout and stderr.
func (w *lineWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := len(p)
	for len(p) > 0 {
		line, rest, ended := bytes.Cut(p, []byte("\n"))
		if room := maxLineBytes - len(w.partial); len(line) > room {
			line, rest, ended = p[:room], p[room:], true
		}
		w.partial = append(w.partial, line...)
		if ended {
			w.emit()
		}
		p = rest
	}
	return n, nil
}

// flush writes a last line that has no line feed.
func (w *lineWriter) flush() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.partial) > len(w.prefix) {
		w.emit()
	}
}

func (w *lineWriter) emit() {
	text := strings.TrimSuffix(string(w.partial[len(w.prefix):]), "\r")
	if len(w.tail) == tailLines {
		w.tail = append(w.tail[:0], w.tail[1:]...)
	}
	w.tail = append(w.tail, text)
	if w.line != nil {
		id := ""
		if serving := w.serving.Load(); serving != nil {
			id = *serving
		}
		w.line(string(w.prefix[:len(w.prefix)-len(": ")]), id, text)
	}
	w.out.writeLine(append(w.partial, '\n'))
	w.partial = append(w.partial[:0], w.prefix...)
}

// last returns the last lines, each with a line feed.
func (w *lineWriter) last() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.tail) == 0 {
		return ""
	}
	return strings.Join(w.tail, "\n") + "\n"
}

// say writes a line of our own among the function's.
func (w *lineWriter) say(text string) {
	w.out.writeLine(append(append(bytes.Clone(w.prefix), text...), '\n'))
}
