"""Imports and foreign keys go down only. The import contracts say most of it, these the rest."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

from tests.architecture.conftest import ROOT, SOURCE

FLOORS = {"project", "interfaces", "usecases", "apps", "domain"}
NAMELESS = {"utils", "common", "helpers", "core", "base", "lib", "services", "misc", "signals"}


def test_the_import_contracts_are_kept() -> None:
    program = "from importlinter.cli import lint_imports_command as check; check()"
    answer = subprocess.run(
        [sys.executable, "-c", program, "--no-logo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_product_has_these_floors_and_nothing_beside_them() -> None:
    folders = {path.name for path in SOURCE.iterdir() if path.is_dir()} - {"__pycache__"}

    assert folders == FLOORS


def test_every_app_stands_on_exactly_one_rung(ladder: list[set[str]]) -> None:
    placed = [app for rung in ladder for app in rung]
    present = {path.parent.name for path in SOURCE.glob("apps/*/__init__.py")}

    assert sorted(placed) == sorted(present)


def test_foreign_keys_point_down_the_ladder(ladder: list[set[str]]) -> None:
    upward = [
        f"{model.__module__}.{model.__name__}.{name} -> {target}"
        for model in apps.get_models()
        for name, target in _relations(model)
        if _rung(ladder, target) < _rung(ladder, model._meta.app_label)
        or (_is_beside(ladder, model._meta.app_label, target))
    ]

    assert upward == []


def test_the_domain_imports_the_standard_library_only(modules: dict[Path, ast.Module]) -> None:
    foreign = {
        f"{path}: {name}"
        for path, module in modules.items()
        if path.is_relative_to("src/musterpoint/domain")
        for name in _imported(module)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith("musterpoint.domain")
    }

    assert foreign == set()


@pytest.mark.parametrize("module", ["time", "random", "os", "pathlib", "socket", "secrets"])
def test_the_domain_asks_nothing_of_the_machine(
    modules: dict[Path, ast.Module], module: str
) -> None:
    asked = {
        str(path)
        for path, tree in modules.items()
        if path.is_relative_to("src/musterpoint/domain") and module in _imported(tree)
    }

    assert asked == set()


def test_the_domain_opens_no_file(modules: dict[Path, ast.Module]) -> None:
    opening = {
        f"{path}:{node.lineno}"
        for path, tree in modules.items()
        if path.is_relative_to("src/musterpoint/domain")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open"
    }

    assert opening == set()


def test_every_module_is_named_for_what_it_is(modules: dict[Path, ast.Module]) -> None:
    nameless = {
        str(path)
        for path in modules
        if path.is_relative_to("src") and NAMELESS & {*path.parts, path.stem}
    }

    assert nameless == set()


def test_every_module_says_what_it_is(modules: dict[Path, ast.Module]) -> None:
    silent = {
        str(path)
        for path, module in modules.items()
        if path.is_relative_to("src") and module.body and ast.get_docstring(module) is None
    }

    assert silent == set()


def test_models_keep_rules_out(modules: dict[Path, ast.Module]) -> None:
    """No ``save`` or ``delete`` of their own, and no hidden ordering."""
    ruling = {
        f"{path}: {node.name}"
        for path, module in modules.items()
        if "models" in {path.stem, path.parent.name} and path.is_relative_to("src")
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"}
    }
    ordered = [model.__name__ for model in _own_models() if model._meta.ordering]

    assert ruling == set()
    assert ordered == []


def _own_models() -> Iterator[type[Model]]:
    return (model for model in apps.get_models() if model.__module__.startswith("musterpoint."))


def _relations(model: type[Model]) -> Iterator[tuple[str, str]]:
    if not model.__module__.startswith("musterpoint."):
        return
    for field in model._meta.get_fields():
        target = field.related_model
        if field.auto_created or not isinstance(target, type):
            continue
        if target.__module__.startswith("musterpoint."):
            yield field.name, target._meta.app_label


def _rung(ladder: list[set[str]], app: str) -> int:
    return next(place for place, rung in enumerate(ladder) if app in rung)


def _is_beside(ladder: list[set[str]], app: str, target: str) -> bool:
    return app != target and _rung(ladder, app) == _rung(ladder, target)


def _imported(module: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names
