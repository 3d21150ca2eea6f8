"""The package that was generated, as pip installed it."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from .engine import GatewrightError


def model_of(package: str) -> str:
    """Return the model of a generated package, or raise an error if it is a copy of one that was generated again."""
    model = files(package).joinpath("model.json").read_text(encoding="utf-8")
    source = _source_of(package)
    if source is None:
        return model
    current = source / "src" / package / "model.json"
    if current.is_file() and current.read_text(encoding="utf-8") != model:
        message = (
            f"{package}: the installed package is a copy of {source}, which was generated again since; "
            f"run: pip install -e {source}"
        )
        raise GatewrightError(message)
    return model


def _source_of(package: str) -> Path | None:
    """Return the directory that pip copied a package from (PEP 610), or None."""
    try:
        text = distribution(package).read_text("direct_url.json")
    except PackageNotFoundError:
        return None
    if text is None:
        return None
    direct = json.loads(text)
    url = urlsplit(direct.get("url", ""))
    if url.scheme != "file" or direct.get("dir_info", {}).get("editable", False):
        return None
    return Path(url2pathname(url.path))
