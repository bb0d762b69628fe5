"""Requirement files pin every package with hashes and name no address and no machine."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT

REQUIREMENTS = ROOT / "requirements"
FILES = sorted([*REQUIREMENTS.glob("*.in"), *REQUIREMENTS.glob("*.txt")])
LOCKS = ("run", "dev", "bench", "bench-chart", "package", "installer")
ADDRESS = re.compile(
    r"\w+://|index[-_]url|find[-_]links|trusted[-_]host|(?<![\w.])www\.|git\+|@ *file"
)
MACHINE_PATH = re.compile(r"(^|[\s=#'\"])(/|~/|[A-Za-z]:[\\/])")
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)( ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def foreign_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if ADDRESS.search(line) or MACHINE_PATH.search(line)]


def lock_text(name: str) -> str:
    return (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")


def pins(name: str) -> set[str]:
    """Each pin with its marker; a package may have one pin per marker."""
    lines = lock_text(name).splitlines()
    return {line.removesuffix(" \\") for line in lines if PIN.match(line)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_requirement_file_names_an_address_or_a_machine(path: Path) -> None:
    assert foreign_lines(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://registry.example/simple",
        "--extra-index-url=http://registry.example/simple",
        "--find-links /srv/wheels",
        "-f ../wheels --find-links",
        "pkg @ file:///srv/pkg.whl",
        "pkg @ git+ssh://host.example/pkg",
        "    # via -r /srv/checkout/run.in",
        "-r C:\\checkout\\run.in",
        "--trusted-host registry.example",
    ],
)
def test_an_address_or_a_machine_would_be_seen(line: str) -> None:
    assert foreign_lines(f"six==1.17.0 \\\n{line}\n") == [line]


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_of_a_lock_is_a_pin_a_hash_or_a_comment(name: str) -> None:
    others = [
        line
        for line in lock_text(name).splitlines()
        if not (PIN.match(line) or HASH.match(line) or line.lstrip().startswith("#"))
    ]
    assert others == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_is_followed_by_a_hash(name: str) -> None:
    lines = lock_text(name).splitlines()
    bare = [
        line
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
        if PIN.match(line) and not HASH.match(following)
    ]
    assert pins(name)
    assert bare == []


@pytest.mark.parametrize("name", ["dev", "package"])
def test_tests_and_packages_have_the_pins_of_the_program(name: str) -> None:
    def by_name(lock: str) -> dict[str, set[str]]:
        versions: dict[str, set[str]] = {}
        for pin in pins(lock):
            package, _, rest = pin.partition("==")
            versions.setdefault(package, set()).add(rest.partition(" ")[0])
        return versions

    program, other = by_name("run"), by_name(name)
    assert {package: other.get(package) for package in program} == program


def test_qt_is_pinned_below_the_version_that_over_releases_none() -> None:
    (version,) = (pin.partition("==")[2] for pin in pins("run") if pin.startswith("pyside6"))
    assert (6, 10) <= tuple(int(part) for part in version.split(".")[:2]) < (6, 12)


def test_the_installer_is_the_file_that_its_lock_pins() -> None:
    (wheel,) = (REQUIREMENTS / "installer").glob("*.whl")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    package, version = wheel.name.split("-")[:2]
    assert f"{package}=={version}" in pins("installer")
    assert f"--hash=sha256:{digest}" in lock_text("installer")
