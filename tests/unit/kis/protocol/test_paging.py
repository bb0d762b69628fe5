from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.catalogue.error_codes import ErrorKind
from kis_desktop.kis.protocol.paging import PageWalk, Step
from kis_desktop.kis.protocol.reply import Reply

KEYS = ("CTX_AREA_FK100", "CTX_AREA_NK100")


def page(position: str, more: str = "M", kind: ErrorKind | None = None) -> Reply:
    body: dict[str, object] = {
        "ctx_area_fk100": "12345678^01^   ",
        "ctx_area_nk100": position.ljust(8),
    }
    return Reply(kind, "", "", body, more)


CHANGED = page("", kind=ErrorKind.CHANGED)


def test_keys_go_back_untrimmed_with_header_n() -> None:
    walk = PageWalk(KEYS)
    assert (walk.keys, walk.header) == (dict.fromkeys(KEYS, ""), "")
    assert walk.take(page("50")) is Step.NEXT
    assert walk.header == "N"
    assert walk.keys == {"CTX_AREA_FK100": "12345678^01^   ", "CTX_AREA_NK100": "50      "}


def test_d_and_e_and_blank_are_the_end() -> None:
    for more in ("D", "E", ""):
        assert PageWalk(KEYS).take(page("50", more)) is Step.DONE


def test_a_blank_position_is_the_end_even_where_more_is_promised() -> None:
    assert PageWalk(KEYS).take(page("", "F")) is Step.DONE


def test_a_position_that_comes_again_is_the_end() -> None:
    walk = PageWalk(KEYS)
    assert walk.take(page("50")) is Step.NEXT
    assert walk.take(page("50")) is Step.DONE


def test_an_endpoint_without_keys_has_one_page() -> None:
    assert PageWalk(()).take(page("50")) is Step.DONE


def test_nothing_to_show_is_the_end_and_no_refusal() -> None:
    assert PageWalk(KEYS).take(page("", "D", ErrorKind.EMPTY)) is Step.DONE


def test_a_refusal_is_one() -> None:
    assert PageWalk(KEYS).take(page("", "", ErrorKind.BUSINESS)) is Step.REFUSED


def test_a_changed_ledger_starts_over_and_is_given_up_in_the_end() -> None:
    walk = PageWalk(KEYS, max_restarts=2)
    assert walk.take(page("50")) is Step.NEXT
    assert walk.take(CHANGED) is Step.RESTART
    assert (walk.keys, walk.header) == (dict.fromkeys(KEYS, ""), "")
    assert walk.take(page("50")) is Step.NEXT
    assert walk.take(CHANGED) is Step.RESTART
    assert walk.take(CHANGED) is Step.GIVE_UP


def test_pages_without_end_are_given_up() -> None:
    walk = PageWalk(KEYS, max_pages=3)
    steps = [walk.take(page(str(number))) for number in range(3)]
    assert steps == [Step.NEXT, Step.NEXT, Step.GIVE_UP]


@given(st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=80, max_size=80))
def test_every_walk_ends(answers: list[int | None]) -> None:
    walk = PageWalk(KEYS, max_pages=10, max_restarts=3)
    for answer in answers:
        step = walk.take(CHANGED if answer is None else page(str(answer)))
        if step not in (Step.NEXT, Step.RESTART):
            return
    raise AssertionError("the walk went on for 80 pages")
