"""Gives integrations and authorizers what they need."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from aws_cdk import Stack
from aws_cdk.aws_iam import PolicyStatement
from aws_cdk.aws_lambda import CfnPermission, Function
from constructs import Construct

from .integration import SHARED_ROLE, IntegrationGrantProps
from .stacks import Stacks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aws_cdk.aws_apigateway import SpecRestApi
    from aws_cdk.aws_iam import IRole
    from aws_cdk.aws_lambda import IFunction

    from .document import ApiDocument, ApiParts
    from .engine import Answer, Statement
    from .integration import ApiGatewayIntegration

_Resources: TypeAlias = "dict[tuple[str, ...], dict[str, None]]"
"""The resources that may be used, by the actions: a dict without values is a set that knows its order."""

_PATH_PARAMETER = re.compile(r"\{[^{}]*\}")


class Grants:
    """Gives integrations and authorizers what the answer says that they need."""

    def __init__(
        self, parts: ApiParts, document: ApiDocument, answer: Answer, api: SpecRestApi, role: IRole | None
    ) -> None:
        """Prepare what is given."""
        self._parts = parts
        self._document = document
        self._answer = answer
        self._api = api
        self._role = role
        self._functions: dict[str, IFunction] = {}
        self._invoked: list[tuple[str, IFunction, str]] = []
        self._allowed: dict[IRole, _Resources] = {}

    def give(self) -> dict[str, IFunction]:
        """Make all permissions, and give the functions behind the operations."""
        for operation_id in self._parts.operation_lookup:
            self._grant(operation_id)
        self._attach()
        self._add_permissions()
        self._pass_environment()
        return self._functions

    def _grant(self, operation_id: str) -> None:
        for grant in self._answer.get("grants") or ():
            role = self._role if grant["role"] == SHARED_ROLE else self._document.roles.get(grant["role"])
            if grant["operation"] == operation_id and role is not None:
                self._allow(role, grant["statements"])
        integration = self._parts.integrations[operation_id].integration
        rendered = self._document.rendered.get(operation_id)
        if rendered is not None:
            integration.grant(self._grant_props(operation_id, rendered))
        elif hasattr(integration, "lambda_function"):
            self._functions[operation_id] = integration.lambda_function

    def _grant_props(self, operation_id: str, rendered: ApiGatewayIntegration) -> IntegrationGrantProps:
        details = self._parts.operation_lookup[operation_id]
        role = self._role if rendered.credentials == SHARED_ROLE else None
        method = "*" if details.method == "any" else details.method.upper()
        source_arn = self._arn(f"{self._parts.stage}/{method}{_PATH_PARAMETER.sub('*', details.path)}")

        def invoke_function(function: IFunction) -> None:
            self._functions.setdefault(operation_id, function)
            self._invoked.append((operation_id, function, source_arn))

        def allow(actions: Sequence[str], resources: Sequence[str]) -> None:
            if role is not None:
                self._allow(role, [{"actions": actions, "resources": resources}])

        return IntegrationGrantProps(
            operation_id=operation_id,
            method=details.method,
            path=details.path,
            content_types=details.content_types,
            response_content_types=details.response_content_types,
            scope=self._parts.scope,
            api=self._api,
            operation_lookup=self._parts.operation_lookup,
            rendered=rendered,
            role=role,
            source_arn=source_arn,
            invoke_function=invoke_function,
            allow=allow,
        )

    def _allow(self, role: IRole, statements: Sequence[Statement]) -> None:
        """Add statements to those of the same actions."""
        allowed = self._allowed.setdefault(role, {})
        for statement in statements:
            resources = allowed.setdefault(tuple(statement["actions"]), {})
            resources.update(dict.fromkeys(statement["resources"]))

    def _attach(self) -> None:
        for role, allowed in self._allowed.items():
            for actions, resources in allowed.items():
                role.add_to_principal_policy(PolicyStatement(actions=list(actions), resources=list(resources)))

    def _add_permissions(self) -> None:
        permissions = self._answer["permissions"]
        scope_of = self._scopes(permissions["stacks"])
        for permission in permissions["operations"]:
            source = self._arn(f"{self._parts.stage}/{permission['source']}")
            _permit(scope_of(permission["stack"]), permission["id"], permission["function"], source)
        for operation_id, function, source in self._invoked:
            scope = scope_of(-1)
            _permit(scope, _unused_id(scope, operation_id), function.function_arn, source)
        for permission in permissions["authorizers"]:
            source = self._arn(permission["source"])
            _permit(self._parts.scope, permission["id"], permission["function"], source)

    def _scopes(self, stacks: int) -> Callable[[int], Construct]:
        """Give the scopes of permissions by the numbers of their stacks: below 0 there is none."""
        nested = Stacks(self._parts.scope, "Permissions", stacks).stacks if stacks > 0 else ()
        made: list[Construct] = []

        def scope_of(stack: int) -> Construct:
            if stack >= 0:
                return nested[stack]
            if not made:
                made.append(Construct(self._parts.scope, "Permissions"))
            return made[0]

        return scope_of

    def _arn(self, resource: str) -> str:
        stack = Stack.of(self._parts.scope)
        api_id = self._api.rest_api_id
        return f"arn:{stack.partition}:execute-api:{stack.region}:{stack.account}:{api_id}/{resource}"

    def _pass_environment(self) -> None:
        """Tell the functions of this app what their handlers need to know."""
        functions = {id(own): own for own in map(_own_function, self._functions.values()) if own is not None}
        for function in functions.values():
            for name, value in self._answer.get("environment", {}).items():
                function.add_environment(name, value)


def _permit(scope: Construct, id: str, function: str, source_arn: str) -> None:
    CfnPermission(
        scope,
        id,
        action="lambda:InvokeFunction",
        function_name=function,
        principal="apigateway.amazonaws.com",
        source_arn=source_arn,
    )


def _unused_id(scope: Construct, id: str) -> str:
    unused, number = id, 2
    while scope.node.try_find_child(unused) is not None:
        unused, number = f"{id}{number}", number + 1
    return unused


def _own_function(function: IFunction) -> Function | None:
    """Give the function of this app that a function, a version or an alias leads to."""
    if isinstance(function, Function):
        return function
    behind: IFunction | None = getattr(function, "lambda_", None)
    return None if behind is None else _own_function(behind)
