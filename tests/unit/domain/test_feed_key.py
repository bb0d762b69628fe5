from __future__ import annotations

import pytest

from kis_desktop.domain.feed_key import MarketView, feed_key, split_feed_key


@pytest.mark.parametrize(
    ("view", "key"),
    [
        (MarketView.KRX, "005930"),
        (MarketView.NXT, "005930@NXT"),
        (MarketView.UNIFIED, "005930@UN"),
    ],
)
def test_a_key_and_back(view: MarketView, key: str) -> None:
    assert feed_key("005930", view) == key
    assert split_feed_key(key) == ("005930", view)


def test_an_unknown_market_is_refused() -> None:
    with pytest.raises(ValueError, match="XYZ"):
        split_feed_key("005930@XYZ")
