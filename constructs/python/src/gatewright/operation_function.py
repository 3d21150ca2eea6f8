"""The functions of operations."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypedDict

from aws_cdk import Duration
from aws_cdk.aws_lambda import Code, Function, Runtime, Tracing
from aws_cdk.aws_logs import LogGroup, RetentionDays

from .bundle import bundled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Unpack

    from aws_cdk import RemovalPolicy, Size
    from aws_cdk.aws_ec2 import ISecurityGroup, IVpc, SubnetSelection
    from aws_cdk.aws_iam import IRole, PolicyStatement
    from aws_cdk.aws_kms import IKey
    from aws_cdk.aws_lambda import (
        Architecture,
        FileSystem,
        ICodeSigningConfig,
        IDestination,
        IEventSource,
        ILayerVersion,
        SnapStartConf,
    )
    from aws_cdk.aws_logs import ILogGroup
    from aws_cdk.aws_sns import ITopic
    from aws_cdk.aws_sqs import IQueue
    from constructs import Construct

Language: TypeAlias = Literal["go", "typescript", "javascript", "python", "java"]


@dataclass(frozen=True, kw_only=True)
class Handler:
    """The code of an operation's function, as the model names it by `x-handler`."""

    operation: str
    """The operation's ID."""
    language: Language
    code: str | None = None
    """The directory, .zip or .jar with the finished code."""
    entry: str | None = None
    """The function to call: "index.handler"."""
    at: str | None = None
    """The place in the model of a handler without code, for errors."""


class OperationFunctionProps(TypedDict, total=False):
    """Properties of an operation's function; what is not given has a default."""

    allow_all_outbound: bool
    allow_public_subnet: bool
    architecture: Architecture
    code: Code
    code_signing_config: ICodeSigningConfig
    dead_letter_queue: IQueue
    dead_letter_queue_enabled: bool
    dead_letter_topic: ITopic
    description: str
    environment: Mapping[str, str]
    environment_encryption: IKey
    ephemeral_storage_size: Size
    events: Sequence[IEventSource]
    filesystem: FileSystem
    function_name: str
    handler: str
    initial_policy: Sequence[PolicyStatement]
    layers: Sequence[ILayerVersion]
    log_group: ILogGroup
    log_removal_policy: RemovalPolicy
    log_retention: RetentionDays
    max_event_age: Duration
    memory_size: int
    on_failure: IDestination
    on_success: IDestination
    profiling: bool
    reserved_concurrent_executions: int
    retry_attempts: int
    role: IRole
    runtime: Runtime
    security_groups: Sequence[ISecurityGroup]
    snap_start: SnapStartConf
    timeout: Duration
    tracing: Tracing
    vpc: IVpc
    vpc_subnets: SubnetSelection


_LANGUAGES: dict[Language, tuple[Runtime, str]] = {
    "go": (Runtime.PROVIDED_AL2023, "bootstrap"),
    "typescript": (Runtime.NODEJS_22_X, "index.handler"),
    "javascript": (Runtime.NODEJS_22_X, "index.handler"),
    "python": (Runtime.PYTHON_3_13, "app.handler"),
    "java": (Runtime.JAVA_21, "Handler::handleRequest"),
}


class OperationFunction(Function):
    """The function of an operation.

    Where the properties say nothing, requests are traced, the function has 30 seconds, and a log group keeps its log for
    a month.
    """

    def __init__(
        self, scope: Construct, id: str, operation_handler: Handler, **props: Unpack[OperationFunctionProps]
    ) -> None:
        """Make the function of an operation. The properties are those of `aws_cdk.aws_lambda.Function`."""
        super().__init__(scope, id, **_completed(scope, id, operation_handler, {**props}))


def _completed(scope: Construct, id: str, handler: Handler, props: dict[str, Any]) -> dict[str, Any]:
    runtime, entry = _LANGUAGES[handler.language]
    completed: dict[str, Any] = {
        "runtime": runtime,
        "handler": entry if handler.entry is None else handler.entry,
        "description": handler.operation,
        "timeout": Duration.seconds(30),
        "tracing": Tracing.ACTIVE,
        **props,
    }
    if completed.get("code") is None:
        completed["code"], environment = _code_of(scope, handler)
        if environment:
            completed["environment"] = {**environment, **(props.get("environment") or {})}
    if props.get("log_group") is None and props.get("log_retention") is None:
        completed["log_group"] = LogGroup(scope, f"{id}Logs", retention=RetentionDays.ONE_MONTH)
    return completed


def _code_of(scope: Construct, handler: Handler) -> tuple[Code, dict[str, str]]:
    if handler.code is None:
        message = f"{handler.operation}: no code is named; give the property code"
        raise ValueError(message)
    if handler.at is not None and not Path(handler.code).exists():
        message = (
            f"{handler.at}: {handler.operation}: x-handler names no code, and {handler.code} is not found; "
            "create it, or give the property code"
        )
        raise ValueError(message)
    if handler.language == "python":
        return bundled(scope, handler.code)
    return Code.from_asset(handler.code), {}
