package config

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/tree"
)

// isPlaceholder reports whether a value is only known when the API is deployed.
func isPlaceholder(text string) bool { return strings.Contains(text, "${") }

// checkARN reports a string that is not the ARN of a service's resource. A value that
// is absent, not a string, a placeholder or a construct's is left alone.
func (l *loader) checkARN(n *tree.Node, service, example string) {
	if !n.Is(tree.String) || isPlaceholder(n.Text) || l.project.Binding != nil {
		return
	}
	switch parts := strings.SplitN(n.Text, ":", 6); {
	case len(parts) < 6 || parts[0] != "arn" || parts[5] == "":
		l.Errorf(n.Position(), "invalid-arn", "%q is not an ARN", n.Text).Help = "write one such as " + example
	case parts[2] != service:
		l.Errorf(n.Position(), "invalid-arn", "%q is an ARN of %s, and one of %s is needed", n.Text, parts[2], service).Help = "write one such as " + example
	}
}

const (
	exampleFunction = "arn:aws:lambda:eu-west-1:111122223333:function:hello"
	exampleBucket   = "arn:aws:s3:::petstore-objects"
	exampleKey      = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
	exampleRole     = "arn:aws:iam::111122223333:role/petstore-api"
	exampleBalancer = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/petstore/50dc6c495c0c9188"
	examplePool     = "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_AbCdEfGhI"
)

// checkFunction reports what of a function cannot be run or called.
func (l *loader) checkFunction(f tree.Field) {
	l.checkARN(get(f.Value, "arn"), "lambda", exampleFunction)
	l.checkHandler(f)
	if l.project.Binding != nil || l.options.Local { // what runs functions reports what it does not find
		return
	}
	l.Add(l.function(f).MissingCode()...)
}

// MissingCode returns a warning at its line when gatewright.yaml names code of a function
// that is not there.
func (f Function) MissingCode() diag.List {
	if !f.codePosition.IsValid() || exists(f.Code) {
		return nil
	}
	var problems diag.List
	d := problems.Warnf(f.codePosition, "missing-code", "the code %s of the function %q is not there", f.Code, f.Name)
	d.Help = "the path is relative to this file; gatewright dev needs the code"
	if near := diag.Nearest(filepath.Base(f.Code), entriesOf(filepath.Dir(f.Code))); near != "" {
		d.Help = "did you mean " + filepath.ToSlash(filepath.Join(filepath.Dir(f.codeText), near)) + "?"
	}
	return problems
}

// entriesOf returns the names in a directory; of one that cannot be read, none.
func entriesOf(dir string) []string {
	var all []string
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

// handlers are what the handlers of runtimes look like.
var handlers = []struct {
	runtime string // its beginning
	form    *regexp.Regexp
	example string
}{
	{"nodejs", regexp.MustCompile(`^.+\.[^./]+$`), "index.handler"},
	{"python", regexp.MustCompile(`^.+\.[^./]+$`), "app.handler"},
	{"java", regexp.MustCompile(`^[\w.$]+(::\w+)?$`), "com.acme.Handler::handle"},
}

func (l *loader) checkHandler(f tree.Field) {
	runtime, handler := get(f.Value, "runtime").Str(), get(f.Value, "handler")
	for _, h := range handlers {
		if handler != nil && strings.HasPrefix(runtime, h.runtime) && !h.form.MatchString(handler.Text) {
			l.Errorf(handler.Position(), "invalid-handler", "%q is not a handler of %s", handler.Text, runtime).Help = "write one such as " + h.example
		}
	}
}

// bucketNames are what Amazon S3 takes as names of buckets (Amazon S3 User Guide,
// "General purpose bucket naming rules").
var bucketNames = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)

func (l *loader) checkBucket(f tree.Field, name string, position diag.Position) {
	l.checkARN(get(f.Value, "arn"), "s3", exampleBucket)
	l.checkARN(get(f.Value, "keyArn"), "kms", exampleKey)
	l.checkBucketName(name, position)
}

func (l *loader) checkBucketName(name string, position diag.Position) {
	if l.project.Binding == nil && !isPlaceholder(name) && !bucketNames.MatchString(name) {
		l.Errorf(position, "invalid-bucket-name", "%q is not the name of a bucket", name).Help =
			"names have 3 to 63 lower-case letters, digits, hyphens and dots, and begin and end with a letter or digit"
	}
}
