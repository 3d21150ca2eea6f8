package policy_test

import (
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/gateway/policy"
	"github.com/gatewright/gatewright/internal/tree"
)

const (
	api      = "arn:aws:execute-api:us-east-1:123456789012:abc"
	resource = api + "/prod/GET/pets/1"
	invoke   = "execute-api:Invoke"
)

var (
	ann    = policy.Principal{ARN: "arn:aws:iam::123456789012:user/ann", Account: "123456789012"}
	reader = policy.Principal{ARN: "arn:aws:sts::123456789012:assumed-role/Reader/ann", Account: "123456789012"}
	nobody policy.Principal
)

// values is a Context.
type values map[string][]string

func (v values) Values(key string) []string { return v[key] }

var context = values{
	"aws:sourceip":    {"203.0.113.7"},
	"aws:useragent":   {"curl/8.0 (x86)"},
	"aws:username":    {"ann"},
	"aws:currenttime": {"2026-03-04T19:15:17Z"},
	"aws:epochtime":   {"1772651717"},
	"aws:principalarn": {
		"arn:aws:iam::123456789012:user/ann",
	},
	"aws:securetransport": {"true"},
	"x:many":              {"a", "b"},
	"x:number":            {"42.5"},
	"x:star":              {"*"},
}

func read(t *testing.T, text string, o policy.Options) *policy.Policy {
	t.Helper()
	n, problems := tree.Read("policy.yaml", []byte(text))
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	p, problems := policy.Read(n, o)
	if problems.HasErrors() {
		t.Fatal(problems)
	}
	return p
}

// statements makes a policy of its statements.
func statements(all ...string) string {
	return `{Version: "2012-10-17", Statement: [` + strings.Join(all, ", ") + `]}`
}

func TestResources(t *testing.T) {
	tests := map[string]struct {
		element string
		want    bool
	}{
		"everything":                   {`Resource: "*"`, true},
		"itself":                       {`Resource: "` + resource + `"`, true},
		"one of several":               {`Resource: [x, "` + resource + `"]`, true},
		"none of several":              {`Resource: [x, y]`, false},
		"a star inside":                {`Resource: "` + api + `/*/GET/pets/*"`, true},
		"a star over several parts":    {`Resource: "` + api + `/prod/*"`, true},
		"a star over the whole ARN":    {`Resource: "arn:aws:execute-api:*"`, true},
		"a star for nothing":           {`Resource: "` + resource + `*"`, true},
		"another method":               {`Resource: "` + api + `/prod/POST/pets/1"`, false},
		"case":                         {`Resource: "` + api + `/prod/get/pets/1"`, false},
		"one character":                {`Resource: "` + api + `/prod/GET/pets/?"`, true},
		"two characters":               {`Resource: "` + api + `/prod/GET/pets/??"`, false},
		"a beginning is not enough":    {`Resource: "` + api + `/prod/GET/pets"`, false},
		"what is not another":          {`NotResource: "` + api + `/prod/GET/admin"`, true},
		"what is not itself":           {`NotResource: "` + api + `/prod/GET/pets/*"`, false},
		"a variable":                   {`Resource: "` + api + `/prod/GET/pets/${x:one}"`, true},
		"a variable without a value":   {`Resource: "` + api + `/prod/GET/pets/${x:absent}*"`, false},
		"a variable with a default":    {`Resource: "` + api + `/prod/GET/pets/${x:absent, '1'}"`, true},
		"a variable of several values": {`Resource: "` + api + `/prod/GET/pets/${x:many}"`, false},
		"a variable's star is none":    {`Resource: "` + api + `/prod/GET/pets/${x:star}"`, false},
		"an escaped star is none":      {`Resource: "` + api + `/prod/GET/pets/${*}"`, false},
	}
	c := values{"x:one": {"1"}, "x:star": {"*"}, "x:many": {"1", "2"}}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := read(t, statements(`{Effect: Allow, Action: "execute-api:Invoke", `+test.element+`}`), policy.Options{})
			got := policy.Evaluate(&policy.Request{Action: invoke, Resource: resource, Context: c}, p)
			if (got == policy.Allow) != test.want {
				t.Errorf("decided %v", got)
			}
		})
	}
}

func TestActions(t *testing.T) {
	for element, want := range map[string]bool{
		`Action: "execute-api:Invoke"`:                          true,
		`Action: "execute-api:invoke"`:                          true,
		`Action: "execute-api:*"`:                               true,
		`Action: "*"`:                                           true,
		`Action: "Execute-API:Inv?ke"`:                          true,
		`Action: ["s3:*", "execute-api:Inv*"]`:                  true,
		`Action: "execute-api:ManageConnections"`:               false,
		`Action: "s3:*"`:                                        false,
		`Action: []`:                                            false,
		`NotAction: "s3:*"`:                                     true,
		`NotAction: ["s3:*", "execute-api:*"]`:                  false,
		`NotAction: "execute-api:InvalidateCache"`:              true,
		`Action: ["execute-api:Invoke", "execute-api:Unknown"]`: true,
	} {
		p := read(t, statements(`{Effect: Allow, Resource: "*", `+element+`}`), policy.Options{})
		got := policy.Evaluate(&policy.Request{Action: invoke, Resource: resource}, p)
		if (got == policy.Allow) != want {
			t.Errorf("%s: decided %v", element, got)
		}
	}
}

func TestPrincipals(t *testing.T) {
	tests := map[string]struct{ ann, reader, nobody bool }{
		`Principal: "*"`:                                     {true, true, true},
		`Principal: {AWS: "*"}`:                              {true, true, true},
		`Principal: {AWS: "123456789012"}`:                   {true, true, false},
		`Principal: {AWS: "arn:aws:iam::123456789012:root"}`: {true, true, false},
		`Principal: {AWS: ["999999999999", "arn:aws:iam::123456789012:user/ann"]}`: {true, false, false},
		`Principal: {AWS: "arn:aws:iam::123456789012:role/Reader"}`:                {false, true, false},
		`Principal: {AWS: "arn:aws:iam::123456789012:role/path/to/Reader"}`:        {false, true, false},
		`Principal: {AWS: "arn:aws:iam::999999999999:role/Reader"}`:                {false, false, false},
		`Principal: {AWS: "arn:aws:sts::123456789012:assumed-role/Reader/ann"}`:    {false, true, false},
		`Principal: {AWS: "arn:aws:sts::123456789012:assumed-role/Reader/bob"}`:    {false, false, false},
		`Principal: {Service: "apigateway.amazonaws.com"}`:                         {false, false, false},
		`Principal: {AWS: "<known once deployed>"}`:                                {false, false, false},
		`Principal: {AWS: []}`: {false, false, false},
		`NotPrincipal: {AWS: "arn:aws:iam::123456789012:user/ann"}`:                             {false, true, true},
		`NotPrincipal: {AWS: ["123456789012"]}`:                                                 {false, false, true},
		`NotPrincipal: "*"`:                                                                     {false, false, false},
		`Principal: {Service: "apigateway.amazonaws.com", AWS: "123456789012", Federated: "x"}`: {true, true, false},
	}
	for element, want := range tests {
		p := read(t, statements(`{Effect: Allow, Action: "*", Resource: "*", `+element+`}`), policy.Options{OfResource: true})
		for name, c := range map[string]struct {
			who  policy.Principal
			want bool
		}{"ann": {ann, want.ann}, "reader": {reader, want.reader}, "nobody": {nobody, want.nobody}} {
			got := policy.Evaluate(&policy.Request{Action: invoke, Resource: resource, Principal: c.who}, p)
			if (got == policy.Allow) != c.want {
				t.Errorf("%s for %s: decided %v", element, name, got)
			}
		}
	}
}

func TestConditions(t *testing.T) {
	for condition, want := range map[string]bool{
		`StringEquals: {"aws:username": ann}`:                         true,
		`StringEquals: {"AWS:UserName": [bob, ann]}`:                  true,
		`StringEquals: {"aws:username": "an*"}`:                       false,
		`StringEquals: {"aws:username": Ann}`:                         false,
		`StringEquals: {"x:absent": ann}`:                             false,
		`StringEqualsIfExists: {"x:absent": ann}`:                     true,
		`StringEqualsIfExists: {"aws:username": bob}`:                 false,
		`StringNotEquals: {"aws:username": ann}`:                      false,
		`StringNotEquals: {"aws:username": [bob, ann]}`:               false,
		`StringNotEquals: {"aws:username": [bob, eve]}`:               true,
		`StringNotEquals: {"x:absent": ann}`:                          true,
		`StringNotEqualsIfExists: {"x:absent": ann}`:                  true,
		`StringEqualsIgnoreCase: {"aws:username": ANN}`:               true,
		`StringEqualsIgnoreCase: {"aws:username": "${aws:username}"}`: true,
		`StringNotEqualsIgnoreCase: {"aws:username": ANN}`:            false,
		`StringLike: {"aws:useragent": "curl/*"}`:                     true,
		`StringLike: {"aws:useragent": "*/8.? (*"}`:                   true,
		`StringLike: {"aws:useragent": "wget*"}`:                      false,
		`StringLike: {"aws:username": "${aws:username}"}`:             true,
		`StringLike: {"aws:username": "${x:star}"}`:                   false,
		`StringNotLike: {"aws:useragent": "curl/*"}`:                  false,
		`StringEquals: {"x:star": "${*}"}`:                            true,

		`NumericEquals: {"x:number": 42.5}`:                                    true,
		`NumericEquals: {"x:number": "42.50"}`:                                 true,
		`NumericNotEquals: {"x:number": 42}`:                                   true,
		`NumericLessThan: {"x:number": 42.5}`:                                  false,
		`NumericLessThanEquals: {"x:number": 42.5}`:                            true,
		`NumericGreaterThan: {"x:number": [50, 42]}`:                           true,
		`NumericGreaterThanEquals: {"x:number": 43}`:                           false,
		`NumericEquals: {"aws:username": 1}`:                                   false,
		`NumericLessThanIfExists: {"x:absent": 1}`:                             true,
		`DateEquals: {"aws:CurrentTime": "2026-03-04T19:15:17Z"}`:              true,
		`DateEquals: {"aws:CurrentTime": 1772651717}`:                          true,
		`DateNotEquals: {"aws:CurrentTime": "2026-03-04"}`:                     true,
		`DateLessThan: {"aws:CurrentTime": "2026-03-05"}`:                      true,
		`DateLessThan: {"aws:EpochTime": "2026-03-05T00:00:00Z"}`:              true,
		`DateLessThanEquals: {"aws:CurrentTime": "2026-03-04T20:15:17+01:00"}`: true,
		`DateGreaterThan: {"aws:CurrentTime": "2027"}`:                         false,
		`DateGreaterThanEquals: {"aws:CurrentTime": "2026-03"}`:                true,

		`Bool: {"aws:SecureTransport": true}`:                true,
		`Bool: {"aws:SecureTransport": "false"}`:             false,
		`Bool: {"aws:MultiFactorAuthPresent": "false"}`:      false,
		`BoolIfExists: {"aws:MultiFactorAuthPresent": true}`: true,
		`"Null": {"aws:TokenIssueTime": true}`:               true,
		`"Null": {"aws:TokenIssueTime": false}`:              false,
		`"Null": {"aws:username": "false"}`:                  true,

		`IpAddress: {"aws:SourceIp": "203.0.113.0/24"}`:              true,
		`IpAddress: {"aws:SourceIp": ["10.0.0.0/8", "203.0.113.7"]}`: true,
		`IpAddress: {"aws:SourceIp": "2001:db8::/32"}`:               false,
		`NotIpAddress: {"aws:SourceIp": "203.0.113.0/24"}`:           false,
		`NotIpAddress: {"aws:SourceIp": ["10.0.0.0/8"]}`:             true,
		`IpAddress: {"aws:username": "0.0.0.0/0"}`:                   false,

		`ArnEquals: {"aws:PrincipalArn": "arn:aws:iam::123456789012:user/ann"}`:     true,
		`ArnLike: {"aws:PrincipalArn": "arn:aws:iam::*:user/*"}`:                    true,
		`ArnLike: {"aws:PrincipalArn": "arn:*:user/ann"}`:                           false,
		`ArnLike: {"aws:PrincipalArn": "*"}`:                                        true,
		`ArnNotLike: {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/*"}`:      true,
		`ArnNotEquals: {"aws:PrincipalArn": "arn:aws:iam::*:user/${aws:username}"}`: false,

		`"ForAllValues:StringEquals": {"x:many": [a, b, c]}`:    true,
		`"ForAllValues:StringEquals": {"x:many": [a]}`:          false,
		`"ForAllValues:StringEquals": {"x:absent": [a]}`:        true,
		`"ForAnyValue:StringEquals": {"x:many": [b]}`:           true,
		`"ForAnyValue:StringEquals": {"x:many": [c]}`:           false,
		`"ForAnyValue:StringEquals": {"x:absent": [a]}`:         false,
		`"ForAnyValue:StringNotEquals": {"x:many": [a]}`:        true,
		`"ForAllValues:StringNotEquals": {"x:many": [a]}`:       false,
		`"ForAnyValue:StringLikeIfExists": {"x:absent": ["*"]}`: true,

		`StringEquals: {"aws:username": ann, "x:number": "42.5"}`:                         true,
		`StringEquals: {"aws:username": ann, "x:number": "1"}`:                            false,
		`StringEquals: {"aws:username": ann}, Bool: {"aws:SecureTransport": false}`:       false,
		`StringEquals: {"aws:username": ann}, IpAddress: {"aws:SourceIp": "203.0.113.7"}`: true,
	} {
		p := read(t, statements(`{Effect: Allow, Action: "*", Resource: "*", Condition: {`+condition+`}}`), policy.Options{})
		got := policy.Evaluate(&policy.Request{Action: invoke, Resource: resource, Context: context}, p)
		if (got == policy.Allow) != want {
			t.Errorf("%s: decided %v", condition, got)
		}
	}
}

func TestDecisions(t *testing.T) {
	allow := `{Effect: Allow, Action: "*", Resource: "*"}`
	deny := `{Effect: Deny, Action: "*", Resource: "` + api + `/prod/GET/*"}`
	other := `{Effect: Deny, Action: "*", Resource: "` + api + `/prod/POST/*"}`
	for name, test := range map[string]struct {
		policies [][]string
		want     policy.Decision
	}{
		"no policy":               {nil, policy.None},
		"no statement":            {[][]string{{}}, policy.None},
		"one allows":              {[][]string{{allow}}, policy.Allow},
		"one denies":              {[][]string{{deny}}, policy.Deny},
		"deny after allow":        {[][]string{{allow, deny}}, policy.Deny},
		"deny before allow":       {[][]string{{deny, allow}}, policy.Deny},
		"deny of another policy":  {[][]string{{allow}, {deny}}, policy.Deny},
		"a denial of other paths": {[][]string{{allow, other}}, policy.Allow},
		"nothing applies":         {[][]string{{other}}, policy.None},
	} {
		var policies []*policy.Policy
		for _, s := range test.policies {
			policies = append(policies, read(t, statements(s...), policy.Options{}))
		}
		if got := policy.Evaluate(&policy.Request{Action: invoke, Resource: resource}, append(policies, nil)...); got != test.want {
			t.Errorf("%s: decided %v, want %v", name, got, test.want)
		}
	}
}

// TestVersion holds that only the newer version has variables.
func TestVersion(t *testing.T) {
	statement := `{Effect: Allow, Action: "*", Resource: "` + api + `/${aws:username}"}`
	for version, want := range map[string]policy.Decision{
		`Version: "2012-10-17", `: policy.None, `Version: "2008-10-17", `: policy.Allow, ``: policy.Allow,
	} {
		p := read(t, "{"+version+"Statement: "+statement+"}", policy.Options{})
		r := &policy.Request{Action: invoke, Resource: api + "/${aws:username}", Context: context}
		if got := policy.Evaluate(r, p); got != want {
			t.Errorf("%q: decided %v, want %v", version, got, want)
		}
	}
}

// TestShorthand holds that a resource policy may leave out the API.
func TestShorthand(t *testing.T) {
	for text, want := range map[string]policy.Decision{
		"execute-api:/prod/GET/pets/*": policy.Allow, "execute-api:/*": policy.Allow, "execute-api:/*/POST/*": policy.None,
	} {
		p := read(t, statements(`{Effect: Allow, Principal: "*", Action: "*", Resource: "`+text+`"}`), policy.Options{OfResource: true, API: api})
		if got := policy.Evaluate(&policy.Request{Action: invoke, Resource: resource}, p); got != want {
			t.Errorf("%s: decided %v, want %v", text, got, want)
		}
	}
}

func TestFaults(t *testing.T) {
	statement := `{Effect: Allow, Principal: "*", Action: "*", Resource: "*"`
	for text, want := range map[string]string{
		`[]`:                               "a policy must be a mapping",
		`{Version: "2012-10-17"}`:          "the policy has no Statement",
		`{Version: "2013", Statement: []}`: "version of a policy",
		`{Statment: [], Statement: []}`:    `no element "Statment"`,
		`{Statement: x}`:                   "a statement must be a mapping",
		`{Statement: {Principal: "*", Action: "*", Resource: "*"}}`:                                           "needs an Effect",
		`{Statement: {Effect: allow, Principal: "*", Action: "*", Resource: "*"}}`:                            "must be Allow or Deny",
		`{Statement: {Effect: Allow, Principal: "*", Resource: "*"}}`:                                         "needs Action or NotAction",
		`{Statement: {Effect: Allow, Principal: "*", Action: "*"}}`:                                           "needs Resource or NotResource",
		`{Statement: {Effect: Allow, Action: "*", Resource: "*"}}`:                                            "needs Principal or NotPrincipal",
		`{Statement: ` + statement + `, NotAction: x}}`:                                                       "both Action and NotAction",
		`{Statement: ` + statement + `, Condition: {StringEqual: {a: b}}}}`:                                   `unknown condition operator "StringEqual"`,
		`{Statement: ` + statement + `, Condition: {StringEquals: x}}}`:                                       "StringEquals must be a mapping",
		`{Statement: ` + statement + `, Condition: x}}`:                                                       "a Condition must be a mapping",
		`{Statement: ` + statement + `, Condition: {Bool: {a: maybe}}}}`:                                      "must be true or false",
		`{Statement: ` + statement + `, Condition: {NumericEquals: {a: x}}}}`:                                 "must be a number",
		`{Statement: ` + statement + `, Condition: {DateEquals: {a: yesterday}}}}`:                            "must be a date",
		`{Statement: ` + statement + `, Condition: {IpAddress: {a: 10.0.0.0/33}}}}`:                           "must be an address",
		`{Statement: ` + statement + `, Condition: {StringEquals: {a: {b: c}}}}}`:                             "a value of a must be a string",
		`{Version: "2012-10-17", Statement: ` + statement + `, Condition: {StringEquals: {a: "${b"}}}}`:       "no closing brace",
		`{Version: "2012-10-17", Statement: ` + statement + `, Condition: {StringEquals: {a: "${}"}}}}`:       "has no name",
		`{Version: "2012-10-17", Statement: ` + statement + `, Condition: {StringEquals: {a: "${b, c}"}}}}`:   "single quotes",
		`{Statement: {Effect: Allow, Principal: everyone, Action: "*", Resource: "*"}}`:                       `must be "*"`,
		`{Statement: {Effect: Allow, Principal: [], Action: "*", Resource: "*"}}`:                             "a Principal must be a mapping",
		`{Statement: {Effect: Allow, Principal: {AWS: "arn:aws:iam::1:user/*"}, Action: "*", Resource: "*"}}`: "without wildcards",
		`{Statement: {Effect: Allow, Principal: {AWS: [[]]}, Action: [{}], Resource: "*"}}`:                   "must be a string",
	} {
		n, problems := tree.Read("policy.yaml", []byte(text))
		if problems.HasErrors() {
			t.Fatal(problems)
		}
		p, problems := policy.Read(n, policy.Options{OfResource: true})
		if p != nil || !strings.Contains(problems.Error(), want) {
			t.Errorf("%s: %v, want %q", text, problems, want)
		}
	}
	n, _ := tree.Read("policy.yaml", []byte(statements(statement+`}`)))
	if _, problems := policy.Read(n, policy.Options{}); !strings.Contains(problems.Error(), "no Principal") {
		t.Errorf("a principal in an identity's policy: %v", problems)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(statements(`{Effect: Allow, Principal: "*", Action: "*", Resource: "a*b?c${aws:username}"}`), "abc")
	f.Add(statements(`{Effect: Deny, NotPrincipal: {AWS: "1"}, NotAction: "*", NotResource: [], Condition: {"ForAnyValue:ArnLike": {"aws:PrincipalArn": "arn:*"}}}`), "x")
	f.Fuzz(func(t *testing.T, text, resource string) {
		n, problems := tree.Read("policy.yaml", []byte(text))
		if problems.HasErrors() {
			return
		}
		for _, o := range []policy.Options{{}, {OfResource: true, API: api}} {
			p, problems := policy.Read(n, o)
			if (p == nil) != problems.HasErrors() {
				t.Fatalf("policy %v, problems %v", p, problems)
			}
			for _, who := range []policy.Principal{ann, reader, nobody} {
				policy.Evaluate(&policy.Request{Action: invoke, Resource: resource, Principal: who, Context: context}, p)
			}
		}
	})
}

// BenchmarkEvaluate decides by a policy of some statements.
func BenchmarkEvaluate(b *testing.B) {
	n, _ := tree.Read("policy.yaml", []byte(statements(
		`{Effect: Deny, Action: "execute-api:Invoke", Resource: "`+api+`/prod/*/admin/*"}`,
		`{Effect: Allow, Action: "execute-api:Invoke", Resource: ["`+api+`/prod/POST/pets", "`+api+`/prod/GET/pets/*"]}`,
	)))
	p, _ := policy.Read(n, policy.Options{})
	r := &policy.Request{Action: invoke, Resource: resource}
	b.ReportAllocs()
	for b.Loop() {
		if policy.Evaluate(r, p) != policy.Allow {
			b.Fatal("denied")
		}
	}
}
