// Package vocabulary declares the options of integrations, authorizers and APIs, each
// once, by the name that it has everywhere. The format of gatewright.yaml, its JSON Schema
// and its reference are built from the declaration; package generate writes the option
// types of the language bindings and the tables of the documentation from it.
package vocabulary

//go:generate go test ./generate -run TestGenerated -update

import (
	"encoding/json"
	"strings"
	"time"
)

// Group is the options of one thing, such as an integration with S3.
type Group struct {
	Name    string // of the type in TypeScript, Python and Java: S3IntegrationProps
	Doc     string // a sentence about the type
	Extends *Group // whose options it has too
	Options []Option

	// Struct is the struct of the construct for Go; empty: it has none.
	Struct string
	// Constructs means that gatewright.yaml does not have the options.
	Constructs bool

	Go *GoOptions // nil: Go has no functions for these options
}

// Groups are all groups, each after those that its options refer to.
var Groups = []*Group{
	S3, Mock, HTTP, VPCLink, Service, IntegrationOptions,
	Cognito, JWTClaim, JWTIssuer, JWT, Custom,
	APIKeys, Validation, MockData, AccessLog, ManagedRule, CIDRAllowList, WebACL,
}

// GoOptions is how the integration package spells the options of a group: as functions
// with a prefix that return an option of a type.
type GoOptions struct {
	Prefix string // S3
	Target string // the type that the options are applied to: s3
	Of     string // the constructors that take the options: "S3"
}

// All returns the options of the group, those of the group that it extends first.
func (g *Group) All() []Option {
	if g.Extends == nil {
		return g.Options
	}
	return append(g.Extends.All(), g.Options...)
}

// Option is one option. Its name is AWS PDK's where that has one.
type Option struct {
	Name     string
	Type     Type
	Doc      string // a noun phrase or "Whether ...", and further sentences
	Default  string // a JSON value, or a noun phrase such as "the operation's"; empty: none
	Required bool

	// Explicit options have a zero value that differs from the default.
	Explicit bool
	// GoParameter says how Go spells an option that is not an option function.
	GoParameter string
}

// Literal returns the default as a JSON value, and false when it is a phrase.
func (o Option) Literal() (string, bool) {
	return o.Default, o.Default != "" && json.Valid([]byte(o.Default))
}

// Sentences returns the documentation with the default.
func (o Option) Sentences() string {
	doc := o.Doc
	if o.Type.Kind == Duration {
		doc += " The range is " + Short(o.Type.Between[0]) + " to " + Short(o.Type.Between[1]) + "."
	}
	if o.Default == "" {
		return doc
	}
	value := o.Default
	if _, ok := o.Literal(); ok {
		value = strings.Trim(value, `"`)
	}
	return doc + " The default is " + value + "."
}

// Short writes a duration without units that are zero: 29s, 5m, 1h.
func Short(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// Kind is what gatewright.yaml has for an option.
type Kind int

// The kinds of options.
const (
	Text Kind = iota
	Texts
	Mapping // of names to text
	Boolean
	Integer
	Duration
	Enum
	Responses // a response set
	List      // of another group
	Object    // of the CDK
)

// Type is what an option takes in each language.
type Type struct {
	Kind     Kind
	Note     string   // what the text is, such as "An ARN."
	Values   []string // of an Enum
	Min, Max int      // of an Integer
	Between  [2]time.Duration
	Of       *Group // of a List

	Go         string
	TypeScript string
	Python     string
	Java       string
	Imports    []Import
	// Wire is the function that converts a value to what gatewright.yaml has for it;
	// empty: it is the same.
	Wire string
}

// Import is a name of a module of the AWS CDK that the types of TypeScript, Python and Java
// refer to. The module is that of a service, such as "iam"; empty: the CDK's own.
type Import struct{ Module, Name string }
