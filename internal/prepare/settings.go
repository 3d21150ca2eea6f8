package prepare

import (
	"strconv"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
)

// maxCompressionSize is the largest body that a threshold can name, in bytes.
const maxCompressionSize = 10_485_760

func (p *preparation) checkSettings() {
	if size := p.in.MinimumCompressionSize; size != nil && (*size < 0 || *size > maxCompressionSize) {
		p.Errorf(p.in.At("minCompressionSize"), "invalid-setting", "the minimum compression size of %d bytes is not between 0 and %d", *size, maxCompressionSize)
	}
	if k := p.in.APIKeys; k != nil && keySource(k) == "" {
		p.Errorf(p.in.At("apiKeyOptions", "source"), "invalid-setting", "API keys come from header or authorizer, not from %q", k.Source)
	}
	for _, t := range p.in.BinaryMediaTypes {
		if kind, sub, ok := strings.Cut(t, "/"); !ok || kind == "" || sub == "" || strings.ContainsAny(t, " ;,") {
			p.Errorf(p.in.At("binaryMediaTypes"), "invalid-setting", "%q is not a media type", t).
				Help = `write a type without parameters, such as "image/png", "image/*" or "*/*"`
		}
	}
	p.checkGatewayResponses()
}

// keySource returns API Gateway's word for where API keys come from, or "".
func keySource(k *APIKeys) string {
	switch source := strings.ToUpper(k.Source); source {
	case "", "HEADER":
		return "HEADER"
	case "AUTHORIZER":
		return source
	}
	return ""
}

func (p *preparation) setSettings() {
	if p.in.Name != "" {
		info := copyMapping(p.root.Get("info"))
		info.Set("title", tree.NewString(p.in.Name))
		p.root.Set("info", info)
	}
	if k := p.in.APIKeys; k != nil && (k.Source != "" || p.root.Get(spec.ExtAPIKeySource) == nil) {
		p.root.Set(spec.ExtAPIKeySource, tree.NewString(keySource(p.in.APIKeys)))
	}
	switch {
	case len(p.binary.types) == 0:
		p.root.Delete(spec.ExtBinaryMediaTypes)
	case p.binary.derived || p.in.BinaryMediaTypes != nil:
		p.root.Set(spec.ExtBinaryMediaTypes, tree.NewStrings(p.binary.types))
	}
	if p.in.MinimumCompressionSize != nil {
		p.root.Set(spec.ExtMinimumCompressionSize, tree.NewInt(*p.in.MinimumCompressionSize))
	}
	p.root.Set(spec.ExtPolicy, p.in.Policy)
}

// counted returns "1 operation" or "3 operations".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
