package cloudformation

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/lambdaruntime"
	"github.com/gatewright/gatewright/internal/local"
)

const functionType = "AWS::Lambda::Function"

// findFunctions finds the functions by their ARNs. They are read when an API calls
// them.
func (r *reader) findFunctions() {
	for _, f := range r.resources(functionType) {
		r.functions[f.arn(f.node)] = f
	}
}

// function finds the function of an ARN, with or without a version or an alias.
func (r *reader) function(arn string) *resource {
	if f := r.functions[arn]; f != nil {
		return f
	}
	return r.functions[unqualified(arn)]
}

// unqualified takes the version or alias away from a function's ARN.
func unqualified(arn string) string {
	parts := strings.Split(arn, ":")
	if len(parts) > 7 && parts[2] == "lambda" {
		return strings.Join(parts[:7], ":")
	}
	return arn
}

// call makes a function one that an API calls. The reason is empty when it runs.
func (r *reader) call(f *resource) (reason string) {
	for _, known := range r.assembly.Functions {
		if known.ARN == f.arn(f.node) {
			return ""
		}
	}
	function, reason := f.readFunction()
	if reason != "" {
		return reason
	}
	for slices.ContainsFunc(r.assembly.Functions, func(other Function) bool { return other.Name == function.Name }) {
		function.Name = shortened(function.Name + "-" + identifier(function.ARN, 4))
	}
	r.assembly.Functions = append(r.assembly.Functions, function)
	return ""
}

// readFunction reads a function, or returns the reason for which it cannot run.
func (r *resource) readFunction() (f Function, reason string) {
	f = Function{Path: r.path(), Position: r.position, Function: local.Function{ARN: r.arn(r.node)}}
	f.Name = shortened(strings.Map(functionRune, r.physicalName(r.node)))
	if r.text("PackageType") == "Image" || r.property("Code", "ImageUri") != nil {
		return f, "functions in a " + lambdaruntime.Image + " do not run here"
	}
	if f.Runtime, reason = r.runtime(); reason != "" {
		return f, reason
	}
	if f.Code, reason = r.code(f.Name, f.Runtime); reason != "" {
		return f, reason
	}
	if f.Bundle, reason = r.bundle(f.Code); reason != "" {
		return f, reason
	}
	f.Handler = r.text("Handler")
	f.Timeout = time.Duration(r.integer("Timeout")) * time.Second
	f.Memory = r.integer("MemorySize")
	f.Environment = r.environmentVariables()
	f.Layers = r.layers()
	return f, ""
}

// layers returns the paths of the function's layers that are assets, and warns of the
// others.
func (r *resource) layers() []string {
	var paths []string
	for _, n := range items(r.property("Layers")) {
		arn, _ := intrinsic.Scalar(n)
		path, reason := "", "it is not a layer of this app"
		for _, layer := range r.reader.resources("AWS::Lambda::LayerVersion") {
			if layer.id(layer.node) == arn {
				path, reason = layer.content()
			}
		}
		if reason != "" {
			r.Warnf(r.placeOf(n), "ignored-layers", "%s: the function runs here without the layer %s: %s", r.path(), arn, reason)
			continue
		}
		paths = append(paths, path)
	}
	return paths
}

// content returns the path of a layer's asset.
func (r *resource) content() (path, reason string) {
	if found, ok := r.assets[r.text("Content", "S3Key")]; ok && found.path != "" {
		return existing(found.path)
	}
	if path, ok := r.assetOf("Content"); ok {
		return existing(path)
	}
	if path, ok := r.localFile(r.property("Content")); ok {
		return existing(path)
	}
	return "", "its content is not on this machine"
}

func functionRune(c rune) rune {
	if c == '_' {
		return c
	}
	return nameRune(c)
}

// runtime returns the name of the runtime, or the reason for which its functions do
// not run here.
func (r *resource) runtime() (name, reason string) {
	name = r.text("Runtime")
	if _, known := lambdaruntime.Find(name); !known {
		return "", lambdaruntime.Unknown(name)
	}
	if !lambdaruntime.Supported(name) {
		return "", "functions of the runtime " + name + " do not run here"
	}
	return name, ""
}

// code returns the path of the function's code.
func (r *resource) code(name, runtime string) (path, reason string) {
	if inline := r.text("Code", "ZipFile"); inline != "" {
		return r.inline(name, runtime, inline)
	}
	key := r.text("Code", "S3Key")
	if found, ok := r.assets[key]; ok && key != "" {
		if found.path == "" {
			return "", "a command makes its code when it is deployed"
		}
		return existing(found.path)
	}
	if path, ok := r.assetOf("Code"); ok {
		return existing(path)
	}
	if path, ok := r.localFile(r.property("Code")); ok {
		return existing(path)
	}
	return "", "its code is not on this machine"
}

func existing(path string) (string, string) {
	if _, err := os.Stat(path); err != nil {
		return "", "its code is missing: there is no " + path
	}
	return path, ""
}

// inline writes code that is in the template to a file, whose directory tells
// its content.
func (r *resource) inline(name, runtime, text string) (path, reason string) {
	if r.options.Work == "" {
		return "", "its code stands in the template"
	}
	file := "index.js"
	if strings.HasPrefix(runtime, "python") {
		file = "index.py"
	}
	dir := filepath.Join(r.options.Work, name+"-"+identifier(text, 16))
	err := errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600))
	if err != nil {
		return "", "its code cannot be written: " + err.Error()
	}
	return dir, ""
}

// integer returns a property that is a whole number, or 0.
func (r *resource) integer(name string) int {
	text := r.text(name)
	if text == "" {
		return 0
	}
	i, err := strconv.Atoi(text)
	if err != nil {
		r.Errorf(r.property(name).Position(), "invalid-template", "%s: %s must be an integer, found %q", r.logicalID, name, text)
	}
	return i
}

func (r *resource) environmentVariables() map[string]string {
	variables := r.property("Environment", "Variables")
	if variables == nil {
		return nil
	}
	texts := make(map[string]string, len(variables.Fields))
	for _, f := range variables.Fields {
		text, ok := intrinsic.Scalar(f.Value)
		if !ok {
			r.Errorf(f.Value.Position(), "invalid-template", "%s: the environment variable %s must be a string, found %s", r.logicalID, f.Name, f.Value.Kind)
		}
		texts[f.Name] = text
	}
	return texts
}
