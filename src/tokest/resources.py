"""Where the data files are: inside the installed package, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def data_file(name: str) -> Traversable:
    """Find a data file that ships with tokest.

    >>> data_file("pricing.yaml").is_file()
    True
    """
    here = Path(__file__).parent
    for folder in (here / "data", here.parents[1] / "data"):
        if folder.is_dir():
            return folder.joinpath(name)
    from importlib.resources import files  # noqa: PLC0415  # only where the package is an archive

    return files("tokest").joinpath("data", *name.split("/"))
