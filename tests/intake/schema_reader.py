"""A JSON Schema validator for the keywords that the published schema uses; any other is an error.

Written from the specification (JSON Schema 2020-12, core and validation) and sharing nothing with the parser.
"""

import re

ANNOTATIONS = {"$schema", "$id", "$defs", "title", "description"}
TYPES = {
    "object": lambda value: isinstance(value, dict),
    "string": lambda value: isinstance(value, str),
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: (
        isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)
    ),
}


def is_valid(value, schema, root=None):
    """Say whether `value` fits `schema`."""
    root = schema if root is None else root
    conditional = {"if", "then", "else"}
    for keyword, wanted in schema.items():
        if keyword in ANNOTATIONS | conditional:
            continue
        if not CHECKS[keyword](value, wanted, schema, root):
            return False
    if "if" in schema:
        branch = schema.get("then" if is_valid(value, schema["if"], root) else "else", {})
        return is_valid(value, branch, root)
    return True


def _type(value, wanted, _schema, _root):
    return any(TYPES[each](value) for each in ([wanted] if isinstance(wanted, str) else wanted))


def _enum(value, wanted, _schema, _root):
    return any(type(value) is type(each) and value == each for each in wanted)


def _properties(value, wanted, _schema, root):
    return not isinstance(value, dict) or all(
        is_valid(value[key], schema, root) for key, schema in wanted.items() if key in value
    )


def _no_others(value, wanted, schema, _root):
    assert wanted is False
    return not isinstance(value, dict) or set(value) <= set(schema["properties"])


def _reference(value, wanted, _schema, root):
    return is_valid(value, root["$defs"][wanted.removeprefix("#/$defs/")], root)


def _pattern(value, wanted, _schema, _root):
    # ECMA 262, which JSON Schema names, lets $ match only at the very end.
    return (
        not isinstance(value, str)
        or re.search(
            wanted.replace("$)", r"\Z)").removesuffix("$") + (r"\Z" if wanted.endswith("$") else ""), value
        )
        is not None
    )


def _is_number(value):
    return TYPES["number"](value)


CHECKS = {
    "type": _type,
    "enum": _enum,
    "properties": _properties,
    "additionalProperties": _no_others,
    "required": lambda value, wanted, _s, _r: not isinstance(value, dict) or set(wanted) <= set(value),
    "$ref": _reference,
    "pattern": _pattern,
    "minLength": lambda value, wanted, _s, _r: not isinstance(value, str) or len(value) >= wanted,
    "maxLength": lambda value, wanted, _s, _r: not isinstance(value, str) or len(value) <= wanted,
    "minimum": lambda value, wanted, _s, _r: not _is_number(value) or value >= wanted,
    "maximum": lambda value, wanted, _s, _r: not _is_number(value) or value <= wanted,
    "allOf": lambda value, wanted, _s, root: all(is_valid(value, each, root) for each in wanted),
}
