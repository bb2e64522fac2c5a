"""Draws each room's table of moves as a diagram (house rule 5)."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.utils.translation import override


def tables() -> Iterator[tuple[str, str, object, dict[object, object]]]:
    """(room, name of the table, its status type, moves) for every ``MOVES…`` of every room's ``workflow`` module."""
    for config in apps.get_app_configs():
        if not config.name.startswith("sinergi.") or not find_spec(f"{config.name}.workflow"):
            continue
        module = import_module(f"{config.name}.workflow")
        for name, moves in vars(module).items():
            if name.endswith("MOVES") and isinstance(moves, dict):
                kind = type(next(iter(moves)))
                yield config.label, name, kind, moves


def draw(room: str, kind: object, moves: dict[object, object]) -> str:
    """One table as Markdown: a Mermaid state diagram and the same moves as a list."""
    title = f"{room}: {kind.__name__}"  # type: ignore[attr-defined]
    lines = [
        f"# {title}",
        "",
        f"Drawn from `src/sinergi/{room}/workflow.py`; do not edit.",
        "",
        "```mermaid",
        "stateDiagram-v2",
    ]
    with override("id"):
        lines += [f"    {state.value} : {state.label}" for state in moves]  # type: ignore[attr-defined]
        for state, targets in moves.items():
            lines += [f"    {state.value} --> {target.value}" for target in sorted(targets)]  # type: ignore
            if not targets:
                lines.append(f"    {state.value} --> [*]")  # type: ignore[attr-defined]
    return "\n".join([*lines, "```", ""])


def drawings() -> dict[str, str]:
    """File name -> content of every diagram in ``docs/workflows``."""
    found: dict[str, str] = {}
    for room, name, kind, moves in tables():
        suffix = "" if name == "MOVES" else f"-{name.removesuffix('_MOVES').lower().replace('_', '-')}"
        found[f"{room}{suffix}.md"] = draw(room, kind, moves)
    return found


def folder() -> Path:
    """``docs/workflows`` of the checkout."""
    return Path(__file__).resolve().parents[3] / "docs" / "workflows"
