package cdk

import (
	"strconv"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/gatewright/gatewright/internal/deploy"
)

// Stacks are nested stacks over which constructs are spread by their names: a stack has at most 500 resources, and one
// function for each of some hundred operations has more.
//
//	functions := cdk.NewStacks(stack, "Functions", 6)
//	hello := petstorecdk.NewSayHelloFunction(functions.For("SayHello"), "SayHello", nil)
//
// A name always gets the same stack as long as there are as many of them. With another number most names stay where they
// are; what moves is deleted and made again. The API itself belongs into the parent, and nothing in the nested stacks may
// refer to it.
type Stacks struct{ stacks []awscdk.NestedStack }

// NewStacks creates nested stacks. 80 functions of NewFunction fit well into one.
func NewStacks(scope constructs.Construct, id string, count int) *Stacks {
	s := &Stacks{}
	for i := range max(count, 1) {
		s.stacks = append(s.stacks, awscdk.NewNestedStack(scope, jsii.String(id+strconv.Itoa(i+1)), nil))
	}
	return s
}

// For returns the stack in which the construct of a name belongs.
func (s *Stacks) For(name string) constructs.Construct {
	return s.stacks[deploy.StackOf(name, len(s.stacks))]
}
