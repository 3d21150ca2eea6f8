// Package conformance holds the gateway to what is known of API Gateway: cases
// of our own, one rule of the service each, and suites that others have made.
// docs/conformance.md tells how to read its score card and how to add to it.
package conformance
