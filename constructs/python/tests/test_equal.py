"""The construct in Go is held to golden files; the same apps here make the same templates."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Unpack, cast

import pytest
from aws_cdk import App, CfnOutput, Duration, RemovalPolicy, Size, Stack
from aws_cdk.aws_apigateway import (
    AccessLogFormat,
    ApiKeySourceType,
    CorsOptions,
    EndpointType,
    GatewayResponseOptions,
    MethodDeploymentOptions,
    MethodLoggingLevel,
    ResponseType,
    StageOptions,
    ThrottleSettings,
    VpcLink,
)
from aws_cdk.aws_cognito import UserPool
from aws_cdk.aws_ec2 import Vpc
from aws_cdk.aws_elasticloadbalancingv2 import NetworkLoadBalancer
from aws_cdk.aws_iam import Role, ServicePrincipal
from aws_cdk.aws_kms import Key
from aws_cdk.aws_lambda import Alias, Code, Function, IFunction, Runtime, SnapStartConf
from aws_cdk.aws_logs import LogGroup, RetentionDays
from aws_cdk.aws_s3 import Bucket
from aws_cdk.aws_sqs import Queue
from aws_cdk.aws_wafv2 import CfnWebACL

from gatewright import (
    AccessLogOptions,
    ApiGatewayIntegrationResponse,
    ApiKeyOptions,
    Authorizers,
    CidrAllowList,
    CustomAuthorizerType,
    IntegrationResponseSets,
    Integrations,
    JwtAdditionalClaim,
    JwtIssuer,
    ManagedRule,
    Method,
    MockDataOptions,
    OperationDetails,
    PlaceholderIntegration,
    TypeSafeApiIntegration,
    TypeSafeApiIntegrationOptions,
    TypeSafeApiIntegrations,
    TypeSafeApiOptions,
    TypeSafeApiWebAclOptions,
    TypeSafeRestApi,
    Validation,
)
from shop import function

TESTDATA = Path(__file__).parents[2] / "go/cdk/testdata"
SHOP = (TESTDATA / "shop.json").read_text(encoding="utf-8")


def operations_of(model: str) -> dict[str, OperationDetails]:
    """Give the operations of a model, as the generator writes them."""
    return {
        operation["operationId"]: OperationDetails(
            method=cast("Method", "any" if key == "x-amazon-apigateway-any-method" else key),
            path=path,
            content_types=[],
            response_content_types=[],
        )
        for path, item in json.loads(model)["paths"].items()
        for key, operation in item.items()
        if "operationId" in operation
    }


def new_api(
    stack: Stack, model: str, integrations: TypeSafeApiIntegrations, **options: Unpack[TypeSafeApiOptions]
) -> TypeSafeRestApi:
    lookup = operations_of(model)
    return TypeSafeRestApi(stack, "Api", model=model, operation_lookup=lookup, integrations=integrations, **options)


def mocks() -> dict[str, TypeSafeApiIntegration]:
    return {
        operation_id: TypeSafeApiIntegration(integration=Integrations.mock()) for operation_id in operations_of(SHOP)
    }


def everything(stack: Stack) -> None:
    pets = function(stack, "Pets")
    orders = Alias(stack, "Live", alias_name="live", version=function(stack, "Orders").current_version)
    bucket = Bucket(stack, "Photos", encryption_key=Key(stack, "Key"))
    queue = Queue(stack, "Queue")
    users = Authorizers.cognito(
        authorizer_id="users", user_pools=[UserPool(stack, "Users")], authorization_scopes=["pets/read"]
    )
    oidc = Authorizers.jwt(
        authorizer_id="oidc",
        issuers=[
            JwtIssuer(
                issuer="https://login.example.com/",
                audiences=["shop"],
                additional_claims=[JwtAdditionalClaim(claim_name="tenant", required=True, expected_values=["blue"])],
            )
        ],
        default_algorithms=["RS256", "ES256"],
    )
    gate = function(stack, "Gate")
    own_role = Role(stack, "Own", assumed_by=ServicePrincipal("apigateway.amazonaws.com"))
    theirs = Role.from_role_arn(stack, "Theirs", "arn:aws:iam::111122223333:role/theirs", mutable=False)
    balancer = NetworkLoadBalancer(stack, "Balancer", vpc=Vpc(stack, "Vpc", max_azs=2, nat_gateways=0))
    vpc_link = VpcLink(stack, "Link", targets=[balancer])
    path = "pets/{petId}.json"
    integrations = {
        "listPets": TypeSafeApiIntegration(integration=Integrations.lambda_(pets)),
        "addPet": TypeSafeApiIntegration(
            integration=Integrations.lambda_(pets),
            authorizer=Authorizers.custom(authorizer_id="gate", function=gate, results_cache_ttl=Duration.seconds(60)),
        ),
        "getPet": TypeSafeApiIntegration(integration=Integrations.s3(bucket=bucket, path=path)),
        "putPet": TypeSafeApiIntegration(
            integration=Integrations.s3(bucket=bucket, path=path), authorizer=Authorizers.none()
        ),
        "deletePet": TypeSafeApiIntegration(
            integration=Integrations.s3(bucket=bucket, path=path, role=own_role), authorizer=Authorizers.iam()
        ),
        "getPhoto": TypeSafeApiIntegration(
            integration=Integrations.s3(bucket=bucket, path="photos/{petId}/{name}", role=theirs)
        ),
        "order": TypeSafeApiIntegration(
            integration=Integrations.service(
                service="states",
                action="StartExecution",
                resource="arn:aws:states:eu-west-1:111122223333:stateMachine:orders",
                request_templates={"application/json": '{"stateMachineArn": "orders"}'},
            )
        ),
        "listOrders": TypeSafeApiIntegration(
            integration=Integrations.lambda_(orders),
            authorizer=Authorizers.custom(
                authorizer_id="inspect",
                function=gate,
                type=CustomAuthorizerType.REQUEST,
                identity_source="method.request.header.X-Tenant",
            ),
        ),
        "send": TypeSafeApiIntegration(
            integration=Integrations.service(
                service="sqs",
                path=f"{stack.account}/{queue.queue_name}",
                resource=queue.queue_arn,
                actions=["sqs:SendMessage"],
                request_parameters={
                    "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'",
                },
                request_templates={
                    "application/json": "Action=SendMessage&MessageBody=$util.urlEncode($input.body)",
                },
            ),
            authorizer=oidc.with_scopes("orders/write"),
        ),
        "inside": TypeSafeApiIntegration(
            integration=Integrations.vpc_link(
                vpc_link=vpc_link, uri=f"http://{balancer.load_balancer_dns_name}/x/{{id}}"
            )
        ),
        "health": TypeSafeApiIntegration(
            integration=Integrations.lambda_(
                Function.from_function_arn(
                    stack, "Imported", "arn:aws:lambda:eu-west-1:111122223333:function:health:live"
                )
            ),
            options=TypeSafeApiIntegrationOptions(api_key_required=True),
        ),
        "soon": TypeSafeApiIntegration(integration=PlaceholderIntegration()),
    }
    api = new_api(
        stack,
        SHOP,
        integrations,
        default_authorizer=users,
        cors_options=CorsOptions(
            allow_origins=["https://example.com"], allow_credentials=True, max_age=Duration.minutes(10)
        ),
        api_key_options=ApiKeyOptions(source=ApiKeySourceType.HEADER),
        validation=Validation(body=False, parameters=True),
        gateway_responses=[GatewayResponseOptions(type=ResponseType.THROTTLED, status_code="429")],
        web_acl_options=TypeSafeApiWebAclOptions(
            cidr_allow_list=CidrAllowList(cidr_type="IPV4", cidr_ranges=["192.0.2.0/24"]),
            managed_rules=[
                ManagedRule(name="AWSManagedRulesCommonRuleSet", rule_action_overrides=[counted()]),
                ManagedRule(
                    vendor_name="AWS",
                    vendor="AWS",
                    name="AWSManagedRulesBotControlRuleSet",
                    version="Version_3.1",
                    excluded_rules=[CfnWebACL.ExcludedRuleProperty(name="CategoryAdvertising")],
                    scope_down_statement=CfnWebACL.StatementProperty(
                        geo_match_statement=CfnWebACL.GeoMatchStatementProperty(country_codes=["FR"])
                    ),
                ),
            ],
            rules=[limit()],
        ),
        access_log_options=AccessLogOptions(retention=RetentionDays.ONE_WEEK, removal_policy=RemovalPolicy.DESTROY),
        binary_media_types=["image/*"],
        min_compression_size=Size.kibibytes(1),
        fail_on_warnings=True,
        endpoint_types=[EndpointType.REGIONAL],
    )
    plan = api.api.add_usage_plan("Plan", throttle=ThrottleSettings(rate_limit=10, burst_limit=20))
    plan.add_api_stage(stage=api.api.deployment_stage)
    plan.add_api_key(api.api.add_api_key("Key"))
    CfnOutput(stack, "Url", value=api.api.url)


def counted() -> CfnWebACL.RuleActionOverrideProperty:
    return CfnWebACL.RuleActionOverrideProperty(
        name="SizeRestrictions_BODY",
        action_to_use=CfnWebACL.RuleActionProperty(count=CfnWebACL.CountActionProperty()),
    )


def limit() -> CfnWebACL.RuleProperty:
    return CfnWebACL.RuleProperty(
        name="limit",
        priority=100,
        action=CfnWebACL.RuleActionProperty(block=CfnWebACL.BlockActionProperty()),
        statement=CfnWebACL.StatementProperty(
            rate_based_statement=CfnWebACL.RateBasedStatementProperty(limit=1000, aggregate_key_type="IP")
        ),
        visibility_config=CfnWebACL.VisibilityConfigProperty(
            cloud_watch_metrics_enabled=True, metric_name="limit", sampled_requests_enabled=True
        ),
    )


def defaults(stack: Stack) -> None:
    model = """{"openapi": "3.0.3", "info": {"title": "Mock", "version": "1"}, "paths": {"/": {"get": {
			"operationId": "hello", "responses": {"200": {"description": "done"}}}}}}"""
    new_api(stack, model, {"hello": TypeSafeApiIntegration(integration=Integrations.mock())})


def nothing(stack: Stack) -> None:
    pets = Integrations.s3(bucket=Bucket.from_bucket_name(stack, "Pets", "pets-of-ours"))
    new_api(
        stack,
        SHOP,
        {**mocks(), "putPet": TypeSafeApiIntegration(integration=pets)},
        mock_data_options=MockDataOptions(seed=7, max_array_length=2),
        prune=True,
        role=Role.from_role_arn(stack, "Role", "arn:aws:iam::111122223333:role/ours"),
        web_acl_options=TypeSafeApiWebAclOptions(disable=True),
        access_log_options=AccessLogOptions(disable=True),
        rest_api_name="own",
        cloud_watch_role=False,
        deploy_options=StageOptions(
            stage_name="beta",
            tracing_enabled=False,
            logging_level=MethodLoggingLevel.OFF,
            method_options={"/pets/{petId}/PUT": MethodDeploymentOptions(caching_enabled=True)},
        ),
    )


GUARDED = """{"openapi": "3.0.3", "info": {"title": "Guarded", "version": "1"},
			"components": {"securitySchemes": {
				"gate": {"type": "apiKey", "name": "Authorization", "in": "header"},
				"unused": {"type": "apiKey", "name": "X", "in": "header"}
			}},
			"paths": {"/{any+}": {
				"x-amazon-apigateway-any-method": {"operationId": "all", "security": [{"gate": []}],
					"parameters": [{"name": "any", "in": "path", "required": true, "schema": {"type": "string"}}],
					"responses": {"200": {"description": "done"}}}},
				"/": {"get": {"operationId": "root", "responses": {"200": {"description": "done"}}}}}}"""


def snap_started(stack: Stack, id: str) -> Function:
    return Function(
        stack,
        id,
        runtime=Runtime.PYTHON_3_13,
        handler="index.handler",
        code=Code.from_inline("handler = None"),
        snap_start=SnapStartConf.ON_PUBLISHED_VERSIONS,
    )


def nested(stack: Stack) -> None:
    new_api(
        stack,
        GUARDED,
        {
            "all": TypeSafeApiIntegration(integration=Integrations.lambda_(snap_started(stack, "All"))),
            "root": TypeSafeApiIntegration(integration=Integrations.lambda_(function(stack, "Root").current_version)),
        },
        authorizers=[
            Authorizers.custom(authorizer_id="gate", function=snap_started(stack, "Gate")),
            Authorizers.custom(authorizer_id="spare", function=function(stack, "Spare")),
        ],
        nested_permissions=True,
    )


def undeployed(stack: Stack) -> None:
    get = TypeSafeApiIntegration(integration=Integrations.lambda_(function(stack, "Get")))
    api = new_api(
        stack, SHOP, {**mocks(), "getPet": get}, deploy=False, mock_data_options=MockDataOptions(disable=True)
    )
    assert (api.deployment_stage, api.url, api.web_acl, api.access_log_group) == (None, None, None, None)


def options(stack: Stack) -> None:
    """Set each option that everything does not."""
    token = "method.request.header.X-Token"

    def imported(name: str) -> IFunction:
        return Function.from_function_arn(stack, name, f"arn:aws:lambda:eu-west-1:111122223333:function:{name}")

    theirs = Role.from_role_arn(stack, "Theirs", "arn:aws:iam::111122223333:role/theirs", mutable=False)
    pool = UserPool.from_user_pool_arn(
        stack, "Users", "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_users"
    )
    users = Authorizers.cognito(
        authorizer_id="users", user_pools=[pool], authorization_scopes=["a/b"], identity_source=token
    )
    oidc = Authorizers.jwt(
        authorizer_id="oidc",
        issuers=[JwtIssuer(issuer="https://login.example.com/", audiences=["shop"])],
        authorization_scopes=["c/d"],
        identity_source=token,
    )
    gate = Authorizers.custom(
        authorizer_id="gate",
        function=imported("Gate"),
        identity_source=token,
        identity_validation_expression="Bearer .+",
        results_cache_ttl=Duration.seconds(0),
        role=theirs,
    )
    request_parameters = {"integration.request.header.X-Source": "'gateway'"}
    request_templates = {"application/json": "$input.body"}
    sets = IntegrationResponseSets
    not_found = {"404": ApiGatewayIntegrationResponse(status_code="404")}
    get_object = Integrations.s3(
        bucket=Bucket.from_bucket_name(stack, "Objects", "objects-of-ours"),
        method="get",
        path="{X-Tenant}/{size}/{key}",
        query_string_request_parameters=["size"],
        header_request_parameters=["X-Tenant"],
        integration_response_set=sets.composite(sets.default_passthrough(), sets.catch_all()),
    )
    call_backend = Integrations.http(
        uri="https://example.com/{id}/{page}/{X-Tenant}",
        proxy=False,
        method="put",
        timeout=Duration.seconds(5),
        query_string_request_parameters=["page"],
        header_request_parameters=["X-Tenant"],
        request_parameters=request_parameters,
        request_templates=request_templates,
        integration_response_set=sets.composite(sets.default_passthrough(), sets.custom(responses=not_found)),
    )
    call_inside = Integrations.vpc_link(
        vpc_link=VpcLink.from_vpc_link_id(stack, "Link", "link-of-ours"),
        uri="http://inside.example.com/{id}",
        target="arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/inside/0123456789abcdef",
    )
    send = Integrations.service(
        service="sqs",
        path="111122223333/{topic}-{X-Tenant}-{id}",
        subdomain="queues",
        method="post",
        role=theirs,
        resource="arn:aws:sqs:eu-west-1:111122223333:*",
        actions=["sqs:SendMessage"],
        query_string_request_parameters=["topic"],
        header_request_parameters=["X-Tenant"],
        request_parameters=request_parameters,
        request_templates=request_templates,
        integration_response_set=sets.composite(sets.default_passthrough(), sets.catch_all()),
    )
    respond = Integrations.mock(status_code=200, body="{}", headers={"X-Kind": "'fixed'"})
    new_api(
        stack,
        (TESTDATA / "options.json").read_text(encoding="utf-8"),
        {
            "getObject": TypeSafeApiIntegration(integration=get_object),
            "callBackend": TypeSafeApiIntegration(integration=call_backend),
            "callInside": TypeSafeApiIntegration(integration=call_inside),
            "send": TypeSafeApiIntegration(integration=send),
            "respond": TypeSafeApiIntegration(integration=respond),
            "follow": TypeSafeApiIntegration(integration=Integrations.lambda_(imported("Follow")), stream=True),
            "guard": TypeSafeApiIntegration(integration=Integrations.mock(), authorizer=gate),
            "hold": TypeSafeApiIntegration(integration=Integrations.mock(), authorizer=oidc),
        },
        default_authorizer=users,
        api_key_options=ApiKeyOptions(source=ApiKeySourceType.HEADER, required_by_default=True),
        validation=Validation(body=True, parameters=False),
        web_acl_options=TypeSafeApiWebAclOptions(
            web_acl_arn="arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/ours/1"
        ),
        access_log_options=AccessLogOptions(
            log_group=LogGroup.from_log_group_name(stack, "Log", "log-of-ours"), format=AccessLogFormat.clf()
        ),
    )


CASES: dict[str, Callable[[Stack], None]] = {
    "everything": everything,
    "options": options,
    "defaults": defaults,
    "nothing": nothing,
    "nested": nested,
    "undeployed": undeployed,
}


def compared(resources: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    """Give of resources what the golden files hold of them."""
    return {
        id: {
            "Type": resource["Type"],
            "Properties": resource.get("Properties"),
            **({"DependsOn": resource["DependsOn"]} if "DependsOn" in resource else {}),
        }
        for id, resource in resources.items()
    }


@pytest.mark.parametrize("name", CASES)
def test_makes_the_same_template_as_the_construct_in_go(name: str) -> None:
    app = App(analytics_reporting=False, tree_metadata=False)
    stack = Stack(app, "Test")
    CASES[name](stack)
    assembly = app.synth()
    artifact = assembly.get_stack_by_name("Test")
    want = json.loads((TESTDATA / f"{name}.golden.json").read_text(encoding="utf-8"))
    template: dict[str, Any] = artifact.template
    assert compared(template["Resources"]) == compared(want["Resources"])
    nested_templates = {
        path.name.removesuffix(".nested.template.json"): compared(
            json.loads(path.read_text(encoding="utf-8"))["Resources"]
        )
        for path in sorted(Path(assembly.directory).glob("*.nested.template.json"))
    }
    assert nested_templates == {file: compared(resources) for file, resources in want["Nested"].items()}
    # Go does not know where in the code an authorizer is.
    told = [
        f"{message.level.name.lower()} {message.id}: {re.sub(r'^[^ ]+:[0-9]+:[0-9]+: ', '', str(message.entry.data))}"
        for message in artifact.messages
    ]
    assert told == (want["Annotations"] or [])


def test_every_golden_file_has_a_case() -> None:
    assert {path.name.removesuffix(".golden.json") for path in TESTDATA.glob("*.golden.json")} == CASES.keys()
