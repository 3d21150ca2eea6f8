package cloudformation

import (
	"cmp"
	"slices"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/intrinsic"
	"github.com/gatewright/gatewright/internal/local"
	"github.com/gatewright/gatewright/internal/local/s3"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
	"github.com/gatewright/gatewright/spec/stage"
)

// Options say what an assembly is read for.
type Options struct {
	// Region and AccountID are those of stacks that name none; default us-east-1
	// and 123456789012.
	Region    string
	AccountID string
	// Stage is the name of the stage of each API; default: its first one.
	Stage string
	// Work is a directory for the code of functions that templates hold inline.
	// Without it these functions cannot run.
	Work string
	// Services says that AWS services other than Lambda and S3 can be reached.
	Services bool
	// VPCLinks gives the addresses ("host:port") of the targets of
	// VPC links, by the links' construct paths or logical IDs.
	VPCLinks map[string]string
	// Parameters gives values to parameters of stacks, by "NAME" or "STACK:NAME".
	Parameters map[string]string
}

// Assembly is what a laptop can run of a cloud assembly, and what it cannot.
type Assembly struct {
	APIs      []*API // those with methods, in the order of stacks and templates
	Functions []Function
	Buckets   []s3.Bucket // without directories
	Absent    []Absent
	Files     []string // all that were read, also when there were errors
}

// API is a REST API.
type API struct {
	Path           string // of the construct: "Shop/Api"; without one, the stack's name and the logical ID
	ID             string // what {"Ref": …} gives
	Region         string
	AccountID      string
	Stage          string
	StageVariables map[string]string
	Stages         []string // the names of all its stages
	Settings       stage.Settings
	MadeKeys       []stage.APIKey // whose values are in no template
	EdgeOptimized  bool
	Document       *spec.Document
	// Deployed is what API Gateway takes from the document.
	Deployed *spec.API
	// Local is the same, but operations that need what is absent call a function
	// that Assembly.Lambda answers for.
	Local    *spec.API
	VPCLinks map[string]string // addresses by the links' IDs
	Position diag.Position
}

// Function is a function that some API calls.
type Function struct {
	local.Function
	Path     string // of the construct
	Position diag.Position
}

// Absent is a resource that does not run on a laptop.
type Absent struct {
	Type     string // "AWS::SQS::Queue"
	Path     string // of the construct
	Reason   string
	ARN      string // of the function that answers in its place; empty when no API needs it
	Position diag.Position
}

// Read reads the cloud assembly in a directory, usually cdk.out. The list holds
// all that is wrong; the assembly is never nil.
func Read(dir string, o Options) (*Assembly, diag.List) {
	return read(o, func(r *reader) { r.readManifest(dir) })
}

// ReadTemplate reads a single template, also one for the transform of AWS SAM, whose
// files are local.
func ReadTemplate(file string, o Options) (*Assembly, diag.List) {
	return read(o, func(r *reader) { r.readTemplate(file) })
}

func read(o Options, find func(*reader)) (*Assembly, diag.List) {
	o.Region = cmp.Or(o.Region, "us-east-1")
	o.AccountID = cmp.Or(o.AccountID, "123456789012")
	r := &reader{
		options:   o,
		assembly:  &Assembly{},
		assets:    map[string]asset{},
		active:    map[any]bool{},
		standIns:  map[string]bool{},
		functions: map[string]*resource{},
		made:      map[string]bool{},
		dynamic:   map[string]string{},
		budget:    intrinsic.NewBudget(),
	}
	find(r)
	r.nestStacks()
	r.checkParameters()
	r.checkStage()
	r.findFunctions()
	r.readAPIs()
	r.findBuckets()
	r.listAbsent()
	slices.Sort(r.assembly.Files)
	r.assembly.Files = slices.Compact(r.assembly.Files)
	return r.assembly, r.Sorted()
}

// reader reads one assembly and collects what is wrong with it.
type reader struct {
	options      Options
	assembly     *Assembly
	stacks       []*stack // nested ones after those that hold them
	assets       map[string]asset
	functions    map[string]*resource // by ARN
	made         map[string]bool      // types and names that were made
	dynamic      map[string]string    // local values of dynamic references
	unknownStage bool                 // no API has the stage that was asked for
	standIns     map[string]bool      // ARNs of functions that answer for what is absent
	subject      string               // the logical ID that is being resolved
	active       map[any]bool         // what is being resolved: what leads back to it is a cycle
	budget       *intrinsic.Budget    // of the whole assembly
	diag.List
}

// file reads a JSON file of the assembly.
func (r *reader) file(path string, because diag.Note) *tree.Node {
	n, problems := readFile(path)
	r.assembly.Files = append(r.assembly.Files, path)
	if because.Message != "" {
		for i := range problems {
			problems[i].Notes = append(problems[i].Notes, because)
		}
	}
	r.Add(problems...)
	return n
}

// resources returns those of a type that exist, of all stacks.
func (r *reader) resources(kind string) []*resource {
	var found []*resource
	for _, s := range r.stacks {
		for _, candidate := range s.order {
			if candidate.kind == kind && candidate.exists() {
				found = append(found, candidate)
			}
		}
	}
	return found
}
