"""The code of functions in Python, with what the generated package has for handlers."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from aws_cdk.aws_lambda import Code

if TYPE_CHECKING:
    from constructs import Construct

_PACKAGE = Path(__file__).resolve().parents[1]

# What handlers need of the generated package.
_PARTS = ("__init__.py", "models.py", "handlers", "gatewright/__init__.py", "gatewright/handler")
_IGNORED = shutil.ignore_patterns("__pycache__", "*.pyc", "test_*.py", ".*")


def bundled(scope: Construct, code: str) -> tuple[Code, dict[str, str]]:
    """Return the code of a function and the environment variables that it needs.

    A directory is deployed with the generated package, without the AWS CDK and tests, unless it has the package itself. A
    local run takes both from where they are, so that edits need no run of the app.
    """
    directory = Path(code)
    if not directory.is_dir() or not (_PACKAGE / "handlers").is_dir() or (directory / _PACKAGE.name).exists():
        return Code.from_asset(code), {}
    if scope.node.try_get_context("gatewright:local"):
        return Code.from_asset(code), {"PYTHONPATH": str(_PACKAGE.parent)}
    bundle = Path(tempfile.mkdtemp(prefix="gatewright-"))
    if not scope.node.try_get_context("aws:cdk:disable-asset-staging"):
        atexit.register(shutil.rmtree, bundle, ignore_errors=True)
    shutil.copytree(directory, bundle, ignore=_IGNORED, dirs_exist_ok=True)
    for part in _PARTS:
        _copy(_PACKAGE / part, bundle / _PACKAGE.name / part)
    return Code.from_asset(str(bundle)), {}


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=_IGNORED)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
