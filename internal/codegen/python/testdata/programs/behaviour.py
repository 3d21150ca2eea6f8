"""What generated packages do when they run."""

import json
import sys
import typing
from importlib.resources import files

import shapes
from shapes import models

assert "aws_cdk" not in sys.modules, "the types need the CDK"
assert not hasattr(shapes, "Nothing")
assert "Api" in dir(shapes)

import values

for value in (values.absent, values.null, values.known, values.alternatives, values.document, values.labels, values.tree, values.open_, values.size):
    assert json.loads(json.dumps(value)) == value
assert "note" not in values.absent and values.null["note"] is None
assert values.lives({"kind": "cat", "lives": 9}) == 9
assert models.Cat.__required_keys__ == {"kind", "lives"}
assert models.Crate.__optional_keys__ == {"note", "größe", "self", "__slots__"}

model = json.loads(files("shapes").joinpath("model.json").read_text(encoding="utf-8"))
assert list(typing.get_args(shapes.Nasty)) == model["components"]["schemas"]["Nasty"]["enum"]
assert list(shapes.OPERATION_LOOKUP.by_id()) == [o["operationId"] for path in model["paths"].values() for o in path.values()]

from petstore import Operations, OperationConfig

config = Operations.each(lambda id, details: f"{id} {details.method} {details.path}")
assert config.get_pet == "getPet get /pets/{petId}"
assert list(config.by_id()) == ["sayHello", "getHealth", "listPets", "addPet", "getPet", "putPet", "deletePet", "getPhoto", "getOrder", "quoteOrder"]
given = dict.fromkeys(list(OperationConfig.__match_args__) or [f for f in OperationConfig.__dataclass_fields__])
del given["say_hello"]
try:
    OperationConfig(**given)
except TypeError as error:
    print(error)
