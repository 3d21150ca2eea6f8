"""The integrations that the engine knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from . import wire
from .integration import DocumentParts, KnownIntegration
from .options import (
    HttpIntegrationProps,
    MockIntegrationResponse,
    S3IntegrationProps,
    ServiceIntegrationProps,
    VpcLinkIntegrationProps,
)
from .values import given

if TYPE_CHECKING:
    from aws_cdk.aws_lambda import IFunction


class LambdaIntegration(KnownIntegration):
    """Passes requests to a function, and its responses back."""

    lambda_function: IFunction

    def __init__(self, lambda_function: IFunction) -> None:
        """Make an integration with a function, a version or an alias."""
        self.lambda_function = lambda_function

    def to_json(self, _parts: DocumentParts) -> dict[str, object]:
        """Return the integration as it is written in gatewright.yaml."""
        return {"lambda": wire.function_arn(self.lambda_function)}


class S3Integration(S3IntegrationProps, KnownIntegration):
    """Reads and writes the objects of a bucket."""

    def to_json(self, parts: DocumentParts) -> dict[str, object]:
        """Return the integration as it is written in gatewright.yaml."""
        return {"s3": self._options(parts)}


class MockIntegration(MockIntegrationResponse, KnownIntegration):
    """Responds without a backend."""

    def to_json(self, _parts: DocumentParts) -> dict[str, object]:
        """Return the integration as it is written in gatewright.yaml."""
        return {"mock": self._options()}


class MockResponseIntegration(KnownIntegration):
    """Sends one response of the model. The functions of `MockIntegrations` make it."""

    def __init__(
        self,
        *,
        response: str,
        body: str | None = None,
        json: object = None,
        status_code: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Make a response of the model.

        :param response: the key of the response in the model: "200", "4XX", "default"
        :param body: the body as it is
        :param json: the body as a value of JSON. The default is data generated from the model
        :param status_code: the status, where the response is for several
        :param headers: headers and their sources: a value in single quotes such as '/pets/1', or context.X,
            stageVariables.X
        """
        self._mock = given(
            {"response": response, "body": body, "json": json, "statusCode": status_code, "headers": headers}
        )

    def to_json(self, _parts: DocumentParts) -> dict[str, object]:
        """Return the integration as it is written in gatewright.yaml."""
        return {"mock": self._mock}


class PlaceholderIntegration(KnownIntegration):
    """Responds with data generated from the model until there is another integration."""

    def to_json(self, _parts: DocumentParts) -> dict[str, object]:
        """Return the integration as it is written in gatewright.yaml."""
        return {"mock": {"placeholder": True}}


class HttpIntegration(HttpIntegrationProps, KnownIntegration):
    """Calls an HTTP backend."""

    def to_json(self, parts: DocumentParts) -> dict[str, object]:
        """Return the integration as it is written in gatewright.yaml."""
        return {"http": self._options(parts)}


class VpcLinkIntegration(VpcLinkIntegrationProps, KnownIntegration):
    """Calls an HTTP backend in a VPC, through a VPC link."""

    def to_json(self, parts: DocumentParts) -> dict[str, object]:
        """Return the integration as it is written in gatewright.yaml."""
        return {"http": self._options(parts)}


class ServiceIntegration(ServiceIntegrationProps, KnownIntegration):
    """Calls an action or a path of an AWS service."""

    def to_json(self, parts: DocumentParts) -> dict[str, object]:
        """Return the integration as it is written in gatewright.yaml."""
        return {"service": self._options(parts)}


class Integrations:
    """The kinds of integrations."""

    lambda_ = LambdaIntegration
    """Passes requests to a function, a version or an alias.

    API Gateway is allowed to invoke it for exactly these requests. Of a function with SnapStart it invokes the current
    version.
    """
    s3 = S3Integration
    mock = MockIntegration
    http = HttpIntegration
    vpc_link = VpcLinkIntegration
    service = ServiceIntegration
