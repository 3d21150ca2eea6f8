"""The stack of the pet shop."""

from aws_cdk import Stack
from aws_cdk.aws_cognito import AuthFlow, SignInAliases, UserPool
from aws_cdk.aws_s3 import BlockPublicAccess, Bucket
from constructs import Construct

from petstore import (
    Api,
    Authorizers,
    Integrations,
    MockIntegrations,
    OperationConfig,
    SayHelloFunction,
    TypeSafeApiIntegration,
)


class PetstoreStack(Stack):
    """One function, one bucket, an HTTP backend, mocks for what is still to come, and users who may use all but the greeting."""

    def __init__(self, scope: Construct, id: str, *, wholesaler: str) -> None:
        """Create the stack; wholesaler is the URL of the service that knows the prices."""
        super().__init__(scope, id)
        users = UserPool(self, "Users", self_sign_up_enabled=True, sign_in_aliases=SignInAliases(email=True))
        users.add_client("Shop", auth_flows=AuthFlow(user_srp=True))
        pets = Bucket(self, "Pets", block_public_access=BlockPublicAccess.BLOCK_ALL, enforce_ssl=True)
        pet = TypeSafeApiIntegration(integration=Integrations.s3(bucket=pets, path="pets/{petId}.json"))

        Api(
            self,
            "Api",
            default_authorizer=Authorizers.cognito(authorizer_id="users", user_pools=[users]),
            integrations=OperationConfig(
                say_hello=TypeSafeApiIntegration(
                    integration=Integrations.lambda_(SayHelloFunction(self, "SayHello")),
                    authorizer=Authorizers.none(),
                ),
                list_pets=TypeSafeApiIntegration(integration=MockIntegrations.list_pets_200()),
                get_pet=pet,
                put_pet=pet,
                delete_pet=TypeSafeApiIntegration(integration=MockIntegrations.delete_pet_204()),
                get_price=TypeSafeApiIntegration(
                    integration=Integrations.http(uri=f"{wholesaler}/prices/{{kind}}.json")
                ),
            ),
        )
