from importlib import resources

import pytest

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Effect, FieldType, Lane, Shape
from kis_desktop.catalogue.message_texts import arguments_of, texts

ENDPOINTS = loader.endpoint_ids()
CHANNELS = loader.channel_ids()


def test_every_file_is_an_entry() -> None:
    root = resources.files("kis_desktop.catalogue")
    files = [
        file
        for family in root.joinpath("rest").iterdir()
        for group in family.iterdir()
        for file in group.iterdir()
    ]
    assert len(files) == len(ENDPOINTS) >= 21
    assert len(CHANNELS) >= 3


@pytest.mark.parametrize("id_", ENDPOINTS)
def test_an_endpoint_is_whole(id_: str) -> None:
    entry = loader.endpoint(id_)
    assert entry.id == id_
    assert entry.title.ko
    assert entry.title.en.isascii()
    assert entry.method in ("GET", "POST")
    assert entry.path.startswith("/")
    assert entry.outputs
    assert (entry.lane is Lane.ORDER) is (entry.effect is Effect.ORDER)
    assert bool(entry.tr_paper) is (entry.paper and bool(entry.tr_real))
    assert all(block.fields for block in entry.outputs.values())
    names = [param.name for param in entry.params]
    assert len(names) == len(set(names))
    if entry.paging is not None:
        assert set(entry.paging.keys) <= set(names)


@pytest.mark.parametrize("id_", ENDPOINTS)
def test_what_is_personal_is_typed_so(id_: str) -> None:
    entry = loader.endpoint(id_)
    fields = [field for block in entry.outputs.values() for field in block.fields]
    personal = {"cano", "acnt_prdt_cd", "ctac_tlno", "appkey", "appsecret", "access_token"}
    typed = [(one.name, one.type) for one in entry.params]
    typed += [(one.name, one.type) for one in fields]
    for name, kind in typed:
        is_personal = name.lower() in personal or name.startswith("CTX_AREA")
        assert not is_personal or kind is FieldType.PERSONAL


@pytest.mark.parametrize("id_", ENDPOINTS)
def test_paper_orders_start_with_v_and_real_ones_do_not(id_: str) -> None:
    entry = loader.endpoint(id_)
    if entry.is_order:
        assert all(tr_id.startswith("V") for tr_id in entry.tr_paper.values())
        assert not any(tr_id.startswith("V") for tr_id in entry.tr_real.values())


@pytest.mark.parametrize("id_", CHANNELS)
def test_a_channel_is_whole(id_: str) -> None:
    entry = loader.channel(id_)
    assert entry.id == id_
    assert entry.title.en.isascii()
    assert loader.find_channel(entry.tr_real) is entry
    assert entry.key in ("symbol", "hts_id")
    names = [field.name for field in entry.fields]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("tr_id", "width", "place", "name"),
    [
        ("H0STCNT0", 47, 2, "STCK_PRPR"),
        ("H0STCNT0", 47, 21, "CCLD_DVSN"),
        ("H0STCNT0", 47, 45, "VI_STND_PRC"),
        ("H0STASP0", 60, 43, "TOTAL_ASKP_RSQN"),
        ("H0STCNI0", 26, 25, "ODER_PRC"),
        ("H0STCNI9", 26, 1, "ACNT_NO"),
    ],
)
def test_fields_of_a_channel_stand_where_they_stand_on_the_wire(
    tr_id: str, width: int, place: int, name: str
) -> None:
    entry = loader.find_channel(tr_id)
    assert entry is not None
    assert len(entry.fields) == width
    assert entry.fields[place].name == name


def test_the_order_endpoint_reads_as_published() -> None:
    entry = loader.endpoint("domestic_stock/order_cash")
    assert entry.path == "/uapi/domestic-stock/v1/trading/order-cash"
    assert entry.tr_real == {"sell": "TTTC0011U", "buy": "TTTC0012U"}
    assert entry.tr_paper == {"sell": "VTTC0011U", "buy": "VTTC0012U"}
    assert entry.outputs["output"].shape is Shape.OBJECT


def test_an_endpoint_is_found_by_its_tr_id() -> None:
    found = loader.find_endpoint("VTTC8434R")
    assert found is not None
    assert found.id == "domestic_stock/inquire_balance"
    assert loader.find_endpoint("NOPE") is None
    assert loader.find_channel("NOPE") is None


def test_an_id_that_is_not_there_is_a_lookup_error() -> None:
    with pytest.raises(LookupError, match="no endpoint"):
        loader.endpoint("domestic_stock/nope")
    with pytest.raises(LookupError, match="no channel"):
        loader.channel("domestic_stock/nope")


def test_only_the_number_types_are_numbers() -> None:
    numbers = {kind for kind in FieldType if kind.is_number}
    assert numbers == {FieldType.PRICE, FieldType.QUANTITY, FieldType.AMOUNT, FieldType.RATE}


def test_the_sentences_of_the_wire_ask_for_the_same_arguments_in_both_languages() -> None:
    korean, english = texts("ko"), texts("en")
    own = [id_ for id_ in korean if id_.startswith("kis.")]
    assert sorted(own) == sorted(id_ for id_ in english if id_.startswith("kis."))
    for id_ in own:
        assert arguments_of(korean[id_]) == arguments_of(english[id_])
