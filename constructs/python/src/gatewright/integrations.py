"""The integrations that the engine knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .integration import SHARED_ROLE, DocumentParts, KnownIntegration
from .snap_start import invocable
from .values import given

if TYPE_CHECKING:
    from aws_cdk.aws_apigateway import IVpcLink
    from aws_cdk.aws_iam import IRole
    from aws_cdk.aws_lambda import IFunction
    from aws_cdk.aws_s3 import IBucket

    from .operation import Method
    from .response_sets import IntegrationResponseSet


def _role_arn(role: IRole | None, parts: DocumentParts) -> str:
    if role is None:
        return SHARED_ROLE
    parts.roles[role.role_arn] = role
    return role.role_arn


def _upper(method: Method | None) -> str | None:
    return None if method is None else method.upper()


def _responses(response_set: IntegrationResponseSet | None) -> Sequence[Mapping[str, object]] | None:
    return None if response_set is None else response_set.to_json()


class LambdaIntegration(KnownIntegration):
    """Passes requests to a function, and its answers back."""

    lambda_function: IFunction

    def __init__(self, lambda_function: IFunction) -> None:
        """Make an integration with a function, a version or an alias."""
        self.lambda_function = lambda_function

    def to_json(self, _parts: DocumentParts) -> dict[str, object]:
        """Give the integration as it stands in gatewright.yaml."""
        if self.lambda_function is None:
            message = "the function is missing: make it before the API"
            raise ValueError(message)
        return {"lambda": invocable(self.lambda_function).function_arn}


class S3Integration(KnownIntegration):
    """Reads and writes the objects of a bucket."""

    def __init__(
        self,
        *,
        bucket: IBucket,
        role: IRole | None = None,
        method: Method | None = None,
        path: str | None = None,
        integration_response_set: IntegrationResponseSet | None = None,
        query_string_request_parameters: Sequence[str] | None = None,
        header_request_parameters: Sequence[str] | None = None,
    ) -> None:
        """Make an integration with a bucket.

        :param bucket: holds the objects
        :param role: the role that API Gateway takes. It gets the permissions that the integration needs. The default
            is the role that the API's integrations share
        :param method: the method of the request to S3. The default is the operation's
        :param path: the key of the object, in which {name} stands for a parameter. The default is the operation's path
        :param integration_response_set: how S3's answers become the operation's. The default is a composite of
            `default_passthrough` and `s3_json_error_message`
        :param query_string_request_parameters: query parameters that the path may use
        :param header_request_parameters: headers that the path may use
        """
        self._bucket = bucket
        self._role = role
        self._json = {
            "method": method,
            "path": path,
            "queryParameters": query_string_request_parameters,
            "headers": header_request_parameters,
            "responses": _responses(integration_response_set),
        }

    def to_json(self, parts: DocumentParts) -> dict[str, object]:
        """Give the integration as it stands in gatewright.yaml."""
        bucket = self._bucket
        if bucket is None:
            message = "the bucket is missing: make it before the API"
            raise ValueError(message)
        key = bucket.encryption_key
        parts.buckets[parts.operation_id] = given(
            {"name": bucket.bucket_name, "arn": bucket.bucket_arn, "keyArn": None if key is None else key.key_arn}
        )
        role = _role_arn(self._role, parts)
        return {"s3": given({**self._json, "bucket": parts.operation_id, "role": role})}


def _quoted(headers: Mapping[str, str] | None) -> dict[str, str]:
    return {name: f"'{value}'" for name, value in (headers or {}).items()}


class MockIntegration(KnownIntegration):
    """Answers without a backend."""

    def __init__(
        self, *, status_code: int | None = None, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        """Make an answer without a backend.

        :param status_code: the status. One that the operation does not declare is a warning, and is added to the
            definition. The default is that of the first success
        :param body: the body as it is. The default is made from the model
        :param headers: headers, by their names
        """
        self._mock = given({"statusCode": status_code, "body": body, "headers": _quoted(headers)})

    def to_json(self, _parts: DocumentParts) -> dict[str, object]:
        """Give the integration as it stands in gatewright.yaml."""
        return {"mock": self._mock}


class MockResponseIntegration(KnownIntegration):
    """Answers one response of the model. The functions of `MockIntegrations` make it."""

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
        :param json: the body as a value of JSON. The default is made from the model
        :param status_code: the status, where the response is for several
        :param headers: headers, by their names
        """
        self._mock = given(
            {
                "response": response,
                "body": body,
                "json": json,
                "statusCode": status_code,
                "headers": _quoted(headers),
            }
        )

    def to_json(self, _parts: DocumentParts) -> dict[str, object]:
        """Give the integration as it stands in gatewright.yaml."""
        return {"mock": self._mock}


class PlaceholderIntegration(KnownIntegration):
    """Answers with data made from the model until there is another integration."""

    def to_json(self, _parts: DocumentParts) -> dict[str, object]:
        """Give the integration as it stands in gatewright.yaml."""
        return {"mock": {"placeholder": True}}


class HttpIntegration(KnownIntegration):
    """Calls an HTTP backend."""

    def __init__(
        self,
        *,
        uri: str,
        method: Method | None = None,
        proxy: bool | None = None,
        timeout_in_millis: int | None = None,
        query_string_request_parameters: Sequence[str] | None = None,
        header_request_parameters: Sequence[str] | None = None,
        request_parameters: Mapping[str, str] | None = None,
        request_templates: Mapping[str, str] | None = None,
        integration_response_set: IntegrationResponseSet | None = None,
        vpc_link: IVpcLink | None = None,
        target: str | None = None,
    ) -> None:
        """Make an integration with an HTTP backend.

        :param uri: the backend's URI, in which {name} stands for a parameter of the operation
        :param method: the method of the request. The default is the operation's; "any" passes the client's
        :param proxy: whether requests and answers are passed as they are. The default is true
        :param timeout_in_millis: how long to wait. The default is 29,000
        :param query_string_request_parameters: query parameters that the URI may use
        :param header_request_parameters: headers that the URI may use
        :param request_parameters: targets such as integration.request.header.X, and their sources
        :param request_templates: mapping templates by content type; not with a proxy
        :param integration_response_set: how the backend's answers become the operation's; not with a proxy
        :param vpc_link: the VPC link through which the backend is reached
        :param target: the ARN of the load balancer behind a VPC link of version 2
        """
        self._vpc_link = vpc_link
        self._json = {
            "uri": uri,
            "method": _upper(method),
            "proxy": proxy,
            "timeout": timeout_in_millis,
            "target": target,
            "queryParameters": query_string_request_parameters,
            "headers": header_request_parameters,
            "requestParameters": request_parameters,
            "requestTemplates": request_templates,
            "responses": _responses(integration_response_set),
        }

    def to_json(self, _parts: DocumentParts) -> dict[str, object]:
        """Give the integration as it stands in gatewright.yaml."""
        link = None if self._vpc_link is None else self._vpc_link.vpc_link_id
        return {"http": given({**self._json, "vpcLink": link})}


class ServiceIntegration(KnownIntegration):
    """Calls an AWS service."""

    def __init__(
        self,
        *,
        service: str,
        action: str | None = None,
        path: str | None = None,
        subdomain: str | None = None,
        method: Method | None = None,
        role: IRole | None = None,
        resource: str | None = None,
        actions: Sequence[str] | None = None,
        query_string_request_parameters: Sequence[str] | None = None,
        header_request_parameters: Sequence[str] | None = None,
        request_parameters: Mapping[str, str] | None = None,
        request_templates: Mapping[str, str] | None = None,
        integration_response_set: IntegrationResponseSet | None = None,
    ) -> None:
        """Make an integration with an AWS service.

        :param service: the service as its endpoint calls it: "sqs", "states", "dynamodb"
        :param action: the action to call: "StartExecution". Either it or a path is given
        :param path: the path to call: f"{account}/{queue.queue_name}"
        :param subdomain: the part of the service's host name before its name
        :param method: the method of the request. The default is POST
        :param role: the role that API Gateway takes. The default is the role that the API's integrations share
        :param resource: the ARN of what is called, such as a queue's: the role is allowed to call it
        :param actions: the IAM actions that the role is allowed, such as "sqs:SendMessage". The default is that of
            `action`
        :param query_string_request_parameters: query parameters that the path may use
        :param header_request_parameters: headers that the path may use
        :param request_parameters: targets such as integration.request.header.X, and their sources
        :param request_templates: mapping templates by content type
        :param integration_response_set: how the service's answers become the operation's
        """
        self._role = role
        self._json = {
            "service": service,
            "action": action,
            "path": path,
            "subdomain": subdomain,
            "method": _upper(method),
            "allow": given({"resource": resource, "actions": actions}),
            "queryParameters": query_string_request_parameters,
            "headers": header_request_parameters,
            "requestParameters": request_parameters,
            "requestTemplates": request_templates,
            "responses": _responses(integration_response_set),
        }

    def to_json(self, parts: DocumentParts) -> dict[str, object]:
        """Give the integration as it stands in gatewright.yaml."""
        return {"service": given({**self._json, "role": _role_arn(self._role, parts)})}


class Integrations:
    """The kinds of integrations."""

    @staticmethod
    def lambda_(lambda_function: IFunction) -> LambdaIntegration:
        """Pass requests to a function, a version or an alias.

        API Gateway is allowed to invoke it for exactly these requests. Of a function with SnapStart it invokes the
        current version.
        """
        return LambdaIntegration(lambda_function)

    @staticmethod
    def s3(
        *,
        bucket: IBucket,
        role: IRole | None = None,
        method: Method | None = None,
        path: str | None = None,
        integration_response_set: IntegrationResponseSet | None = None,
        query_string_request_parameters: Sequence[str] | None = None,
        header_request_parameters: Sequence[str] | None = None,
    ) -> S3Integration:
        """Read and write the objects of a bucket: see `S3Integration`."""
        return S3Integration(
            bucket=bucket,
            role=role,
            method=method,
            path=path,
            integration_response_set=integration_response_set,
            query_string_request_parameters=query_string_request_parameters,
            header_request_parameters=header_request_parameters,
        )

    @staticmethod
    def mock(
        *, status_code: int | None = None, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> MockIntegration:
        """Answer without a backend: see `MockIntegration`."""
        return MockIntegration(status_code=status_code, body=body, headers=headers)

    @staticmethod
    def http(
        *,
        uri: str,
        method: Method | None = None,
        proxy: bool | None = None,
        timeout_in_millis: int | None = None,
        query_string_request_parameters: Sequence[str] | None = None,
        header_request_parameters: Sequence[str] | None = None,
        request_parameters: Mapping[str, str] | None = None,
        request_templates: Mapping[str, str] | None = None,
        integration_response_set: IntegrationResponseSet | None = None,
    ) -> HttpIntegration:
        """Call an HTTP backend: see `HttpIntegration`."""
        return HttpIntegration(
            uri=uri,
            method=method,
            proxy=proxy,
            timeout_in_millis=timeout_in_millis,
            query_string_request_parameters=query_string_request_parameters,
            header_request_parameters=header_request_parameters,
            request_parameters=request_parameters,
            request_templates=request_templates,
            integration_response_set=integration_response_set,
        )

    @staticmethod
    def vpc_link(
        *,
        vpc_link: IVpcLink,
        uri: str,
        target: str | None = None,
        method: Method | None = None,
        proxy: bool | None = None,
        timeout_in_millis: int | None = None,
        query_string_request_parameters: Sequence[str] | None = None,
        header_request_parameters: Sequence[str] | None = None,
        request_parameters: Mapping[str, str] | None = None,
        request_templates: Mapping[str, str] | None = None,
        integration_response_set: IntegrationResponseSet | None = None,
    ) -> HttpIntegration:
        """Call an HTTP backend in a VPC, through a VPC link: see `HttpIntegration`."""
        return HttpIntegration(
            vpc_link=vpc_link,
            uri=uri,
            target=target,
            method=method,
            proxy=proxy,
            timeout_in_millis=timeout_in_millis,
            query_string_request_parameters=query_string_request_parameters,
            header_request_parameters=header_request_parameters,
            request_parameters=request_parameters,
            request_templates=request_templates,
            integration_response_set=integration_response_set,
        )

    @staticmethod
    def service(
        *,
        service: str,
        action: str | None = None,
        path: str | None = None,
        subdomain: str | None = None,
        method: Method | None = None,
        role: IRole | None = None,
        resource: str | None = None,
        actions: Sequence[str] | None = None,
        query_string_request_parameters: Sequence[str] | None = None,
        header_request_parameters: Sequence[str] | None = None,
        request_parameters: Mapping[str, str] | None = None,
        request_templates: Mapping[str, str] | None = None,
        integration_response_set: IntegrationResponseSet | None = None,
    ) -> ServiceIntegration:
        """Call an action or a path of an AWS service: see `ServiceIntegration`."""
        return ServiceIntegration(
            service=service,
            action=action,
            path=path,
            subdomain=subdomain,
            method=method,
            role=role,
            resource=resource,
            actions=actions,
            query_string_request_parameters=query_string_request_parameters,
            header_request_parameters=header_request_parameters,
            request_parameters=request_parameters,
            request_templates=request_templates,
            integration_response_set=integration_response_set,
        )
