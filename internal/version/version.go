// Package version holds gatewright's version, in this one place.
package version

// Version is the version of the command, the library and the packages that they
// generate.
const Version = "0.1.0"
