"""A code explained: what it means, what to do, what the program does, in the server's own words."""

from __future__ import annotations

import pytest

from kis_desktop.catalogue.error_codes import error_codes
from kis_desktop.domain.message import Message, message
from kis_desktop.viewmodels.error_help import find_help
from kis_desktop.viewmodels.words import Words


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("code", sorted(error_codes()))
def test_every_code_is_explained_in_full(code: str, language: str) -> None:
    told = Message(error_codes()[code].message_id, {}, code, "the server's words")
    explained = find_help(told, Words(language), str)
    assert explained is not None
    assert len(explained.parts) == 4
    assert all(text and not text.startswith("kis.") for _, text in explained.parts)
    assert explained.text.startswith(f"{code}\n")


def test_a_code_that_is_not_in_the_list_says_so_and_what_is_done_all_the_same() -> None:
    explained = find_help(message("kis.in_doubt", code="EGW77777"), Words("en"), str)
    assert explained is not None
    texts = [text for _, text in explained.parts]
    assert texts[0] == "The server sent no words."
    assert texts[1].startswith("This program's list does not have the code.")
    assert texts[3].startswith("Keeps an order as unknown")


def test_what_was_told_stands_before_the_code_s_own_advice() -> None:
    told = message("kis.order_uncertain", code="EGW00301", original="x")
    explained = find_help(told, Words("en"), str)
    assert explained is not None
    first, second = explained.parts[2][1].split("\n")
    assert first.startswith("The order was sent but its fate is not known.")
    assert second.startswith("The server did not say")


def test_a_message_without_a_code_has_no_help() -> None:
    assert find_help(message("kis.unreachable"), Words("ko"), str) is None
