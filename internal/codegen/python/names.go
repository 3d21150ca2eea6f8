package python

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/model"
	"github.com/gatewright/gatewright/model/naming"
)

// operationNames are what generated code calls an operation.
type operationNames struct {
	pascal string            // GetPetById: the start of its classes
	snake  string            // get_pet_by_id: its key in OperationConfig
	mocks  map[string]string // by status: get_pet_by_id_200, get_pet_by_id_4xx, get_pet_by_id_default
}

// names allocates the identifiers of a model: first those of the named schemas, then what is called after operations. Adding an
// operation renames no type.
type names struct {
	classes    *codegen.Scope
	operations map[*model.Operation]*operationNames
	schemas    map[*model.Schema]string
}

func newNames(api *model.API, taken []string) *names {
	n := &names{
		classes:    codegen.NewScope(append(slices.Clone(reserved), taken...)...),
		operations: map[*model.Operation]*operationNames{},
		schemas:    map[*model.Schema]string{},
	}
	for _, s := range api.Schemas {
		n.schemas[s] = n.classes.Take(className(s.Name, "Model"))
	}
	keys := codegen.NewScope(append(slices.Clone(keywords), notKeys...)...)
	for _, o := range api.Operations {
		all := &operationNames{
			pascal: n.classes.TakeAll(className(o.ID, "Operation"), []string{"Function"}),
			snake:  keys.Take(snakeName(o.ID, "operation")),
			mocks:  map[string]string{},
		}
		for _, r := range o.Responses {
			all.mocks[r.Status] = all.snake + "_" + strings.ToLower(r.Status)
		}
		n.operations[o] = all
	}
	return n
}

// longest is how many characters an identifier has; what is longer is cut, and tells by
// a checksum what it was.
const longest = 80

// className returns the name of a class: GetPetById.
func className(name, otherwise string) string {
	id := naming.Pascal(ascii(name))
	if id == "" || unicode.IsDigit(rune(id[0])) {
		id = otherwise + id
	}
	return shortened(id, "")
}

// snakeName returns the name of an argument: get_pet_by_id. One that is a keyword ends in
// an underscore, as PEP 8 has it.
func snakeName(name, otherwise string) string {
	id := naming.Snake(ascii(name))
	switch {
	case id == "":
		id = otherwise
	case unicode.IsDigit(rune(id[0])):
		id = otherwise + "_" + id
	}
	if slices.Contains(keywords, id) || slices.Contains(notKeys, id) {
		id += "_"
	}
	return shortened(id, "_")
}

// ascii leaves the letters and digits that every tool takes. Python makes others
// compatible (NFKC), so that two names could become one.
func ascii(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r < unicode.MaxASCII:
			return r
		case unicode.IsLetter(r), unicode.IsMark(r):
			return -1
		}
		return ' '
	}, name)
}

func shortened(id, separator string) string {
	if len(id) <= longest {
		return id
	}
	const checksum = 8
	sum := sha256.Sum256([]byte(id))
	return strings.TrimRight(id[:longest-checksum-1], "_") + separator + hex.EncodeToString(sum[:checksum/2])
}

var identifier = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// isIdentifier reports whether a name can be written as it is where a class names its
// attributes: of two underscores Python makes a name of the class's own.
func isIdentifier(name string) bool {
	return identifier.MatchString(name) && !slices.Contains(keywords, name) && !strings.HasPrefix(name, "__")
}

// keywords are the words that are reserved everywhere. Soft ones, such as match and
// type, are names like others where generated code has them.
var keywords = strings.Fields(`False None True and as assert async await break class continue def del elif else except
	finally for from global if import in is lambda nonlocal not or pass raise return try while with yield`)

// notKeys are what keys of OperationConfig may not be called either: its methods, and
// what they name.
var notKeys = []string{"self", "cls", "by_id", "dict", "str"}

// reserved are the names that classes of a model may not have: those of the language and
// of its library that generated code uses, and those that the package has itself.
var reserved = strings.Fields(`Any Enum Generic Literal NotRequired TypeAlias TypedDict TypeVar T
	Ellipsis NotImplemented Exception Warning None True False
	Api MockIntegrations OperationConfig Operations OPERATION_LOOKUP`)
