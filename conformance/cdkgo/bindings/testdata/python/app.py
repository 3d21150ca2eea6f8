"""The app in Python."""

from aws_cdk import App, Stack
from aws_cdk.aws_apigateway import ApiKeySourceType, CorsOptions
from aws_cdk.aws_cognito import UserPool
from aws_cdk.aws_dynamodb import Attribute, AttributeType, Table
from aws_cdk.aws_iam import Role, ServicePrincipal
from aws_cdk.aws_lambda import Code, Function, Runtime
from aws_cdk.aws_s3 import Bucket

from shop import (
    SHARED_ROLE,
    Api,
    ApiGatewayIntegration,
    ApiGatewayIntegrationResponse,
    ApiKeyOptions,
    Authorizers,
    Integration,
    IntegrationGrantProps,
    IntegrationRenderProps,
    IntegrationResponseSet,
    IntegrationResponseSets,
    Integrations,
    MockDataOptions,
    MockIntegrations,
    OperationConfig,
    TypeSafeApiIntegration,
    TypeSafeApiIntegrationOptions,
)


class Item(Integration):
    """Gets an item of a table: an integration of the user's own."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def render(self, props: IntegrationRenderProps) -> ApiGatewayIntegration:
        stack = Stack.of(props.scope)
        return ApiGatewayIntegration(
            type="AWS",
            http_method="POST",
            uri=f"arn:{stack.partition}:apigateway:{stack.region}:dynamodb:action/GetItem",
            credentials=SHARED_ROLE,
            request_templates={"application/json": f'{{"TableName": "{self._table.table_name}"}}'},
            responses={"default": ApiGatewayIntegrationResponse(status_code="200")},
        )

    def grant(self, props: IntegrationGrantProps) -> None:
        props.allow(["dynamodb:GetItem"], [self._table.table_arn])


class Moved(IntegrationResponseSet):
    """A response set of the user's own."""

    def render(self, props: IntegrationRenderProps) -> dict[str, ApiGatewayIntegrationResponse]:
        template = f'{{"moved": "{props.operation_id}"}}'
        return {
            "404": ApiGatewayIntegrationResponse(
                status_code="410", response_templates={props.content_types[0]: template}
            )
        }


app = App()
stack = Stack(app, "Shop")
users = UserPool(stack, "Users")
hello = Function(
    stack, "Hello", runtime=Runtime.NODEJS_22_X, handler="index.handler", code=Code.from_asset("../hello")
)
tail = Function(
    stack, "Tail", runtime=Runtime.NODEJS_22_X, handler="tail.handler", code=Code.from_asset("../hello")
)
bucket = Bucket(stack, "Pets")
role = Role(stack, "Photographer", assumed_by=ServicePrincipal("apigateway.amazonaws.com"))
table = Table(stack, "Orders", partition_key=Attribute(name="id", type=AttributeType.STRING))
pet = TypeSafeApiIntegration(integration=Integrations.s3(bucket=bucket, path="pets/{petId}.json"))
photo = "photos/{X-Tenant}/{size}/{petId}"

api = Api(
    stack,
    "Api",
    integrations=OperationConfig(
        say_hello=TypeSafeApiIntegration(integration=Integrations.lambda_(hello), authorizer=Authorizers.none()),
        get_tail=TypeSafeApiIntegration(
            integration=Integrations.lambda_(tail), authorizer=Authorizers.none(), stream=True
        ),
        get_health=TypeSafeApiIntegration(
            integration=MockIntegrations.get_health_200({"text": "open"}), authorizer=Authorizers.none()
        ),
        list_pets=TypeSafeApiIntegration(integration=MockIntegrations.list_pets_200()),
        get_pet=pet,
        put_pet=pet,
        put_photo=TypeSafeApiIntegration(
            integration=Integrations.s3(
                bucket=bucket,
                path=photo,
                query_string_request_parameters=["size"],
                header_request_parameters=["X-Tenant"],
            )
        ),
        find_photo=TypeSafeApiIntegration(
            integration=Integrations.s3(
                bucket=bucket,
                role=role,
                method="get",
                path=photo,
                query_string_request_parameters=["size"],
                header_request_parameters=["X-Tenant"],
                integration_response_set=IntegrationResponseSets.composite(
                    IntegrationResponseSets.default_passthrough(status_code=203),
                    IntegrationResponseSets.s3_json_error_message(),
                    IntegrationResponseSets.custom(
                        responses={"400": ApiGatewayIntegrationResponse(status_code="410")}
                    ),
                    Moved(),
                ),
            )
        ),
        get_order=TypeSafeApiIntegration(integration=Item(table)),
        get_admin=TypeSafeApiIntegration(integration=Integrations.mock(), authorizer=Authorizers.iam()),
        get_quote=TypeSafeApiIntegration(
            integration=MockIntegrations.get_quote_200({"text": "cheap"}),
            authorizer=Authorizers.none(),
            options=TypeSafeApiIntegrationOptions(api_key_required=True),
        ),
    ),
    default_authorizer=Authorizers.cognito(authorizer_id="users", user_pools=[users]),
    mock_data_options=MockDataOptions(seed=7, max_array_length=2),
    cors_options=CorsOptions(allow_origins=["https://example.com"]),
    api_key_options=ApiKeyOptions(source=ApiKeySourceType.HEADER),
)
plan = api.api.add_usage_plan("Plan")
plan.add_api_stage(stage=api.api.deployment_stage)
plan.add_api_key(api.api.add_api_key("Key", value="a-key-of-the-shop-to-test"))
app.synth()
