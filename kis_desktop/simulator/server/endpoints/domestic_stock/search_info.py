"""상품기본조회, v1_국내주식-029: what a product is called."""

from kis_desktop.simulator.server.call import Call, Endpoint, asked_listing
from kis_desktop.simulator.server.field_block import FieldBlock
from kis_desktop.simulator.server.replies import Reply, done, refused

_OUTPUT = FieldBlock("""
    pdno prdt_type_cd prdt_name prdt_name120 prdt_abrv_name prdt_eng_name prdt_eng_name120
    prdt_eng_abrv_name std_pdno shtn_pdno prdt_sale_stat_cd prdt_risk_grad_cd prdt_clsf_cd
    prdt_clsf_name sale_strt_dt sale_end_dt wrap_asst_type_cd ivst_prdt_type_cd
    ivst_prdt_type_cd_name frst_erlm_dt
""")


def _answer(call: Call) -> Reply:
    call.choice("PRDT_TYPE_CD", "300")
    listing = asked_listing(call, "PDNO")
    if listing is None:
        return refused("KIOK0560", "조회할 내용이 없습니다", rt_cd="7")
    values = {
        "pdno": f"00000A{listing.symbol}",
        "prdt_type_cd": "300",
        "prdt_name": listing.name,
        "prdt_name120": listing.name,
        "prdt_abrv_name": listing.name,
        "std_pdno": listing.isin,
        "shtn_pdno": listing.symbol,
    }
    return done({"output": _OUTPUT.filled(values)}, code="KIOK0530", message="조회되었습니다")


ENDPOINT = Endpoint(
    path="/uapi/domestic-stock/v1/quotations/search-info",
    real=("CTPF1604R",),
    paper=(),
    required=("PDNO", "PRDT_TYPE_CD"),
    answer=_answer,
    example={"PDNO": "005930", "PRDT_TYPE_CD": "300"},
)
