"""The list of endpoints and channels: by groups with starred and recent ones first, or as found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QObject, Signal

from kis_desktop.catalogue.directory import Line
from kis_desktop.catalogue.entry import Effect
from kis_desktop.services.api_explorer import is_own
from kis_desktop.viewmodels.api_explorer_find import ApiIndex, key_of_line
from kis_desktop.viewmodels.context import Preferences
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.table import Cell, Column, ColumnKind, Row, RowTableModel
from kis_desktop.viewmodels.words import Words

RECENT = 6
"""how many of the last used ones are kept"""
COLUMNS = (
    Column("name", "explorer.column.entry", ColumnKind.TEXT, 120, stretch=True, sortable=False),
    Column("mark", "explorer.column.mark", ColumnKind.TEXT, 62, sortable=False),
)

_STARS, _RECENT = "explorer/stars", "explorer/recent"
_GROUP = "group:"
_STARRED_GROUP, _RECENT_GROUP = "stars", "recent"
_GROUPS_EN = {
    "OAuth인증": "oauth",
    "국내주식주문": "krx_trading",
    "국내주식시세": "krx_quotes",
    "ELW": "elw",
    "ETF": "etf",
    "국내선물옵션주문": "fuop_trading",
    "국내선물옵션시세": "fuop_quotes",
    "해외주식주문": "overseas_trading",
    "해외주식시세": "overseas_quotes",
    "해외선물옵션주문": "overseas_fuop_trading",
    "해외선물옵션시세": "overseas_fuop_quotes",
    "장내채권": "bond",
}


class ApiEntries(QObject):
    """`table` is what is shown; the id of a row is the key of its line, or names a group."""

    changed = Signal()

    def __init__(
        self,
        preferences: Preferences,
        words: Words,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._words = words
        self._lines: dict[str, Line] = {}
        self._index = ApiIndex(())
        self._open: set[str] = {_STARRED_GROUP, _RECENT_GROUP}
        self._stars = _kept(preferences.get(_STARS))
        self._recent = _kept(preferences.get(_RECENT))
        self.is_paper = False
        self.text = ""
        self.table = RowTableModel(COLUMNS, words.language, self)

    def __len__(self) -> int:
        return len(self._lines)

    def replace(self, lines: Sequence[Line], *, is_paper: bool) -> None:
        """Show these lines; `is_paper` says which of them this world doesn't serve."""
        self._lines = {key_of_line(line): line for line in lines}
        self._index = ApiIndex(lines, self.group_title)
        self.is_paper = is_paper
        self._show()

    def line(self, key: str) -> Line | None:
        """The line of a key; None for a group."""
        return self._lines.get(key)

    def title(self, line: Line) -> str:
        """A line's name in the trader's language."""
        return line.title.ko if self._words.language == "ko" else line.title.en

    def group_title(self, group: str) -> str:
        """A group's name in the trader's language."""
        if self._words.language == "ko":
            return group
        known = _GROUPS_EN.get(group)
        return (
            self._words(f"explorer.group.{known}") if known else self._words("explorer.group.other")
        )

    def search(self, text: str) -> None:
        """Show what a text finds; all groups for an empty one."""
        if text != self.text:
            self.text = text
            self._show()

    def toggle(self, row_id: str, *, opened: bool | None = None) -> bool:
        """Open or close a group; false where the row is none."""
        if not row_id.startswith(_GROUP):
            return False
        group = row_id.removeprefix(_GROUP)
        wanted = group not in self._open if opened is None else opened
        if wanted is not (group in self._open):
            self._open ^= {group}
            self._show()
        return True

    def group_of(self, row_id: str) -> str:
        """The row of the group under which a row stands."""
        found = ""
        for id_ in self.table.ids():
            found = id_ if id_.startswith(_GROUP) else found
            if id_ == row_id:
                return found
        return ""

    def is_starred(self, key: str) -> bool:
        """Whether the trader has starred it."""
        return key in self._stars

    def star(self, key: str) -> None:
        """Star it, or no longer."""
        if key in self._stars:
            self._stars.remove(key)
        else:
            self._stars.append(key)
        self._preferences.set(_STARS, "\n".join(self._stars))
        self._show()

    def used(self, key: str) -> None:
        """It was opened: it stands among the recent ones."""
        self._recent = [key, *(other for other in self._recent if other != key)][:RECENT]
        self._preferences.set(_RECENT, "\n".join(self._recent))
        if not self.text:
            self._show()

    def is_served(self, line: Line) -> bool:
        """Whether this world has it at all."""
        return line.paper or not self.is_paper

    def found_text(self) -> str:
        """How many there are, or were found."""
        endpoints = sum(not line.is_channel for line in self._lines.values())
        if self.text.strip():
            return self._words("explorer.found", n=self.table.rowCount())
        return self._words(
            "explorer.all", endpoints=endpoints, channels=len(self._lines) - endpoints
        )

    def _show(self) -> None:
        rows = list(self._found() if self.text.strip() else self._grouped())
        if [row.id for row in rows] != list(self.table.ids()):
            self.table.clear()
        self.table.replace(rows)
        self.changed.emit()

    def _found(self) -> Iterator[Row]:
        for key in self._index.find(self.text):
            line = self._lines[key]
            yield self._row(key, line, note=self._tr_id(line))

    def _grouped(self) -> Iterator[Row]:
        yield from self._section(
            _STARRED_GROUP, self._words("explorer.stars"), self._known(self._stars)
        )
        yield from self._section(
            _RECENT_GROUP, self._words("explorer.recent"), self._known(self._recent)
        )
        groups: dict[str, list[Line]] = {}
        for line in self._lines.values():
            groups.setdefault(line.group, []).append(line)
        known = list(_GROUPS_EN)
        for group in sorted(
            groups, key=lambda name: known.index(name) if name in known else len(known)
        ):
            yield from self._section(group, self.group_title(group), groups[group])

    def _section(self, group: str, title: str, lines: Sequence[Line]) -> Iterator[Row]:
        if not lines:
            return
        is_open = group in self._open
        count = Cell(str(len(lines)), len(lines), Tone.DIM)
        name = Cell(f"{'▾' if is_open else '▸'} {title}", title, bold=True)
        yield Row(f"{_GROUP}{group}", (name, count))
        if is_open:
            own = f"{group}|" if group in {_STARRED_GROUP, _RECENT_GROUP} else ""
            for line in lines:
                yield self._row(f"{own}{key_of_line(line)}", line, indent="    ")

    def _row(self, id_: str, line: Line, indent: str = "", note: str = "") -> Row:
        title = self.title(line)
        served = self.is_served(line)
        name = Cell(
            f"{indent}{title}",
            title,
            Tone.TEXT if served and not is_own(line.id) else Tone.FAINT,
            tip=self._tip(line),
            note=note,
        )
        mark, tone = self._mark(line, served=served)
        return Row(id_, (name, Cell(mark, mark, tone, tip=name.tip)))

    def _mark(self, line: Line, *, served: bool) -> tuple[str, Tone]:
        if not served:
            return self._words("explorer.mark.not_served"), Tone.FAINT
        if is_own(line.id):
            return self._words("explorer.mark.own"), Tone.FAINT
        if line.effect is Effect.ORDER:
            return self._words("explorer.mark.order"), Tone.UNCERTAIN
        if line.is_channel:
            return self._words("explorer.mark.channel"), Tone.DIM
        return "", Tone.DIM

    def _tr_id(self, line: Line) -> str:
        """The TR id that was looked for, otherwise those of this world."""
        typed = self.text.strip().upper()
        tr_ids = dict.fromkeys((*line.tr_real, *line.tr_paper))
        looked_for = next((tr_id for tr_id in tr_ids if typed in tr_id.upper()), "")
        here = line.tr_paper if self.is_paper and line.tr_paper else line.tr_real
        return looked_for or ", ".join(dict.fromkeys(here))

    def _tip(self, line: Line) -> str:
        tr_ids = ", ".join(dict.fromkeys((*line.tr_real, *line.tr_paper)))
        where = self._words("explorer.both" if line.paper else "explorer.real_only")
        lines = [self.title(line), f"{line.method} {line.path}".strip(), tr_ids, line.id, where]
        if not self.is_served(line):
            lines.append(self._words("explorer.not_served"))
        return "\n".join(text for text in lines if text)

    def _known(self, keys: Iterable[str]) -> list[Line]:
        return [self._lines[key] for key in keys if key in self._lines]


def key_of(row_id: str) -> str:
    """The key of the line that a row stands for."""
    return row_id.rpartition("|")[2]


def _kept(text: str | None) -> list[str]:
    return [line for line in (text or "").split("\n") if line]
