"""Synthesizes an API of gatewright and the same without, in turns, and prints what each
turn of both took, in ms."""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from aws_cdk import App, Stack
from aws_cdk.aws_apigateway import ApiDefinition, SpecRestApi

from things import Api, MockIntegrations


def construct(stack: Stack) -> None:
    Api(stack, "Api", integrations=MockIntegrations.mock_all())


def bare(stack: Stack) -> None:
    definition = json.loads(Path(sys.argv[1]).read_text())
    SpecRestApi(stack, "Api", api_definition=ApiDefinition.from_inline(definition))


def synth(build: Callable[[Stack], None]) -> float:
    with tempfile.TemporaryDirectory() as out:
        began = time.perf_counter()
        app = App(outdir=out, analytics_reporting=False)
        build(Stack(app, "Things"))
        app.synth()
        return 1000 * (time.perf_counter() - began)


for _ in range(int(sys.argv[2])):
    print(synth(construct), synth(bare))
