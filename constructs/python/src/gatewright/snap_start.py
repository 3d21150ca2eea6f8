"""Functions with SnapStart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk.aws_lambda import CfnFunction, Function

if TYPE_CHECKING:
    from aws_cdk.aws_lambda import IFunction


def invocable(function: IFunction) -> IFunction:
    """Return what API Gateway invokes of a function.

    That is the current version when the function has SnapStart, which Lambda applies to published versions only.
    """
    if not isinstance(function, Function):
        return function
    resource = function.node.default_child
    if not isinstance(resource, CfnFunction) or resource.snap_start is None:
        return function
    return function.current_version
