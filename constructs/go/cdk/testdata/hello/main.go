// Package main is a function that does nothing.
package main

func main() {}
