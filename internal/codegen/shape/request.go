package shape

import (
	"math/big"
	"slices"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/model"
)

// ParameterSchema returns the schema of a parameter, wherever it is described.
func ParameterSchema(p *model.Parameter) *model.Schema {
	if p.Schema == nil && len(p.Content) > 0 {
		return p.Content[0].Schema
	}
	return p.Schema
}

// IsFile reports whether a schema describes a file in a multipart form.
func IsFile(s *model.Schema) bool {
	if s == nil {
		return false
	}
	return slices.ContainsFunc(Parts(s), func(p *model.Schema) bool {
		return p.Format == "binary" || p.Node.Get("contentMediaType").Str() != "" && p.Node.Get("contentEncoding") == nil && !isText(p)
	})
}

func isText(s *model.Schema) bool {
	return strings.Contains(s.Node.Get("contentMediaType").Str(), "json") || slices.Contains(s.Types, "object")
}

// Encoding returns what the body of an operation says about how a form writes a field, or nil.
func Encoding(api *model.API, o *model.Operation, m *model.MediaType, property string) *tree.Node {
	body := o.Node.Get("requestBody")
	if ref := body.Get("$ref").Str(); ref != "" {
		name := strings.NewReplacer("~1", "/", "~0", "~").Replace(strings.TrimPrefix(ref, "#/components/requestBodies/"))
		body = api.Document.Get("components", "requestBodies", name)
	}
	return body.Get("content", m.Type, "encoding", property)
}

// Explode returns whether an encoding explodes a field; nil: it does not say.
func Explode(encoding *tree.Node) *bool {
	if n := encoding.Get("explode"); n.Is(tree.Bool) {
		return new(n.True())
	}
	return nil
}

// Ceiling returns the smallest integer that is at least a bound, or above an exclusive one.
func Ceiling(bound *big.Rat, exclusive bool) *big.Int {
	quotient, remainder := new(big.Int).DivMod(bound.Num(), bound.Denom(), new(big.Int))
	if remainder.Sign() != 0 || exclusive {
		quotient.Add(quotient, big.NewInt(1))
	}
	return quotient
}

// Floor returns the largest integer that is at most a bound, or below an exclusive one.
func Floor(bound *big.Rat, exclusive bool) *big.Int {
	n := Ceiling(new(big.Rat).Neg(bound), exclusive)
	return n.Neg(n)
}
