"""Who may call an operation."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

from aws_cdk import Token

from .authorizer_types import CustomAuthorizerType
from .options import CognitoAuthorizerProps, CustomAuthorizerProps, JwtAuthorizerProps


class Authorizer(ABC):
    """Says who may call an operation."""

    authorizer_id: str
    """The authorizer's name in the definition."""
    authorization_scopes: Sequence[str] | None = None
    """Scopes of which a caller's token must hold one."""

    @abstractmethod
    def to_json(self) -> dict[str, object] | None:
        """Return the entry under `authorizers` in gatewright.yaml; None for one that needs no entry."""


class NoneAuthorizer(Authorizer):
    """Lets everyone through."""

    authorizer_id = "none"

    def to_json(self) -> None:
        """Return nothing: there is no entry for it."""
        return


class IamAuthorizer(Authorizer):
    """Lets those through whose requests are signed, and whose policies allow `execute-api:Invoke`."""

    authorizer_id = "iam"

    def to_json(self) -> None:
        """Return nothing: there is no entry for it."""
        return


class CognitoAuthorizer(CognitoAuthorizerProps, Authorizer):
    """Lets users of Cognito user pools through."""

    def with_scopes(self, *authorization_scopes: str) -> CognitoAuthorizer:
        """Return the same authorizer with other scopes, for single operations."""
        return dataclasses.replace(self, authorization_scopes=authorization_scopes)

    def to_json(self) -> dict[str, object]:
        """Return the entry under `authorizers` in gatewright.yaml."""
        return {"type": "cognito", **self._options()}


@dataclass(kw_only=True, eq=False)
class JwtAuthorizer(JwtAuthorizerProps, Authorizer):
    """Lets callers through whose JSON Web Token one of the issuers signed.

    How a definition spells these authorizers is not documented by AWS: after each deployment, make sure that a call
    without a token is answered with 401.
    """

    def __post_init__(self) -> None:
        """Name an authorizer that the API has already, whose ID is not known yet."""
        self._id = self.authorizer_id
        if self.issuers is None and Token.is_unresolved(self.authorizer_id):
            self.authorizer_id = "jwt"

    def with_scopes(self, *authorization_scopes: str) -> JwtAuthorizer:
        """Return the same authorizer with other scopes, for single operations."""
        return dataclasses.replace(self, authorizer_id=self._id, authorization_scopes=authorization_scopes)

    def to_json(self) -> dict[str, object]:
        """Return the entry under `authorizers` in gatewright.yaml."""
        existing = {"authorizerId": self._id} if self.issuers is None else {}
        return {"type": "jwt", **existing, **self._options()}


class CustomAuthorizer(CustomAuthorizerProps, Authorizer):
    """Lets those through whom a function lets through."""

    def to_json(self) -> dict[str, object]:
        """Return the entry under `authorizers` in gatewright.yaml."""
        if self.function is None:
            message = f"the function of the authorizer {self.authorizer_id} is missing: make it before the API"
            raise ValueError(message)
        return self._options()


class Authorizers:
    """The ways to say who may call an operation."""

    iam = IamAuthorizer
    """Signed requests (Signature Version 4)."""
    none = NoneAuthorizer
    """Everyone."""
    cognito = CognitoAuthorizer
    """Users of Cognito user pools. Without scopes, they send ID tokens."""
    jwt = JwtAuthorizer
    """Holders of JSON Web Tokens."""
    custom = CustomAuthorizer
    """Those whom a function lets through."""


__all__ = [
    "Authorizer",
    "Authorizers",
    "CognitoAuthorizer",
    "CustomAuthorizer",
    "CustomAuthorizerType",
    "IamAuthorizer",
    "JwtAuthorizer",
    "NoneAuthorizer",
]
