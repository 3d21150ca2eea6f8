package lambda

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrClosed is returned by a Runtime after Close, and by the invocations that
// Close interrupts.
var ErrClosed = errors.New("lambda: the runtime is closed")

// NotFoundError says that no function has the name.
type NotFoundError struct {
	Name string
}

// Error implements error.
func (e *NotFoundError) Error() string {
	return fmt.Sprintf("function %q does not exist", e.Name)
}

// BuildError says that a function's code could not be made ready to run. The
// next Rebuild, or the next Invoke after an edit, tries again.
type BuildError struct {
	// Name is the function's name.
	Name string
	// Output is what the compiler wrote; empty when none ran.
	Output string
	// Err is the cause.
	Err error
}

// Error implements error. The compiler's output follows on lines of its own.
func (e *BuildError) Error() string {
	return withLines(fmt.Sprintf("function %q does not build: %v", e.Name, e.Err), e.Output)
}

// Unwrap returns the cause.
func (e *BuildError) Unwrap() error { return e.Err }

// InitError says that a function's process ended, failed or took too long
// before it asked for its first invocation.
type InitError struct {
	// Name is the function's name.
	Name string
	// Result is what the service answers to the invocation that met the
	// failure: FunctionError "Unhandled" and the payload of the error.
	Result Result
	// Log holds the last lines that the process wrote.
	Log string
	// RetryAfter is the time until another process is started; invocations
	// before it fail with this error at once. 0 means that the next one tries.
	RetryAfter time.Duration
	// Err is the cause, for example "exit status 1".
	Err error
}

// Error implements error. The last log lines follow on lines of their own.
func (e *InitError) Error() string {
	text := fmt.Sprintf("function %q does not start: %v", e.Name, e.Err)
	if e.RetryAfter > 0 {
		text += fmt.Sprintf(" (next try in %s)", e.RetryAfter.Round(time.Millisecond))
	}
	return withLines(text, e.Log)
}

// Unwrap returns the cause.
func (e *InitError) Unwrap() error { return e.Err }

// PayloadTooLargeError says that an event exceeds the service's limit ("Lambda
// quotas", invocation payload). The service answers 413.
type PayloadTooLargeError struct {
	// Size and Limit are in bytes.
	Size, Limit int
	// InvocationType is "RequestResponse" or "Event".
	InvocationType string
}

// Error implements error with the service's message.
func (e *PayloadTooLargeError) Error() string {
	return fmt.Sprintf("%d byte payload is too large for the %s invocation type (limit %d bytes)",
		e.Size, e.InvocationType, e.Limit)
}

func withLines(text, lines string) string {
	lines = strings.TrimRight(lines, "\n")
	if lines == "" {
		return text
	}
	return text + "\n" + lines
}
