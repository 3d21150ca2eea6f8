"""Has moto's CloudFormation import the body of an API, which it leaves out.

Its import wants the parameters of a path at each operation, and a URI and a method of mocks.
"""

from moto.apigateway.models import RestAPI, apigateway_backends

create_api = RestAPI.create_from_cloudformation_json.__func__


def with_body(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs):
    api = create_api(cls, resource_name, cloudformation_json, account_id, region_name, **kwargs)
    body = cloudformation_json["Properties"]["Body"]
    for path in body["paths"].values():
        shared = path.pop("parameters", [])
        for operation in path.values():
            integration = operation["x-amazon-apigateway-integration"]
            integration.setdefault("uri", "")
            integration.setdefault("httpMethod", "POST")
            operation["parameters"] = shared + operation.get("parameters", [])
    backend = apigateway_backends[account_id][region_name]
    backend.put_rest_api(api.id, body, mode="overwrite", fail_on_warnings=True)
    return api


RestAPI.create_from_cloudformation_json = classmethod(with_body)
