package main

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/config"
	"github.com/gatewright/gatewright/local"
	"github.com/gatewright/gatewright/local/lambda"
	"github.com/gatewright/gatewright/local/s3"
	"github.com/gatewright/gatewright/spec"
)

// setupOf gives what must stand behind the gateway for a project: its functions
// that have code, its buckets, and the buckets that only integrations name.
func setupOf(p *config.Project, api *spec.API) local.Setup {
	var setup local.Setup
	for _, f := range p.Functions {
		if f.Code == "" {
			continue
		}
		setup.Functions = append(setup.Functions, local.Function{ARN: f.ARN, Function: lambda.Function{
			Name: f.Name, Code: f.Code, Runtime: f.Runtime, Handler: f.Handler,
			Environment: f.Environment, Timeout: f.Timeout, Memory: f.Memory,
		}})
	}
	for _, b := range p.Buckets {
		setup.Buckets = append(setup.Buckets, s3.Bucket{Name: b.Name, Directory: b.Directory})
	}
	setup.Buckets = withBucketsOf(setup.Buckets, api)
	return setup
}

// withBucketsOf adds the buckets that only integrations name.
func withBucketsOf(buckets []s3.Bucket, api *spec.API) []s3.Bucket {
	for _, name := range bucketsOf(api) {
		if !slices.ContainsFunc(buckets, func(b s3.Bucket) bool { return b.Name == name }) {
			buckets = append(buckets, s3.Bucket{Name: name})
		}
	}
	return buckets
}

// bucketsOf gives the buckets that S3 integrations name in their URIs.
func bucketsOf(api *spec.API) []string {
	var names []string
	for _, o := range api.Operations {
		if o.Integration == nil {
			continue
		}
		_, path, found := strings.Cut(o.Integration.URI, ":s3:path/")
		name, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
		if found && name != "" && !strings.ContainsAny(name, "{}$") && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// absolute gives paths as a watcher reports them.
func absolute(paths []string) []string {
	all := make([]string, 0, len(paths))
	for _, path := range paths {
		if path, err := filepath.Abs(path); err == nil {
			all = append(all, path)
		}
	}
	return all
}

// isTerminal tells whether a person reads what is written.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
