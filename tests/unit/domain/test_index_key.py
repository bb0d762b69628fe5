"""Keys of indices stand among feed keys and are never taken for a share's."""

from __future__ import annotations

from kis_desktop.domain.feed_key import MarketView, split_feed_key
from kis_desktop.domain.index_key import KOSDAQ, KOSPI, KOSPI_200, index_code, index_key


def test_an_index_is_told_from_a_share() -> None:
    assert [index_code(key) for key in (KOSPI, KOSDAQ, KOSPI_200)] == ["0001", "1001", "2001"]
    assert index_key("0001") == KOSPI
    assert index_code("005930") is None
    assert index_code("005930@NXT") is None
    assert split_feed_key(KOSPI) == (KOSPI, MarketView.KRX)
