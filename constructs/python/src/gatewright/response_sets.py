"""How the answers of a backend become those of an operation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from .integration import ApiGatewayIntegrationResponse, responses_json
from .values import given


class IntegrationResponseSet(ABC):
    """How the answers of a backend become those of an operation."""

    @abstractmethod
    def to_json(self) -> Sequence[Mapping[str, object]]:
        """Give the parts of the set, as they stand under `responses` in gatewright.yaml."""


class _Parts(IntegrationResponseSet):
    def __init__(self, *parts: Mapping[str, object]) -> None:
        self._parts = parts

    def to_json(self) -> Sequence[Mapping[str, object]]:
        return self._parts


class IntegrationResponseSets:
    """Sets of integration responses."""

    @staticmethod
    def default_passthrough(*, status_code: int | None = None) -> IntegrationResponseSet:
        """Pass the backend's answer through, with status 200 unless another one is said."""
        return _Parts({"passthrough": given({"statusCode": status_code})})

    @staticmethod
    def s3_json_error_message() -> IntegrationResponseSet:
        """Give the message of S3's errors 400, 403, 404 and 500 as `{"message": …}`."""
        return _Parts({"s3JsonErrors": {}})

    @staticmethod
    def catch_all() -> IntegrationResponseSet:
        """Answer 500 to whatever nothing else fits."""
        return _Parts({"catchAll": {}})

    @staticmethod
    def custom(*, responses: Mapping[str, ApiGatewayIntegrationResponse]) -> IntegrationResponseSet:
        """Give responses by a regular expression on the backend's status, or on the error of a function."""
        return _Parts({"custom": responses_json(responses)})

    @staticmethod
    def composite(*response_sets: IntegrationResponseSet) -> IntegrationResponseSet:
        """Put sets together; of two responses for the same pattern the later one holds."""
        return _Parts(*(part for response_set in response_sets for part in response_set.to_json()))
