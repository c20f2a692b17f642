"""Google's generateContent."""

from __future__ import annotations

import pytest

from tokest.errors import InputError
from tokest.prompts.shapes.gemini import read_contents
from tokest.prompts.values import Reasoning, Text, ToolCall, ToolResult


def test_calls_results_and_thoughts_are_read() -> None:
    contents = [
        {"role": "user", "parts": [{"text": "Time?"}]},
        {
            "role": "model",
            "parts": [
                {"thought": True, "text": "Hm"},
                {"thought": True, "thoughtSignature": "x"},
                {"functionCall": {"name": "now", "args": {"at": 1}}},
            ],
        },
        {"role": "user", "parts": [{"functionResponse": {"name": "now", "response": {"a": 1}}}]},
    ]
    found = read_contents({"contents": contents, "systemInstruction": "Be brief."}, [])
    assert [message.role for message in found] == ["system", "user", "assistant", "user"]
    assert found[2].parts == (
        Reasoning(text="Hm", where="contents[1].parts[0]"),
        ToolCall(name="now", arguments='{"at": 1}'),
    )
    assert found[3].parts == (ToolResult(id="", name="now", parts=(Text(text='{"a": 1}'),)),)


@pytest.mark.parametrize(
    "contents", ["Hi", ["Hi"], {"parts": {"text": "Hi"}}, [{"parts": ["Hi"]}], [{"text": "Hi"}]]
)
def test_short_forms_are_read(contents: object) -> None:
    (message,) = read_contents({"contents": contents}, [])
    assert message.parts == (Text(text="Hi"),)


def test_a_part_that_is_no_mapping_is_refused_with_its_place() -> None:
    with pytest.raises(InputError, match=r"contents\[0\].parts\[0\]: must be a mapping, got 3"):
        read_contents({"contents": [{"parts": [3]}]}, [])
