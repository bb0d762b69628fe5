from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.catalogue.entry import More, Paging
from kis_desktop.catalogue.error_codes import ErrorKind
from kis_desktop.kis.protocol.paging import MAX_PAGES_WITHOUT_KEYS, PageWalk, Step, next_keys
from kis_desktop.kis.protocol.reply import Reply

KEYS = ("CTX_AREA_FK100", "CTX_AREA_NK100")
PAGING = Paging(KEYS)
WITHOUT_KEYS = Paging(())


def page(position: str, more: str = "M", kind: ErrorKind | None = None) -> Reply:
    body: dict[str, object] = {
        "ctx_area_fk100": "12345678^01^   ",
        "ctx_area_nk100": position.ljust(8),
    }
    return Reply(kind, "", "", body, more)


CHANGED = page("", kind=ErrorKind.CHANGED)


def test_keys_go_back_untrimmed_with_header_n() -> None:
    walk = PageWalk(PAGING)
    assert (walk.keys, walk.header) == (dict.fromkeys(KEYS, ""), "")
    assert walk.take(page("50")) is Step.NEXT
    assert walk.header == "N"
    assert walk.keys == {"CTX_AREA_FK100": "12345678^01^   ", "CTX_AREA_NK100": "50      "}


def test_d_and_e_and_blank_are_the_end() -> None:
    for more in ("D", "E", ""):
        assert PageWalk(PAGING).take(page("50", more)) is Step.DONE


def test_a_blank_position_is_the_end_even_where_more_is_promised() -> None:
    assert PageWalk(PAGING).take(page("", "F")) is Step.DONE


def test_a_list_that_goes_in_a_circle_is_not_taken_for_whole() -> None:
    walk = PageWalk(PAGING)
    assert walk.take(page("50")) is Step.NEXT
    assert walk.take(page("50")) is Step.GIVE_UP


def test_a_key_that_stays_the_same_promises_nothing() -> None:
    walk = PageWalk(Paging(("KEYB",), more=More.KEY))
    reply = Reply(None, "", "", {"keyb": "7"}, "")
    assert [walk.take(reply), walk.take(reply)] == [Step.NEXT, Step.DONE]


def test_an_endpoint_without_paging_has_one_page() -> None:
    walk = PageWalk(None)
    assert (walk.keys, walk.header) == ({}, "")
    assert walk.take(page("50")) is Step.DONE


def test_without_keys_the_header_alone_goes_on() -> None:
    walk = PageWalk(WITHOUT_KEYS)
    assert walk.take(page("1")) is Step.NEXT
    assert (walk.keys, walk.header) == ({}, "N")
    assert walk.take(page("2", "D")) is Step.DONE


def test_without_keys_a_page_that_comes_again_was_the_last_one_before() -> None:
    walk = PageWalk(WITHOUT_KEYS)
    assert walk.take(page("1")) is Step.NEXT
    assert walk.take(page("1")) is Step.REPEATED


def test_pages_without_keys_and_without_end_are_given_up_early() -> None:
    walk = PageWalk(WITHOUT_KEYS)
    steps = [walk.take(page(str(number))) for number in range(MAX_PAGES_WITHOUT_KEYS)]
    assert steps[-2:] == [Step.NEXT, Step.GIVE_UP]


def test_a_key_may_say_that_there_is_more_whatever_the_header_says() -> None:
    paging = Paging(("KEYB",), more=More.KEY)
    assert next_keys(paging, Reply(None, "", "", {"keyb": "7"}, "")) == {"KEYB": "7"}
    assert next_keys(paging, Reply(None, "", "", {"keyb": "  "}, "M")) is None
    assert next_keys(paging, Reply(None, "", "", {}, "M")) is None


def test_keys_may_have_other_names_in_the_answer_and_stand_in_a_block() -> None:
    paging = Paging(("NEXT", "KEYB"), sources=("more", "last"), then={"GUBN": "1"})
    body: dict[str, object] = {"MORE": "Y", "output1": {"x": "1", "Last": "91"}, "output2": []}
    found = next_keys(paging, Reply(None, "", "", body, "M"))
    assert found == {"NEXT": "Y", "KEYB": "91", "GUBN": "1"}


def test_a_key_may_stand_in_the_single_row_of_a_list_and_in_no_longer_one() -> None:
    paging = Paging(("INDEX_KEY",), more=More.KEY)
    single: dict[str, object] = {"output1": [{"index_key": "7"}], "output2": [{"a": "1"}]}
    assert next_keys(paging, Reply(None, "", "", single)) == {"INDEX_KEY": "7"}
    longer: dict[str, object] = {"output1": [{"index_key": "7"}, {"index_key": "8"}]}
    assert next_keys(paging, Reply(None, "", "", longer)) is None


def test_the_position_is_the_nk_key_in_whatever_order_the_two_stand() -> None:
    turned = Paging(("CTX_AREA_NK200", "CTX_AREA_FK200"))
    body: dict[str, object] = {"ctx_area_fk200": "12345678^", "ctx_area_nk200": " "}
    assert next_keys(turned, Reply(None, "", "", body, "M")) is None
    assert next_keys(turned, Reply(None, "", "", body | {"ctx_area_nk200": "5"}, "M")) == {
        "CTX_AREA_NK200": "5",
        "CTX_AREA_FK200": "12345678^",
    }


def test_a_refusal_has_no_next_page() -> None:
    assert next_keys(PAGING, page("50", kind=ErrorKind.BUSINESS)) is None


def test_nothing_to_show_is_the_end_and_no_refusal() -> None:
    assert PageWalk(PAGING).take(page("", "D", ErrorKind.EMPTY)) is Step.DONE


def test_a_refusal_is_one() -> None:
    assert PageWalk(PAGING).take(page("", "", ErrorKind.BUSINESS)) is Step.REFUSED


def test_a_changed_ledger_starts_over_and_is_given_up_in_the_end() -> None:
    walk = PageWalk(PAGING, max_restarts=2)
    assert walk.take(page("50")) is Step.NEXT
    assert walk.take(CHANGED) is Step.RESTART
    assert (walk.keys, walk.header) == (dict.fromkeys(KEYS, ""), "")
    assert walk.take(page("50")) is Step.NEXT
    assert walk.take(CHANGED) is Step.RESTART
    assert walk.take(CHANGED) is Step.GIVE_UP


def test_pages_without_end_are_given_up() -> None:
    walk = PageWalk(PAGING, max_pages=3)
    steps = [walk.take(page(str(number))) for number in range(3)]
    assert steps == [Step.NEXT, Step.NEXT, Step.GIVE_UP]


@given(st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=80, max_size=80))
def test_every_walk_ends(answers: list[int | None]) -> None:
    walk = PageWalk(PAGING, max_pages=10, max_restarts=3)
    for answer in answers:
        step = walk.take(CHANGED if answer is None else page(str(answer)))
        if step not in (Step.NEXT, Step.RESTART):
            return
    raise AssertionError("the walk went on for 80 pages")
