package cloudformation

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// IsTemplate reports whether a file is a template of CloudFormation: a document with
// resources of AWS.
func IsTemplate(file string) bool {
	text, err := os.ReadFile(file)
	if err != nil || !bytes.Contains(text, []byte("Resources")) || !bytes.Contains(text, []byte("AWS::")) {
		return false
	}
	n, problems := tree.Read(file, text)
	if problems.HasErrors() {
		return bytes.Contains(text, []byte("AWSTemplateFormatVersion")) // reading it says what is wrong
	}
	return n.Get("Resources").Is(tree.Mapping) && n.Get("openapi") == nil && n.Get("swagger") == nil
}

func (r *reader) readTemplate(file string) {
	template := r.file(file, diag.Note{})
	if template == nil {
		return
	}
	s := newStack(r, templateName(file), file, template)
	s.account, s.region, s.isTemplate = r.options.AccountID, r.options.Region, true
	r.addStack(s)
}

// templateName returns a stack's name: that of the template's directory.
func templateName(file string) string {
	dir, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		return "stack"
	}
	if name := strings.Trim(strings.Map(nameRune, filepath.Base(dir)), "-"); name != "" {
		return name
	}
	return "stack"
}

// localFile returns the path that a property names in the place of an object in S3, as
// templates have it before they are packaged.
func (r *resource) localFile(n *tree.Node) (path string, ok bool) {
	if n.Str() == "" || strings.Contains(n.Text, "://") {
		return "", false
	}
	return resolvePath(filepath.Dir(r.file), n.Text), true
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// included returns the document that the argument of an Fn::Transform includes, as it is
// in its file; nil: it is not on this machine.
func (s *stack) included(argument *tree.Node) *tree.Node {
	location := s.resolve(argument.Get("Parameters", "Location"))
	if argument.Get("Name").Str() != "AWS::Include" || location.Str() == "" {
		return nil
	}
	path, ok := s.includedFile(location.Text)
	if !ok {
		return nil
	}
	return s.reader.file(path, diag.Note{Position: s.place(argument), Message: "included here"})
}
