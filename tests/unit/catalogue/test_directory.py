from kis_desktop.catalogue import loader
from kis_desktop.catalogue.directory import Line, directory
from kis_desktop.catalogue.entry import Effect


def line(id_: str, *, is_channel: bool = False) -> Line:
    (found,) = (one for one in directory() if one.id == id_ and one.is_channel is is_channel)
    return found


def test_the_head_of_a_file_says_what_the_whole_file_says() -> None:
    for one in directory():
        if one.is_channel:
            channel = loader.channel(one.id)
            assert (one.title, one.document, one.group) == (
                channel.title,
                channel.document,
                channel.group,
            )
            assert one.tr_real == (channel.tr_real,)
            assert "".join(one.tr_paper) == channel.tr_paper
            continue
        entry = loader.endpoint(one.id)
        for name in ("title", "document", "group", "method", "path", "effect", "paper"):
            assert getattr(one, name) == getattr(entry, name), one.id
        assert one.tr_real == tuple(entry.tr_real.values())
        assert one.tr_paper == tuple(entry.tr_paper.values())
        assert one.tr_other == entry.tr_other
        assert one.tr_legacy == entry.tr_legacy


def test_endpoints_come_before_channels_each_by_id() -> None:
    ids = [one.id for one in directory() if not one.is_channel]
    assert ids == list(loader.endpoint_ids())
    assert [one.id for one in directory()[len(ids) :]] == list(loader.channel_ids())


def test_tr_ids_of_other_sources_are_asked_with_in_their_own_world() -> None:
    order = line("overseas_stock/order")
    assert "VTTT1006U" in order.all_paper
    assert "VTTT1006U" not in order.all_real
    amend = line("domestic_futureoption/order_rvsecncl")
    assert amend.all_real == ["STTN1103U", "TTTN1103U", "TTTO1103U"]
    assert amend.all_paper == ["VTTO1103U"]


def test_what_paper_does_not_serve_has_no_tr_id_there() -> None:
    one = line("domestic_stock/chk_holiday")
    assert one.all_real == ["CTCA0903R"]
    assert one.all_paper == []


def test_a_channel_is_a_line_without_a_method() -> None:
    one = line("domestic_stock/ccnl_notice", is_channel=True)
    assert (one.method, one.path, one.effect) == ("", "/tryitout", Effect.READ)
    assert (one.all_real, one.all_paper) == (["H0STCNI0"], ["H0STCNI9"])
