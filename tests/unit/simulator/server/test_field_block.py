from __future__ import annotations

import pytest

from kis_desktop.simulator.server.field_block import FieldBlock


def test_unknown_fields_hold_their_default_in_the_documented_order() -> None:
    block = FieldBlock("name price=0 rate=0.00")
    assert list(block.filled({"rate": "1.50"}).items()) == [
        ("name", ""),
        ("price", "0"),
        ("rate", "1.50"),
    ]


def test_a_field_that_is_not_documented_is_refused() -> None:
    with pytest.raises(KeyError, match="proce"):
        FieldBlock("price=0").filled({"proce": "1"})
