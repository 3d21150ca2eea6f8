// Package cloudformation reads what the AWS CDK synthesizes, a cloud assembly of
// CloudFormation templates and assets, and finds in it what a laptop can run: its
// REST APIs as definitions, the functions behind them, the buckets. References and
// intrinsic functions are resolved to the local world; what they refer to and
// cannot be known is left as a placeholder such as "<Shop/Table.StreamArn>".
//
// A template is read lazily: only what an API needs is resolved, and only that can
// be wrong.
package cloudformation
