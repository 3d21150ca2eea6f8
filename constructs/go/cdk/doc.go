// Package cdk makes APIs of gatewright constructs of the AWS CDK: generated code hands it a model and one integration
// for each operation, and it adds the REST API with its stage, its logs, its firewall and the permissions that the
// integrations need.
//
// What a definition says is decided by the packages integration and prepare, as for every other language binding; this package
// decides what is deployed next to it.
package cdk

// IsAtLeastVersion0_1 is there for generated code to assert that this library is not older than the generator.
const IsAtLeastVersion0_1 = true
