package cdk

import (
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"

	"github.com/gatewright/gatewright/integration"
	"github.com/gatewright/gatewright/spec"
)

// VPCLink passes requests through a VPC link to a network load balancer, and its responses back. The URI names the balancer
// and the path, in which {name} stands for a parameter of the operation's path. It needs no permissions.
func VPCLink(link awsapigateway.IVpcLink, uri string, options ...integration.HTTPOption) integration.Integration {
	return vpcLink{link, uri, options}
}

type vpcLink struct {
	link    awsapigateway.IVpcLink
	uri     string
	options []integration.HTTPOption
}

func (v vpcLink) Render(p integration.Props) (*spec.Integration, error) {
	if v.link == nil {
		return nil, optionError("vpcLink", "the VPC link is nil", "make the link before the API, and keep it where the integration finds it")
	}
	options := append([]integration.HTTPOption{integration.HTTPVPCLink(*v.link.VpcLinkId())}, v.options...)
	return integration.HTTPProxy(v.uri, options...).Render(p)
}
