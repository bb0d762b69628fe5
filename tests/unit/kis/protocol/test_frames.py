import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.kis.protocol.frames import Frame, Records, Surprise, read_frame, read_records

FIELD = st.text(alphabet=st.characters(blacklist_characters="^|", codec="utf-8"), max_size=5)


def test_a_frame_has_flag_channel_count_and_payload() -> None:
    assert read_frame("1|H0STCNI0|002|a|b^c") == Frame(True, "H0STCNI0", 2, "a|b^c")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no four parts"),
        ("0|H0STCNT0|001", "no four parts"),
        ("2|H0STCNT0|001|a", "unknown flag"),
        ("0||001|a", "no TR id"),
        ("0|12345678-01 someone|001|a", "no TR id"),
        ("0|H0STCNT0||a", "no count"),
        ("0|H0STCNT0|000|a", "no count"),
        ("0|H0STCNT0|x|a", "no count"),
        ("0|H0STCNT0|²|a", "no count"),
        ("0|H0STCNT0|00001|a", "no count"),
        (f"0|H0STCNT0|{'9' * 5000}|a", "no count"),
    ],
)
def test_what_is_no_frame_is_a_surprise(text: str, reason: str) -> None:
    read = read_frame(text)
    assert isinstance(read, Surprise)
    assert read.reason == reason


def test_a_surprise_never_repeats_a_strange_channel() -> None:
    read = read_frame("0|12345678-01 someone|001|a")
    assert isinstance(read, Surprise)
    assert read.tr_id == ""


@pytest.mark.parametrize(
    ("text", "payload"),
    [
        ("0|H0STCNT0|001|", ""),
        ("0|H0STCNT0|001|a|b^c", "a|b^c"),
        ("0|HDFSASP10|01|a^b", "a^b"),
        ("0|H0|0001|a^b|||", "a^b|||"),
        ("0|H0|1||^bbbbbbbbbb", "|^bbbbbbbbbb"),
    ],
)
def test_a_frame_reads_the_same_however_often_its_head_was_met(text: str, payload: str) -> None:
    first, again = read_frame(text), read_frame(text)
    assert isinstance(first, Frame)
    assert first.payload == payload
    assert again == first


def test_heads_without_end_are_read_all_the_same() -> None:
    for count in range(1, 2_500):
        read = read_frame(f"0|H0STCNT0|{count % 1000 or 1:03}|{count}")
        assert read == Frame(False, "H0STCNT0", count % 1000 or 1, str(count))
        other = read_frame(f"1|X{count:07}|001|p")
        assert other == Frame(True, f"X{count:07}", 1, "p")


def test_fields_that_do_not_divide_are_a_surprise() -> None:
    assert read_records("a^b^c", 2, "T") == Surprise("3 fields are not 2 records", "T")


def test_fewer_fields_than_records_are_a_surprise() -> None:
    assert isinstance(read_records("a", 2), Surprise)


def test_a_separator_behind_the_last_field_is_forgiven() -> None:
    assert read_records("a^b^c^d^", 2) == Records(["a", "b", "c", "d"], 2)


def test_the_rows_of_records() -> None:
    records = read_records("a^b^c^d", 2)
    assert isinstance(records, Records)
    assert records.rows() == [["a", "b"], ["c", "d"]]
    alone = read_records("a^b^", 1)
    assert isinstance(alone, Records)
    assert alone.rows() == [["a", "b", ""]]


@given(st.integers(2, 60).flatmap(lambda n: st.lists(st.lists(FIELD, min_size=n, max_size=n))))
def test_what_was_joined_comes_apart_again(rows: list[list[str]]) -> None:
    if not rows:
        return
    payload = "^".join("^".join(row) for row in rows)
    records = read_records(payload, len(rows))
    assert isinstance(records, Records)
    assert records.rows() == rows


@given(st.text(), st.integers(1, 50))
def test_no_text_raises(text: str, count: int) -> None:
    read = read_frame(text)
    assert isinstance(read, (Frame, Surprise))
    records = read_records(text, count)
    if isinstance(records, Records):
        assert len(records.fields) == count * records.width
