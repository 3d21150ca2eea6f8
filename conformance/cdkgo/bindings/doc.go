// Package bindings holds one app in four languages to one another: what it deploys, and what it answers on this machine.
package bindings
