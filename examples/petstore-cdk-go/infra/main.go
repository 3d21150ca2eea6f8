// Package main deploys the pet shop: one function, one bucket, mocks for what is still to come, and users of a Cognito
// user pool who may use it.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/gatewright/gatewright/authorizer"
	"github.com/gatewright/gatewright/constructs/go/cdk"
	"github.com/gatewright/gatewright/examples/petstore-cdk-go/petstore"
	"github.com/gatewright/gatewright/examples/petstore-cdk-go/petstore/petstorecdk"
	"github.com/gatewright/gatewright/integration"
)

// backend says what happens for each operation. Without one of these methods the app does not compile.
type backend struct {
	hello awslambda.IFunction
	pets  awss3.IBucket
}

// SayHello is open to everybody.
func (b backend) SayHello() integration.Integration {
	return integration.WithAuthorizer(cdk.Lambda(b.hello), authorizer.None())
}

func (b backend) GetPet() integration.Integration {
	return cdk.S3(b.pets, integration.S3Path("pets/{petId}.json"))
}

func (b backend) PutPet() integration.Integration {
	return cdk.S3(b.pets, integration.S3Path("pets/{petId}.json"))
}

func (backend) DeletePet() integration.Integration { return petstore.MockDeletePet204() }

func (backend) ListPets() integration.Integration { return integration.Placeholder() }

// newStack makes everything that the pet shop consists of.
func newStack(scope constructs.Construct, id string) awscdk.Stack {
	stack := awscdk.NewStack(scope, jsii.String(id), nil)
	users := awscognito.NewUserPool(stack, jsii.String("Users"), &awscognito.UserPoolProps{
		SelfSignUpEnabled: jsii.Bool(true),
		SignInAliases:     &awscognito.SignInAliases{Email: jsii.Bool(true)},
	})
	users.AddClient(jsii.String("Shop"), &awscognito.UserPoolClientOptions{
		AuthFlows: &awscognito.AuthFlow{UserSrp: jsii.Bool(true)},
	})
	petstorecdk.NewApi(stack, "Api", &petstorecdk.ApiProps{
		Integrations: backend{
			hello: petstorecdk.NewSayHelloFunction(stack, "SayHello", nil),
			pets: awss3.NewBucket(stack, jsii.String("Pets"), &awss3.BucketProps{
				BlockPublicAccess: awss3.BlockPublicAccess_BLOCK_ALL(),
				EnforceSSL:        jsii.Bool(true),
			}),
		},
		DefaultAuthorizer: cdk.Cognito("users", []awscognito.IUserPool{users}),
	})
	return stack
}

func main() {
	defer jsii.Close()
	app := awscdk.NewApp(nil)
	newStack(app, "Petstore")
	app.Synth(nil)
}
