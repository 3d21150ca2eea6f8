"""The examples of the integrations guide, in the form that users of the PDK know."""

import json

from aws_cdk import App, Stack
from aws_cdk.aws_apigateway import CorsOptions
from aws_cdk.aws_cognito import UserPool
from aws_cdk.aws_lambda import Code, Function, Runtime
from aws_cdk.aws_s3 import Bucket
from constructs import Construct

from petstore import (
    Api,
    ApiGatewayIntegration,
    Authorizers,
    Greeting,
    Integration,
    IntegrationRenderProps,
    IntegrationResponseSets,
    Integrations,
    MockIntegrations,
    OperationConfig,
    Operations,
    TypeSafeApiIntegration,
    TypeSafeApiWebAclOptions,
)


class Elsewhere(Integration):
    def render(self, props: IntegrationRenderProps) -> ApiGatewayIntegration:
        return ApiGatewayIntegration(type="HTTP_PROXY", http_method="GET", uri="https://example.com")


def mocked() -> TypeSafeApiIntegration:
    return TypeSafeApiIntegration(integration=Integrations.mock())


class Shop(Stack):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        fn = Function(self, "Hello", runtime=Runtime.NODEJS_22_X, handler="index.handler", code=Code.from_inline("exports.handler = 0"))
        bucket = Bucket(self, "Pets")
        cognito_authorizer = Authorizers.cognito(authorizer_id="users", user_pools=[UserPool(self, "Users")])
        greeting: Greeting = {"message": "hello"}

        Api(self, "Api", default_authorizer=cognito_authorizer,
            cors_options=CorsOptions(allow_origins=["https://example.com"]),
            integrations=MockIntegrations.mock_all(
                say_hello=TypeSafeApiIntegration(integration=Integrations.lambda_(fn), authorizer=Authorizers.none()),
                get_pet=TypeSafeApiIntegration(
                    integration=Integrations.s3(
                        bucket=bucket,
                        path="pets/{petId}.json",
                        integration_response_set=IntegrationResponseSets.s3_json_error_message(),
                    )
                ),
                delete_pet=TypeSafeApiIntegration(integration=MockIntegrations.delete_pet_204()),
                get_order=TypeSafeApiIntegration(integration=Elsewhere(), authorizer=Authorizers.iam()),
            ))
        Api(self, "Mocks", integrations=MockIntegrations.mock_all(say_hello=TypeSafeApiIntegration(integration=MockIntegrations.say_hello_200(greeting))))
        Api(self, "All", integrations=Operations.all(TypeSafeApiIntegration(integration=Integrations.lambda_(fn))), web_acl_options=TypeSafeApiWebAclOptions(disable=True))
        Api(self, "Each", integrations=Operations.each(lambda id, details: mocked()), web_acl_options=TypeSafeApiWebAclOptions(disable=True))
        Api(self, "One", default_authorizer=cognito_authorizer, web_acl_options=TypeSafeApiWebAclOptions(disable=True),
            integrations=OperationConfig(
                say_hello=TypeSafeApiIntegration(integration=Integrations.lambda_(fn)),
                get_health=mocked(), list_pets=mocked(), add_pet=mocked(), get_pet=mocked(), put_pet=mocked(),
                delete_pet=mocked(), get_photo=mocked(), get_order=mocked(), quote_order=mocked()))


app = App()
Shop(app, "Shop")
print(json.dumps(app.synth().get_stack_by_name("Shop").template))
