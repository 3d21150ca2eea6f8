"""The CDK app of the pet shop."""

from aws_cdk import App

from petstore_stack import PetstoreStack

app = App()
PetstoreStack(app, "Petstore", wholesaler=app.node.get_context("wholesaler"))
app.synth()
