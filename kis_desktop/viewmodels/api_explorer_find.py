"""Finding endpoints and channels by Korean or English name, initial consonants, path or TR id."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kis_desktop.catalogue.directory import Line

_FIRST, _LAST = ord("가"), ord("힣")
_PER_INITIAL = 588  # syllables that share an initial consonant
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_BETWEEN = re.compile(r"[\s·.,&()\[\]\-_/]+")


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    names: tuple[str, ...]
    initials: str
    codes: tuple[str, ...]
    rest: str


class ApiIndex:
    """All lines of the catalogue, ready to be searched; a search takes about a millisecond."""

    def __init__(self, lines: Sequence[Line], group_title: Callable[[str], str] = str) -> None:
        self._entries = tuple(_entry(line, group_title(line.group)) for line in lines)

    def find(self, text: str) -> tuple[str, ...]:
        """The keys of what every word of the text is found in, the best first."""
        words = [folded(word) for word in text.split() if folded(word)]
        whole = folded(text)
        if not words:
            return ()
        ranked = []
        for place, entry in enumerate(self._entries):
            rank = _rank(entry, whole)
            if rank is None and len(words) > 1:
                ranks = [_rank(entry, word) for word in words]
                rank = None if None in ranks else 5 + max(each or 0 for each in ranks)
            if rank is not None:
                ranked.append((rank, len(entry.names[0]), place))
        return tuple(self._entries[place].key for _, _, place in sorted(ranked))


def key_of_line(line: Line) -> str:
    """A line's name among endpoints and channels, which may share an id."""
    return f"channel:{line.id}" if line.is_channel else line.id


def folded(text: str) -> str:
    """Upper case, without blanks and the signs between words."""
    return _BETWEEN.sub("", text).upper()


def _entry(line: Line, group_title: str) -> _Entry:
    names = (folded(line.title.ko), folded(line.title.en))
    tr_ids = (*line.tr_real, *line.tr_paper, *line.tr_other, *line.tr_legacy)
    codes = tuple({tr_id.upper() for tr_id in tr_ids})
    rest = " ".join(map(folded, (line.id, line.path, line.group, group_title)))
    return _Entry(key_of_line(line), names, "".join(map(_initial, names[0])), codes, rest)


def _initial(sign: str) -> str:
    code = ord(sign)
    return _INITIALS[(code - _FIRST) // _PER_INITIAL] if _FIRST <= code <= _LAST else sign


def _rank(entry: _Entry, wanted: str) -> int | None:
    """0 is best; None is no match."""
    if wanted in entry.names or wanted in entry.codes:
        return 0
    if any(code.startswith(wanted) for code in entry.codes):
        return 1
    if any(name.startswith(wanted) for name in entry.names):
        return 1
    if entry.initials.startswith(wanted):
        return 2
    if any(wanted in name for name in entry.names):
        return 2
    if wanted in entry.initials or wanted in entry.rest:
        return 3
    return 4 if any(wanted in code for code in entry.codes) else None
