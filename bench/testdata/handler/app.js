// An app with one function that the CDK bundles by esbuild.
const { App, Stack } = require('aws-cdk-lib')
const { LambdaIntegration, RestApi } = require('aws-cdk-lib/aws-apigateway')
const { Runtime } = require('aws-cdk-lib/aws-lambda')
const { NodejsFunction } = require('aws-cdk-lib/aws-lambda-nodejs')
const path = require('node:path')

const app = new App()
const stack = new Stack(app, 'Hello')
const hello = new NodejsFunction(stack, 'Function', { entry: path.join(__dirname, 'hello.ts'), runtime: Runtime.NODEJS_22_X })
new RestApi(stack, 'Api').root.addResource('hello').addMethod('GET', new LambdaIntegration(hello))
app.synth()
