import pytest

from kis_desktop.kis.protocol.block_rows import block_rows


@pytest.mark.parametrize(
    ("value", "rows"),
    [
        ({"A": "1", "b": None}, [{"A": "1", "b": None}]),
        ([{"A": "1"}, {"b": ""}], [{"A": "1"}, {"b": ""}]),
        ([None, "x", 5, [], {"A": "1"}], [{"A": "1"}]),
        ([], []),
        ({}, [{}]),
        ("text", []),
        (None, []),
        ({"a": ["1", "2"], "b": ["x", "y"]}, [{"a": "1", "b": "x"}, {"a": "2", "b": "y"}]),
        ({"a": ["1"], "b": "x"}, [{"a": ["1"], "b": "x"}]),
        ({"a": ["1", "2"], "b": ["x"]}, [{"a": ["1", "2"], "b": ["x"]}]),
        ({"a": [{"b": "1"}]}, [{"a": [{"b": "1"}]}]),
        ({"a": [], "b": []}, [{"a": [], "b": []}]),
    ],
)
def test_a_block_has_rows_however_it_came(value: object, rows: list[dict[str, object]]) -> None:
    assert block_rows(value) == rows
