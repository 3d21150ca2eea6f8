"""Synthesizes the stack that docs/from-aws-pdk.md shows."""

import json

from aws_cdk import App
from aws_cdk.assertions import Template
from from_aws_pdk_1 import ShopStack

print(json.dumps(Template.from_stack(ShopStack(App(), "Shop")).to_json(), separators=(",", ":")))
