package spec

// Placement is where a definition is deployed, as far as the ARNs in it tell.
// Empty parts are left to API Gateway's import, which puts its own partition and
// region in the place of ${AWS::Partition} and ${AWS::Region}.
type Placement struct {
	Partition string // "aws"
	Region    string // "eu-west-1"
}

// ServiceARN gives the ARN that API Gateway calls an AWS service by: a target of
// "s3:path/bucket/key" gives "arn:aws:apigateway:eu-west-1:s3:path/bucket/key".
func (p Placement) ServiceARN(target string) string {
	partition, region := p.Partition, p.Region
	if partition == "" {
		partition = "${AWS::Partition}"
	}
	if region == "" {
		region = "${AWS::Region}"
	}
	return "arn:" + partition + ":apigateway:" + region + ":" + target
}

// InvocationARN gives the ARN that API Gateway invokes a Lambda function by.
func (p Placement) InvocationARN(function string) string {
	return p.ServiceARN("lambda:path/2015-03-31/functions/" + function + "/invocations")
}
