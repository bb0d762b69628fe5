"""The names that a recording has for what it must not tell."""

from __future__ import annotations

from kis_desktop.storage.recording_alias import Aliases


def test_blanks_have_no_alias_and_stay_around_a_value_that_has() -> None:
    aliases = Aliases()
    assert aliases.alias("   ") == "   "
    assert aliases.alias(" 12345678 ") == " 00000001 "


def test_a_sentence_is_covered_with_what_is_known_by_then() -> None:
    aliases = Aliases()
    secret = "kimtrader"
    assert aliases.cover(f"{secret} 12345678") == f"{secret} 00000001"
    name = aliases.alias(secret)
    for _ in range(2):
        assert aliases.cover(f"{secret} 12345678-01") == f"{name} 00000001-01"
