// Package start holds what a new user does on the first day, in each language, against
// the clock: install, init, run the tests, call the API, add an operation, write its
// handler, synthesize.
package start
