from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.catalogue.entry import Channel, Field, FieldType, Repeat, Title
from kis_desktop.kis.protocol.layout import columns, distinct_names, known_fields


def channel(*names: str, repeat: Repeat | None = None, since: tuple[str, ...] = ()) -> Channel:
    fields = tuple(
        Field(
            name,
            FieldType.PRICE,
            since=date(2026, 9, 14) if name in since else None,
            sign=f"SIGN{name[1:]}" if name.startswith("D") else "",
        )
        for name in names
    )
    return Channel(
        title=Title("가", "a"),
        document="",
        group="g",
        tr_real="T",
        tr_paper="",
        key="symbol",
        encrypted=False,
        fields=fields,
        repeat=repeat,
    )


def names_of(entry: Channel, width: int) -> list[str]:
    return [field.name for field in known_fields(entry, width)]


@pytest.mark.parametrize("width", [1, 3, 9])
def test_without_a_repeated_group_the_known_fields_are_those_of_the_catalogue(width: int) -> None:
    assert names_of(channel("A", "B", "C"), width) == ["A", "B", "C"]


def test_a_field_whose_place_is_not_verified_is_not_known() -> None:
    entry = channel("A", "NEW", "C", since=("NEW",))
    assert names_of(entry, 3) == ["A", "C"]
    assert columns(entry, 3) == ("A", "C", "+1")


BOOK = channel("A", "P1", "SIGN1", "D1", repeat=Repeat(1, 3))


@pytest.mark.parametrize(
    ("width", "names"),
    [
        (2, ["A", "P1", "SIGN1", "D1"]),
        (4, ["A", "P1", "SIGN1", "D1"]),
        (6, ["A", "P1", "SIGN1", "D1"]),
        (7, ["A", "P1", "SIGN1", "D1", "P2", "SIGN2", "D2"]),
        (11, ["A", "P1", "SIGN1", "D1", "P2", "SIGN2", "D2", "P3", "SIGN3", "D3"]),
    ],
)
def test_a_repeated_group_is_named_on_as_far_as_the_record_reaches(
    width: int, names: list[str]
) -> None:
    assert names_of(BOOK, width) == names


def test_of_a_repeated_group_a_hundred_have_names_and_the_rest_are_behind_them() -> None:
    names = names_of(BOOK, 1 + 3 * 2_000_000)
    assert (len(names), names[-1]) == (1 + 3 * 100, "D100")
    assert columns(BOOK, 1 + 3 * 100 + 2)[-2:] == ("+1", "+2")


def test_a_repeated_field_has_the_sign_of_its_own_group() -> None:
    assert [field.sign for field in known_fields(BOOK, 10) if field.sign] == [
        "SIGN1",
        "SIGN2",
        "SIGN3",
    ]


def test_a_sign_outside_the_group_stays_the_sign_of_all() -> None:
    entry = channel("SIGN1", "D1", repeat=Repeat(1, 1))
    assert [field.sign for field in known_fields(entry, 3)] == ["", "SIGN1", "SIGN1"]


def test_fields_behind_a_repeated_group_stay_behind_it() -> None:
    entry = channel("A", "P1", "Z", repeat=Repeat(1, 1))
    assert names_of(entry, 5) == ["A", "P1", "P2", "P3", "Z"]


def test_only_the_number_at_the_end_of_a_name_is_counted_on() -> None:
    entry = channel("ASK10_P1", "B1_X", repeat=Repeat(0, 2))
    assert names_of(entry, 4) == ["ASK10_P1", "B1_X", "ASK10_P2", "B2_X"]


def test_no_field_hides_another_of_the_same_name() -> None:
    assert distinct_names(["a", "b", "a", "a#2", "a"]) == ["a", "b", "a#2", "a#2#2", "a#3"]
    assert names_of(channel("A", "B", "A"), 3) == ["A", "B", "A#2"]


@given(st.lists(st.sampled_from(["a", "b", "a#2", "a#3", "b#2"])))
def test_names_made_distinct_are_as_many_as_before(names: list[str]) -> None:
    found = distinct_names(names)
    assert len(found) == len(set(found)) == len(names)


@pytest.mark.parametrize(("width", "last"), [(1, "A"), (4, "D1"), (5, "+1"), (6, "+2"), (8, "+1")])
def test_every_field_of_a_record_has_a_column(width: int, last: str) -> None:
    found = columns(BOOK, width)
    assert len(found) == len(set(found)) == width
    assert found[-1] == last
