"""Where fonts, icons and style sheets lie: beside the package, or in the bundle when frozen."""

from __future__ import annotations

import sys
from pathlib import Path


def resources_folder() -> Path:
    """The folder `resources`; it need not exist in a damaged installation."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(__file__).resolve().parents[3]
    return root / "resources"


def font_files() -> tuple[Path, ...]:
    """The font files that ship with the program, sorted; empty when none are found."""
    folder = resources_folder() / "fonts"
    return tuple(sorted(path for path in folder.glob("*") if path.suffix in {".otf", ".ttf"}))


def find_icon(name: str) -> Path | None:
    """The SVG file of an icon; None when it isn't there."""
    path = resources_folder() / "icons" / f"{name}.svg"
    return path if path.is_file() else None
