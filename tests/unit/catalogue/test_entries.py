"""Every entry keeps what the program relies on."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain

import pytest

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Effect, Endpoint, Field, FieldType, Lane, More, Param

ENDPOINTS = tuple(map(loader.endpoint, loader.endpoint_ids()))
CHANNELS = tuple(map(loader.channel, loader.channel_ids()))
ORDERS = tuple(entry for entry in ENDPOINTS if entry.is_order)

GROUPS = {
    "OAuth인증",
    "국내주식주문",
    "국내주식시세",
    "해외주식주문",
    "해외주식시세",
    "국내선물옵션주문",
    "국내선물옵션시세",
    "해외선물옵션주문",
    "해외선물옵션시세",
    "장내채권",
    "ELW",
    "ETF",
}
HANGUL = re.compile("[ㄱ-ㅎ가-힣]")
TR_ID = re.compile(r"[A-Z][A-Z0-9]{6,13}")
PATH = re.compile(r"/(oauth2/[A-Za-z]+|uapi/[a-z0-9/-]+)")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")

PERSONAL = {
    "cano",
    "acnt_prdt_cd",
    "acnt_no",
    "acct_no",
    "acnt_name",
    "acnt_pwd",
    "acno10",
    "csac_name",
    "cust_id",
    "cust_rncno25",
    "user_id",
    "hmid",
    "ctac_tlno",
    "ctal_tlno",
    "ordr_empno",
    "ordr_emp_no",
    "ord_stfno",
    "oprt_stfno",
    "frst_erlm_stfno",
    "idcr_stfno",
    "stff_name",
    "oprt_stff_name",
    "work_empl",
    "inqr_ip_addr",
    "ord_ip_addr",
    "appkey",
    "appsecret",
    "secretkey",
    "token",
    "access_token",
    "approval_key",
}

# a code says more than yes and no behind these names
CODES_CALLED_YN = {"rfus_yn", "cntg_yn", "acpt_yn", "fid_slct_yn", "opt_yn"}


def label(entry: object) -> str:
    return str(getattr(entry, "id", entry))


def fields_of(entry: Endpoint) -> list[Field]:
    blocks = (block.fields for block in entry.outputs.values())
    return [*chain.from_iterable(blocks), *entry.unplaced]


def named_by(entry: Endpoint) -> list[Field | Param]:
    return [*entry.params, *fields_of(entry)]


def everything_named() -> list[tuple[str, Field | Param]]:
    named = [(entry.id, one) for entry in ENDPOINTS for one in named_by(entry)]
    named += [(channel.id, field) for channel in CHANNELS for field in channel.fields]
    return named


NAMED = everything_named()


def test_as_many_as_there_are() -> None:
    assert len(ENDPOINTS) == 278
    assert len(CHANNELS) == 60
    assert len(ORDERS) == 18


@pytest.mark.parametrize("entry", ENDPOINTS, ids=label)
def test_an_endpoint_says_what_it_is(entry: Endpoint) -> None:
    assert entry.title.ko.strip() == entry.title.ko != ""
    assert entry.title.en
    assert entry.title.en.isascii()
    assert entry.title.en[0].isupper()
    assert entry.group in GROUPS
    assert entry.method in {"GET", "POST"}
    assert PATH.fullmatch(entry.path)
    assert not HANGUL.search(entry.note) or "국내" in entry.note
    assert all(NAME.fullmatch(one.name) for one in named_by(entry))


@pytest.mark.parametrize("entry", ENDPOINTS, ids=label)
def test_tr_ids_are_of_their_world(entry: Endpoint) -> None:
    ids = (*entry.tr_real.values(), *entry.tr_paper.values(), *entry.tr_other, *entry.tr_legacy)
    assert all(map(TR_ID.fullmatch, ids))
    assert bool(entry.tr_real) is (entry.group != "OAuth인증")
    assert bool(entry.tr_paper) is (entry.paper and bool(entry.tr_real))
    assert entry.tr_paper.keys() <= entry.tr_real.keys()
    assert not any(tr_id.startswith("V") for tr_id in entry.tr_real.values())
    assert not set(entry.tr_other) & {*entry.tr_real.values(), *entry.tr_paper.values()}
    assert not set(entry.tr_legacy) & {*entry.tr_real.values(), *entry.tr_paper.values()}


QUOTES_KEEP_THEIR_ID = ("FH", "HHD")
SOLD_BY_ANOTHER_ID = {"VTTT1001U"}  # of a sale in the US, whose real one is TTTT1006U


@pytest.mark.parametrize("entry", [one for one in ENDPOINTS if one.tr_paper], ids=label)
def test_a_paper_id_is_the_real_one_with_a_v(entry: Endpoint) -> None:
    for choice, tr_id in entry.tr_paper.items():
        real = entry.tr_real[choice]
        if real.startswith(QUOTES_KEEP_THEIR_ID):
            assert tr_id == real
        elif tr_id not in SOLD_BY_ANOTHER_ID:
            assert real[0] in "TJC"
            assert tr_id == f"V{real[1:]}"


@pytest.mark.parametrize("entry", ENDPOINTS, ids=label)
def test_choices_spell_out_the_keys_of_the_tr_ids(entry: Endpoint) -> None:
    keys = [""]
    for choice in entry.choices:
        assert all(choice.values.values())
        keys = [f"{key} {value}".strip() for key in keys for value in choice.values]
    assert set(entry.tr_real) == (set(keys) if entry.tr_real else set())


@pytest.mark.parametrize("entry", ENDPOINTS, ids=label)
def test_only_orders_are_posted_to_trading_and_only_they_have_the_order_lane(
    entry: Endpoint,
) -> None:
    trades = entry.method == "POST" and "/trading/" in entry.path
    assert entry.is_order is trades
    assert (entry.lane is Lane.ORDER) is entry.is_order
    if "/trading/" in entry.path and entry.effect is Effect.READ:
        assert entry.lane is Lane.ACCOUNT


@pytest.mark.parametrize("entry", ORDERS, ids=label)
def test_an_order_is_never_filled_in_beforehand(entry: Endpoint) -> None:
    """Only constants that say nothing about what is ordered stand there."""
    assert entry.paging is None
    constant = {"EXCG_ID_DVSN_CD", "ORD_SVR_DVSN_CD"}
    assert {param.name for param in entry.params if param.default} <= constant


@pytest.mark.parametrize("entry", ENDPOINTS, ids=label)
def test_parameters_have_one_name_and_a_default_that_they_may_have(entry: Endpoint) -> None:
    names = [param.name for param in entry.params]
    assert len(names) == len(set(names))
    for param in entry.params:
        if param.values:
            assert param.type in {FieldType.CODE, FieldType.FLAG}, param.name
            assert param.default in {"", *param.values}, param.name
        if param.type in {FieldType.SYMBOL, FieldType.PERSONAL, FieldType.PRICE}:
            assert not param.default, param.name
        assert not HANGUL.search(param.default)


@pytest.mark.parametrize("entry", ENDPOINTS, ids=label)
def test_blocks_have_fields_of_one_name_each(entry: Endpoint) -> None:
    assert entry.outputs
    for name, block in entry.outputs.items():
        names = [field.name.lower() for field in block.fields]
        assert names, name
        assert len(names) == len(set(names)), name
        assert all(field.ko for field in block.fields), name
    placed = {field.name for block in entry.outputs.values() for field in block.fields}
    assert not placed & {field.name for field in entry.unplaced}


@pytest.mark.parametrize("entry", [one for one in ENDPOINTS if one.paging], ids=label)
def test_pages_are_asked_for_with_parameters(entry: Endpoint) -> None:
    paging = entry.paging
    assert paging is not None
    names = {param.name: param for param in entry.params}
    assert paging.keys
    assert set(paging.keys) <= names.keys()
    assert len(paging.sources) in {0, len(paging.keys)}
    assert (paging.more is More.HEADER) is any("CTX_AREA" in key for key in paging.keys)
    for name, value in paging.then.items():
        assert value in names[name].values
        assert value != names[name].default


def test_every_continuation_key_of_an_account_is_followed() -> None:
    for entry in ENDPOINTS:
        keys = {param.name for param in entry.params if param.name.startswith("CTX_AREA")}
        followed = set(entry.paging.keys) if entry.paging else set()
        assert keys <= followed, entry.id


def test_what_is_personal_is_typed_so_and_nothing_else_is() -> None:
    for id_, one in NAMED:
        name = one.name.lower()
        is_personal = name in PERSONAL or name.startswith("ctx_area") or name == "lqty_tr_ngtn_id"
        assert (one.type is FieldType.PERSONAL) is is_personal, (id_, one.name)


def test_names_of_one_kind_have_one_type() -> None:
    """What the ending of a name says, the type says too."""
    endings = {
        "_sign": {FieldType.SIGN},
        "_yn": {FieldType.FLAG},
        "_cls_code": {FieldType.CODE},
        "_rsqn": {FieldType.QUANTITY},
        "_pbmn": {FieldType.AMOUNT},
        "_ctrt": {FieldType.RATE},
        "_prpr": {FieldType.PRICE, FieldType.RATE},
        "_isnm": {FieldType.TEXT},
        "_tmd": {FieldType.TIME},
    }
    for id_, one in NAMED:
        name = one.name.lower().rstrip("0123456789")
        for ending, types in endings.items():
            if name.endswith(ending) and name not in CODES_CALLED_YN:
                assert one.type in types, (id_, one.name)


def test_a_sign_is_beside_what_it_is_the_sign_of() -> None:
    records = [(entry.id, block.fields) for entry in ENDPOINTS for block in entry.outputs.values()]
    records += [(channel.id, channel.fields) for channel in CHANNELS]
    linked = 0
    for id_, fields in records:
        signs = {field.name for field in fields if field.type is FieldType.SIGN}
        for field in fields:
            if field.sign:
                linked += 1
                assert field.sign in signs, (id_, field.name)
                assert field.type.is_number, (id_, field.name)
    assert linked > 450


def test_how_far_the_low_is_below_yesterday_has_not_the_sign_of_the_price_above_the_low() -> None:
    block = loader.endpoint("domestic_stock/inquire_price_2").outputs["output"]
    signs = {field.name: field.sign for field in block.fields}
    assert signs["lwpr_vrss_prpr"] == "lwpr_vrss_prpr_sign"
    for part in ("oprc", "hgpr", "lwpr"):
        assert signs[f"prdy_clpr_vrss_{part}_rate"] == ""


@pytest.mark.parametrize("name", ["prdy_vrss", "prdy_ctrt", "diff"])
def test_a_change_has_its_sign_wherever_one_is_sent(name: str) -> None:
    blocks = [block.fields for entry in ENDPOINTS for block in entry.outputs.values()]
    for fields in (*blocks, *(channel.fields for channel in CHANNELS)):
        names = {field.name.lower() for field in fields}
        for field in fields:
            if field.name.lower() == name and names & {"prdy_vrss_sign", "sign"}:
                assert field.sign.lower() in {"prdy_vrss_sign", "sign"}


def test_channels_say_what_they_are() -> None:
    for channel in CHANNELS:
        assert channel.title.ko, channel.id
        assert channel.title.en.isascii(), channel.id
        assert channel.group in GROUPS
        assert TR_ID.fullmatch(channel.tr_real)
        names = [field.name.lower() for field in channel.fields]
        assert len(names) == len(set(names)), channel.id
        assert all(field.ko for field in channel.fields), channel.id
        assert channel.key in {"symbol", "hts_id"}
        assert bool(channel.example) is (channel.key == "symbol"), channel.id
        assert len(channel.fields) not in channel.widths
        assert list(channel.widths) == sorted(channel.widths)


def test_notices_and_they_alone_are_encrypted_and_named_after_the_hts_id() -> None:
    notices = {channel.tr_real for channel in CHANNELS if channel.key == "hts_id"}
    assert notices == {channel.tr_real for channel in CHANNELS if channel.encrypted}
    domestic = {"H0STCNI0", "H0IFCNI0", "H0MFCNI0", "H0EUCNI0"}
    assert notices == domestic | {"H0GSCNI0", "HDFFF1C0", "HDFFF2C0"}
    for channel in CHANNELS:
        assert (channel.key == "hts_id") is channel.group.endswith("주문"), channel.id


def test_a_repeated_group_is_numbered_from_one() -> None:
    repeated = [channel for channel in CHANNELS if channel.repeat is not None]
    assert {channel.tr_real for channel in repeated} == {"HDFSASP0", "HDFSASP1"}
    for channel in repeated:
        assert channel.repeat is not None
        start, size = channel.repeat.start, channel.repeat.size
        assert len(channel.fields) == start + size
        assert all(field.name.endswith("1") for field in channel.fields[start:])
        for width in channel.widths:
            assert (width - start) % size == 0


def test_fields_that_came_later_stand_last() -> None:
    for channel in CHANNELS:
        dated = [field.since is not None for field in channel.fields]
        assert dated == sorted(dated), channel.id


def test_no_tr_id_is_two_channels() -> None:
    ids = [channel.tr_real for channel in CHANNELS]
    ids += [channel.tr_paper for channel in CHANNELS if channel.tr_paper != channel.tr_real]
    counted = Counter(filter(None, ids))
    assert [tr_id for tr_id, times in counted.items() if times > 1] == []


def test_no_tr_id_is_two_endpoints() -> None:
    owners: dict[str, set[str]] = {}
    for entry in ENDPOINTS:
        for tr_id in (*entry.tr_real.values(), *entry.tr_paper.values()):
            owners.setdefault(tr_id, set()).add(entry.id)
    assert {tr_id: ids for tr_id, ids in owners.items() if len(ids) > 1} == {}
