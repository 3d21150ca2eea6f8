"""What converts the values of options to those of gatewright.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from .integration import SHARED_ROLE, DocumentParts
from .snap_start import invocable
from .values import given

if TYPE_CHECKING:
    from aws_cdk import Duration
    from aws_cdk.aws_apigateway import ApiKeySourceType, IVpcLink
    from aws_cdk.aws_cognito import IUserPool
    from aws_cdk.aws_iam import IRole
    from aws_cdk.aws_lambda import IFunction
    from aws_cdk.aws_s3 import IBucket

    from .authorizer_types import CustomAuthorizerType
    from .operation import Method
    from .response_sets import IntegrationResponseSet


class Options(Protocol):
    """A group of options."""

    def _options(self) -> dict[str, object]: ...


def all(groups: Sequence[Options] | None) -> list[dict[str, object]] | None:
    """Convert each of several groups of options."""
    return None if groups is None else [group._options() for group in groups]


def bucket(bucket: IBucket | None, parts: DocumentParts) -> str:
    """Keep a bucket next to the entry of an integration, and return its name there."""
    if bucket is None:
        message = "the bucket is missing: make it before the API"
        raise ValueError(message)
    key = bucket.encryption_key
    parts.buckets[parts.operation_id] = given(
        {"name": bucket.bucket_name, "arn": bucket.bucket_arn, "keyArn": None if key is None else key.key_arn}
    )
    return parts.operation_id


def duration(time: Duration | None) -> str | None:
    """Write a duration in milliseconds."""
    return None if time is None else f"{time.to_milliseconds():.0f}ms"


def enumerated(value: CustomAuthorizerType) -> str:
    """Return the value of an enum's member."""
    return value.value


def function_arn(function: IFunction | None) -> str:
    """Return the ARN of a function, or of the current version of one with SnapStart."""
    if function is None:
        message = "the function is missing: make it before the API"
        raise ValueError(message)
    return invocable(function).function_arn


def key_source(source: ApiKeySourceType | None) -> str | None:
    """Return where API keys come from, in small letters."""
    return None if source is None else source.name.lower()


def method(method: Method | None) -> str | None:
    """Write a method in capitals."""
    return None if method is None else method.upper()


def responses(
    response_set: IntegrationResponseSet | None, parts: DocumentParts
) -> Sequence[Mapping[str, object]] | None:
    """Return the parts of a response set."""
    return None if response_set is None else response_set._parts(parts.render)


def role_arn(role: IRole | None) -> str | None:
    """Return the ARN of a role."""
    return None if role is None else role.role_arn


def shared_role(role: IRole | None, parts: DocumentParts) -> str:
    """Keep a role, so that it is allowed what the integration needs, and return its ARN."""
    if role is None:
        return SHARED_ROLE
    parts.roles[role.role_arn] = role
    return role.role_arn


def user_pool_arns(pools: Sequence[IUserPool]) -> list[str]:
    """Return the ARNs of user pools."""
    return [pool.user_pool_arn for pool in pools]


def vpc_link(link: IVpcLink | None) -> str:
    """Return the ID of a VPC link."""
    if link is None:
        message = "the VPC link is missing: make it before the API"
        raise ValueError(message)
    return link.vpc_link_id
