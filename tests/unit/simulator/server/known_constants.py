"""Prices, quantities, amounts, rates and dates that nothing in the simulator moves, and why."""

STANDING: dict[str, dict[str, str]] = {
    "is the same for all that is listed": {
        "domestic_bond/issue_info": "papr bond_nmpr_unit_pric",
        "domestic_stock/inquire_price": "hts_deal_qty_unit_val",
    },
    "is a warrant's": {"domestic_stock/inquire_price": "apprch_rate"},
    "purchases of shares are not taxed": {
        "domestic_stock/inquire_period_profit": "buy_tax_smtl",
        "domestic_stock/inquire_period_trade_profit": "buy_tax_smtl",
    },
    "KIS writes nought": {
        "overseas_stock/inquire_psamount": "echm_af_ord_psbl_amt echm_af_ord_psbl_qty",
    },
    "a tick and a day are one": {
        "overseas_futureoption/tick_ccnl": "last_n_cnt",
        "overseas_futureoption/daily_ccnl": "last_n_cnt",
        "overseas_futureoption/opt_tick_ccnl": "last_n_cnt",
        "overseas_futureoption/opt_daily_ccnl": "last_n_cnt",
    },
    "nothing is taken off a list, nor ended, nor paid back before": {
        "domestic_stock/search_stock_info": "scts_mket_lstg_abol_dt kosdaq_mket_lstg_abol_dt "
        "frbd_mket_lstg_dt frbd_mket_lstg_abol_dt mfnd_end_dt dpsi_erlm_cncl_dt lstg_abol_dt",
        "overseas_stock/search_info": "lstg_abol_dt sdrf_stop_ecls_erlm_dt "
        "ptp_item_trfx_exmt_strt_dt ptp_item_trfx_exmt_end_dt",
        "overseas_stock/rights_by_ice": "delist_dt redempt_dt early_redempt_dt",
        "domestic_bond/search_bond_info": "csbd_cclc_dt",
    },
    "no bond is extended, crowd-funded or tied to prices": {
        "domestic_bond/issue_info": "expd_exts_srdp_rcnt expd_exts_srdp_rt crfd_item_rstc_cclc_dt",
        "domestic_bond/search_bond_info": "expd_exts_srdp_rcnt expd_exts_srdp_rt "
        "aply_day_prcm_idx_lnkg_cefc",
    },
    "actions of companies move no price and no holding": {
        "domestic_stock/inquire_daily_itemchartprice": "prtt_rate",
        "domestic_stock/inquire_daily_price": "acml_prtt_rate",
        "domestic_stock/period_rights": "last_alct_qty excs_alct_qty tot_alct_qty last_ftsk_qty "
        "last_ftsk_chgs rdpt_prca dlay_int_amt lstg_dt sbsc_end_dt rqst_qty rqst_amt rqst_dt "
        "rfnd_dt rfnd_amt lstg_stqt sbsc_unpr",
    },
    "what is refused leaves no trace": {
        "domestic_futureoption/inquire_ccnl": "rjct_qty",
        "domestic_futureoption/inquire_ngt_ccnl": "rjct_qty",
        "domestic_stock/inquire_daily_ccld": "rjct_qty",
    },
    "is not lent on": {
        "domestic_bond/inquire_daily_ccld": "loan_dt",
        "overseas_stock/inquire_ccnl": "loan_dt",
        "overseas_stock/inquire_nccs": "loan_dt",
        "domestic_stock/inquire_account_balance": "cma_auto_loan_amt ocl_apl_loan_amt "
        "pbst_sbsc_fnds_loan_use_amt etpr_crdt_grnt_loan_amt",
    },
    "nobody subscribes, pays by cheque, changes money or asks for it": {
        "domestic_stock/inquire_account_balance": "sbsc_dncl_amt",
        "domestic_futureoption/inquire_deposit": "bfdy_chck_amt thdt_chck_amt "
        "hack_acdt_acnt_move_amt",
        "overseas_futureoption/inquire_deposit": "fm_echm_rqrm_amt fm_drwg_prar_amt",
    },
    "an order binds cash of its own currency alone": {
        "domestic_stock/intgr_margin": "stck_sbst_use_amt stck_evlu_use_amt "
        "stck_ruse_psbl_amt_use_amt stck_fund_rpch_chgs_use_amt stck_fncg_rdpt_amt_use_amt "
        "bond_ruse_psbl_amt_use_amt stck_cash_ovrs_use_amt stck_sbst_ovrs_use_amt "
        "stck_evlu_ovrs_use_amt stck_re_use_amt_ovrs_use_amt stck_fund_rpch_ovrs_use_amt "
        "stck_fncg_rdpt_ovrs_use_amt bond_re_use_ovrs_use_amt usd_oth_mket_use_amt "
        "jpy_oth_mket_use_amt cny_oth_mket_use_amt hkd_oth_mket_use_amt "
        "usd_re_use_oth_mket_use_amt jpy_re_use_oth_mket_use_amt cny_re_use_oth_mket_use_amt "
        "hkd_re_use_oth_mket_use_amt",
        "overseas_stock/inquire_present_balance": "frcr_etc_mgna etc_mgna",
        "domestic_futureoption/ngt_margin_detail": "bfdy_sbst_sll_ccld_amt bfdy_sbst_sll_sbst_amt "
        "thdt_sbst_sll_ccld_amt thdt_sbst_sll_sbst_amt",
    },
    "no share of Hong Kong is paid for in yuan": {
        "domestic_stock/intgr_margin": "hgkg_cny_re_use_amt hgkg_cny_re_use_objt_amt "
        "hgkg_cny_re_use_ord_psbl_amt hgkg_cny_re_use_oth_use_amt",
    },
    "foreign futures are not taxed, and what is owed is not paid back later": {
        "overseas_futureoption/inquire_period_trans": "fm_tax_amt fm_rcvb_occr_amt "
        "fm_rcvb_pybk_amt ovdu_int_pybk_amt",
    },
    "no margin is saved by spreads, none is bound by purchased or exercised options": {
        "overseas_futureoption/margin_detail": "fm_ecis_rsvn_mgn_amt fm_span_term_sprd_mgn_amt "
        "fm_span_mntn_term_sprd_mgn_amt fm_eurx_term_sprd_mgn_amt fm_eurx_mntn_term_sprd_mgn_amt "
        "fm_sprd_ustl_mgn_amt fm_avg_dsct_mgn_amt fm_buy_opt_ustl_mgn_amt "
        "fm_eurx_buy_opt_min_mgn_amt",
    },
    "no option of Eurex is listed": {
        "overseas_futureoption/margin_detail": "fm_eurx_opt_pric_mgn_amt "
        "fm_eurx_mntn_opt_pric_mgn_amt",
    },
    "shares at a limit of the day seldom stay there in the evening": {
        "domestic_stock/overtime_fluctuation": "ovtm_untp_uplm_issu_cnt ovtm_untp_lslm_issu_cnt",
    },
}
"""reason: endpoint: fields"""


def may_stand(name: str) -> set[str]:
    """The fields of an endpoint that are known to stand."""
    return {field for endpoints in STANDING.values() for field in endpoints.get(name, "").split()}
