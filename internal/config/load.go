package config

import (
	"cmp"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/internal/prepare"
	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/openapi"
	"github.com/gatewright/gatewright/spec"
)

// Options say what a project is loaded for.
type Options struct {
	// Local is for running on a laptop: functions without an ARN get one.
	Local bool
	// Template is for a CloudFormation template: functions without an ARN become
	// parameters of it, and integrations without a role share one that it creates.
	Template bool
	// Stage takes the place of the file's stage.
	Stage string
	// Generate is for generating code: it needs no integrations, so that neither
	// they nor what they refer to are read, and no definition is made.
	Generate bool
	// Client makes the definition even so, as client: true in the file does: who may call
	// is a part of the client's types.
	Client bool
	// Check is for looking only: operations whose integrations are in code that is
	// generated from the file count as having one.
	Check bool
	// Stdin is what the path "-" reads.
	Stdin io.Reader

	conditions map[string]bool // of CloudFormation; others hold
}

// fileNames are looked for in a directory, in this order.
var fileNames = []string{"gatewright.yaml", "gatewright.yml", "gatewright.json"}

// modelNames are usual names of OpenAPI documents; they are only looked for to
// tell the user about them.
var modelNames = []string{
	"openapi.yaml", "openapi.yml", "openapi.json", "api.yaml", "api.yml", "api.json",
}

// TemplateNames are the usual names of a template of AWS SAM, which only dev serves, in the
// order in which SAM's own command line looks for them.
var TemplateNames = []string{"template.yaml", "template.yml", "template.json"}

// Load reads the project at a path: a directory with gatewright.yaml, that file, an
// OpenAPI document, or "-" for stdin. The list holds all that is wrong. The
// project is never nil; with errors, it tells at least which files were read, and its
// definition is set when one could be made all the same.
func Load(path string, o Options) (*Project, diag.List) {
	l := &loader{options: o, project: &Project{Stage: DefaultStage, AccountID: LocalAccount}}
	l.intrinsics = newIntrinsics(l)
	l.project.Tokens = &l.intrinsics.tokens
	l.load(path)
	l.intrinsics.explainTokens()
	if l.project.Binding != nil {
		l.forBinding()
	}
	if l.options.Stage != "" {
		l.project.Stage = l.options.Stage
	}
	return l.project, l.List
}

// loader reads one project and collects what is wrong with it.
type loader struct {
	options Options
	project *Project
	dir     string // against which the file's paths are resolved
	root    *tree.Node
	stdin   []byte // the file itself; nil: it has a path

	intrinsics *intrinsics
	diag.List
}

func (l *loader) load(path string) {
	file, text, ok := l.find(path)
	if !ok {
		return
	}
	l.project.File = file
	l.root, l.List = tree.Read(file, text)
	if l.HasErrors() {
		return
	}
	if l.isUnsupported() {
		return
	}
	l.readAccount()
	written := l.root
	l.root = l.intrinsics.replace(l.fromTerraform(written))
	if isDocument(l.root) {
		l.loadDocument(file, written)
		return
	}
	if !l.readBinding() {
		return
	}
	format.conform(l.root, "gatewright.yaml", &l.List)
	conforms := !l.HasErrors()
	if name := l.get("model"); name.Is(tree.String) {
		l.loadModel(l.resolve(name.Text))
	}
	switch {
	case l.project.Model == nil || l.options.Generate && !conforms:
	case l.options.Generate:
		l.readGenerate()
		if l.options.Client || slices.ContainsFunc(l.project.Generate, func(g Generate) bool { return g.Client }) {
			l.prepareForClients()
		}
	case l.integrationsInCode() && !l.options.Check:
		l.Errorf(l.root.FieldPosition("generate"), "integrations-in-code",
			"the file has no integrations: those of its operations are in the code that is generated from it").Help =
			"synthesize the CDK app of that code, or serve it: gatewright dev DIR; to answer all operations with data made from the model: mockAll: true"
	case !conforms:
		l.checkOperations()
	default:
		in := l.read()
		in.MockAll = in.MockAll || l.integrationsInCode()
		l.prepare(in)
	}
}

// integrationsInCode reports whether code implements the operations, and the file does
// not say what happens for them.
func (l *loader) integrationsInCode() bool {
	return l.get("generate") != nil && l.get("integrations") == nil && !l.get("mockAll").True() &&
		slices.ContainsFunc(l.project.Model.Operations, func(o *model.Operation) bool { return o.Extension(spec.ExtIntegration) == nil })
}

// Find returns the file that Load reads for a path: the path itself, or gatewright.yaml
// in it. It is empty when there is none.
func Find(path string) string {
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		return path
	}
	return (&loader{project: &Project{}}).fileIn(path)
}

// find returns the file to read and its text.
func (l *loader) find(path string) (file string, text []byte, ok bool) {
	if path == "-" {
		text, problems := readStdin(l.options.Stdin)
		l.Add(problems...)
		l.stdin = text
		return "stdin", text, problems == nil
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		if path = l.fileIn(path); path == "" {
			return "", nil, false
		}
	}
	l.dir = filepath.Dir(path)
	l.project.Files = append(l.project.Files, path)
	text, err := os.ReadFile(path)
	if err != nil {
		l.Errorf(diag.Position{File: path}, "unreadable-file", "the file cannot be read: %v", reason(err))
	}
	return path, text, err == nil
}

// fileIn returns the file of a directory that names the integrations.
func (l *loader) fileIn(dir string) string {
	for _, name := range fileNames {
		if path := filepath.Join(dir, name); exists(path) {
			return path
		}
	}
	d := l.Errorf(diag.Position{File: dir}, "missing-project", "the directory has no gatewright.yaml")
	command, purpose := "gatewright dev ", "to answer every operation of the model with data made from it: "
	if l.options.Generate {
		command, purpose = "gatewright generate --go DIR ", "to generate code from the model alone: "
	}
	d.Help = "name a directory that has one, or an OpenAPI document: " + command + "openapi.yaml"
	for _, name := range modelNames {
		if path := filepath.Join(dir, name); exists(path) {
			d.Help = purpose + command + path
			break
		}
	}
	for _, name := range TemplateNames {
		if path := filepath.Join(dir, name); exists(path) {
			d.Help = "gatewright dev serves " + path + "; this command takes gatewright.yaml or an OpenAPI document"
			break
		}
	}
	return ""
}

// Has reports whether a directory has a gatewright.yaml.
func Has(dir string) bool {
	return slices.ContainsFunc(fileNames, func(name string) bool { return exists(filepath.Join(dir, name)) })
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// reason returns what went wrong without the path, which the position tells.
func reason(err error) error {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		return pathError.Err
	}
	return err
}

// resolve returns the path of a file that gatewright.yaml names.
func (l *loader) resolve(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(l.dir, filepath.FromSlash(path))
}

func (l *loader) loadModel(path string) {
	if strings.HasSuffix(path, ".smithy") || strings.HasSuffix(path, ".tsp") {
		l.Errorf(l.get("model").Position(), "unknown-model", "this version reads OpenAPI models only").Help =
			"compile the model to OpenAPI with its own compiler, and name the result"
		return
	}
	api, problems := l.readModel(path)
	for i, p := range problems {
		if p.Position.Line == 0 && path != l.project.File {
			problems[i].Notes = append(p.Notes, diag.Note{Position: l.get("model").Position(), Message: "the model is named here"})
		}
	}
	l.Add(problems...)
	if api != nil {
		l.project.Model = api
		l.project.Files = append(l.project.Files, api.Files...)
		return
	}
	l.project.Files = append(l.project.Files, path)
}

// readModel reads the model at a path, or the one that a binding sends along, whose path
// is but its name.
func (l *loader) readModel(name string) (*model.API, diag.List) {
	text := l.get("binding", "model")
	if l.stdin != nil && isDocument(l.root) {
		return openapi.ReadFS(fstest.MapFS{name: {Data: l.stdin}}, name, openapi.Replacing(l.intrinsics.replace))
	}
	if text == nil {
		return openapi.Read(name, openapi.Replacing(l.intrinsics.replace))
	}
	name = filepath.Base(name)
	return openapi.ReadFS(fstest.MapFS{name: {Data: []byte(text.Str())}}, name, openapi.Replacing(l.intrinsics.replace))
}

// isEcho reports whether a problem follows from an error that was found when the same
// place was read.
func (l *loader) isEcho(d diag.Diagnostic) bool {
	return d.Position.Line > 0 && slices.ContainsFunc(l.List, func(known diag.Diagnostic) bool {
		return known.Severity == diag.Error && known.Position == d.Position
	})
}

// checkOperations reports operations without an integration, and integrations of none,
// of a file whose entries cannot be read.
func (l *loader) checkOperations() {
	in := prepare.Input{
		Integrations: map[string]integration.Integration{},
		MockAll:      l.get("mockAll").True() || l.integrationsInCode(),
		At:           prepare.PositionsIn(l.root),
	}
	for _, id := range names(l.get("integrations")) {
		in.Integrations[id] = integration.Placeholder()
	}
	_, problems := prepare.Prepare(l.project.Model, in)
	for _, d := range problems {
		if d.Rule == "missing-integration" || d.Rule == "unknown-operation" {
			l.Add(d)
		}
	}
}

func (l *loader) prepare(in prepare.Input) {
	l.project.Input = in
	switch {
	case l.project.Model == nil:
		return
	case l.project.Binding != nil:
		if l.intrinsics.reportLost(); !l.HasErrors() {
			l.prepareBinding(in)
		}
		return
	}
	in.CDK = l.options.Template
	document, problems := prepare.Prepare(l.project.Model, in)
	l.Add(slices.DeleteFunc(problems, l.isEcho)...)
	l.project.Full = document
	l.define(document)
}

// prepareForClients makes the definition, from which clients know who may call. What is
// wrong with the integrations does not matter to them.
func (l *loader) prepareForClients() {
	before := l.List
	l.List, l.options.Local = nil, true // no function needs an ARN for it
	in := l.read()
	in.MockAll = true
	l.prepare(in)
	found := l.List
	if l.List = before; l.project.Definition == nil {
		l.Add(found...)
	}
}

// define makes a document the project's definition.
func (l *loader) define(document *spec.Document) {
	if document != nil {
		document.Written = l.intrinsics.tokens.Restore(document.Root)
	}
	l.project.Definition = document
}

// get returns the value at a chain of keys; a key without a value counts as absent.
func (l *loader) get(names ...string) *tree.Node { return get(l.root, names...) }

func get(n *tree.Node, names ...string) *tree.Node {
	n = n.Get(names...)
	if n.Is(tree.Null) {
		return nil
	}
	return n
}

// fields returns the entries of a mapping that may be absent.
func fields(n *tree.Node) []tree.Field {
	if n == nil {
		return nil
	}
	return n.Fields
}

// accountIDs are what AWS gives to accounts.
var accountIDs = regexp.MustCompile(`^[0-9]{12}$`)

// readAccount reads the account before anything else, because ARNs are made with it.
func (l *loader) readAccount() {
	id := l.get("accountId")
	switch {
	case !id.Is(tree.String): // conform reports what is not a string
	case accountIDs.MatchString(id.Text):
		l.project.AccountID = id.Text
	default:
		l.Errorf(id.Position(), "invalid-account-id", "%q is not the ID of an AWS account", id.Text).Help = `write 12 digits in quotes, such as "111122223333"`
	}
}

// stageOf returns the stage of the file.
func (l *loader) stageOf() string { return cmp.Or(l.get("stage").Str(), DefaultStage) }
