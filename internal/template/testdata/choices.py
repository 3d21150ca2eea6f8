"""Deploys a template with two conditions to moto, and prints what each combination of them has."""

import sys

import body  # noqa: F401, it has moto import bodies
import boto3
from moto import mock_aws

REGION = "eu-west-1"
template = open(sys.argv[1]).read()


def deploy(is_prod, has_backend):
    iam, functions = boto3.client("iam", REGION), boto3.client("lambda", REGION)
    role = iam.create_role(RoleName="function", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    values = {"IsProd": is_prod, "HasBackend": has_backend, "OrdersUrl": "https://test.example.com", "StageVariableLimit": "7"}
    for name in ("Live", "Test"):
        function = functions.create_function(
            FunctionName=name, Role=role, Runtime="nodejs22.x", Handler="index.handler", Code={"ZipFile": b"PK\x05\x06" + bytes(18)}
        )
        values[name + "Arn"] = function["FunctionArn"]
    cloudformation, apigateway = boto3.client("cloudformation", REGION), boto3.client("apigateway", REGION)
    cloudformation.create_stack(
        StackName="shop",
        TemplateBody=template,
        Capabilities=["CAPABILITY_IAM"],
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in values.items()],
    )
    api = apigateway.get_rest_apis()["items"][0]["id"]
    for resource in sorted(apigateway.get_resources(restApiId=api)["items"], key=lambda r: r["path"]):
        for method in resource.get("resourceMethods", {}):
            made = apigateway.get_integration(restApiId=api, resourceId=resource["id"], httpMethod=method)
            print(is_prod, has_backend, method, resource["path"], made["type"], made.get("uri", "").rpartition("function:")[2])
    print(is_prod, has_backend, "deployments", len(apigateway.get_deployments(restApiId=api)["items"]))


for is_prod in ("true", "false"):
    for has_backend in ("true", "false"):
        with mock_aws():
            deploy(is_prod, has_backend)
