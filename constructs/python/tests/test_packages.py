"""What one generated package makes serves the API of another."""

import importlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from aws_cdk import Stack
from aws_cdk.aws_cognito import UserPool
from aws_cdk.aws_s3 import Bucket

import gatewright
from gatewright import GatewrightError, TypeSafeApiIntegration, TypeSafeApiIntegrations
from shop import function, shop, template_of

BACKEND = """
from {package} import ApiGatewayIntegration, ApiGatewayIntegrationResponse, Integration


class Backend(Integration):
    def __init__(self, function):
        self.function = function

    def render(self, props):
        return ApiGatewayIntegration(
            type="MOCK",
            request_templates={{"application/json": '{{"statusCode": 200}}'}},
            responses={{"default": ApiGatewayIntegrationResponse(status_code="200")}},
        )

    def grant(self, props):
        props.invoke_function(self.function)
"""


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Copy the classes, as another generated package has them."""
    shutil.copytree(Path(gatewright.__file__).parent, tmp_path / "otherapi")
    (tmp_path / "backend.py").write_text(BACKEND.format(package="otherapi"), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("otherapi")
    for name in [name for name in sys.modules if name.partition(".")[0] in ("otherapi", "backend")]:
        del sys.modules[name]


def test_serves_the_api_of_another_package(other: ModuleType) -> None:
    backend = importlib.import_module("backend")

    def template(package: ModuleType) -> object:
        def integrations(stack: Stack) -> TypeSafeApiIntegrations:
            users = package.Authorizers.cognito(
                authorizer_id="users", user_pools=[UserPool(stack, "Users")], authorization_scopes=["read"]
            )
            return {
                "sayHello": TypeSafeApiIntegration(
                    integration=package.Integrations.lambda_(function(stack)), authorizer=users
                ),
                "getPet": TypeSafeApiIntegration(
                    integration=package.Integrations.s3(
                        bucket=Bucket(stack, "Pets"),
                        integration_response_set=package.IntegrationResponseSets.catch_all(),
                    ),
                    authorizer=package.Authorizers.custom(authorizer_id="gate", function=function(stack, "Gate")),
                ),
                "putPet": package.TypeSafeApiIntegration(integration=package.Integrations.mock(status_code=204)),
                "order": TypeSafeApiIntegration(integration=backend.Backend(function(stack, "Orders"))),
            }

        return template_of(shop(integrations, default_authorizer=package.Authorizers.iam())).to_json()

    assert template(other) == template(gatewright)


def test_refuses_another_protocol(other: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other.Integration, "_protocol", 2)
    mock = TypeSafeApiIntegration(integration=other.Integrations.mock())
    with pytest.raises(GatewrightError) as raised:
        shop(lambda _: {"sayHello": mock, "getPet": mock, "putPet": mock, "order": mock})
    told = str(raised.value)
    assert "MockIntegration comes from a package that another version of gatewright generated" in told
    assert "run gatewright generate (0.1.0) for both" in told
