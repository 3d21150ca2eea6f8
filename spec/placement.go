package spec

import (
	"cmp"
	"strings"
)

// Placement is where a definition is deployed, as far as the ARNs in it tell.
// Empty parts are left to API Gateway's import, which puts its own partition and
// region in the place of ${AWS::Partition} and ${AWS::Region} (API Gateway
// Developer Guide, "AWS variables for OpenAPI import").
type Placement struct {
	Partition string // "aws"
	Region    string // "eu-west-1"
}

// PlacementOf returns the partition and region that ARNs agree on. Those that are
// not known yet, and parts that differ, leave it empty. Roles have no region.
func PlacementOf(arns ...string) Placement {
	var p Placement
	partitions, regions := true, true
	for _, arn := range arns {
		of := placementOf(arn)
		partitions = partitions && agree(&p.Partition, of.Partition)
		regions = regions && agree(&p.Region, of.Region)
	}
	if !partitions {
		p.Partition = ""
	}
	if !regions {
		p.Region = ""
	}
	return p
}

func agree(known *string, other string) bool {
	if *known == "" {
		*known = other
	}
	return other == "" || *known == other
}

func placementOf(arn string) Placement {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" || strings.Contains(arn, "${") {
		return Placement{}
	}
	return Placement{Partition: parts[1], Region: parts[3]}
}

// ServiceARN returns the ARN that API Gateway calls an AWS service by: a target of
// "s3:path/bucket/key" gives "arn:aws:apigateway:eu-west-1:s3:path/bucket/key".
func (p Placement) ServiceARN(target string) string {
	return "arn:" + cmp.Or(p.Partition, "${AWS::Partition}") + ":apigateway:" + cmp.Or(p.Region, "${AWS::Region}") + ":" + target
}

// InvocationARN returns the ARN that API Gateway invokes a Lambda function by. Its
// region is the function's, where the function's ARN tells it.
func (p Placement) InvocationARN(function string) string {
	of := placementOf(function)
	p.Partition, p.Region = cmp.Or(of.Partition, p.Partition), cmp.Or(of.Region, p.Region)
	return p.ServiceARN("lambda:path/2015-03-31/functions/" + function + "/invocations")
}
