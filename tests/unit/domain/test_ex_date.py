"""Ex-dates: what is told of them has a sentence in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kis_desktop.catalogue.message_texts import LANGUAGES, render, texts
from kis_desktop.domain.ex_date import ExDate, ExKind

DAY = date(2026, 6, 29)


@pytest.mark.parametrize("amount", [None, Decimal(361)])
@pytest.mark.parametrize("ratio", [None, Decimal("0.25")])
@pytest.mark.parametrize("kind", list(ExKind))
def test_every_kind_is_told_with_what_is_known(
    kind: ExKind, ratio: Decimal | None, amount: Decimal | None
) -> None:
    told = ExDate(DAY, kind, ratio, amount).words
    for language in LANGUAGES:
        assert told.id in texts(language)


def test_what_a_dividend_pays_is_said() -> None:
    told = ExDate(DAY, ExKind.DIVIDEND, amount=Decimal(361)).words
    assert render(told, "ko") == "배당락 · 1주당 361원"


def test_rights_say_how_many_shares_and_their_price() -> None:
    told = ExDate(DAY, ExKind.RIGHTS, Decimal("0.25"), Decimal(9_100)).words
    assert render(told, "en") == "Ex-rights · 0.25 for each share at KRW 9100"


def test_a_ratio_is_told_to_four_places() -> None:
    told = ExDate(DAY, ExKind.BONUS, Decimal(2) / 3).words
    assert render(told, "ko") == "무상증자 권리락 · 1주당 0.6667주"


def test_the_words_of_a_split_leave_an_amount_out() -> None:
    told = ExDate(DAY, ExKind.SPLIT, Decimal(5), Decimal(100)).words
    assert render(told, "ko") == "액면분할 · 1주당 5주"
