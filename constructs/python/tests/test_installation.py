"""Copies of generated packages."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from gatewright.engine import GatewrightError
from gatewright.installation import model_of

if TYPE_CHECKING:
    from pathlib import Path


def _install(site: Path, source: Path, *, editable: bool) -> None:
    package = site / "stale_shop"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "model.json").write_text("{}", encoding="utf-8")
    info = site / "stale_shop-1.0.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stale-shop\nVersion: 1.0.0\n", encoding="utf-8")
    direct = {"url": source.as_uri(), "dir_info": {"editable": editable}}
    (info / "direct_url.json").write_text(json.dumps(direct), encoding="utf-8")


@pytest.mark.parametrize(
    ("model", "editable", "stale"), [("{}", False, False), ("{ }", False, True), ("{ }", True, False)]
)
def test_a_stale_copy_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str, *, editable: bool, stale: bool
) -> None:
    source = tmp_path / "a shop"
    current = source / "src" / "stale_shop"
    current.mkdir(parents=True)
    (current / "model.json").write_text(model, encoding="utf-8")
    _install(tmp_path / "site", source, editable=editable)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.delitem(sys.modules, "stale_shop", raising=False)
    if not stale:
        assert model_of("stale_shop") == "{}"
        return
    with pytest.raises(GatewrightError) as error:
        model_of("stale_shop")
    assert str(error.value).startswith("stale_shop: the installed package is a copy of ")
    assert str(error.value).endswith(f"run: pip install -e {source}")
