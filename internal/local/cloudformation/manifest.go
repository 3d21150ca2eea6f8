package cloudformation

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// Manifest is the file of a cloud assembly that lists what is in it.
const Manifest = "manifest.json"

// The types of artifacts in a manifest that matter here (AWS CDK, "Cloud Assembly
// Schema").
const (
	stackArtifact    = "aws:cloudformation:stack"
	assetsArtifact   = "cdk:asset-manifest"
	assemblyArtifact = "cdk:cloud-assembly"
)

// maxNesting is how deep assemblies may be in assemblies, and stacks in stacks.
const maxNesting = 16

func readFile(path string) (*tree.Node, diag.List) {
	text, err := os.ReadFile(path)
	if err == nil {
		return tree.Read(path, text)
	}
	var problems diag.List
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		err = pathError.Err
	}
	problems.Errorf(diag.Position{File: path}, "unreadable-file", "the file cannot be read: %v", err)
	return nil, problems
}

// readManifest reads the assembly in dir and those within it.
func (r *reader) readManifest(dir string) { r.manifest(dir, 0, diag.Note{}) }

func (r *reader) manifest(dir string, depth int, because diag.Note) {
	n := r.file(filepath.Join(dir, Manifest), because)
	if n == nil {
		return
	}
	artifacts := n.Get("artifacts")
	if !artifacts.Is(tree.Mapping) {
		r.Errorf(n.Position(), "invalid-assembly", "the file lists no artifacts; it is not a manifest of a cloud assembly")
		return
	}
	r.reportMissing(n.Get("missing"))
	for _, f := range artifacts.Fields {
		a := artifact{name: f.Name, node: f.Value, dir: dir}
		note := diag.Note{Position: artifacts.FieldPosition(f.Name), Message: "named by this artifact"}
		switch f.Value.Get("type").Str() {
		case assetsArtifact:
			r.assetManifest(a, note)
		case stackArtifact:
			r.stackArtifact(a, note)
		case assemblyArtifact:
			r.nestedAssembly(a, depth, note)
		}
	}
}

// artifact is an entry of a manifest.
type artifact struct {
	name string
	node *tree.Node
	dir  string
}

// path returns the file that a property of the artifact names.
func (r *reader) path(a artifact, property string) (string, bool) {
	n := a.node.Get("properties", property)
	if n.Str() == "" {
		r.Errorf(a.node.Position(), "invalid-assembly", "the artifact %s has no %s", a.name, property)
		return "", false
	}
	return filepath.Join(a.dir, filepath.FromSlash(n.Text)), true
}

func (r *reader) nestedAssembly(a artifact, depth int, note diag.Note) {
	dir, ok := r.path(a, "directoryName")
	switch {
	case !ok:
	case depth >= maxNesting:
		r.Errorf(a.node.Position(), "invalid-assembly", "assemblies nest deeper than %d levels", maxNesting)
	default:
		r.manifest(dir, depth+1, note)
	}
}

// reportMissing warns of what the app wanted to look up in an account and got
// dummy values for.
func (r *reader) reportMissing(missing *tree.Node) {
	if !missing.Is(tree.Sequence) {
		return
	}
	for _, m := range missing.Items {
		r.Warnf(m.Position(), "missing-context", "the app needs the context %s, which is not known; it was given a dummy value",
			m.Get("key").Str()).Help = "run cdk synth once with credentials; it keeps the value in cdk.context.json"
	}
}

// stackArtifact reads a stack's template.
func (r *reader) stackArtifact(a artifact, note diag.Note) {
	path, ok := r.path(a, "templateFile")
	if !ok {
		return
	}
	r.reportAnnotations(a.node.Get("metadata"))
	template := r.file(path, note)
	if template == nil {
		return
	}
	s := newStack(r, stackName(a), path, template)
	s.account, s.region = r.environment(a)
	s.given = a.node.Get("properties", "parameters")
	r.addStack(s)
}

// reportAnnotations passes on what constructs warn of: Annotations.addWarning and
// addError of the CDK.
func (r *reader) reportAnnotations(metadata *tree.Node) {
	if !metadata.Is(tree.Mapping) {
		return
	}
	for _, f := range metadata.Fields {
		for _, entry := range f.Value.Items {
			switch entry.Get("type").Str() {
			case "aws:cdk:warning", "aws:cdk:error":
				r.Warnf(entry.Position(), "cdk-annotation", "%s: %s", strings.TrimPrefix(f.Name, "/"), entry.Get("data").Str())
			}
		}
	}
}

func stackName(a artifact) string {
	if name := a.node.Get("properties", "stackName").Str(); name != "" {
		return name
	}
	return a.name
}

// environment takes "aws://111122223333/eu-west-1" apart.
func (r *reader) environment(a artifact) (account, region string) {
	account, region, _ = strings.Cut(strings.TrimPrefix(a.node.Get("environment").Str(), "aws://"), "/")
	if account == "" || account == "unknown-account" {
		account = r.options.AccountID
	}
	if region == "" || region == "unknown-region" {
		region = r.options.Region
	}
	return account, region
}
