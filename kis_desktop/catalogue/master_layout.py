"""Where the fields stand in each master file (종목마스터), read from `masters/*.toml`."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import msgspec

from kis_desktop.domain.instrument import InstrumentKind, Market, Right


class MasterFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file to fetch. `inner` is its name in the archive, whatever the case of its letters.

    Files are fetched in their `order`. A row of another `exchange` does not belong there.
    """

    id: str
    archive: str
    inner: str
    order: int
    market: Market
    exchange: str = ""


class KindRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an instrument is, by the value of a field or by its first letter."""

    field: str
    values: dict[str, InstrumentKind]
    first: bool = False


class RightRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Call or put, by the value of a field or by its first letter."""

    field: str
    values: dict[str, Right]
    first: bool = False


class SkipRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rows that are no instruments of ours, by the value of a field."""

    field: str
    values: frozenset[str]


class MasterLayout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the rows of some files are cut; fixed widths in bytes, or columns behind a delimiter.

    A field is [first byte, bytes], from the row's end where the first is below 0, or [column].
    `row` is the bytes of a row without its line end, `least` what it has at least when blanks at
    its end are missing; `columns` are the least of a delimited row. `must` gives patterns that the
    texts of fields have in a file of this layout. Of the `kinds` the first that fits counts.
    """

    files: tuple[MasterFile, ...]
    fields: dict[str, tuple[int, ...]]
    row: int = 0
    least: int = 0
    delimiter: str = ""
    columns: int = 0
    kind: InstrumentKind = InstrumentKind.OTHER
    kinds: tuple[KindRule, ...] = ()
    rights: RightRule | None = None
    skip: SkipRule | None = None
    must: dict[str, str] = {}
    currency: str = "KRW"
    grouped: bool = False
    published: bool = True


class SearchWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of traders that narrow a search to a market, a kind or a scope, by their value."""

    words: dict[str, frozenset[str]]


@lru_cache(maxsize=1)
def master_layouts() -> dict[str, tuple[MasterFile, MasterLayout]]:
    """Every master file with its layout by the file's id, in the order of fetching."""
    folder = resources.files("kis_desktop.catalogue").joinpath("masters")
    layouts = [
        msgspec.toml.decode(file.read_bytes(), type=MasterLayout)
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    ]
    files = [(file, layout) for layout in layouts for file in layout.files]
    files.sort(key=lambda one: one[0].order)
    return {file.id: (file, layout) for file, layout in files}


class _EnglishNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    names: dict[str, str]


@lru_cache(maxsize=1)
def english_names() -> dict[str, str]:
    """English names of well known Korean shares by symbol, which no master file holds."""
    file = resources.files("kis_desktop.catalogue").joinpath("english_names.toml")
    return msgspec.toml.decode(file.read_bytes(), type=_EnglishNames).names


@lru_cache(maxsize=1)
def search_words() -> dict[str, frozenset[str]]:
    """What a word narrows a search to, by the word in capitals."""
    file = resources.files("kis_desktop.catalogue").joinpath("search_words.toml")
    found = msgspec.toml.decode(file.read_bytes(), type=SearchWords).words
    return {word.upper(): tags for word, tags in found.items()}
