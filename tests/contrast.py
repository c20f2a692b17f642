"""Contrast of colours, as https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio defines it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

Colour = tuple[float, float, float]

LEAST: Final = 4.5
"""Of text, at level AA."""


def ratio(one: str | Colour, other: str | Colour) -> float:
    """Give the contrast of two colours that cover what is below them.

    >>> ratio("#000000", "#ffffff")
    21.0
    """
    low, high = sorted(map(_luminance, (_channels(one), _channels(other))))
    return round((high + 0.05) / (low + 0.05), 9)


def texts(page: Page) -> list[tuple[str, float]]:
    """Give every text of a page with the contrast it has where it stands."""
    found = page.evaluate(_SCRIPT)
    return [(text, _seen(colour, opacity, layers)) for text, colour, opacity, layers in found]


def _seen(colour: str, opacity: float, layers: list[str]) -> float:
    ground: Colour = (0.0, 0.0, 0.0)
    for layer in layers:
        *channels, alpha = _parsed(layer)
        ground = _mixed((channels[0], channels[1], channels[2]), ground, alpha)
    *channels, alpha = _parsed(colour)
    ink = _mixed((channels[0], channels[1], channels[2]), ground, alpha * opacity)
    return ratio(ink, ground)


def _mixed(top: Colour, below: Colour, alpha: float) -> Colour:
    red, green, blue = (
        alpha * one + (1 - alpha) * other for one, other in zip(top, below, strict=True)
    )
    return red, green, blue


def _channels(colour: str | Colour) -> Colour:
    if not isinstance(colour, str):
        return colour
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def _parsed(colour: str) -> tuple[float, float, float, float]:
    """Read a colour as a browser computes it.

    >>> _parsed("rgb(1, 2, 3)"), _parsed("rgba(1, 2, 3, 0.5)")
    ((1.0, 2.0, 3.0, 1.0), (1.0, 2.0, 3.0, 0.5))
    """
    red, green, blue, *alpha = map(float, re.findall(r"[\d.]+", colour))
    return red, green, blue, alpha[0] if alpha else 1.0


def _luminance(colour: Colour) -> float:
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


# The colours below a text, from the canvas up; of a gradient the first, which is its bar.
_SCRIPT: Final = """() => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.backgroundColor = "Canvas";
  const canvas = getComputedStyle(probe).backgroundColor;
  probe.remove();
  const found = [];
  for (const element of document.body.querySelectorAll("*")) {
    const own = Array.from(element.childNodes).filter((node) => node.nodeType === 3);
    const text = own.map((node) => node.textContent.trim()).join(" ").trim();
    if (!text || !element.checkVisibility() || element.closest("script")) continue;
    const layers = [];
    let opacity = 1;
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      opacity *= Number(style.opacity);
      const band = style.backgroundImage.match(/rgba?\\([^)]*\\)/);
      if (band) layers.unshift(band[0]);
      layers.unshift(style.backgroundColor);
    }
    found.push([text, getComputedStyle(element).color, opacity, [canvas, ...layers]]);
  }
  return found;
}"""
