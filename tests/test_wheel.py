"""The wheel, as a stranger installs it: an empty environment, away from the checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MOST_BYTES = 8_000_000


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel through the source distribution, as a release does."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_carries_data_licence_and_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in ("qwen", "qwen3.5", "o200k_base", "cl100k_base"):
        assert f"tokest/data/vocabularies/{name}.xz" in names
    data = (
        "pricing.yaml",
        "pricing.json",
        "encodings.yaml",
        "tables.json",
        "tables/keys.bin",
        "tables/gemma3.bin",
    )
    assert {"tokest/py.typed", *(f"tokest/data/{name}" for name in data)} <= names
    assert {name.rpartition("/")[2] for name in names} >= {"LICENSE", "NOTICE"}
    assert wheel.stat().st_size <= MOST_BYTES


def test_an_installed_wheel_prices_a_prompt(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    folder = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    install = [str(folder / "python"), "-m", "pip", "install", "--quiet", str(wheel)]
    subprocess.run([*install, "--disable-pip-version-check"], check=True, cwd=tmp_path)
    prompt = "你是谁？".encode()
    compare = [str(folder / "tokest"), "compare", "-", "--models", "qwen-max", "--format", "csv"]
    done = subprocess.run(compare, input=prompt, capture_output=True, check=True, cwd=tmp_path)
    # 3 x 1.6 + 500 x 6.4 USD per million
    assert done.stdout.decode().splitlines()[1].split(",")[:8] == [
        "qwen-max", "alibaba", "3", "3", "3", "exact", "500", "0.0032048",
    ]  # fmt: skip
