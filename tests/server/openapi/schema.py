"""As much of JSON Schema as the description uses: checking a value, and making values up."""

from __future__ import annotations

import math
import re
from typing import Any

from hypothesis import strategies as st

Schema = dict[str, Any]

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}

texts = st.text(max_size=20)
plain_values = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | texts
any_json = st.recursive(
    plain_values.filter(lambda value: not (isinstance(value, float) and math.isinf(value))),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


class Schemas:
    """The schemas of a description."""

    def __init__(self, document: Schema) -> None:
        self._document = document

    def resolve(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            found: Any = self._document
            for name in schema["$ref"].removeprefix("#/").split("/"):
                found = found[name]
            schema = found
        return schema

    def check(self, schema: Schema, value: Any, where: str = "$") -> None:
        """Fail if a value is not what its schema says."""
        schema = self.resolve(schema)
        if "anyOf" in schema:
            assert any(self.accepts(each, value) for each in schema["anyOf"]), (where, value)
        if "const" in schema:
            assert value == schema["const"], where
        if "enum" in schema:
            assert value in schema["enum"], where
        if "type" in schema:
            check_type(schema["type"], value, where)
        self._check_inside(schema, value, where)

    def _check_inside(self, schema: Schema, value: Any, where: str) -> None:
        if isinstance(value, str):
            check_text(schema, value, where)
        elif isinstance(value, list):
            for number, item in enumerate(value):
                self.check(schema.get("items", {}), item, f"{where}[{number}]")
        elif isinstance(value, dict):
            assert set(schema.get("required", ())) <= set(value), (where, set(value))
            others = schema.get("additionalProperties", {})
            for name, member in value.items():
                self.check(schema.get("properties", {}).get(name, others), member, f"{where}.{name}")

    def accepts(self, schema: Schema, value: Any) -> bool:
        try:
            self.check(schema, value)
        except AssertionError:
            return False
        return True

    def valid(self, schema: Schema, given: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
        """Make up values of a schema; members named in `given` are made as it says."""
        schema = self.resolve(schema)
        if "enum" in schema:
            return st.sampled_from(schema["enum"])
        kinds = schema.get("type")
        if isinstance(kinds, list):
            return st.none() | self.valid({**schema, "type": kinds[0]}, given)
        match kinds:
            case "string":
                return texts_of(schema)
            case "number":
                return st.integers(int(schema.get("minimum", 0)), int(schema.get("maximum", 2**53)))
            case "boolean":
                return st.booleans()
            case "array":
                return st.lists(self.valid(schema.get("items", {}), given), max_size=3)
            case "object":
                return self._objects(schema, given)
            case _:
                return any_json

    def _objects(self, schema: Schema, given: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
        if "propertyNames" in schema:
            names = texts_of(schema["propertyNames"])
            return st.dictionaries(names, self.valid(schema["additionalProperties"], given), max_size=3)
        members = {
            name: given[name] if name in given else self.valid(member, given)
            for name, member in schema.get("properties", {}).items()
        }
        required = {name: members.pop(name) for name in schema.get("required", ())}
        made = st.fixed_dictionaries(required, optional=members)
        return made.filter(lambda value: self.accepts(schema, value)) if "anyOf" in schema else made


def check_type(kinds: Any, value: Any, where: str) -> None:
    allowed = [TYPES[kind] for kind in (kinds if isinstance(kinds, list) else [kinds])]
    is_allowed = any(isinstance(value, types) for types in allowed)
    assert is_allowed, (where, value)
    if isinstance(value, bool):
        assert "boolean" in str(kinds), where


def check_text(schema: Schema, value: str, where: str) -> None:
    assert schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)), where
    assert re.search(schema.get("pattern", ""), value), where


def texts_of(schema: Schema) -> st.SearchStrategy[str]:
    made = st.text(min_size=schema.get("minLength", 0), max_size=min(schema.get("maxLength", 20), 20))
    if "pattern" in schema:
        pattern = re.compile(schema["pattern"])
        return st.from_regex(pattern).filter(lambda value: len(value) <= 60)
    return made


def wrong_values(schema: Schema) -> list[Any]:
    """Values that are plainly not of a schema; none if it takes anything."""
    if "enum" in schema:
        return ["nonsense", 5]
    kinds = schema.get("type", [])
    kind = kinds[0] if isinstance(kinds, list) and kinds else kinds
    wrong: list[Any] = {
        "string": [5, True, ["x"], {"x": 1}],
        "number": ["x", True, [], {}, 2**60],
        "boolean": ["x", 5, None],
        "array": ["x", 5, {"x": 1}],
        "object": ["x", 5, ["x"]],
    }.get(kind or "", [])
    if "maxLength" in schema:
        wrong = [*wrong, "x" * (schema["maxLength"] + 1)]
    return [*wrong, ""] if schema.get("minLength") else wrong
