import pytest

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import FieldType


@pytest.mark.parametrize(
    ("tr_id", "id_"),
    [
        ("VTTC8434R", "domestic_stock/inquire_balance"),
        ("TTTC0802U", "domestic_stock/order_cash"),  # what it was called before
        ("VTTT1006U", "overseas_stock/order"),  # what some sources say
        ("TTTN1103U", "domestic_futureoption/order_rvsecncl"),
        ("HHDFO55020400", "overseas_futureoption/inquire_time_optchartprice"),
        ("HHDFO55020100", "overseas_futureoption/opt_daily_ccnl"),  # its own before another's other
    ],
)
def test_an_endpoint_is_found_by_any_of_its_tr_ids(tr_id: str, id_: str) -> None:
    found = loader.find_endpoint(tr_id)
    assert found is not None
    assert found.id == id_


def test_a_channel_is_found_by_the_tr_id_of_either_world() -> None:
    for tr_id in ("H0STCNI0", "H0STCNI9"):
        found = loader.find_channel(tr_id)
        assert found is loader.channel("domestic_stock/ccnl_notice")


@pytest.mark.parametrize("tr_id", ["NOPE", "", "H0STCNT0"])
def test_what_is_no_endpoint_is_not_found(tr_id: str) -> None:
    assert loader.find_endpoint(tr_id) is None


def test_an_endpoint_is_no_channel() -> None:
    assert loader.find_channel("TTTC0012U") is None


def test_an_id_that_is_not_there_is_a_lookup_error() -> None:
    with pytest.raises(LookupError, match="no endpoint"):
        loader.endpoint("domestic_stock/nope")
    with pytest.raises(LookupError, match="no channel"):
        loader.channel("domestic_stock/nope")


def test_only_the_number_types_are_numbers() -> None:
    numbers = {kind for kind in FieldType if kind.is_number}
    assert numbers == {FieldType.PRICE, FieldType.QUANTITY, FieldType.AMOUNT, FieldType.RATE}


def test_endpoints_are_found_by_a_text_of_their_files() -> None:
    assert loader.endpoint_ids_naming("TTTC8434R") == ("domestic_stock/inquire_balance",)
    assert loader.endpoint_ids_naming("in no file") == ()
