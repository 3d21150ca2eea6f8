// Package config reads gatewright.yaml: the integrations and options of an API,
// as a person writes them and as the constructs of other languages send them.
package config

import (
	"fmt"
	"strings"
	"time"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/prepare"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/mockdata"
	"github.com/gatewright/gatewright/spec"
	"github.com/gatewright/gatewright/spec/stage"
)

// The region and the account of what runs on a laptop.
const (
	LocalRegion  = "us-east-1"
	LocalAccount = "123456789012"
)

// DefaultStage is the stage of a file that names none.
const DefaultStage = "prod"

// Project is an API with all that belongs to it.
type Project struct {
	File           string   // the file that names the integrations, or the model itself
	ModelOnly      bool     // File is a model that is not a finished definition, and there is no gatewright.yaml
	Files          []string // all the files that were read, also when there were errors
	Model          *model.API
	Definition     *spec.Document
	AccountID      string // of what runs on this machine
	Stage          string
	StageVariables map[string]string
	Settings       stage.Settings    // of the stage
	Functions      []Function        // in the order of the file
	Buckets        []Bucket          // in the order of the file
	VPCLinks       map[string]string // addresses by the links' IDs
	Generate       []Generate        // in the order of the file
	MockData       mockdata.Options  // read for Generate only
	Credentials    []Credential      // in the order of the file
	UserPools      []UserPool        // in the order of the file
	TokenIssuers   []TokenIssuer     // in the order of the file
	Source         Source
	Input          prepare.Input     // what Definition was prepared from
	Full           *spec.Document    // Definition before it was pruned
	Uses           map[string]Uses   // what integrations use, by operation ID
	Tokens         *intrinsic.Tokens // the intrinsic functions whose tokens are in strings of the project
	Binding        *Binding          // what sent the file; nil: a person wrote it

	conditions []*tree.Node // the names of those that no option decides, in the order in which Fn::If asks for them
}

// Function is a Lambda function of the file.
type Function struct {
	Name        string // its key
	ARN         string // empty when it has none
	Parameter   string // of the template, whose value is the ARN; empty: none
	Code        string // the path, made relative to the working directory; empty when it has none
	Runtime     string
	Handler     string
	Environment map[string]string
	Timeout     time.Duration // 0: the default
	Memory      int           // MiB; 0: the default
	Concurrency int           // calls at once; 0: the default
	Position    diag.Position

	codeText     string // the path as it is written
	codePosition diag.Position
}

// Bucket is an S3 bucket of the file.
type Bucket struct {
	Key       string
	Name      string
	ARN       string // empty: not known
	KeyARN    string // of the key that encrypts the objects; empty: not known
	Directory string // the path, made relative to the working directory; empty when it has none
	Position  diag.Position
}

// Generate is code that the file asks for, in one language.
type Generate struct {
	Language string // its key: "go"
	Out      string // the directory, made relative to the working directory
	Package  string // empty: made of the directory's name
	NoCDK    bool
	Client   bool
	// DefaultAuthorizer is the security scheme of the operations of which the model says
	// nothing, for the client; empty: none.
	DefaultAuthorizer string
	Handlers          string                   // the directory, made relative to the working directory; empty: the default
	Positions         map[string]diag.Position // by key
}

// FunctionPosition returns the place of a function by its name, or of the file.
func (p *Project) FunctionPosition(name string) diag.Position {
	for _, f := range p.Functions {
		if f.Name == name {
			return f.Position
		}
	}
	return diag.Position{File: p.File}
}

// MissingCode returns the warning of [Function.MissingCode] about a function by its name.
func (p *Project) MissingCode(name string) diag.List {
	for _, f := range p.Functions {
		if f.Name == name {
			return f.MissingCode()
		}
	}
	return nil
}

// VPCLink returns the local address of a VPC link's target.
func (p *Project) VPCLink(id string) (string, error) {
	address, ok := p.VPCLinks[id]
	if !ok {
		return "", fmt.Errorf("no local address is configured for VPC link %s; give its address under vpcLinks", id)
	}
	return address, nil
}

// FunctionOf returns the ARN of the Lambda function that an integration's URI calls,
// or "" when it calls none.
func FunctionOf(uri string) string {
	_, rest, found := strings.Cut(uri, ":lambda:path/")
	if !found {
		return ""
	}
	_, arn, found := strings.Cut(rest, "/functions/")
	if !found {
		return ""
	}
	arn, _, _ = strings.Cut(arn, "/")
	return arn
}

// LocalARN returns the ARN that a function without one has on this machine.
func (p *Project) LocalARN(name string) string {
	return "arn:aws:lambda:" + LocalRegion + ":" + p.AccountID + ":function:" + name
}
