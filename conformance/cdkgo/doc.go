// Package cdkgo holds the examples of the CDK for Go to their golden templates, to CloudFormation's linter, to moto, which
// imports their definitions as API Gateway does, and to gatewright dev, which serves them.
package cdkgo
