// Package access says what a definition needs to be allowed: which requests may
// invoke a function, and what the role of API Gateway may do with buckets and other
// services. Who makes the permissions, a construct of the CDK, is elsewhere.
package access

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/spec"
)

// SharedRole stands for the ARN of the role that API Gateway takes where no other is
// named. Whoever makes that role puts its ARN in the place.
const SharedRole = "${gatewright:role}"

// Statement is what a role may do.
type Statement struct {
	Actions   []string
	Resources []string // ARNs
}

// Bucket is an S3 bucket, as far as permissions need to know.
type Bucket struct {
	Name   string
	ARN    string
	KeyARN string // of the key that encrypts its objects; empty: none of its own
}

// S3 gives what an integration with S3 needs, on the keys that its path can name:
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
	objects := b.ARN + "/" + Wildcards(key)
	if reads {
		allow(objects, "s3:GetObject")
		// Without it S3 says 403 instead of 404 of objects that are not there.
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

// ServiceActions gives the IAM actions that an integration with another AWS service
// needs: those that are named, else the one that its URI calls, such as
// "states:StartExecution". It gives none when the URI calls a path.
func ServiceActions(i *spec.Integration, named []string) []string {
	if len(named) > 0 {
		return named
	}
	fields := strings.SplitN(i.URI, ":", 6)
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

// Merge adds statements to others of the same actions.
func Merge(all, more []Statement) []Statement {
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

// Wildcards puts * in the place of everything that is known only when a request comes.
func Wildcards(path string) string {
	return variable.ReplaceAllStringFunc(path, func(text string) string {
		if strings.HasPrefix(text, "${Token[") {
			return text
		}
		return "*"
	})
}
