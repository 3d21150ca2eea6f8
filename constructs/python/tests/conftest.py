"""Has the engine of this repository found, unless the caller names another one."""

import os
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture(scope="session", autouse=True)
def engine(tmp_path_factory: pytest.TempPathFactory) -> None:
    if not os.environ.get("GATEWRIGHT"):
        path = str(tmp_path_factory.mktemp("engine") / "gatewright")
        subprocess.run(["go", "build", "-o", path, "./cmd/gatewright"], cwd=REPOSITORY, check=True)
        os.environ["GATEWRIGHT"] = path
