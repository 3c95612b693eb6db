"""How names of chips and instance types are compared."""

import re

UNKNOWN_CHIP = "unknown"
"""Stands where a slug would, for a chip that nobody knows; no chip may be called so."""

_PUNCTUATION = re.compile(r"[\W_]+")


def normal_name(name: str) -> str:
    """Return `name` without case and punctuation, one hyphen between its parts: 'NVIDIA A100-SXM4-80GB' as
    'nvidia-a100-sxm4-80gb'. Kubernetes labels write a space as a hyphen, so both must meet.
    """
    return _PUNCTUATION.sub("-", name.casefold()).strip("-")


def family_of(catalogue: str, instance_type: str) -> str:
    """Return the part of an instance type's name that names its family, as its catalogue builds names.

    aws: before the first point (t3 of t3.micro). gcp: before the first hyphen (e2 of e2-standard-4). azure:
    the letters before the first digit, after the tier (DC of Standard_DC8ads_v5). Elsewhere no rule is
    known: ''.
    """
    match catalogue:
        case "aws":
            return _before(instance_type, ".")
        case "gcp":
            return _before(instance_type, "-")
        case "azure":
            found = re.match(r"(?:Standard_|Basic_)([A-Z]+)\d", instance_type, re.IGNORECASE)
            return found[1] if found else ""
        case _:
            return ""


def _before(name: str, separator: str) -> str:
    """A name without the separator is no instance type, so it has no family."""
    family, found, _ = name.partition(separator)
    return family if found else ""


def hardware_name(catalogue: str, instance_type: str) -> str:
    """Return the type's own name, without what a log wraps around it.

    gcp: audit logs give the whole path, `zones/.../machineTypes/e2-small`. aws: SageMaker writes an EC2
    type with `ml.` before it.
    """
    match catalogue:
        case "aws":
            return instance_type.removeprefix("ml.")
        case "gcp":
            return instance_type.rpartition("/")[2]
        case _:
            return instance_type
