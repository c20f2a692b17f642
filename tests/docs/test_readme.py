"""What the README says in figures is what the data says."""

from __future__ import annotations

import re

import pytest
import yaml

import readme_picture
from pages import ROOT
from tokest.rates.load import builtin_card
from tokest.resources import data_file
from tokest.tokens.table_quality import find_quality, table_names

TEXT = " ".join((ROOT / "README.md").read_text("utf-8").split())
LABEL = re.compile(r'aria-label="([^"]*)"')


def test_the_models_are_counted() -> None:
    providers = builtin_card().providers
    models = sum(len(provider.models) for provider in providers)
    assert (len(providers), f"{models} models of ten providers" in TEXT) == (10, True)
    lists = {
        (provider.id, model.id, rate.region, rate.currency, rate.service)
        for provider in providers
        for model in provider.models
        for rate in model.rates
    }
    page = (ROOT / "docs" / "rates.md").read_text("utf-8")
    assert f"{models} models of ten providers, {len(lists)} price lists" in page


def test_the_errors_of_tables_are_those_measured() -> None:
    found = [find_quality(name).error for name in table_names()]
    middle, most = ([float(error[at]) * 100 for error in found] for at in (0, 1))
    said = (
        f"{min(middle):.1f} to {max(middle):.1f} % in the middle and "
        f"{min(most):.1f} to {max(most):.1f} % at the 90th percentile"
    )
    assert said in TEXT


def test_the_formats_of_the_linter_are_counted() -> None:
    folder = ROOT / "src" / "tokest" / "linter" / "reports"
    formats = {file.stem for file in folder.glob("*.py")} - {"__init__"}
    assert {"sarif", "github", "gitlab"} < formats
    assert f"reported in {len(formats)} formats" in TEXT


def test_the_vocabularies_that_ship_are_named() -> None:
    shipped = yaml.safe_load(data_file("encodings.yaml").read_text("utf-8"))["encodings"]
    names = [one["name"] for one in shipped if "vocabulary" in one]
    assert names == ["qwen", "qwen3.5", "o200k_base", "cl100k_base"]
    assert "Qwen (both vocabularies), OpenAI (o200k and cl100k)" in TEXT


def test_the_picture_shows_what_the_models_cost() -> None:
    file = ROOT / "docs" / "images" / "cost-by-model.svg"
    drawn = LABEL.findall(readme_picture.picture().to_svg())
    assert len(readme_picture.MODELS) == 13  # as the text beside the picture says
    assert len(drawn) > 3 * 13
    assert LABEL.findall(file.read_text("utf-8")) == drawn
    assert "python tools/readme_picture.py docs/images/cost-by-model.svg" in TEXT


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "benchmarks/RESULTS.md"])
def test_every_file_that_a_page_outside_the_site_links_to_is_there(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\(([^):#]+)\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_gate_has_five_lines_at_most() -> None:
    (gate,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert len(gate.splitlines()) <= 5
