// Package version holds gatewright's version, in this one place.
package version

import (
	"errors"

	"golang.org/x/mod/semver"
)

// Version is the version of the command, the library and the packages that they
// generate.
const Version = "0.1.0"

// Source is the directory of the clone that "make install" built the command from. The
// commands of releases have none.
var Source string

// Compare reports whether another version is newer than this one (1), older (-1), or
// works together with it (0): the versions of a minor release do.
func Compare(other string) (int, error) {
	theirs, ours := "v"+other, "v"+Version
	if !semver.IsValid(theirs) {
		return 0, errors.New("a version has three numbers, such as " + Version)
	}
	return semver.Compare(semver.MajorMinor(theirs), semver.MajorMinor(ours)), nil
}
