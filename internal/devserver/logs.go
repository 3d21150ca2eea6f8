package devserver

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"

	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/spec/stage"
)

// LogToStderr is the name of a log that goes to Options.Stderr.
const LogToStderr = "-"

// logFiles are the files that dev writes logs to, opened once each.
type logFiles struct {
	stderr io.Writer

	mu   sync.Mutex
	open map[string]*os.File
}

// file returns the log of a name; lines are added to what is there.
func (l *logFiles) file(name string) (io.Writer, error) {
	if name == LogToStderr {
		return l.stderr, nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if f := l.open[name]; f != nil {
		return f, nil
	}
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("the log cannot be written: %w", err)
	}
	if l.open == nil {
		l.open = map[string]*os.File{}
	}
	l.open[name] = f
	return f, nil
}

func (l *logFiles) close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	var problems []error
	for _, f := range l.open {
		problems = append(problems, f.Close())
	}
	return errors.Join(problems...)
}

// logRequests makes the gateway of an API write a line about each request.
func (s *Server) logRequests(d *definition, oneOfMany bool) {
	if s.requests.to == nil {
		return
	}
	name := ""
	if oneOfMany {
		name = d.name
	}
	integrations := map[string]string{} // as they are shown, by the operations
	for _, o := range d.deployed.Expand("aws", d.options.Region, d.options.AccountID).Operations {
		integrations[o.Method+" "+o.Path] = Describe(o.Integration)
	}
	d.options.Completed = func(r *http.Request, c gateway.Completion) {
		integration := ""
		if c.Operation != nil {
			integration = integrations[c.Operation.Method+" "+c.Operation.Path]
		}
		s.requests.write(name, r, c, integration)
	}
}

// addLogs makes the gateway write the logs that the user asked for, by flags or in
// the settings of the stage.
func (s *Server) addLogs(o *gateway.Options) error {
	if s.options.AccessLog != "" {
		asked := stage.AccessLog{Format: "json"}
		if o.AccessLog != nil {
			asked = *o.AccessLog
		}
		asked.File = s.options.AccessLog
		o.AccessLog = &asked
	}
	if o.AccessLog != nil && o.AccessLog.File != "" {
		to, err := s.logs.file(o.AccessLog.File)
		if err != nil {
			return err
		}
		o.AccessLogTo = to
	}
	return s.addExecutionLog(o)
}

func (s *Server) addExecutionLog(o *gateway.Options) error {
	if s.options.ExecutionLog == "" {
		if s.options.Verbose {
			o.ExecutionLog = func(id, line string) { s.options.Logger.Debug(Printable("(" + id + ") " + line)) }
		}
		return nil
	}
	to, err := s.logs.file(s.options.ExecutionLog)
	if err != nil {
		return err
	}
	o.ExecutionLog = func(id, line string) {
		line = "(" + id + ") " + line
		if to == s.logs.stderr {
			line = Printable(line)
		}
		if _, err := io.WriteString(to, line+"\n"); err != nil {
			s.options.Logger.Error("the execution log cannot be written", "error", err)
		}
	}
	return nil
}
