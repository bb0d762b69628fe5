from datetime import UTC, datetime, timedelta

import pytest

from kis_desktop.kis.protocol.frames import Surprise
from kis_desktop.kis.quarantine import KEPT, KINDS, LONGEST, Quarantine, harmless

BEGIN = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


class Wall:
    """A clock that goes on by a second each time it is looked at."""

    def __init__(self) -> None:
        self.seconds = -1

    def __call__(self) -> datetime:
        self.seconds += 1
        return BEGIN + timedelta(seconds=self.seconds)


def test_the_same_surprise_is_counted_with_its_first_text() -> None:
    kept = Quarantine(Wall())
    odd = Surprise("a trade of 3 fields", "H0STCNT0")
    assert kept.take(odd, "0|H0STCNT0|001|a^b^c")
    assert not kept.take(odd, "0|H0STCNT0|001|d^e^f")
    (kind,) = kept.kinds()
    assert (kind.tr_id, kind.reason, kind.count) == ("H0STCNT0", "a trade of 3 fields", 2)
    assert kind.first_at == BEGIN
    assert kind.sample == "0|H0STCNT0|001|a^b^c"
    assert [frame.text for frame in kept.frames()] == [
        "0|H0STCNT0|001|a^b^c",
        "0|H0STCNT0|001|d^e^f",
    ]
    assert [frame.at for frame in kept.frames()] == [BEGIN, BEGIN + timedelta(seconds=1)]


def test_what_is_kept_is_bounded() -> None:
    kept = Quarantine(Wall())
    for number in range(1_000):
        kept.take(Surprise(f"{number} fields", "H0STCNT0" * 10), "x" * 100_000)
    kinds, frames = kept.kinds(), kept.frames()
    assert len(kinds) == KINDS + 1
    assert (kinds[-1].reason, kinds[-1].count) == ("further kinds", 1_000 - KINDS)
    assert len(frames) == KEPT
    assert frames[-1].reason == "999 fields"
    assert {len(frame.text) for frame in frames} == {LONGEST}
    assert len(kinds[0].tr_id) == 16


@pytest.mark.parametrize(
    ("tr_id", "text", "shown"),
    [
        ("H0STCNT0", "0|H0STCNT0|001|005930^x", "0|H0STCNT0|001|005930^x"),
        (
            "H0STCNI0",
            "0|H0STCNI0|001|myname^1234567801^0000117057^^01^0^홍길동^005930",
            "0|H0STCNI0|001|xxxxxx^9999999999^9999999999^^01^0^xxx^999999",
        ),
        ("H0ZZZZZ0", "0|H0ZZZZZ0|001|myname^12", "0|H0ZZZZZ0|001|xxxxxx^12"),
        ("H0STCNI0", "myname", "xxxxxx"),
        ("", "myname|1234567801\x00é^1", "xxxxxx|9999999999?x^1"),
        (
            "H0STCNT0",
            '{"body":{"output":{"key":"secret12"}}}',
            '{"xxxx":{"xxxxxx":{"xxx":"xxxxxx99"}}}',
        ),
    ],
)
def test_only_a_price_channel_s_text_is_kept_as_it_came(tr_id: str, text: str, shown: str) -> None:
    assert harmless(text, tr_id) == shown
