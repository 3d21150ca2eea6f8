"""Each error is held by the test."""

from petstore import Integrations, MockIntegrations, OperationConfig, Operations, TypeSafeApiIntegration

mock = TypeSafeApiIntegration(integration=Integrations.mock())
OperationConfig(get_health=mock, list_pets=mock, add_pet=mock, get_pet=mock, put_pet=mock, delete_pet=mock, get_photo=mock, get_order=mock, quote_order=mock)
MockIntegrations.mock_all(say_hallo=mock)
MockIntegrations.say_hello_200({"text": "hello"})
MockIntegrations.say_hello_418()
MockIntegrations.mock_all(say_hello=TypeSafeApiIntegration(integration=None))
Operations.all(mock).say_hallo
