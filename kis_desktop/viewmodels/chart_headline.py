"""The line above the chart: name, badges, price and change, and the day's figures."""

from __future__ import annotations

from dataclasses import dataclass

from kis_desktop.domain.instrument import Instrument
from kis_desktop.domain.quote import Quote
from kis_desktop.viewmodels import format as shown
from kis_desktop.viewmodels.roles import Tone
from kis_desktop.viewmodels.words import Words


@dataclass(frozen=True, slots=True)
class Figure:
    """A named figure of the day."""

    name: str
    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Headline:
    """Texts and tones; `marks` are the exchange's warnings among the badges, `told` says how the
    chart is set up.
    """

    name: str = ""
    told: tuple[str, ...] = ()
    badges: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    last: str = shown.UNKNOWN
    change: str = shown.UNKNOWN
    rate: str = shown.UNKNOWN
    tone: Tone = Tone.TEXT
    figures: tuple[Figure, ...] = ()
    stale: bool = False

    @property
    def moved(self) -> bool:
        """Whether a change against the previous close is known."""
        return self.change != shown.UNKNOWN


def headline(
    name: str,
    instrument: Instrument | None,
    quote: Quote,
    words: Words,
    *,
    stale: bool,
    told: tuple[str, ...] = (),
) -> Headline:
    """What is known of an instrument and its day; the rest is "—"."""
    return Headline(
        name=name,
        told=told,
        badges=_badges(instrument, words),
        marks=_marks(instrument, words),
        last=shown.price(quote.last),
        change=shown.change(quote.change, quote.sign),
        rate=shown.rate(quote.change_rate),
        tone=shown.tone(quote.sign, quote.change),
        figures=_figures(quote, words),
        stale=stale,
    )


def _badges(instrument: Instrument | None, words: Words) -> tuple[str, ...]:
    if instrument is None:
        return ()
    found = [words("chart.kospi200")] if instrument.kospi200 else [instrument.market.value]
    if instrument.margin_rate is not None:
        found.append(words("chart.margin", rate=f"{instrument.margin_rate.normalize():f}"))
    return tuple(found)


def _marks(instrument: Instrument | None, words: Words) -> tuple[str, ...]:
    if instrument is None:
        return ()
    return tuple(words(f"chart.mark.{mark}") for mark in instrument.marks)


def _figures(quote: Quote, words: Words) -> tuple[Figure, ...]:
    base = quote.previous_close
    return (
        *(
            Figure(words(f"chart.{id_}"), shown.price(price), shown.tone_against(price, base))
            for id_, price in (("open", quote.open), ("high", quote.high), ("low", quote.low))
        ),
        Figure(words("chart.volume"), shown.quantity(quote.volume), Tone.TEXT),
        Figure(words("chart.turnover"), shown.amount(quote.turnover, words.language), Tone.TEXT),
        Figure(
            words("chart.strength"),
            shown.ratio(quote.strength),
            shown.strength_tone(quote.strength),
        ),
    )
