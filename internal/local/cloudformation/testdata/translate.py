"""Prints what AWS SAM's own translator makes of a template. Files of code become objects in S3."""

import json
import sys
from typing import Any

import yaml
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator


class Loader(yaml.SafeLoader):
    """Reads the short forms of intrinsic functions."""


def function(loader: Loader, name: str, node: yaml.Node) -> dict[str, Any]:
    """Returns the long form of an intrinsic function."""
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if name == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {name if name in ("Ref", "Condition") else "Fn::" + name: value}


Loader.add_multi_constructor("!", function)


def package(properties: dict[str, Any]) -> None:
    """Names objects in S3 where there are files, as sam package does."""
    for name in ("CodeUri", "ContentUri", "DefinitionUri"):
        path = properties.get(name)
        if isinstance(path, str) and not path.startswith("s3://"):
            properties[name] = "s3://packaged/" + path


with open(sys.argv[1], encoding="utf-8") as file:
    template = yaml.load(file, Loader)
for resource in template["Resources"].values():
    package(resource.get("Properties") or {})
for properties in template.get("Globals", {}).values():
    package(properties)
parameters = {
    "AWS::Region": "us-east-1",
    "AWS::Partition": "aws",
    **{
        name: declared["Default"]
        for name, declared in template.get("Parameters", {}).items()
        if "Default" in declared
    },
    **dict(argument.split("=", 1) for argument in sys.argv[2:]),
}
translated = Translator({}, Parser()).translate(template, parameters)
for resource in translated["Resources"].values():
    if resource["Type"] == "AWS::ApiGateway::Deployment":
        resource["Properties"].pop("StageName", None)  # a stage that nobody uses
json.dump(translated, sys.stdout)
