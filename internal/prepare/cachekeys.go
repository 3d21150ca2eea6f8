package prepare

import (
	"cmp"
	"strings"

	"github.com/gatewright/gatewright/internal/tree"
	"github.com/gatewright/gatewright/spec"
	"github.com/gatewright/gatewright/spec/stage"
)

// CDKCaching returns the settings of a stage of the AWS CDK that turn caching on and off,
// given by its keys of methods, such as "/pets/{id}/GET" and "/*/*".
func CDKCaching(enabled map[string]bool) stage.Settings {
	s := stage.Settings{Methods: map[string]stage.MethodSettings{}}
	for key, caching := range enabled {
		at := max(0, strings.LastIndexByte(key, '/'))
		path, method := cmp.Or(key[:at], "/"), strings.ToUpper(key[at:])
		method = strings.TrimPrefix(method, "/")
		name := method + " " + path
		switch {
		case path == "/*" && method == "*":
			name = stage.AllMethods
		case path == "/*":
			name = method + " *"
		}
		s.Methods[name] = stage.MethodSettings{Caching: &caching}
	}
	return s
}

// setCacheKeys lets the cache of the stage tell the requests of an operation apart
// ("Cache settings for REST APIs in API Gateway"). Keys that are written are kept.
func (p *preparation) setCacheKeys() {
	if !p.in.Stage.CachesAny() {
		return
	}
	api, _ := spec.Read(&spec.Document{Root: p.root}) // who checks the definition says what is wrong with it
	for _, o := range api.Operations {
		if !p.in.Stage.Caches(o.Method, o.Path) || o.Integration == nil || o.Integration.CacheKeyParameters != nil {
			continue
		}
		if keys := o.CacheKeys(); len(keys) > 0 {
			p.setCacheKeysOf(o, keys)
		}
	}
}

func (p *preparation) setCacheKeysOf(o *spec.Operation, keys []string) {
	name := strings.ToLower(o.Method)
	if o.Method == spec.AnyMethod {
		name = spec.ExtAnyMethod
	}
	item := p.root.Get("paths", o.Path)
	operation := p.resolve(item.Get(name)).Copy()
	integration := p.resolve(operation.Get(spec.ExtIntegration)).Copy()
	integration.Set("cacheKeyParameters", tree.NewStrings(keys))
	operation.Set(spec.ExtIntegration, integration)
	operation.Set("parameters", declareKeys(operation.Get("parameters"), o, keys))
	item.Set(name, operation)
}

// declareKeys declares what API Gateway takes for a cache key: parameters of the method.
func declareKeys(list *tree.Node, o *spec.Operation, keys []string) *tree.Node {
	for _, key := range keys {
		in, name := requestSource(key)
		declared := false
		for _, q := range o.Parameters {
			declared = declared || q.In == in && q.Name == name
		}
		if !declared {
			list = copyList(list)
			list.Items = append(list.Items, newParameter(in, name, in == "path"))
		}
	}
	return list
}
