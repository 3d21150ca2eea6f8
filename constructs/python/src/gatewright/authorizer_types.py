"""The values that options of authorizers have."""

from enum import Enum
from typing import Literal, TypeAlias

JwtAlgorithm: TypeAlias = Literal["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"]
"""An algorithm that tokens are signed with."""


class CustomAuthorizerType(Enum):
    """What a function that authorizes looks at."""

    TOKEN = "token"
    """One header."""
    REQUEST = "request"
    """The whole request but its body."""
