package deploy

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/spec"
)

// Statement is what a role may do.
type Statement struct {
	Actions   []string `json:"actions"`
	Resources []string `json:"resources"` // ARNs
}

// Policy is all that a role must be allowed.
type Policy struct {
	Role       string // the ARN
	Statements []Statement
}

// Bucket is an S3 bucket, as far as permissions need to know.
type Bucket struct {
	Name   string
	ARN    string
	KeyARN string // of the key that encrypts its objects; empty: it has no key of its own
}

// S3 returns what an integration with S3 requires, on the keys that its path can name:
// reading for GET, HEAD and OPTIONS, writing for PUT, POST and PATCH, deleting for
// DELETE.
func S3(i *spec.Integration, b Bucket) []Statement {
	_, key, _ := strings.Cut(i.URI, ":s3:path/"+b.Name)
	key, _, _ = strings.Cut(strings.TrimPrefix(key, "/"), "?")
	reads, writes, deletes := uses(i.HTTPMethod)
	if key == "" { // the bucket itself
		if reads {
			return []Statement{{[]string{"s3:ListBucket"}, []string{b.ARN}}}
		}
		return nil
	}
	var all []Statement
	allow := func(resource string, actions ...string) {
		all = append(all, Statement{actions, []string{resource}})
	}
	objects := b.ARN + "/" + wildcards(key)
	if reads {
		allow(objects, "s3:GetObject")
		// Without it S3 responds with 403 instead of 404 for objects that do not exist.
		allow(b.ARN, "s3:ListBucket")
	}
	if deletes {
		allow(objects, "s3:DeleteObject")
	}
	if writes {
		allow(objects, "s3:PutObject")
	}
	if reads && b.KeyARN != "" {
		allow(b.KeyARN, "kms:Decrypt")
	}
	if writes && b.KeyARN != "" {
		allow(b.KeyARN, "kms:Decrypt", "kms:GenerateDataKey*")
	}
	return all
}

func uses(method string) (reads, writes, deletes bool) {
	switch method {
	case "ANY":
		return true, true, true
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return true, false, false
	case http.MethodPut, http.MethodPost, http.MethodPatch:
		return false, true, false
	}
	return false, false, method == http.MethodDelete
}

// Service returns what an integration with another AWS service requires on a resource,
// given by its ARN: the IAM actions that are named, else the one that the integration's
// URI calls, such as "states:StartExecution". A role of the user's own may already
// have the permissions, so that the resource may be missing.
func Service(i *spec.Integration, resource string, named []string) ([]Statement, *integration.OptionError) {
	actions := named
	if len(actions) == 0 {
		actions = calledAction(i.URI)
	}
	switch {
	case resource == "" && i.Credentials != SharedRole:
		return nil, nil
	case resource == "":
		return nil, &integration.OptionError{
			Option: "service", Message: "the permission names no resource",
			Help: "name the ARN of what is called, such as a queue's, or give a role that may call it",
		}
	case len(actions) == 0:
		return nil, &integration.OptionError{
			Option: "service", Message: "the IAM action that the path calls is not known",
			Help: "name it, such as sqs:SendMessage",
		}
	}
	return []Statement{{actions, []string{resource}}}, nil
}

// calledAction returns the IAM action that the URI of an integration calls; nil when it
// calls a path.
func calledAction(uri string) []string {
	fields := strings.SplitN(uri, ":", 6)
	if len(fields) < 6 {
		return nil
	}
	action, ok := strings.CutPrefix(fields[5], "action/")
	if !ok {
		return nil
	}
	service := fields[4][strings.LastIndexByte(fields[4], '.')+1:]
	action, _, _ = strings.Cut(action, "&")
	return []string{service + ":" + action}
}

// merge adds statements to others of the same actions.
func merge(all, more []Statement) []Statement {
	for _, s := range more {
		i := slices.IndexFunc(all, func(known Statement) bool { return slices.Equal(known.Actions, s.Actions) })
		if i < 0 {
			all = append(all, Statement{s.Actions, slices.Compact(slices.Clone(s.Resources))})
			continue
		}
		for _, r := range s.Resources {
			if !slices.Contains(all[i].Resources, r) {
				all[i].Resources = append(all[i].Resources, r)
			}
		}
	}
	return all
}

// variable is {name} or {name+} of a path, or a token of the CDK or another placeholder.
var variable = regexp.MustCompile(`\$?\{[^{}]*\}`)

// wildcards puts * in the place of everything that is known only when a request comes.
func wildcards(path string) string {
	return variable.ReplaceAllStringFunc(path, func(name string) string {
		if strings.HasPrefix(name, "${Token[") {
			return name
		}
		return "*"
	})
}
