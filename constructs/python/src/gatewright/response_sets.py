"""How the responses of a backend become those of an operation."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from .integration import ApiGatewayIntegrationResponse, IntegrationRenderProps, responses_json
from .values import given


class IntegrationResponseSet(ABC):
    """How the responses of a backend become those of an operation.

    Extend it to write a set of your own.
    """

    @abstractmethod
    def render(self, props: IntegrationRenderProps) -> Mapping[str, ApiGatewayIntegrationResponse]:
        """Return the integration responses for an operation.

        The keys are regular expressions on the backend's status, or on the error of a function. The headers of CORS
        need not be in them.
        """

    def _parts(self, props: IntegrationRenderProps) -> Sequence[Mapping[str, object]]:
        """Return the set as it is written under `integrationResponseSet` in gatewright.yaml."""
        return [{"custom": responses_json(self.render(props))}]


class _Known(IntegrationResponseSet):
    """A set that the engine renders."""

    def __init__(self, part: Mapping[str, object]) -> None:
        self._part = part

    def render(self, props: IntegrationRenderProps) -> Mapping[str, ApiGatewayIntegrationResponse]:
        message = (
            f"gatewright renders this response set of {props.operation_id} itself; "
            "combine it with your own by IntegrationResponseSets.composite"
        )
        raise TypeError(message)

    def _parts(self, _props: IntegrationRenderProps) -> Sequence[Mapping[str, object]]:
        return [self._part]


class _Custom(IntegrationResponseSet):
    def __init__(self, responses: Mapping[str, ApiGatewayIntegrationResponse]) -> None:
        self._responses = responses

    def render(self, _props: IntegrationRenderProps) -> Mapping[str, ApiGatewayIntegrationResponse]:
        return self._responses


class _Composite(IntegrationResponseSet):
    def __init__(self, sets: Sequence[IntegrationResponseSet]) -> None:
        self._sets = sets

    def render(self, props: IntegrationRenderProps) -> Mapping[str, ApiGatewayIntegrationResponse]:
        return {pattern: response for one in self._sets for pattern, response in one.render(props).items()}

    def _parts(self, props: IntegrationRenderProps) -> Sequence[Mapping[str, object]]:
        return [part for one in self._sets for part in one._parts(props)]


class IntegrationResponseSets:
    """Sets of integration responses."""

    @staticmethod
    def default_passthrough(*, status_code: int | None = None) -> IntegrationResponseSet:
        """Pass the backend's response through, with status 200 unless another one is given."""
        return _Known({"defaultPassthrough": given({"statusCode": status_code})})

    @staticmethod
    def s3_json_error_message() -> IntegrationResponseSet:
        """Convert S3's errors 400, 403, 404 and 500 to `{"message": …}`."""
        return _Known({"s3JsonErrorMessage": {}})

    @staticmethod
    def catch_all() -> IntegrationResponseSet:
        """Respond with 500 to whatever no other response matches."""
        return _Known({"catchAll": {}})

    @staticmethod
    def declared_statuses() -> IntegrationResponseSet:
        """Respond with each status that the operation declares as the backend does, and with 500 to other errors."""
        return _Known({"declaredStatuses": {}})

    @staticmethod
    def custom(*, responses: Mapping[str, ApiGatewayIntegrationResponse]) -> IntegrationResponseSet:
        """Use responses by a regular expression on the backend's status, or on the error of a function."""
        return _Custom(responses)

    @staticmethod
    def composite(*response_sets: IntegrationResponseSet) -> IntegrationResponseSet:
        """Combine sets; of two responses for the same pattern the later one is used."""
        return _Composite(response_sets)
