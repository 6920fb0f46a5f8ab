"""A record type of the YAML loader to the JSON Schema that an editor checks a file against."""

from __future__ import annotations

import datetime
import types
import typing
from collections.abc import Mapping
from enum import Enum
from typing import Any, Literal, Union

from claimlint.record import Record, is_record, names, required

_SCALARS: dict[Any, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    datetime.date: {"type": "string", "format": "date"},
}
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(kind: Any) -> dict[str, Any]:
    """Return the schema of the files that `yamlload.load(kind, …)` reads."""
    return {"$schema": DRAFT, **_schema(kind)}


def kinds() -> dict[str, tuple[str, Any]]:
    """Return every kind of YAML file there is: by name, its title and the type that its loader makes."""
    from claimlint.ambiguity import Ambiguity
    from claimlint.approved import Approved
    from claimlint.config import Config
    from claimlint.evidence import Jurisdiction, Sheet
    from claimlint.evidence.jurisdiction import Overlay
    from claimlint.language import Cues
    from claimlint.predicate import Modality, Predicate
    from claimlint.ruleset import Rule
    from claimlint.upkeep import Upkeep
    from claimlint.vocabulary import Raw
    from claimlint.waiver import Waiver
    from claimlint.wording.template import Case, Questions, Words

    return {
        "rule": ("A claimlint rule", Rule),
        "predicates": ("What asserts an effect, by id", dict[str, Predicate]),
        "modality": ("Words around a predicate that set the strength of a claim", Modality),
        "cues": ("Words by which a sentence takes back, softens or hands on what it says", Cues),
        "vocabulary": ("Treatments, conditions, outcomes, body parts or harms, by id", dict[str, Raw]),
        "vocabulary-ambiguous": ("Names that stand for more than one thing, by id", dict[str, Ambiguity]),
        "evidence": ("What is known of one treatment", Sheet),
        "jurisdiction": ("A jurisdiction, or an overlay over one", Jurisdiction | Overlay),
        "wording": ("What may be said, by evidence state or licence status", dict[str, Case]),
        "wording-words": ("The words that draft wording is made of", Words),
        "wording-questions": ("What to ask where no draft can be true", Questions),
        "approved": ("Wording that the site has signed off", tuple[Approved, ...]),
        "config": ("claimlint.yaml", Config),
        "waivers": ("claimlint-waivers.yaml", tuple[Waiver, ...]),
        "upkeep": ("What is said of waivers, the baseline and approved wording", dict[str, Upkeep]),
    }


def _schema(kind: Any) -> dict[str, Any]:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (Union, types.UnionType):
        options = [_schema(each) for each in arguments if each is not type(None)]
        return options[0] if len(options) == 1 else {"anyOf": options}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (tuple, list):
        return {"type": "array", "items": _schema(arguments[0])}
    if origin in (dict, Mapping) or (isinstance(origin, type) and issubclass(origin, Mapping)):
        return {"type": "object", "additionalProperties": _schema(arguments[1])}
    if is_record(kind):
        return _record(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"enum": [member.value for member in kind]}
    return _SCALARS.get(kind, {"type": "string"})


def _record(kind: type[Record]) -> dict[str, Any]:
    """The loader takes `judged-by` and `judged_by` alike, and so does the schema."""
    hints = typing.get_type_hints(kind)
    fields = [name for name in names(kind) if name != "at"]
    needed = [_spellings(name) for name in required(kind) if name != "at"]
    made: dict[str, Any] = {
        "type": "object",
        "properties": {key: _schema(hints[name]) for name in fields for key in _spellings(name)},
        "additionalProperties": False,
    }
    always = [keys[0] for keys in needed if len(keys) == 1]
    either = [{"anyOf": [{"required": [key]} for key in keys]} for keys in needed if len(keys) > 1]
    lines = (kind.__doc__ or "").strip().split("\n")
    if lines[0]:
        made["description"] = " ".join(line.strip() for line in lines).strip()
    return {**made, **({"required": always} if always else {}), **({"allOf": either} if either else {})}


def _spellings(name: str) -> tuple[str, ...]:
    plain = name.rstrip("_")
    return (plain,) if "_" not in plain else (plain.replace("_", "-"), plain)
