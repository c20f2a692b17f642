"""Where the data files are: inside the installed package, or at the top of a checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def data_file(name: str) -> Traversable:
    """Find a data file that ships with tokest.

    >>> data_file("pricing.yaml").is_file()
    True
    """
    packaged = files("tokest") / "data"
    folder = packaged if packaged.is_dir() else Path(__file__).parents[2] / "data"
    return folder.joinpath(*name.split("/"))
