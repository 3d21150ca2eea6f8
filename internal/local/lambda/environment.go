package lambda

import (
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"time"
)

// passed are the developer's own variables that reach a function: what a
// process needs to find programs, its home and the temporary directory, and on
// Windows what the system libraries need. Nothing else passes, in particular no
// credentials: what works locally by accident would fail when deployed.
var passed = []string{
	"PATH", "HOME", "TMPDIR",
	"SystemRoot", "SystemDrive", "ComSpec", "PATHEXT", "TEMP", "TMP",
	"USERPROFILE", "APPDATA", "LOCALAPPDATA",
}

// environment returns what a process of the function sees ("Working with Lambda
// environment variables", defined runtime environment variables). Later
// sources win: the developer's variables in passed; defaults that a function may
// override; what the runtime's family sets; Options.Environment; the function's
// own; the variables that Lambda reserves (Options.Environment may replace the
// credentials only).
func (rt *Runtime) environment(f Function, a *artifact, version, runtimeAPI, logStream string) []string {
	env := map[string]string{}
	for _, key := range passed {
		if value, ok := os.LookupEnv(key); ok {
			env[key] = value
		}
	}
	env["LANG"] = "en_US.UTF-8"
	env["TZ"] = ":UTC"
	if runtime.GOOS == "windows" {
		env["TZ"] = "UTC"
	}
	env["AWS_ACCESS_KEY_ID"] = "local"
	env["AWS_SECRET_ACCESS_KEY"] = "local"
	maps.Copy(env, a.environment)
	maps.Copy(env, rt.options.Environment)
	maps.Copy(env, f.Environment)

	env["_HANDLER"] = f.Handler
	env["AWS_REGION"] = rt.options.Region
	env["AWS_DEFAULT_REGION"] = rt.options.Region
	env["AWS_EXECUTION_ENV"] = "AWS_Lambda_" + f.Runtime
	env["AWS_LAMBDA_FUNCTION_NAME"] = f.Name
	env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = strconv.Itoa(f.Memory)
	env["AWS_LAMBDA_FUNCTION_VERSION"] = version
	env["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand"
	env["AWS_LAMBDA_LOG_GROUP_NAME"] = "/aws/lambda/" + f.Name
	env["AWS_LAMBDA_LOG_STREAM_NAME"] = logStream
	env["AWS_LAMBDA_RUNTIME_API"] = runtimeAPI
	env["LAMBDA_TASK_ROOT"] = a.root
	env["LAMBDA_RUNTIME_DIR"] = filepath.Join(rt.dir, "runtime")
	if f.Credentials["AWS_ACCESS_KEY_ID"] != "" {
		delete(env, "AWS_SESSION_TOKEN") // it belongs to the others
	}
	maps.Copy(env, f.Credentials)
	env["AWS_DEFAULT_REGION"] = env["AWS_REGION"]
	return assignments(env)
}

func assignments(env map[string]string) []string {
	list := make([]string, 0, len(env))
	for _, key := range slices.Sorted(maps.Keys(env)) {
		list = append(list, key+"="+env[key])
	}
	return list
}

// logStreamName has the form that the service gives: date, version, instance.
func logStreamName(now time.Time, version, instance string) string {
	return now.UTC().Format("2006/01/02") + "/[" + version + "]" + instance
}
