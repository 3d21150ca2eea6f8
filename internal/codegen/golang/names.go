package golang

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/naming"
)

// scope is where names must differ. A name that is taken gets the first number, from
// 2, with which it is not.
type scope struct {
	taken map[string]bool
	last  map[string]int // number that a name was given
}

func newScope(taken ...string) *scope {
	s := &scope{taken: map[string]bool{}, last: map[string]int{}}
	for _, name := range taken {
		s.taken[name] = true
	}
	return s
}

// take allocates a name.
func (s *scope) take(name string) string {
	return s.takeIf(name, func(candidate string) bool { return !s.taken[candidate] })
}

// takeIf allocates a name that is free in the caller's sense.
func (s *scope) takeIf(name string, free func(string) bool) string {
	candidate := name
	for n := max(2, s.last[name]); !free(candidate); n++ {
		candidate = numbered(name, n)
		s.last[name] = n
	}
	s.taken[candidate] = true
	return candidate
}

// numbered puts a number behind a name, apart from one that is there already.
func numbered(name string, n int) string {
	if last := name[len(name)-1]; '0' <= last && last <= '9' {
		return name + "_" + strconv.Itoa(n)
	}
	return name + strconv.Itoa(n)
}

// OperationNames are what generated code calls an operation, in all packages of a
// model.
type OperationNames struct {
	Name     string // GetPetByID: of methods, and the start of everything else
	FileName string // get_pet_by_id: of files, without an extension; differs also where case does not count
	Folder   string // getpetbyid: of the stub's folder, which is a package's name too

	Input     string            // GetPetByIDInput
	Form      string            // GetPetByIDForm: what a form in the body holds
	Multipart string            // GetPetByIDMultipart: what a form of the other kind holds
	Response  string            // GetPetByIDResponse
	Operation string            // GetPetByIDOperation
	Statuses  map[string]string // by status: GetPetByID200, GetPetByID4XX, GetPetByIDDefault
	Mocks     map[string]string // by status: MockGetPetByID200
}

// What the core package and the handlers' package declare besides what comes from
// the model.
var (
	coreNames    = strings.Fields("Integrations All Map Model Operations Mocks")
	handlerNames = strings.Fields("Router Operations API New Handlers")
	fileNames    = strings.Fields("router api functions types operations integrations mocks doc")
)

// names allocates the identifiers of a model: first the named schemas, then what operations need. Adding an operation renames
// no type.
type names struct {
	core       *scope
	schemas    map[*model.Schema]string
	operations map[*model.Operation]*OperationNames
}

func newNames(api *model.API) *names {
	n := &names{core: newScope(coreNames...), schemas: map[*model.Schema]string{}, operations: map[*model.Operation]*OperationNames{}}
	for _, s := range api.Schemas {
		n.schemas[s] = n.core.take(Exported(s.Name))
	}
	handlers, files, folders := newScope(handlerNames...), newScope(fileNames...), codegen.HandlerFolders(api)
	for _, o := range api.Operations {
		all := n.nameOperation(o, handlers)
		all.FileName = files.take(fileName(all.Name))
		all.Folder = folders[o]
		n.operations[o] = all
	}
	return n
}

// nameOperation finds a name with which everything that is called after it is free.
func (n *names) nameOperation(o *model.Operation, handlers *scope) *OperationNames {
	var all *OperationNames
	handlers.takeIf(Exported(o.ID), func(candidate string) bool {
		all = namesOf(o, candidate)
		return free(handlers, all.inHandlers()) && free(n.core, all.inCore())
	})
	mark(handlers, all.inHandlers())
	mark(n.core, all.inCore())
	return all
}

func namesOf(o *model.Operation, name string) *OperationNames {
	all := &OperationNames{
		Name: name, Input: name + "Input", Form: name + "Form", Multipart: name + "Multipart", Response: name + "Response",
		Operation: name + "Operation",
		Statuses:  map[string]string{}, Mocks: map[string]string{},
	}
	for _, r := range append(slices.Clone(o.Responses), answers(o)...) {
		status := r.Status
		if status == "default" {
			status = "Default"
		}
		all.Statuses[r.Status] = name + status
		all.Mocks[r.Status] = "Mock" + name + status
	}
	return all
}

func (all *OperationNames) inHandlers() []string {
	own := []string{all.Name, all.Input, all.Form, all.Multipart, all.Response, all.Operation}
	for _, name := range all.Statuses {
		own = append(own, name)
	}
	return own
}

func (all *OperationNames) inCore() []string {
	var own []string
	for _, name := range all.Mocks {
		own = append(own, name)
	}
	return own
}

func free(s *scope, names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return s.taken[name] })
}

func mark(s *scope, names []string) {
	for _, name := range names {
		s.taken[name] = true
	}
}

// fileName returns the name of an operation's file. Endings by which the go command
// tells tests and platforms apart get a word behind them.
func fileName(identifier string) string {
	name := strings.ToLower(naming.Snake(identifier))
	_, last, ok := cutLast(name, "_")
	if ok && (last == "test" || slices.Contains(platforms, last)) {
		name += "_operation"
	}
	return name
}

func cutLast(s, separator string) (before, after string, found bool) {
	i := strings.LastIndex(s, separator)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(separator):], true
}

// platforms are the endings of file names that the go command takes for an operating
// system or an architecture: internal/syslist of Go.
var platforms = strings.Fields(`aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9
	solaris wasip1 windows zos 386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32
	mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm`)
