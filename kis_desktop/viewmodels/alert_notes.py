"""Alerts that were just told, as notes: a few one by one, a burst as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kis_desktop.domain.alert import AlertFired, Channel
from kis_desktop.domain.feed_key import split_feed_key
from kis_desktop.viewmodels.alert_words import fired_text
from kis_desktop.viewmodels.words import Words

SINGLE = 2
"""so many notes of alerts stand beside each other; what comes beyond them is told by one more"""

_BUNDLE = "alert/bundle"
_NAMED = 3  # instruments that a bundle names


class AlertNotes:
    """What stands on the screen of alerts, by the keys of their notes."""

    def __init__(self, words: Words, name: Callable[[str], str]) -> None:
        self._words = words
        self._name = name
        self._shown: set[str] = set()
        self._bundled: list[str] = []

    def notes(self, told: Iterable[AlertFired]) -> list[tuple[str, str, str, str]]:
        """Key, title, text and symbol of what is to be shown of these."""
        wanted = [one for one in told if Channel.TOAST in one.alert.channels]
        found = dict[str, tuple[str, str, str, str]]()
        for fired in wanted:
            key = f"alert/{fired.alert.id}"
            if key in self._shown or len(self._shown) < SINGLE:
                self._shown.add(key)
                found[key] = self._single(key, fired)
            else:
                self._bundled.append(self._named(fired))
                found[_BUNDLE] = self._bundle(fired)
        return list(found.values())

    def forget(self, key: str) -> None:
        """A note has gone."""
        self._shown.discard(key)
        if key == _BUNDLE:
            self._bundled.clear()

    def _single(self, key: str, fired: AlertFired) -> tuple[str, str, str, str]:
        title = self._words("alert_words.note_title", name=self._named(fired))
        text = fired_text(fired.alert, fired.price, self._words, missed=fired.missed)
        text = f"{text}\n{fired.alert.note}" if fired.alert.note else text
        return key, title, text, split_feed_key(fired.alert.symbol)[0]

    def _bundle(self, newest: AlertFired) -> tuple[str, str, str, str]:
        names = list(dict.fromkeys(reversed(self._bundled)))
        text = ", ".join(names[:_NAMED])
        if len(names) > _NAMED:
            text = self._words("alert_words.and_more", names=text, n=len(names) - _NAMED)
        title = self._words("alert_words.bundle_title", n=len(self._bundled))
        return _BUNDLE, title, text, split_feed_key(newest.alert.symbol)[0]

    def _named(self, fired: AlertFired) -> str:
        return self._name(split_feed_key(fired.alert.symbol)[0])
