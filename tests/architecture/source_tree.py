"""The package as syntax trees: what each module imports, calls and catches, and where."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "kis_desktop"


@dataclass(frozen=True, slots=True)
class Module:
    """One source file: its path inside the package, its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    def is_under(self, *places: str) -> bool:
        """Whether it is one of the named files, or lies in one of the folders ending in `/`."""
        return any(
            self.path == at or (at.endswith("/") and self.path.startswith(at)) for at in places
        )


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module name, the line, and whether it stands inside a function."""

    name: str
    line: int
    in_function: bool

    @property
    def root(self) -> str:
        return self.name.partition(".")[0]


def module_from(path: str, text: str) -> Module:
    return Module(path, text, ast.parse(text, path))


def modules() -> tuple[Module, ...]:
    """Every module of the package that can be parsed, by its path inside it."""
    return tuple(found for found in read_modules() if isinstance(found, Module))


def unreadable_modules() -> list[str]:
    """What the oldest supported Python cannot parse, with the reason."""
    return [found for found in read_modules() if isinstance(found, str)]


@cache
def read_modules() -> tuple[Module | str, ...]:
    """The package, parsed once; hundreds of megabytes until `cache_clear`.

    A million nodes and no garbage: looking for some would take three times as long as parsing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        return tuple(map(read_module, source_files()))
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def source_files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def read_module(path: Path) -> Module | str:
    name = path.relative_to(PACKAGE).as_posix()
    text = path.read_text(encoding="utf-8")
    try:
        return Module(name, text, ast.parse(text, name, feature_version=(3, 11)))
    except SyntaxError as error:
        return f"{name}:{error.lineno} {error.msg}"


def imports_of(module: Module) -> Iterator[Import]:
    """Imports at run time, in functions too; those for the type checker alone are left out."""
    for node, in_function in walk_with_functions(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno, in_function)
        elif isinstance(node, ast.ImportFrom):
            yield from from_imports(node, in_function=in_function)


def from_imports(node: ast.ImportFrom, *, in_function: bool) -> Iterator[Import]:
    base = "." * node.level + (node.module or "")
    for alias in node.names:
        yield Import(f"{base}.{alias.name}", node.lineno, in_function)


def walk_with_functions(
    node: ast.AST, *, in_function: bool = False
) -> Iterator[tuple[ast.AST, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            continue
        yield child, in_function
        inside = in_function or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        yield from walk_with_functions(child, in_function=inside)


def calls_of(module: Module) -> Iterator[tuple[str, int]]:
    """Every call as it is written, without its arguments, and its line."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def strings_of(module: Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node.lineno


def wide_handlers_of(module: Module) -> Iterator[int]:
    """Lines of handlers for everything that do not end in raising it again."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            names = {ast.unparse(kind) if kind else "BaseException" for kind in kinds}
            raised_again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            if names & {"Exception", "BaseException"} and not raised_again:
                yield node.lineno
