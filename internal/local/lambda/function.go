package lambda

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/gatewright/gatewright/internal/lambdaruntime"
)

// Function is the configuration of one Lambda function.
type Function struct {
	// Name is the function's name: 1 to 64 letters, digits, hyphens and
	// underscores.
	Name string
	// Code is the path of a directory with Go sources of a main package
	// (provided.al2023 only), of a directory with the deployment bundle, or of
	// a .zip or .jar file.
	Code string
	// Bundle makes Code again once its sources are edited, of functions in Node.js; nil:
	// Code is what is edited.
	Bundle *Bundle
	// Runtime is the identifier of the runtime; see the package lambdaruntime.
	Runtime string
	// Handler names the entry point in the runtime's own notation:
	// "index.handler", "app.handler", "com.acme.Handler::handle". Custom
	// runtimes ignore it; it defaults to "bootstrap" for them.
	Handler string
	// Layers are the paths of directories or .zip files with what AWS Lambda extracts
	// to /opt. Here they stay where they are, and the paths on which languages and
	// programs look for libraries lead to them.
	Layers []string
	// Environment holds the function's own environment variables. The reserved
	// keys of "Working with Lambda environment variables" are refused.
	Environment map[string]string
	// Credentials hold AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and
	// AWS_REGION where they are not those of all functions. They are never printed.
	Credentials map[string]string
	// Timeout bounds one invocation: whole seconds from 1 to 900, 0 means 3.
	Timeout time.Duration
	// Memory is the configured memory in MiB, 128 to 10240; 0 means 128. It
	// sizes the heap of Node.js and of the JVM; the operating system does not
	// enforce it.
	Memory int
	// MaxConcurrency bounds the function's processes, hence its concurrent
	// invocations; further ones wait. 0 means 10. A process is added when those
	// there are would need longer for the waiting invocations than it takes one
	// to start; beyond the number of processors, only while they wait for others
	// rather than compute.
	MaxConcurrency int
	// DebugPort is the port of 127.0.0.1 at which the function waits for a debugger; 0
	// means none. There is one process then, which starts with the function, and no
	// timeout. After a build it is replaced at once, whatever it does.
	DebugPort int
}

// Limits and defaults of the service ("Lambda quotas", "Configure Lambda
// function timeout", "Configure Lambda function memory").
const (
	defaultTimeout        = 3 * time.Second
	maxTimeout            = 900 * time.Second
	defaultMemory         = 128
	minMemory             = 128
	maxMemory             = 10240
	defaultMaxConcurrency = 10
)

// families maps a runtime identifier to what builds and starts it.
var families = func() map[string]family {
	all := map[string]family{}
	for _, r := range lambdaruntime.All {
		switch r.Family {
		case lambdaruntime.Custom:
			all[r.Name] = custom{}
		case lambdaruntime.Node:
			all[r.Name] = node{major: r.Version}
		case lambdaruntime.Python:
			all[r.Name] = python{version: r.Version}
		case lambdaruntime.Java:
			all[r.Name] = java{major: r.Version}
		case lambdaruntime.Unsupported:
		}
	}
	return all
}()

// reservedKeys cannot be set in a function's configuration ("Working with
// Lambda environment variables", reserved environment variables).
var reservedKeys = []string{
	"_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION",
	"AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME",
	"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
	"AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME",
	"AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID",
	"AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_LAMBDA_RUNTIME_API",
	"LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
}

var (
	namePattern        = regexp.MustCompile(`^[a-zA-Z0-9-_]{1,64}$`)
	environmentPattern = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9_]*$`)
)

// withDefaults fills in what the configuration leaves out.
func (f Function) withDefaults() Function {
	if f.Timeout == 0 {
		f.Timeout = defaultTimeout
	}
	if f.Memory == 0 {
		f.Memory = defaultMemory
	}
	if f.MaxConcurrency == 0 {
		f.MaxConcurrency = defaultMaxConcurrency
	}
	if f.DebugPort != 0 {
		f.MaxConcurrency = 1
	}
	if _, ok := families[f.Runtime].(custom); ok && f.Handler == "" {
		f.Handler = "bootstrap"
	}
	return f
}

// validate reports every problem of a configuration that has its defaults.
func (f Function) validate() error {
	var problems []error
	report := func(format string, args ...any) {
		problems = append(problems, fmt.Errorf("function %q: "+format, append([]any{f.Name}, args...)...))
	}
	if !namePattern.MatchString(f.Name) {
		report("the name must have 1 to 64 letters, digits, hyphens or underscores")
	}
	if f.Code == "" {
		report("code is missing: name a directory, a .zip or a .jar file")
	}
	if _, known := lambdaruntime.Find(f.Runtime); !known {
		report("%s", lambdaruntime.Unknown(f.Runtime))
	} else if !lambdaruntime.Supported(f.Runtime) {
		report("functions of the runtime %s do not run on this machine", f.Runtime)
	} else if f.Handler == "" {
		report("handler is missing; runtime %s needs one", f.Runtime)
	}
	if f.Timeout < time.Second || f.Timeout > maxTimeout || f.Timeout%time.Second != 0 {
		report("timeout %s must be a whole number of seconds from 1 to 900", f.Timeout)
	}
	if f.Memory < minMemory || f.Memory > maxMemory {
		report("memory %d MiB must be from %d to %d", f.Memory, minMemory, maxMemory)
	}
	if f.MaxConcurrency < 1 {
		report("maximum concurrency %d must be at least 1", f.MaxConcurrency)
	}
	if f.DebugPort < 0 || f.DebugPort > 65535 {
		report("the debugger's port %d must be from 1 to 65535", f.DebugPort)
	}
	for _, key := range slices.Sorted(maps.Keys(f.Environment)) {
		switch {
		case slices.Contains(reservedKeys, key):
			report("environment variable %s is reserved by Lambda", key)
		case !environmentPattern.MatchString(key):
			report("environment variable %q must start with a letter and hold letters, digits and underscores only", key)
		case strings.ContainsRune(f.Environment[key], 0):
			report("environment variable %s holds a NUL byte", key)
		}
	}
	return errors.Join(problems...)
}

// equal reports whether two configurations start the same processes.
func (f Function) equal(other Function) bool {
	return f.Name == other.Name && f.Code == other.Code && f.Runtime == other.Runtime &&
		f.Handler == other.Handler && f.Timeout == other.Timeout && f.Memory == other.Memory &&
		f.MaxConcurrency == other.MaxConcurrency && f.DebugPort == other.DebugPort && f.Bundle.equal(other.Bundle) && slices.Equal(f.Layers, other.Layers) && maps.Equal(f.Environment, other.Environment) && maps.Equal(f.Credentials, other.Credentials)
}
