"""Prints where templates differ from those that the construct in Go makes of the same."""

import json
import pathlib
import sys
from collections.abc import Iterator

from aws_cdk import App, Stack
from aws_cdk.aws_apigateway import MethodDeploymentOptions, MethodLoggingLevel, StageOptions
from aws_cdk.aws_iam import Role
from aws_cdk.aws_lambda import Code, Function, Runtime
from aws_cdk.aws_s3 import Bucket

from pets import (
    AccessLogOptions,
    Api,
    Integration,
    Integrations,
    MockDataOptions,
    OperationConfig,
    Operations,
    TypeSafeApiIntegration,
    TypeSafeApiWebAclOptions,
)


def of(integration: Integration) -> TypeSafeApiIntegration:
    return TypeSafeApiIntegration(integration=integration)


def mocks(**others: TypeSafeApiIntegration) -> OperationConfig[TypeSafeApiIntegration]:
    all_ = Operations.all(of(Integrations.mock()))
    return OperationConfig(**{**vars(all_), **others})


def nothing(stack: Stack) -> None:
    Api(
        stack,
        "Api",
        integrations=mocks(put_pet=of(Integrations.s3(bucket=Bucket.from_bucket_name(stack, "Pets", "pets-of-ours")))),
        prune=True,
        role=Role.from_role_arn(stack, "Role", "arn:aws:iam::111122223333:role/ours"),
        web_acl_options=TypeSafeApiWebAclOptions(disable=True),
        access_log_options=AccessLogOptions(disable=True),
        rest_api_name="own",
        cloud_watch_role=False,
        mock_data_options=MockDataOptions(seed=7, max_array_length=2),
        deploy_options=StageOptions(
            stage_name="beta",
            tracing_enabled=False,
            logging_level=MethodLoggingLevel.OFF,
            method_options={"/pets/{petId}/PUT": MethodDeploymentOptions(caching_enabled=True)},
        ),
    )


def undeployed(stack: Stack) -> None:
    fn = Function(stack, "Get", runtime=Runtime.NODEJS_22_X, handler="index.handler", code=Code.from_inline("exports.handler = null"))
    Api(
        stack,
        "Api",
        integrations=mocks(get_pet=of(Integrations.lambda_(fn))),
        deploy=False,
        mock_data_options=MockDataOptions(disable=True),
    )


def differences(at: str, want: object, got: object) -> Iterator[str]:
    if isinstance(want, dict) and isinstance(got, dict):
        for name in sorted({*want, *got}):
            yield from differences(f"{at}/{name}", want.get(name), got.get(name))
    elif want != got:
        yield f"{at}: Go has {json.dumps(want)}, Python has {json.dumps(got)}"


for make in (nothing, undeployed):
    app = App(analytics_reporting=False, tree_metadata=False)
    stack = Stack(app, "Test")
    make(stack)
    resources = app.synth().get_stack_by_name("Test").template["Resources"]
    for one in resources.values():
        for name in set(one) - {"Type", "Properties", "DependsOn"}:
            del one[name]
    golden = json.loads(pathlib.Path(sys.argv[1], f"{make.__name__}.golden.json").read_text())
    print(make.__name__, len(resources), *differences("", golden["Resources"], resources), sep="\n")
