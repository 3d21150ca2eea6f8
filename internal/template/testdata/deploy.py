"""Deploys a template to moto and calls the API.

moto's CloudFormation leaves out stages, so that one is added here.
"""

import http.server
import sys
import threading

import body  # noqa: F401, it has moto import bodies
import boto3
import requests
from moto import mock_aws

REGION = "eu-west-1"


class Backend(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"the backend responds to " + self.path.encode())

    def log_message(self, *args):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Backend)
threading.Thread(target=server.serve_forever, daemon=True).start()
backend_url = f"http://127.0.0.1:{server.server_port}"

with mock_aws(config={"core": {"passthrough": {"urls": [backend_url + "/.*"]}}}):
    iam, functions = boto3.client("iam", REGION), boto3.client("lambda", REGION)
    role = iam.create_role(RoleName="function", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    function = functions.create_function(
        FunctionName="hello", Role=role, Runtime="nodejs22.x", Handler="index.handler", Code={"ZipFile": b"PK\x05\x06" + bytes(18)}
    )
    cloudformation, apigateway = boto3.client("cloudformation", REGION), boto3.client("apigateway", REGION)
    values = {"HelloFunctionArn": function["FunctionArn"], "BackendUrl": backend_url, "StageArn": "arn:aws:kms:eu-west-1:111122223333:key/1"}
    cloudformation.create_stack(
        StackName="shop",
        TemplateBody=open(sys.argv[1]).read(),
        Capabilities=["CAPABILITY_IAM"],
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in values.items()],
    )
    stack = cloudformation.describe_stacks(StackName="shop")["Stacks"][0]
    outputs = {o["OutputKey"]: o["OutputValue"] for o in stack["Outputs"]}
    deployments = apigateway.get_deployments(restApiId=outputs["ApiId"])["items"]
    apigateway.create_stage(restApiId=outputs["ApiId"], stageName="prod", deploymentId=deployments[0]["id"])
    print(stack["StackStatus"])
    print(requests.get(outputs["Url"] + "orders").text)
    print(functions.get_policy(FunctionName="hello")["Policy"].replace(outputs["ApiId"], "API"))
    for r in iam.list_roles()["Roles"]:
        for name in iam.list_role_policies(RoleName=r["RoleName"])["PolicyNames"]:
            print(str(iam.get_role_policy(RoleName=r["RoleName"], PolicyName=name)["PolicyDocument"]).replace("'", '"'))
