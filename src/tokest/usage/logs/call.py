"""One logged call, without a word of its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tokest.rates.match import Match
    from tokest.units import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call and what it used, in inclusive counts.

    ``estimate`` is what was expected of its input before, as the log says or as its text was
    counted; ``prompt_class`` is the kind of prompt, as the log names it.
    """

    source: str
    line: int
    id: str
    at: datetime | None
    model: str
    match: Match | None
    usage: Usage
    batch: bool = False
    workspace: str = ""
    key: str = ""
    prompt_class: str = ""
    estimate: int | None = None

    @property
    def thinking(self) -> bool:
        """Whether it is billed as a thinking call: it reasoned, or its model always does.

        A thinking request that is answered without reasoning is billed as a plain one:
        https://help.aliyun.com/zh/model-studio/deep-thinking (stored copy of 2026-10)
        """
        always = self.match is not None and self.match.model.thinking == "always"
        return self.usage.reasoning_tokens > 0 or always
