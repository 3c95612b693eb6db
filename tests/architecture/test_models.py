"""String foreign keys escape the import contracts, so the models are walked: no reference goes up the layers."""

import tomllib
from pathlib import Path

from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, OneToOneField

ROOT = Path(__file__).resolve().parents[2]


def layers_of(package: str) -> dict[str, int]:
    """Return module -> height below `package`, as the contracts in pyproject.toml order them; higher may know lower."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (layers,) = (c["layers"] for c in contracts if c["type"] == "layers" and c.get("containers") == [package])
    return {
        module.strip(): height for height, line in enumerate(reversed(layers)) for module in line.split(":")
    }


def references():
    """Yield (model, field, model it points at) for every foreign key of our own models, also those given as text."""
    for model in apps.get_models():
        if model.__module__.partition(".")[0] not in {"audit", "compliance"}:
            continue
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if isinstance(field, ForeignKey | OneToOneField | ManyToManyField):
                yield model, field, field.related_model


def place(model) -> tuple[str, str]:
    package, _, rest = model.__module__.partition(".")
    return package, rest.partition(".")[0]


def test_there_are_references_to_walk():
    assert len(list(references())) > 15


def test_the_layers_are_read():
    layers = layers_of("compliance")
    assert (
        layers["casework"]
        > layers["screening"]
        > layers["tenants"]
        > layers["providers"]
        > layers["accounts"]
    )


def test_audit_points_at_nothing_that_changes():
    """Else something live could block, lose or explain away what was recorded."""
    wrong = [
        f"{model._meta.label}.{field.name} -> {other._meta.label}"
        for model, field, other in references()
        if place(model)[0] == "audit" and place(other)[0] != "audit"
    ]
    assert wrong == []


def test_the_ledger_and_the_reports_point_at_nothing():
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model, field, _ in references()
        if place(model)[1] in {"ledger", "reports"}
    ]
    assert wrong == []


def test_what_changes_points_only_down_its_layers():
    layers, wrong = layers_of("compliance"), []
    for model, field, other in references():
        if place(model)[0] != "compliance":
            continue
        package, app = place(other)
        assert package == "compliance", (
            f"{model._meta.label}.{field.name} points at {other._meta.label}: name it by value"
        )
        if layers[app] > layers[place(model)[1]]:
            wrong.append(f"{model._meta.label}.{field.name} -> {other._meta.label}")
    assert wrong == []


def test_no_two_apps_point_at_each_other():
    """Apps of one layer may know each other, but only one way round."""
    edges = {(place(model), place(other)) for model, _, other in references() if place(model) != place(other)}
    assert not {(one, other) for one, other in edges if (other, one) in edges}


def test_whoever_acted_cannot_be_deleted_from_under_what_they_did():
    people = apps.get_model("accounts", "User")
    for model, field, other in references():
        if other is people and not isinstance(field, ManyToManyField):
            assert field.remote_field.on_delete.__name__ == "PROTECT", f"{model._meta.label}.{field.name}"


def test_every_app_has_its_models_in_one_file():
    for model in apps.get_models():
        if place(model)[0] in {"audit", "compliance"}:
            assert model.__module__.endswith(".models"), model._meta.label
