"""Who may call an operation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from enum import Enum
from typing import TYPE_CHECKING, Literal, NotRequired, TypedDict

from aws_cdk import Token

from .snap_start import invocable
from .values import given

if TYPE_CHECKING:
    from aws_cdk.aws_cognito import IUserPool
    from aws_cdk.aws_iam import IRole
    from aws_cdk.aws_lambda import IFunction


class Authorizer(ABC):
    """Says who may call an operation."""

    authorizer_id: str
    """The authorizer's name in the definition."""
    authorization_scopes: tuple[str, ...]
    """Scopes of which a caller's token must hold one."""

    def __init__(self, authorizer_id: str, authorization_scopes: Sequence[str] = ()) -> None:
        """Make an authorizer of a name."""
        self.authorizer_id = authorizer_id
        self.authorization_scopes = tuple(authorization_scopes)

    @abstractmethod
    def to_json(self) -> dict[str, object] | None:
        """Give what stands under `authorizers` in gatewright.yaml; None for one that needs no entry."""


class NoneAuthorizer(Authorizer):
    """Lets everyone through."""

    def __init__(self) -> None:
        """Make the authorizer that lets everyone through."""
        super().__init__("none")

    def to_json(self) -> None:
        """Give nothing: there is no entry for it."""
        return


class IamAuthorizer(Authorizer):
    """Lets those through whose requests are signed, and whose policies allow `execute-api:Invoke`."""

    def __init__(self) -> None:
        """Make the authorizer of signed requests."""
        super().__init__("iam")

    def to_json(self) -> None:
        """Give nothing: there is no entry for it."""
        return


class CognitoAuthorizer(Authorizer):
    """Lets users of Cognito user pools through."""

    user_pools: tuple[IUserPool, ...]

    def __init__(
        self, *, authorizer_id: str, user_pools: Sequence[IUserPool], authorization_scopes: Sequence[str] = ()
    ) -> None:
        """Make an authorizer of user pools. Without scopes, callers send ID tokens."""
        super().__init__(authorizer_id, authorization_scopes)
        self.user_pools = tuple(user_pools)

    def with_scopes(self, *authorization_scopes: str) -> CognitoAuthorizer:
        """Give the same authorizer with other scopes, for single operations."""
        return CognitoAuthorizer(
            authorizer_id=self.authorizer_id, user_pools=self.user_pools, authorization_scopes=authorization_scopes
        )

    def to_json(self) -> dict[str, object]:
        """Give what stands under `authorizers` in gatewright.yaml."""
        return {
            "type": "cognito",
            "userPoolArns": [pool.user_pool_arn for pool in self.user_pools],
            "scopes": list(self.authorization_scopes),
        }


class JwtAdditionalClaim(TypedDict):
    """A claim of an issuer's tokens that is a string."""

    claim_name: str
    required: NotRequired[bool]
    """Whether tokens without it are refused. The default is False."""
    expected_values: NotRequired[Sequence[str]]
    """Its values, compared to the letter. The default is any."""


class JwtIssuer(TypedDict):
    """An issuer of JSON Web Tokens."""

    issuer: str
    """An https URL, equal to the tokens' `iss` to the letter."""
    audiences: Sequence[str]
    """Audiences of which a token's `aud`, or `client_id`, must be one."""
    additional_claims: NotRequired[Sequence[JwtAdditionalClaim]]


JwtAlgorithm = Literal["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"]


class JwtAuthorizer(Authorizer):
    """Lets callers through whose JSON Web Token one of the issuers signed.

    How a definition spells these authorizers is not documented by AWS: after each deployment, make sure that a call
    without a token is answered with 401.
    """

    def __init__(
        self,
        *,
        authorizer_id: str,
        issuers: Sequence[JwtIssuer] | None = None,
        default_algorithms: Sequence[JwtAlgorithm] | None = None,
        identity_source: str | None = None,
        authorization_scopes: Sequence[str] = (),
    ) -> None:
        """Create an authorizer of issuers, or refer to one that the API has already.

        :param authorizer_id: the authorizer's name in the definition; without issuers, the ID of an authorizer that the
            API has already
        :param issuers: the issuers whose tokens are accepted
        :param default_algorithms: algorithms that tokens may be signed with. The default is RS256
        :param identity_source: where the token is. The default is the header Authorization
        :param authorization_scopes: scopes of which a token must hold one
        """
        unnamed = issuers is None and Token.is_unresolved(authorizer_id)
        super().__init__("jwt" if unnamed else authorizer_id, authorization_scopes)
        self._existing = authorizer_id if issuers is None else None
        self._issuers = issuers
        self._default_algorithms = default_algorithms
        self._identity_source = identity_source

    def with_scopes(self, *authorization_scopes: str) -> JwtAuthorizer:
        """Return the same authorizer with other scopes, for single operations."""
        return JwtAuthorizer(
            authorizer_id=self._existing or self.authorizer_id,
            issuers=self._issuers,
            default_algorithms=self._default_algorithms,
            identity_source=self._identity_source,
            authorization_scopes=authorization_scopes,
        )

    def to_json(self) -> dict[str, object]:
        """Return the entry under `authorizers` in gatewright.yaml."""
        algorithms = self._default_algorithms
        return given(
            {
                "type": "jwt",
                "issuers": None if self._issuers is None else [_issuer(issuer) for issuer in self._issuers],
                "defaultAlgorithms": None if algorithms is None else list(algorithms),
                "authorizerId": self._existing,
                "identitySource": self._identity_source,
                "scopes": list(self.authorization_scopes),
            }
        )


def _issuer(issuer: JwtIssuer) -> dict[str, object]:
    claims = [
        given(
            {
                "claimName": claim["claim_name"],
                "required": claim.get("required"),
                "expectedValues": list(claim["expected_values"]) if "expected_values" in claim else None,
            }
        )
        for claim in issuer.get("additional_claims", ())
    ]
    return given(
        {"issuer": issuer["issuer"], "audiences": list(issuer["audiences"]), "additionalClaims": claims or None}
    )


class CustomAuthorizerType(Enum):
    """What a function that authorizes looks at."""

    TOKEN = "token"
    """One header."""
    REQUEST = "request"
    """The whole request but its body."""


_AUTHORIZATION_HEADER = "method.request.header.Authorization"


class CustomAuthorizer(Authorizer):
    """Lets those through whom a function lets through."""

    function: IFunction
    type: CustomAuthorizerType

    def __init__(
        self,
        *,
        authorizer_id: str,
        function: IFunction,
        type: CustomAuthorizerType = CustomAuthorizerType.TOKEN,
        identity_source: str | None = None,
        authorizer_result_ttl_in_seconds: int | None = None,
        identity_validation_expression: str | None = None,
        role: IRole | None = None,
    ) -> None:
        """Make an authorizer of a function.

        :param authorizer_id: the authorizer's name in the definition
        :param function: the function that lets callers through
        :param type: what the function looks at
        :param identity_source: where the identity is; of a request authorizer several, with commas between them.
            The default is the header Authorization
        :param authorizer_result_ttl_in_seconds: how long an answer is kept. The default is 300
        :param identity_validation_expression: a regular expression that a token must match as a whole, or the
            function is not called
        :param role: the role with which API Gateway calls the function. Without one, the function's own policy lets it
        """
        super().__init__(authorizer_id)
        self.function = function
        self.type = type
        self._identity_source = identity_source
        self._ttl = authorizer_result_ttl_in_seconds
        self._validation = identity_validation_expression
        self._role = role

    @property
    def identity_source(self) -> str:
        """Where the identity is."""
        return _AUTHORIZATION_HEADER if self._identity_source is None else self._identity_source

    @property
    def authorizer_result_ttl_in_seconds(self) -> int:
        """How long an answer is kept."""
        return 300 if self._ttl is None else self._ttl

    def to_json(self) -> dict[str, object]:
        """Give what stands under `authorizers` in gatewright.yaml."""
        if self.function is None:
            message = f"the function of the authorizer {self.authorizer_id} is missing: make it before the API"
            raise ValueError(message)
        common = {
            "type": self.type.value,
            "function": invocable(self.function).function_arn,
            "ttl": self._ttl,
            "role": None if self._role is None else self._role.role_arn,
        }
        if self.type is CustomAuthorizerType.TOKEN:
            return given({**common, "identitySource": self._identity_source, "validation": self._validation})
        sources = [source.strip() for source in self.identity_source.split(",")]
        return given({**common, "identitySources": [] if self.identity_source == "" else sources})


class Authorizers:
    """The ways to say who may call an operation."""

    @staticmethod
    def iam() -> IamAuthorizer:
        """Signed requests (Signature Version 4)."""
        return IamAuthorizer()

    @staticmethod
    def none() -> NoneAuthorizer:
        """Everyone."""
        return NoneAuthorizer()

    @staticmethod
    def cognito(
        *, authorizer_id: str, user_pools: Sequence[IUserPool], authorization_scopes: Sequence[str] = ()
    ) -> CognitoAuthorizer:
        """Users of Cognito user pools. Without scopes, they send ID tokens."""
        return CognitoAuthorizer(
            authorizer_id=authorizer_id, user_pools=user_pools, authorization_scopes=authorization_scopes
        )

    @staticmethod
    def jwt(
        *,
        authorizer_id: str,
        issuers: Sequence[JwtIssuer] | None = None,
        default_algorithms: Sequence[JwtAlgorithm] | None = None,
        identity_source: str | None = None,
        authorization_scopes: Sequence[str] = (),
    ) -> JwtAuthorizer:
        """Holders of JSON Web Tokens: see `JwtAuthorizer`."""
        return JwtAuthorizer(
            authorizer_id=authorizer_id,
            issuers=issuers,
            default_algorithms=default_algorithms,
            identity_source=identity_source,
            authorization_scopes=authorization_scopes,
        )

    @staticmethod
    def custom(
        *,
        authorizer_id: str,
        function: IFunction,
        type: CustomAuthorizerType = CustomAuthorizerType.TOKEN,
        identity_source: str | None = None,
        authorizer_result_ttl_in_seconds: int | None = None,
        identity_validation_expression: str | None = None,
        role: IRole | None = None,
    ) -> CustomAuthorizer:
        """Those whom a function lets through: see `CustomAuthorizer`."""
        return CustomAuthorizer(
            authorizer_id=authorizer_id,
            function=function,
            type=type,
            identity_source=identity_source,
            authorizer_result_ttl_in_seconds=authorizer_result_ttl_in_seconds,
            identity_validation_expression=identity_validation_expression,
            role=role,
        )
