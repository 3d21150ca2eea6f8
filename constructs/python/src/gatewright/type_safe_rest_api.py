"""The construct of an API."""

from __future__ import annotations

import inspect
import json
from typing import TYPE_CHECKING, Any, TypedDict, cast

from aws_cdk import Annotations
from aws_cdk.aws_apigateway import (
    AccessLogFormat,
    ApiDefinition,
    LogGroupLogDestination,
    MethodLoggingLevel,
    SpecRestApi,
    StageOptions,
)
from aws_cdk.aws_iam import Role, ServicePrincipal
from aws_cdk.aws_logs import LogGroup, RetentionDays
from constructs import Construct, IConstruct

from .call_site import call_site
from .document import ApiParts, document_of
from .engine import GatewrightError, ask
from .grants import Grants
from .integration import SHARED_ROLE
from .options import AccessLogOptions, ApiKeyOptions, MockDataOptions, TypeSafeApiWebAclOptions, Validation
from .size import check_size
from .values import given
from .web_acl import add_web_acl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Unpack

    from aws_cdk import CfnResource, RemovalPolicy, Size
    from aws_cdk.aws_apigateway import (
        CorsOptions,
        DomainNameOptions,
        EndpointConfiguration,
        EndpointType,
        GatewayResponseOptions,
        MethodDeploymentOptions,
        RestApiMode,
        Stage,
    )
    from aws_cdk.aws_iam import IRole, PolicyDocument
    from aws_cdk.aws_lambda import IFunction
    from aws_cdk.aws_logs import ILogGroup
    from aws_cdk.aws_wafv2 import CfnIPSet, CfnWebACL, CfnWebACLAssociation

    from .engine import Answer, Metadata
    from .operation import AnyAuthorizer, OperationDetailsById, TypeSafeApiIntegrations


class _OwnOptions(TypedDict, total=False):
    default_authorizer: AnyAuthorizer | None
    """Who may call the operations that say nothing else. The default is what the model says."""
    authorizers: Sequence[AnyAuthorizer] | None
    """Authorizers that the model refers to by name, next to the ones that are given elsewhere."""
    cors_options: CorsOptions | None
    """Lets web pages of other origins use the API."""
    api_key_options: ApiKeyOptions | None
    """How API keys come in, and who needs one. The default is what the model says."""
    web_acl_options: TypeSafeApiWebAclOptions | None
    """Changes the web ACL before the API. The default is one with AWSManagedRulesCommonRuleSet."""
    access_log_options: AccessLogOptions | None
    """Changes the log of requests."""
    gateway_responses: Sequence[GatewayResponseOptions] | None
    """API Gateway's own answers that differ from its defaults."""
    validation: Validation | None
    """What of a request is validated. The default is what the model says, else all."""
    mock_data_options: MockDataOptions | None
    """The data of mocks that have no body of their own."""
    prune: bool | None
    """Drops from the definition what API Gateway ignores."""
    role: IRole | None
    """The role that the integrations share. The default is one that is made when an integration needs it."""
    nested_permissions: bool | None
    """Puts the permissions to invoke functions into nested stacks, whatever their number."""
    binary_media_types: Sequence[str] | None
    min_compression_size: Size | None


class TypeSafeApiOptions(_OwnOptions, total=False):
    """What is said of an API, besides what its generated package knows.

    What is not explained here is as in `aws_cdk.aws_apigateway.SpecRestApi`.
    """

    cloud_watch_role: bool | None
    cloud_watch_role_removal_policy: RemovalPolicy | None
    deploy: bool | None
    deploy_options: StageOptions | None
    description: str | None
    disable_execute_api_endpoint: bool | None
    domain_name: DomainNameOptions | None
    endpoint_configuration: EndpointConfiguration | None
    endpoint_export_name: str | None
    endpoint_types: Sequence[EndpointType] | None
    fail_on_warnings: bool | None
    mode: RestApiMode | None
    parameters: Mapping[str, str] | None
    policy: PolicyDocument | None
    rest_api_name: str | None
    retain_deployments: bool | None


_NOT_DEPLOYED = "*"
"""Stands for the name of the stage of an API that is not deployed. In ARNs it stands for all."""


class TypeSafeRestApi(Construct):
    """An API on Amazon API Gateway. Generated packages have an `Api` that extends it."""

    api: SpecRestApi
    """The underlying construct: usage plans, API keys, domain names and metrics are had from it."""
    extended_api_specification: dict[str, object]
    """The definition that is deployed: OpenAPI with API Gateway's extensions."""
    role: IRole | None
    """The role that the integrations share, when one needs it."""
    web_acl: CfnWebACL | None
    ip_set: CfnIPSet | None
    web_acl_association: CfnWebACLAssociation | None
    access_log_group: ILogGroup | None
    """Holds the log of requests."""
    functions: Mapping[str, IFunction]
    """The functions behind the operations, by operation ID."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        model: str,
        operation_lookup: OperationDetailsById,
        integrations: TypeSafeApiIntegrations,
        **options: Unpack[TypeSafeApiOptions],
    ) -> None:
        """Make an API.

        :param scope: the construct in which it is
        :param id: its name in there
        :param model: the text of the model
        :param operation_lookup: all operations
        :param integrations: an integration for each operation
        :param options: see `TypeSafeApiOptions`
        """
        _refuse_unknown(type(self).__name__, options)
        super().__init__(scope, id)
        stage_options = _stage_options(options)
        stage = _NOT_DEPLOYED if stage_options is None else cast("str", stage_options["stage_name"])
        parts = ApiParts(
            scope=self,
            model=model,
            operation_lookup=operation_lookup,
            integrations=integrations,
            options=options,
            stage=stage,
            caching=_caching(stage_options or {}),
            made_at=call_site(),
        )
        document = document_of(parts)
        answer = ask(document.json)
        if "error" in answer:
            message = f"the API {self.node.path} cannot be made:\n\n{answer['error']}"
            raise GatewrightError(message) from document.failure

        self.role = self._role_of(options, answer)
        self.extended_api_specification = _with_role(answer["definition"], self.role if answer["usesRole"] else None)
        check_size(self, self.extended_api_specification, answer["sizes"], is_pruned=options.get("prune") is True)
        self.access_log_group = None if stage_options is None else self._add_access_log(options, stage_options)
        self._is_deployed = stage_options is not None
        self.api = SpecRestApi(self, "Api", **self._rest_api_props(options, answer, stage_options))
        self._add_web_acl(options.get("web_acl_options") or TypeSafeApiWebAclOptions())
        self.functions = Grants(parts, document, answer, self.api, self.role).give()
        for metadata in answer["metadata"]:
            _add_metadata(self, metadata)
        _annotate(self, answer)

    @property
    def rest_api(self) -> SpecRestApi:
        """The underlying construct, by another name."""
        return self.api

    @property
    def deployment_stage(self) -> Stage | None:
        """The stage; None when the API is not deployed."""
        return self.api.deployment_stage if self._is_deployed else None

    @property
    def url(self) -> str | None:
        """The address of the stage, with a slash at the end; None when the API is not deployed."""
        return self.api.url if self._is_deployed else None

    def _role_of(self, options: TypeSafeApiOptions, answer: Answer) -> IRole | None:
        role = options.get("role")
        if role is not None or not answer["usesRole"]:
            return role
        return Role(
            self,
            "Role",
            assumed_by=ServicePrincipal("apigateway.amazonaws.com"),
            description=f"What API Gateway may use for the operations of {answer['title']}",
        )

    def _add_access_log(self, options: TypeSafeApiOptions, stage_options: dict[str, Any]) -> ILogGroup | None:
        """Complete what the user said of the stage's log."""
        log = options.get("access_log_options") or AccessLogOptions()
        if stage_options.get("access_log_destination") is not None or log.disable:
            return None
        group = log.log_group
        if group is None:
            retention = log.retention or RetentionDays.ONE_MONTH
            group = LogGroup(self, "AccessLogs", retention=retention, removal_policy=log.removal_policy)
        stage_options["access_log_destination"] = LogGroupLogDestination(group)
        stage_options.setdefault("access_log_format", log.format or _standard_format())
        return group

    def _rest_api_props(
        self, options: TypeSafeApiOptions, answer: Answer, stage_options: dict[str, Any] | None
    ) -> dict[str, Any]:
        """Give what is for the underlying construct."""
        theirs = {
            name: value
            for name, value in options.items()
            if name not in _OwnOptions.__annotations__ and value is not None
        }
        return {
            "rest_api_name": answer["title"],
            "cloud_watch_role": True,
            **theirs,
            "api_definition": ApiDefinition.from_inline(self.extended_api_specification),
            **({} if stage_options is None else {"deploy_options": StageOptions(**stage_options)}),
        }

    def _add_web_acl(self, options: TypeSafeApiWebAclOptions) -> None:
        self.web_acl = self.ip_set = self.web_acl_association = None
        if self._is_deployed and not options.disable:
            made = add_web_acl(self, self.api.deployment_stage.stage_arn, options)
            self.web_acl, self.ip_set, self.web_acl_association = made.web_acl, made.ip_set, made.web_acl_association


def _refuse_unknown(name: str, options: TypeSafeApiOptions) -> None:
    """Refuse what neither this nor the underlying construct takes, as Python does."""
    known = {*inspect.signature(SpecRestApi.__init__).parameters, *_OwnOptions.__annotations__} - {"api_definition"}
    for option in options:
        if option not in known:
            message = f"{name}.__init__() got an unexpected keyword argument '{option}'"
            raise TypeError(message)


def _stage_options(options: TypeSafeApiOptions) -> dict[str, Any] | None:
    """Complete what the user said of the stage; None when the API is not deployed."""
    if options.get("deploy") is False:
        return None
    said = cast("StageOptions | dict[str, Any] | None", options.get("deploy_options"))
    if isinstance(said, StageOptions):
        names = list(inspect.signature(StageOptions.__init__).parameters)[1:]
        said = {name: getattr(said, name) for name in names}
    said = {name: value for name, value in (said or {}).items() if value is not None}
    return {"stage_name": "prod", "tracing_enabled": True, "logging_level": MethodLoggingLevel.INFO, **said}


def _caching(stage_options: Mapping[str, Any]) -> dict[str, bool]:
    """Return for which methods the stage keeps responses, by the CDK's keys."""
    methods: Mapping[str, MethodDeploymentOptions | dict[str, Any]] = stage_options.get("method_options") or {}
    return given(
        {
            "/*/*": stage_options.get("caching_enabled"),
            **{
                key: method.get("caching_enabled") if isinstance(method, dict) else method.caching_enabled
                for key, method in methods.items()
            },
        }
    )


def _standard_format() -> AccessLogFormat:
    return AccessLogFormat.json_with_standard_fields(
        caller=True,
        http_method=True,
        ip=True,
        protocol=True,
        request_time=True,
        resource_path=True,
        response_length=True,
        status=True,
        user=True,
    )


def _with_role(definition: dict[str, object], role: IRole | None) -> dict[str, object]:
    """Put the role's ARN where the definition asks for it."""
    if role is None:
        return definition
    text = json.dumps(definition, ensure_ascii=False).replace(SHARED_ROLE, role.role_arn)
    return cast("dict[str, object]", json.loads(text))


def _add_metadata(scope: Construct, metadata: Metadata) -> None:
    """Add the metadata of a resource, if it is there."""
    found: IConstruct | None = scope
    for id in metadata["path"]:
        found = None if found is None else found.node.try_find_child(id)
    if found is None:
        return
    for key, value in metadata["resource"].items():
        cast("CfnResource", found).add_metadata(key, value)
    for key, value in metadata["construct"].items():
        found.node.add_metadata(key, value)


def _annotate(scope: Construct, answer: Answer) -> None:
    for annotation in answer.get("annotations", ()):
        annotations = Annotations.of(scope)
        add = annotations.add_info_v2 if annotation["level"] == "info" else annotations.add_warning_v2
        add(annotation["id"], annotation["text"])
