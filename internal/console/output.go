package console

import "sync"

// What is kept of the lines of functions.
const (
	maxInvocations = 2000
	maxLines       = 200 // of an invocation
	maxLine        = 4 << 10
)

// output keeps what functions write, by the request IDs of invocations.
type output struct {
	mu    sync.Mutex
	lines map[string][]string
	order []string
}

func newOutput() *output { return &output{lines: map[string][]string{}} }

func (o *output) add(function, requestID, line string) {
	if len(line) > maxLine {
		line = line[:maxLine] + "…"
	}
	if requestID == "" {
		requestID = "start of " + function
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	lines, known := o.lines[requestID]
	if !known {
		o.order = append(o.order, requestID)
		if len(o.order) > maxInvocations {
			delete(o.lines, o.order[0])
			o.order = o.order[1:]
		}
	}
	if len(lines) < maxLines {
		o.lines[requestID] = append(lines, line)
	}
}

func (o *output) of(requestID string) []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]string{}, o.lines[requestID]...)
}
