"""Places are those of the user's program, also in a generated package, which holds a copy of the construct."""

import importlib
import inspect
import shutil
from pathlib import Path

import pytest

import gatewright

GENERATED = """
from .gatewright.integrations import Integrations


def mock_all():
    return Integrations.mock()
"""


def test_no_place_is_in_a_generated_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "shop_api"
    shutil.copytree(Path(gatewright.__file__).parent, package / "gatewright")
    (package / "__init__.py").write_text(GENERATED)
    monkeypatch.syspath_prepend(tmp_path)
    generated = importlib.import_module("shop_api")
    frame = inspect.currentframe()
    assert frame is not None
    made, line = generated.mock_all(), frame.f_lineno
    assert made._made_at == f"{__file__}:{line}:18"
