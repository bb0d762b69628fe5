"""The style sheet of a theme: what Qt's own widgets need to look like ours. No fonts in it."""

from __future__ import annotations

import logging
from string import Template

from kis_desktop.ui.theme.resources import find_icon, resources_folder
from kis_desktop.ui.theme.tokens import COLOURS, GAP, HEAD_HEIGHT, RADIUS, ThemeName, Token

_log = logging.getLogger(__name__)

_FILE = "kis-desktop.qss"


def style_sheet(name: ThemeName) -> str:
    """The sheet with the colours of a theme; empty, with a line in the log, when it is missing."""
    path = resources_folder() / "style" / _FILE
    try:
        template = Template(path.read_text(encoding="utf-8"))
    except OSError as error:
        _log.warning("style sheet %s cannot be read: %s", path.name, error.strerror)
        return ""
    colours = {token.value: value for token, value in COLOURS[name].items()}
    thin = dict.fromkeys({token.value for token in Token} - colours.keys(), "transparent")
    tick = find_icon(f"tick-{name}")
    return template.substitute(
        colours | thin,
        gap=GAP,
        radius=RADIUS,
        tab=HEAD_HEIGHT - 2,
        tick="none" if tick is None else f'url("{tick.as_posix()}")',
    )
