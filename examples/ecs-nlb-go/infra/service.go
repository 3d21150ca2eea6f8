package main

import (
	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/spec"
)

// service passes requests to the server, under the paths that the model has, and tells it the ID of each.
type service struct {
	link string // the ID of the VPC link
	host string // of the load balancer
}

// Render implements integration.Integration. There is no Grant: a VPC link needs no permissions.
func (s service) Render(p integration.Props) (*spec.Integration, error) {
	i := &spec.Integration{
		Type:           spec.HTTPProxy,
		HTTPMethod:     p.Operation.Method,
		URI:            "http://" + s.host + p.Operation.Path,
		ConnectionType: spec.VPCLink,
		ConnectionID:   s.link,
		RequestParameters: []spec.Mapping{
			{Target: "integration.request.header.X-Request-Id", Source: "context.requestId"},
		},
	}
	for _, name := range p.Operation.PathParameters() {
		i.RequestParameters = append(i.RequestParameters, spec.Mapping{
			Target: "integration.request.path." + name, Source: "method.request.path." + name,
		})
	}
	return i, nil
}
