"""What a code of the server means (오류 코드 설명), what to do, and what the program does."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from kis_desktop.catalogue.error_codes import ErrorKind, find_error_code, find_family, handling
from kis_desktop.domain.message import Message
from kis_desktop.viewmodels.words import Words


class ErrorHelp(msgspec.Struct, frozen=True):
    """A code explained; each part is a pair of its title and its text."""

    code: str
    parts: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """All of it as text to be copied."""
        return "\n".join((self.code, *(f"{title}: {told}" for title, told in self.parts)))


def find_help(told: Message, words: Words, clean: Callable[[str], str]) -> ErrorHelp | None:
    """The explanation of a message's code; None where it carries none.

    `clean` takes secrets out of what the server said. A code that is not in the list is explained
    by its family: what the program does about it is known all the same.
    """
    if not told.code:
        return None
    known = find_error_code(told.code)
    kind = find_family(told.code) or ErrorKind.IN_DOUBT
    meaning = words("error_help.unknown")
    advice = words.sentence(Message(told.id, told.arguments))
    if known is not None:
        kind = known.kind
        meaning = known.meaning(words.language)
        if told.id != known.message_id:
            advice = f"{advice}\n{words(known.message_id, **told.arguments)}"
    original = clean(told.original.strip()) or words("error_help.no_original")
    parts = {
        "error_help.original": original,
        "error_help.meaning": meaning,
        "error_help.advice": advice,
        "error_help.action": handling(kind).told(words.language),
    }
    return ErrorHelp(told.code, tuple((words(id_), text) for id_, text in parts.items()))
