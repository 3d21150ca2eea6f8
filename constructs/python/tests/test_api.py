"""What an API deploys, and what is said of one that cannot be made."""

import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from aws_cdk import Stack
from aws_cdk.assertions import Match
from aws_cdk.aws_apigateway import ApiKeySourceType, CorsOptions
from aws_cdk.aws_cognito import UserPool
from aws_cdk.aws_lambda import Function
from aws_cdk.aws_s3 import Bucket
from aws_cdk.aws_sqs import Queue

from gatewright import (
    SHARED_ROLE,
    ApiGatewayIntegration,
    ApiGatewayIntegrationResponse,
    ApiKeyOptions,
    Authorizers,
    GatewrightError,
    Integration,
    IntegrationGrantProps,
    IntegrationRenderProps,
    IntegrationResponseSet,
    IntegrationResponseSets,
    Integrations,
    OperationDetails,
    Stacks,
    TypeSafeApiIntegration,
    TypeSafeApiIntegrations,
    TypeSafeRestApi,
)
from shop import function, shop, template_of

MOCK = TypeSafeApiIntegration(integration=Integrations.mock())
MOCKS = {"sayHello": MOCK, "getPet": MOCK, "putPet": MOCK, "order": MOCK}


class Enqueue(Integration):
    """Sends the body to a queue."""

    seen: IntegrationRenderProps

    def __init__(self, queue: Queue) -> None:
        self.queue = queue

    def render(self, props: IntegrationRenderProps) -> ApiGatewayIntegration:
        self.seen = props
        stack = Stack.of(props.scope)
        arn = f"arn:{stack.partition}:apigateway:{stack.region}:sqs:path/{stack.account}/{self.queue.queue_name}"
        return ApiGatewayIntegration(
            type="AWS",
            http_method="POST",
            uri=arn,
            credentials=SHARED_ROLE,
            responses={"default": ApiGatewayIntegrationResponse(status_code="200")},
        )

    def grant(self, props: IntegrationGrantProps) -> None:
        props.allow(["sqs:SendMessage"], [self.queue.queue_arn])


def everything(stack: Stack) -> TypeSafeApiIntegrations:
    return {
        "sayHello": TypeSafeApiIntegration(
            integration=Integrations.lambda_(function(stack)), authorizer=Authorizers.none()
        ),
        "getPet": TypeSafeApiIntegration(
            integration=Integrations.s3(
                bucket=Bucket(stack, "Pets"),
                path="pets/{petId}.json",
                integration_response_set=IntegrationResponseSets.composite(
                    IntegrationResponseSets.default_passthrough(), IntegrationResponseSets.s3_json_error_message()
                ),
            ),
            api_key_required=True,
        ),
        "putPet": TypeSafeApiIntegration(integration=Integrations.mock(status_code=204), authorizer=Authorizers.iam()),
        "order": TypeSafeApiIntegration(integration=Enqueue(Queue(stack, "Orders"))),
    }


def text_of(api: TypeSafeRestApi) -> str:
    return json.dumps(template_of(api).to_json(), separators=(",", ":"))


def test_deploys_what_its_integrations_need() -> None:
    api = shop(
        everything,
        cors_options=CorsOptions(allow_origins=["https://example.com"]),
        api_key_options=ApiKeyOptions(source=ApiKeySourceType.HEADER),
    )
    template = template_of(api)
    template.resource_count_is("AWS::ApiGateway::RestApi", 1)
    template.resource_count_is("AWS::WAFv2::WebACL", 1)
    template.resource_count_is("AWS::Lambda::Permission", 1)
    actions = ["s3:GetObject", "s3:ListBucket", "sqs:SendMessage"]
    statements = [Match.object_like({"Action": action}) for action in actions]
    template.has_resource_properties("AWS::IAM::Policy", {"PolicyDocument": {"Statement": statements}})
    cors = '{"allowOrigins":["https://example.com"],"allowCredentials":false,"exposeHeaders":null}'
    template.has_resource_properties("AWS::Lambda::Function", {"Environment": {"Variables": {"GATEWRIGHT_CORS": cors}}})
    assert api.extended_api_specification["openapi"] == "3.0.1"
    assert list(api.functions) == ["sayHello"]
    assert api.rest_api is api.api


def test_leaves_no_token_and_no_variable_in_the_template() -> None:
    assert not re.search(r"\$\{Token\[|\$\{AWS::|gatewright:role", text_of(shop(everything)))


def test_names_authorizers() -> None:
    assert "securitySchemes" not in text_of(shop(lambda _: MOCKS))

    def secured(stack: Stack) -> TypeSafeApiIntegrations:
        users = Authorizers.cognito(authorizer_id="users", user_pools=[UserPool(stack, "Users")])
        gate = Authorizers.custom(authorizer_id="gate", function=function(stack, "Gate"))
        mock = Integrations.mock()
        return {
            **MOCKS,
            "sayHello": TypeSafeApiIntegration(integration=mock, authorizer=users.with_scopes("pets/read")),
            "getPet": TypeSafeApiIntegration(integration=mock, authorizer=gate),
            "putPet": TypeSafeApiIntegration(integration=mock, authorizer=users),
        }

    api = shop(secured)
    assert '"security":[{"users":["pets/read"]}]' in text_of(api)
    assert '"security":[{"users":[]}]' in text_of(api)
    assert "cognito_user_pools" in text_of(api)
    template_of(api).resource_count_is("AWS::Lambda::Permission", 1)


def test_gives_an_integration_of_the_users_own_what_it_renders_for() -> None:
    made: list[Enqueue] = []

    def build(stack: Stack) -> TypeSafeApiIntegrations:
        made.append(Enqueue(Queue(stack, "Orders")))
        return {**MOCKS, "order": TypeSafeApiIntegration(integration=made[0])}

    cors_options = CorsOptions(allow_origins=["*"])
    api = shop(build, cors_options=cors_options)
    seen = made[0].seen
    assert (seen.operation_id, seen.method, seen.path) == ("order", "post", "/orders")
    assert (seen.content_types, seen.response_content_types) == (["application/json"], [])
    assert seen.scope is api
    assert seen.cors_options is cors_options
    assert list(seen.operation_lookup) == ["sayHello", "getPet", "putPet", "order"]


class Gone(IntegrationResponseSet):
    """A response set of the user's own."""

    def render(self, props: IntegrationRenderProps) -> dict[str, ApiGatewayIntegrationResponse]:
        templates = {"application/json": props.operation_id}
        return {"404": ApiGatewayIntegrationResponse(status_code="200", response_templates=templates)}


class Nested(IntegrationResponseSet):
    """Calls a set that the engine renders."""

    def render(self, props: IntegrationRenderProps) -> Mapping[str, ApiGatewayIntegrationResponse]:
        return IntegrationResponseSets.catch_all().render(props)


def with_responses(response_set: IntegrationResponseSet) -> TypeSafeRestApi:
    backend = Integrations.http(uri="https://example.com", proxy=False, integration_response_set=response_set)
    return shop(lambda _: {**MOCKS, "getPet": TypeSafeApiIntegration(integration=backend)})


def test_renders_a_response_set_of_the_users_own() -> None:
    api = with_responses(IntegrationResponseSets.composite(IntegrationResponseSets.catch_all(), Gone()))
    paths: Any = api.extended_api_specification["paths"]
    assert paths["/pets/{petId}"]["get"]["x-amazon-apigateway-integration"]["responses"] == {
        "404": {"statusCode": "200", "responseTemplates": {"application/json": "getPet"}},
        r"[45]\d{2}": {"statusCode": "500"},
    }
    with pytest.raises(GatewrightError, match=r"response set of getPet itself; .*IntegrationResponseSets\.composite"):
        with_responses(Nested())


@dataclass(frozen=True)
class Invoke(Integration):
    """Invokes a function by itself."""

    function: Function

    def render(self, props: IntegrationRenderProps) -> ApiGatewayIntegration:
        region = Stack.of(props.scope).region
        uri = f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{self.function.function_arn}/invocations"
        return ApiGatewayIntegration(type="AWS_PROXY", http_method="POST", uri=uri)

    def grant(self, props: IntegrationGrantProps) -> None:
        props.invoke_function(self.function)


def test_lets_an_integration_of_the_users_own_invoke_a_function() -> None:
    api = shop(lambda stack: {**MOCKS, "getPet": TypeSafeApiIntegration(integration=Invoke(function(stack)))})
    template_of(api).resource_count_is("AWS::Lambda::Permission", 1)
    assert re.search(r'"/prod/GET/pets/\*"', text_of(api))
    assert list(api.functions) == ["getPet"]


def test_is_not_deployed_when_nobody_wants_it() -> None:
    api = shop(lambda _: MOCKS, deploy=False)
    template_of(api).resource_count_is("AWS::ApiGateway::Stage", 0)
    template_of(api).resource_count_is("AWS::WAFv2::WebACL", 0)
    assert (api.web_acl, api.deployment_stage, api.url) == (None, None, None)


def test_takes_options_as_dicts_as_the_cdk_does() -> None:
    untyped: dict[str, Any] = {
        "cors_options": {"allow_origins": ["https://example.com"]},
        "deploy_options": {"stage_name": "beta"},
    }
    api = shop(lambda _: MOCKS, **untyped)
    template_of(api).has_resource_properties("AWS::ApiGateway::Stage", {"StageName": "beta", "TracingEnabled": True})
    assert "https://example.com" in text_of(api)


def test_refuses_an_option_that_there_is_not() -> None:
    untyped: dict[str, Any] = {"defaultAuthorizer": Authorizers.iam()}
    with pytest.raises(TypeError, match="unexpected keyword argument 'defaultAuthorizer'"):
        shop(lambda _: MOCKS, **untyped)


def test_gives_no_permission_for_a_function_of_another_account() -> None:
    arn = "arn:aws:lambda:eu-west-1:111122223333:function:hello"
    api = shop(
        lambda stack: {
            **MOCKS,
            "sayHello": TypeSafeApiIntegration(
                integration=Integrations.lambda_(Function.from_function_arn(stack, "Foreign", arn))
            ),
        }
    )
    template_of(api).resource_count_is("AWS::Lambda::Permission", 1)  # the stack's account is not known


def test_spreads_names_as_the_other_constructs_do() -> None:
    stacks = Stacks(Stack(), "Part", 3)
    assert [stack.node.id for stack in stacks.stacks] == ["Part1", "Part2", "Part3"]
    assert stacks.for_("getPet") is stacks.for_("getPet")
    assert len({stacks.for_(f"operation{number}").node.id for number in range(50)}) == 3


class Broken(Integration):
    def render(self, _props: IntegrationRenderProps) -> ApiGatewayIntegration:
        message = "no queue"
        raise LookupError(message)


class Unsendable(Integration):
    def render(self, _props: IntegrationRenderProps) -> ApiGatewayIntegration:
        return ApiGatewayIntegration(type="MOCK", uri=cast("str", {"a", "b"}))


def failure(integrations: Mapping[str, object]) -> str:
    """Give the message with which making the shop's API fails."""
    with pytest.raises(GatewrightError) as raised:
        shop(lambda _: cast("TypeSafeApiIntegrations", integrations))
    return str(raised.value)


def test_tells_at_once_what_is_wrong_at_the_places_of_the_program() -> None:
    message = failure(
        {
            "getPet": TypeSafeApiIntegration(integration=Integrations.s3(bucket=cast("Bucket", None))),
            "putPet": TypeSafeApiIntegration(integration=Broken()),
            "order": TypeSafeApiIntegration(integration=cast("Integration", None)),
            "sayHello": TypeSafeApiIntegration(integration=Integrations.mock(status_code=101)),
        }
    )
    at = r"test_api\.py:\d+:\d+: error: the integration of"
    assert message.startswith("the API Shop/Api cannot be made:\n\n")
    assert re.search(at + " getPet cannot be rendered: the bucket is missing", message)
    assert re.search(at + " putPet cannot be rendered: no queue", message)
    assert "error: 1 operation has an integration that is nil: order\n" in message
    assert re.search(r"error: the integration of sayHello: .*101", message)
    assert re.search(r"model\.json:\d+:\d+: getPet is GET", message)


def test_says_where_an_integration_was_made() -> None:
    broken = Broken()
    line = next(
        number
        for number, text in enumerate(Path(__file__).read_text(encoding="utf-8").splitlines(), start=1)
        if text == "    broken = Broken()"
    )
    message = failure({**MOCKS, "order": TypeSafeApiIntegration(integration=broken)})
    path = os.path.relpath(__file__)
    assert f"{path}:{line}:14: error: the integration of order cannot be rendered: no queue" in message


class Forgetful(Integration):
    def render(self, _props: IntegrationRenderProps) -> ApiGatewayIntegration:
        return cast("ApiGatewayIntegration", None)


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (Integrations.mock(), r"test_api\.py:\d+:\d+: error: .* MockIntegration is not a TypeSafeApiIntegration"),
        ({"integration": Integrations.mock()}, "dict is not a TypeSafeApiIntegration"),
        (TypeSafeApiIntegration(integration=cast("Integration", "fn")), "str is not an integration"),
        (TypeSafeApiIntegration(integration=Forgetful()), "render returned a NoneType"),
        (
            TypeSafeApiIntegration(
                integration=Integrations.mock(),
                authorizer=Authorizers.custom(authorizer_id="gate", function=cast("Function", None)),
            ),
            "the function of the authorizer gate is missing",
        ),
    ],
)
def test_says_what_is_no_integration(entry: object, told: str) -> None:
    message = failure({**MOCKS, "order": entry})
    assert re.search(told, message)
    assert "the integration of order cannot be rendered" in message


def test_gives_what_was_raised_as_the_cause() -> None:
    with pytest.raises(GatewrightError) as raised:
        shop(lambda _: {**MOCKS, "order": TypeSafeApiIntegration(integration=Broken())})
    assert isinstance(raised.value.__cause__, LookupError)


def test_says_which_integration_cannot_be_sent() -> None:
    message = failure({**MOCKS, "order": TypeSafeApiIntegration(integration=Unsendable())})
    assert re.search("the integration of order cannot be rendered: .*set.* is not JSON serializable", message)


def test_tells_entries_that_are_none() -> None:
    message = failure({**MOCKS, "order": None, "getPet": TypeSafeApiIntegration(integration=cast("Integration", None))})
    assert "2 operations have an integration that is nil: getPet, order" in message


def test_names_all_operations_without_an_integration_and_those_that_there_are_not() -> None:
    message = failure({"sayHello": MOCK, "getPets": MOCK})
    assert "3 operations have no integration: getPet, putPet, order" in message
    assert "the model has no operation getPets" in message


def test_refuses_two_authorizers_of_one_name() -> None:
    def build(stack: Stack) -> TypeSafeApiIntegrations:
        return {
            **MOCKS,
            **{
                operation_id: TypeSafeApiIntegration(
                    integration=Integrations.mock(),
                    authorizer=Authorizers.custom(authorizer_id="gate", function=function(stack, operation_id)),
                )
                for operation_id in ("getPet", "putPet")
            },
        }

    with pytest.raises(GatewrightError, match="two different authorizers have the ID gate"):
        shop(build)


def test_refuses_another_status_of_preflight_requests() -> None:
    with pytest.raises(GatewrightError, match=r"cors_options\.status_code is 200, but .* leave it out"):
        shop(lambda _: MOCKS, cors_options=CorsOptions(allow_origins=["*"], status_code=200))


def large_api(*, prune: bool) -> None:
    lookup = {
        f"getThing{number}": OperationDetails(
            method="get", path=f"/things{number}", content_types=[], response_content_types=[]
        )
        for number in range(200)
    }
    paths = {
        details.path: {
            "get": {
                "operationId": operation_id,
                "description": "It is long. " * 500,
                "responses": {"200": {"description": "ok"}},
            }
        }
        for operation_id, details in lookup.items()
    }
    model = json.dumps({"openapi": "3.0.3", "info": {"title": "Large", "version": "1"}, "paths": paths})
    integrations = dict.fromkeys(lookup, MOCK)
    TypeSafeRestApi(Stack(), "Api", model=model, operation_lookup=lookup, integrations=integrations, prune=prune)


def test_says_what_would_make_the_template_smaller() -> None:
    with pytest.raises(
        GatewrightError,
        match=r"error: the template would have 1\d{6} bytes, which is \d+ more than the 1000000 that CloudFormation takes"
        r"\n  note: prune=True would save 1\d{6} bytes and more",
    ):
        large_api(prune=False)
    large_api(prune=True)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Give what makes a program that is taken for the engine."""

    def make(text: str) -> str:
        path = tmp_path / "gatewright"
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        monkeypatch.setenv("GATEWRIGHT", str(path))
        return str(path)

    return make


def test_engine_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    install = (
        "help: install gatewright 0.1.0: run make install in a clone of "
        "https://github.com/gatewright/gatewright, or set GATEWRIGHT to its path"
    )
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.setenv("GATEWRIGHT", "")
    missing = "gatewright is not installed: neither GATEWRIGHT nor the PATH names it"
    assert failure(MOCKS) == f"{missing}\n  {install}"
    monkeypatch.setenv("GATEWRIGHT", "/nowhere/gatewright")
    missing = "gatewright is not installed: there is no /nowhere/gatewright, which GATEWRIGHT names"
    assert failure(MOCKS) == f"{missing}\n  {install}"


def test_engine_cannot_be_run(program: Callable[[str], str]) -> None:
    path = program("exit 0")
    Path(path).chmod(0o644)
    assert failure(MOCKS).startswith(f"{path} cannot be run: ")


def test_engine_is_too_old_to_answer(program: Callable[[str], str]) -> None:
    path = program("echo 'gatewright: unknown flag: --format' >&2; exit 2")
    assert failure(MOCKS).startswith(
        f"{path} does not answer as gatewright 0.1.0 does:\n  gatewright: unknown flag: --format\n  help: install"
    )


def test_engine_is_of_another_version(program: Callable[[str], str]) -> None:
    told = "the package was generated by gatewright 0.1.0, but the gatewright that it finds is 0.9.0"
    program(f"""echo '{{"gatewright":"0.9.0","error":"error: {told}"}}'; exit 1""")
    assert told in failure(MOCKS)
