"""The forms of tools."""

from __future__ import annotations

from typing import Any

from tokest.prompts.plain import to_json
from tokest.prompts.values import Tool
from tokest.prompts.writing.tools import forms, plain_words, typescript, words, xml


def tool(schema: dict[str, Any], description: str = "") -> Tool:
    text = to_json(schema)
    raw = to_json({"type": "function", "function": {"name": "f", "parameters": schema}})
    return Tool(name="f", description=description, schema=text, raw=raw, where="tools[0]")


SCHEMA = {
    "type": "object",
    "properties": {
        "city": {"type": "string", "description": "Where"},
        "unit": {"type": "string", "enum": ["C", "F"]},
        "days": {"type": "array", "items": {"type": "integer"}},
        "at": {"anyOf": [{"type": "number"}, {"type": "null"}]},
        "near": {"type": "object", "properties": {"x": {"type": ["number", "string"]}}},
        "odd": {},
        "yes": {"type": "boolean"},
        "list": {"type": "array"},
    },
    "required": ["city", "near"],
}


def test_a_declaration_has_all_kinds_of_fields() -> None:
    assert typescript(tool(SCHEMA, "Tell it")).splitlines() == [
        "// Tell it",
        "type f = (_: {",
        "// Where",
        "city: string,",
        'unit?: "C" | "F",',
        "days?: number[],",
        "at?: number | null,",
        "near: {",
        "x?: number | string,",
        "},",
        "odd?: any,",
        "yes?: boolean,",
        "list?: any[],",
        "}) => any;",
    ]


def test_a_schema_of_another_kind_has_no_fields() -> None:
    assert typescript(tool({"properties": 3})) == "type f = () => any;"


def test_xml_keeps_every_key() -> None:
    schema = {
        "type": "object",
        "properties": {"city": {"type": "string", "enum": ["A"], "description": "Where "}},
        "required": ["city"],
    }
    assert xml(tool(schema, "Tell it ")) == "\n".join(  # noqa: FLY002  # a line each
        [
            "<function>",
            "<name>f</name>",
            "<description>Tell it</description>",
            "<parameters>",
            "<parameter>",
            "<name>city</name>",
            "<type>string</type>",
            "<description>Where</description>",
            '<enum>["A"]</enum>',
            "</parameter>",
            '<required>["city"]</required>',
            "</parameters>",
            "</function>",
        ]
    )


def test_only_forms_that_are_wanted_are_made() -> None:
    assert set(forms(tool({}), "{json} {function}")) == {"json", "function"}
    assert forms(tool({}), "{function}") == {"function": '{"name": "f", "parameters": {}}'}


def test_words_leave_the_marks_of_json_out() -> None:
    assert words(tool({"properties": {"city": {"type": "string"}}}, "Tell")) == "f Tell city string"
    assert plain_words('{"a": [1, null, {"b": "c"}]}') == "a 1 b c"
    assert plain_words("{a") == "{a"
