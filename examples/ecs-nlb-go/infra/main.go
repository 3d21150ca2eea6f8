// Package main deploys the orders: a server on Amazon ECS behind a network load balancer, which the API reaches through a
// VPC link.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecspatterns"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/examples/ecs-nlb-go/orders"
	"github.com/gatewright/gatewright/examples/ecs-nlb-go/orders/orderscdk"
	"github.com/gatewright/gatewright/integration"
)

// newStack makes everything that the orders consist of.
func newStack(scope constructs.Construct, id string) awscdk.Stack {
	stack := awscdk.NewStack(scope, jsii.String(id), nil)
	server := newServer(stack)
	link := awsapigateway.NewVpcLink(stack, jsii.String("Link"), &awsapigateway.VpcLinkProps{
		Targets: &[]awselasticloadbalancingv2.INetworkLoadBalancer{server.LoadBalancer()},
	})
	orderscdk.NewApi(stack, "Api", &orderscdk.ApiProps{
		Integrations: orders.All(func(integration.Operation) integration.Integration {
			return service{link: *link.VpcLinkId(), host: *server.LoadBalancer().LoadBalancerDnsName()}
		}),
		DefaultAuthorizer: authorizer.None(),
	})
	return stack
}

const port = 8080 // that the server listens on

// newServer runs the server in a network of its own, into which nobody gets but the load balancer.
func newServer(stack awscdk.Stack) awsecspatterns.NetworkLoadBalancedFargateService {
	vpc := awsec2.NewVpc(stack, jsii.String("Vpc"), &awsec2.VpcProps{MaxAzs: jsii.Number(2), NatGateways: jsii.Number(1)})
	server := awsecspatterns.NewNetworkLoadBalancedFargateService(stack, jsii.String("Server"), &awsecspatterns.NetworkLoadBalancedFargateServiceProps{
		Vpc: vpc,
		TaskImageOptions: &awsecspatterns.NetworkLoadBalancedTaskImageOptions{
			Image:         awsecs.ContainerImage_FromAsset(jsii.String("../server"), nil),
			ContainerPort: jsii.Number(port),
		},
		DesiredCount:       jsii.Number(1), // it keeps the orders in its memory
		MinHealthyPercent:  jsii.Number(100),
		PublicLoadBalancer: jsii.Bool(false),
	})
	server.Service().Connections().AllowFrom(
		awsec2.Peer_Ipv4(vpc.VpcCidrBlock()), awsec2.Port_Tcp(jsii.Number(port)), jsii.String("the load balancer"))
	return server
}

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	newStack(app, "Orders")
	app.Synth(nil)
}
