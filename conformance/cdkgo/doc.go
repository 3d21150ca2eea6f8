// Package cdkgo verifies the examples of the CDK, in four languages, against their golden templates, CloudFormation's linter,
// moto, which imports their definitions as API Gateway does, and gatewright dev, which serves them.
package cdkgo
