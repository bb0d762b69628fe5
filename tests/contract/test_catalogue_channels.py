"""What the catalogue says of realtime records, against literals written by hand."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Channel, FieldType, Repeat

PER_GROUP = {
    "국내주식시세": 24,
    "국내주식주문": 1,
    "해외주식시세": 3,
    "해외주식주문": 1,
    "국내선물옵션시세": 17,
    "국내선물옵션주문": 3,
    "해외선물옵션시세": 2,
    "해외선물옵션주문": 2,
    "장내채권": 3,
    "ELW": 3,
    "ETF": 1,
}

WIDTHS = {
    # fields of a record as documented; what came later is counted in `ADDED`
    "H0STASP0": 59,
    "H0NXASP0": 65,
    "H0UNASP0": 65,
    "H0STCNT0": 46,
    "H0STCNI0": 26,
    "H0NXCNT0": 46,
    "H0UNCNT0": 46,
    "H0STANC0": 45,
    "H0NXANC0": 46,
    "H0UNANC0": 46,
    "H0UPCNT0": 30,
    "H0UPANC0": 30,
    "H0UPPGM0": 88,
    "H0STMKO0": 11,
    "H0NXMKO0": 11,
    "H0UNMKO0": 11,
    "H0STMBC0": 78,
    "H0NXMBC0": 78,
    "H0UNMBC0": 78,
    "H0STOAA0": 58,
    "H0STOUP0": 43,
    "H0STOAC0": 43,
    "H0STPGM0": 11,
    "H0NXPGM0": 11,
    "H0UNPGM0": 11,
    "HDFSASP0": 17,
    "H0GSCNI0": 25,
    "HDFSASP1": 17,
    "HDFSCNT0": 26,
    "H0CFCNT0": 50,
    "H0CFASP0": 38,
    "H0IFCNI0": 22,
    "H0ZFANC0": 8,
    "H0IFCNT0": 50,
    "H0IFASP0": 38,
    "H0IOCNT0": 58,
    "H0IOASP0": 38,
    "H0MFASP0": 38,
    "H0MFCNT0": 49,
    "H0MFCNI0": 19,
    "H0EUASP0": 38,
    "H0EUCNT0": 56,
    "H0EUANC0": 8,
    "H0EUCNI0": 19,
    "H0ZOANC0": 7,
    "H0ZFCNT0": 49,
    "H0ZFASP0": 68,
    "H0ZOASP0": 68,
    "H0ZOCNT0": 53,
    "HDFFF010": 35,
    "HDFFF020": 25,
    "HDFFF2C0": 33,
    "HDFFF1C0": 33,
    "H0BJASP0": 34,
    "H0BJCNT0": 19,
    "H0BICNT0": 20,
    "H0EWASP0": 73,
    "H0EWCNT0": 63,
    "H0EWANC0": 59,
    "H0STNAV0": 8,
}

ADDED = {
    "H0STCNT0": "MARKET_CLS_CODE",
    "H0STASP0": "MARKET_CLS_CODE",
    "H0NXCNT0": "MARKET_CLS_CODE",
    "H0UNCNT0": "MARKET_CLS_CODE",
    "H0UNASP0": "ANTC_EXCH_CLS_CODE",
}


def of(tr_id: str) -> Channel:
    found = loader.find_channel(tr_id)
    assert found is not None, tr_id
    return found


def test_so_many_in_each_group() -> None:
    counted = Counter(loader.channel(id_).group for id_ in loader.channel_ids())
    assert dict(counted) == PER_GROUP


@pytest.mark.parametrize("tr_id", WIDTHS)
def test_a_record_is_as_wide_as_documented(tr_id: str) -> None:
    fields = of(tr_id).fields
    documented = [field for field in fields if field.since is None]
    assert len(documented) == WIDTHS[tr_id]
    assert [field.name for field in fields[len(documented) :]] == (
        [ADDED[tr_id]] if tr_id in ADDED else []
    )


@pytest.mark.parametrize("tr_id", ADDED)
def test_what_was_added_came_with_the_after_market(tr_id: str) -> None:
    last = of(tr_id).fields[-1]
    assert last.since == date(2026, 9, 14)
    assert last.type is FieldType.CODE
    assert WIDTHS[tr_id] in of(tr_id).widths


@pytest.mark.parametrize(
    ("tr_id", "place", "name", "kind"),
    [
        ("H0STCNT0", 0, "MKSC_SHRN_ISCD", FieldType.SYMBOL),
        ("H0STCNT0", 2, "STCK_PRPR", FieldType.PRICE),
        ("H0STCNT0", 3, "PRDY_VRSS_SIGN", FieldType.SIGN),
        ("H0STCNT0", 13, "ACML_VOL", FieldType.QUANTITY),
        ("H0STCNT0", 18, "CTTR", FieldType.RATE),
        ("H0STCNT0", 21, "CCLD_DVSN", FieldType.CODE),
        ("H0STCNT0", 33, "BSOP_DATE", FieldType.DATE),
        ("H0STCNT0", 45, "VI_STND_PRC", FieldType.PRICE),
        ("H0STASP0", 3, "ASKP1", FieldType.PRICE),
        ("H0STASP0", 43, "TOTAL_ASKP_RSQN", FieldType.QUANTITY),
        ("H0STASP0", 58, "STCK_DEAL_CLS_CODE", FieldType.CODE),
        ("H0UNASP0", 59, "KMID_PRC", FieldType.PRICE),
        ("H0NXASP0", 64, "NMID_CLS_CODE", FieldType.CODE),
        ("H0STCNI0", 1, "ACNT_NO", FieldType.PERSONAL),
        ("H0STCNI0", 9, "CNTG_QTY", FieldType.QUANTITY),
        ("H0STCNI0", 25, "ODER_PRC", FieldType.PRICE),
        ("H0GSCNI0", 16, "ACNT_NAME", FieldType.PERSONAL),
        ("H0GSCNI0", 24, "CNTG_UNPR12", FieldType.PRICE),
        ("H0IFCNI0", 9, "cntg_unpr", FieldType.PRICE),
        ("H0IFCNI0", 21, "order_prc", FieldType.PRICE),
        ("H0IFCNT0", 5, "futs_prpr", FieldType.PRICE),
        ("H0IFCNT0", 18, "hts_otst_stpl_qty", FieldType.QUANTITY),
        ("H0IFASP0", 22, "askp_rsqn1", FieldType.QUANTITY),
        ("H0STOAA0", 12, "askp10", FieldType.PRICE),
        ("H0STOAA0", 42, "bidp_rsqn10", FieldType.QUANTITY),
        ("H0STOAA0", 57, "ovtm_total_bidp_icdc", FieldType.QUANTITY),
        ("H0STMKO0", 10, "EXCH_CLS_CODE", FieldType.CODE),
        ("H0UNMKO0", 0, "MKSC_SHRN_ISCD", FieldType.SYMBOL),
        ("H0UNMKO0", 3, "MKOP_CLS_CODE", FieldType.CODE),
        ("H0UPCNT0", 2, "prpr_nmix", FieldType.PRICE),
        ("H0STNAV0", 0, "mksc_shrn_iscd", FieldType.SYMBOL),
        ("H0STNAV0", 7, "lprc_nav", FieldType.PRICE),
        ("HDFSCNT0", 0, "RSYM", FieldType.SYMBOL),
        ("HDFSCNT0", 11, "LAST", FieldType.PRICE),
        ("HDFSCNT0", 25, "MTYP", FieldType.CODE),
        ("HDFSASP0", 0, "rsym", FieldType.SYMBOL),
        ("HDFSASP0", 11, "pbid1", FieldType.PRICE),
        ("HDFSASP0", 14, "vask1", FieldType.QUANTITY),
        ("HDFSASP1", 16, "dask1", FieldType.QUANTITY),
        ("HDFFF2C0", 0, "user_id", FieldType.PERSONAL),
        ("HDFFF2C0", 27, "fm_ccld_pric", FieldType.PRICE),
        ("HDFFF1C0", 32, "auto_ord_dvsn_cd", FieldType.CODE),
        ("HDFFF020", 10, "last_price", FieldType.PRICE),
        ("HDFFF010", 34, "sttl_price", FieldType.PRICE),
        ("H0BJASP0", 2, "askp_ert1", FieldType.RATE),
        ("H0BJCNT0", 12, "bond_cntg_ert", FieldType.RATE),
        ("H0EWCNT0", 62, "lp_ntby_qty", FieldType.QUANTITY),
    ],
)
def test_a_field_stands_where_it_stands_on_the_wire(
    tr_id: str, place: int, name: str, kind: FieldType
) -> None:
    field = of(tr_id).fields[place]
    assert (field.name, field.type) == (name, kind)


@pytest.mark.parametrize(
    ("tr_id", "name", "sign"),
    [
        ("H0STCNT0", "PRDY_VRSS", "PRDY_VRSS_SIGN"),
        ("H0STCNT0", "PRDY_CTRT", "PRDY_VRSS_SIGN"),
        ("H0STCNT0", "LWPR_VRSS_PRPR", "LWPR_VRSS_PRPR_SIGN"),
        ("H0STASP0", "ANTC_CNTG_VRSS", "ANTC_CNTG_VRSS_SIGN"),
        ("H0IFCNT0", "futs_prdy_vrss", "prdy_vrss_sign"),
        ("H0IFCNT0", "oprc_vrss_nmix_prpr", "oprc_vrss_prpr_sign"),
        ("HDFSCNT0", "DIFF", "SIGN"),
        ("HDFSCNT0", "RATE", "SIGN"),
        ("HDFFF020", "prev_diff_price", "prev_sign"),
        ("HDFFF020", "psttl_diff_rate", "psttl_sign"),
        ("H0STNAV0", "nav_prdy_vrss", "nav_prdy_vrss_sign"),
    ],
)
def test_a_change_names_its_sign(tr_id: str, name: str, sign: str) -> None:
    (field,) = (field for field in of(tr_id).fields if field.name == name)
    assert field.sign == sign


@pytest.mark.parametrize(
    ("tr_id", "widths"),
    [
        ("H0STCNT0", {46}),
        ("H0STASP0", {59, 62, 63}),
        ("H0STCNI0", {23}),
        ("HDFSASP0", {71}),
        ("H0STMKO0", {10}),
        ("H0UPANC0", {15}),
        ("H0MFCNT0", {46}),
        ("H0EUCNT0", {53}),
        ("H0ZFANC0", {7}),
        ("H0STNAV0", set()),
    ],
)
def test_other_widths_that_were_seen_are_written_down(tr_id: str, widths: set[int]) -> None:
    assert set(of(tr_id).widths) == widths


@pytest.mark.parametrize("tr_id", ["HDFSASP0", "HDFSASP1"])
def test_an_overseas_book_may_have_more_levels(tr_id: str) -> None:
    assert of(tr_id).repeat == Repeat(start=11, size=6)


def test_what_paper_serves() -> None:
    served = {
        channel.tr_real: channel.tr_paper
        for channel in map(loader.channel, loader.channel_ids())
        if channel.tr_paper
    }
    assert served == {
        "H0STCNT0": "H0STCNT0",
        "H0STASP0": "H0STASP0",
        "H0STCNI0": "H0STCNI9",
        "H0GSCNI0": "H0GSCNI9",
        "H0IFCNI0": "H0IFCNI9",
    }
