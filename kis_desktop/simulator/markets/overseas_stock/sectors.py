"""Sectors of foreign shares: the codes of the search by sector, and which share is in which."""

from kis_desktop.simulator import noise
from kis_desktop.simulator.foreign import ForeignListing

SECTORS = {
    "010": "에너지",
    "015": "소재",
    "020": "산업재",
    "025": "자유소비재",
    "030": "필수소비재",
    "035": "헬스케어",
    "040": "금융",
    "045": "정보기술",
    "050": "커뮤니케이션서비스",
    "055": "유틸리티",
    "060": "부동산",
    "900": "ETF",
}
_FUND = "900"
_KNOWN = {
    "010": "XOM CVX SHEL BP TTE BKR PBR",
    "015": "FCX NEM CLF AA X RIO BHP VALE PKX",
    "020": "HON CAT BA DE GE LMT RTX UPS UNP MMM EMR ETN ITW PH CMI DAL LUV AAL UAL JBLU CSX "
    "PCAR ODFL FAST CPRT UBER VRSK PAYX",
    "025": "AMZN TSLA HD MCD NKE LOW SBUX BKNG TJX MAR ABNB ORLY ROST MELI F GM STLA TM HMC SONY "
    "LULU TSCO DASH CCL RCL NCLH MGM HLT YUM CMG DPZ BBY M KSS GME BABA JD PDD TCOM NIO LI XPEV "
    "RIVN LCID CPNG",
    "030": "COST PEP KO PG WMT PM MDLZ KDP KHC MNST WBA DLTR EL CL KMB GIS K SYY KR TGT DG CCEP",
    "035": "AMGN GILD ISRG REGN VRTX UNH JNJ LLY ABBV MRK PFE TMO ABT DHR BMY MDT SYK ELV CVS "
    "GEHC DXCM BIIB IDXX MRNA ILMN NVO",
    "040": "BRK/B JPM V MA BAC WFC MS GS SPGI AXP BLK C BX CB SCHW AIG MET PRU ALL TRV PGR MMC AON "
    "USB PNC TFC COF BK STT HSBC UBS ING DB SAN ITUB KB SHG WF PYPL COIN HOOD SOFI AFRM UPST",
    "045": "AAPL MSFT NVDA AVGO AMD ADBE CSCO INTC QCOM TXN INTU AMAT ADI LRCX MU PANW KLAC SNPS "
    "CDNS ASML CRWD MRVL FTNT ADSK WDAY NXPI ROP CTSH TEAM DDOG ZS ANSS PLTR SMCI ARM MSTR ON ENPH "
    "MCHP GFS ZM OKTA DOCU CRM ACN ORCL IBM NOW SHOP SNOW NET U TSM SAP TWLO DELL HPQ HPE ANET APH "
    "GLW TEL MSI LPL",
    "050": "GOOGL GOOG META NFLX CHTR EA TTWO WBD SIRI BIDU NTES BILI ROKU DIS VZ T SPOT SNAP PINS "
    "RBLX AMC KT SKM",
    "055": "AEP EXC XEL CEG NEE DUK SO D SRE KEP",
    "060": "PLD O SPG AMT CCI EQIX PSA WELL VICI KIM CSGP",
}
_TELLING = (
    ("040", ("BANK", "FINANC", "SECURIT", "INSUR", "CAPITAL", "HSBC", "WISDOM")),
    ("060", ("REAL ESTATE", "PROPERT", " LAND", "VANKE", "HENDERSON", "HANG LUNG", "HOUSING")),
    ("035", ("PHARM", "MEDIC", "BIO", "HEALTH", "SILICO", "HOSPITAL")),
    ("055", ("GAS", "POWER", "ELECTRIC", "CLP", "WATER", "HYDRO")),
    ("010", ("PETRO", "OIL", "ENERGY", "COAL", "MINERAL")),
    ("045", ("TECH", "SEMICON", "SOFTWARE", "DIGITAL", "ELECTRONIC", "KONKA")),
    ("050", ("TELECOM", "MEDIA", "PCCW", "COMMUNICATION", "PUBLISH")),
    ("030", ("FISH", "AQUA", "FOOD", "SEAFOOD", "SUGAR", "BEVERAGE", "KYOKUYO", "AGRICULT")),
    ("015", ("STEEL", "PLASTIC", "GLASS", "CEMENT", "CHEM", "RUBBER", "PAINT", "ASPHALT")),
    ("025", ("HOTEL", "AUTO", "RETAIL", "TEXTILE", "GARMENT", "WOOD")),
    ("020", ("CONSTRUCT", "TRANSPORT", "RAIL", "AVIATION", "PORT", "LOGISTIC", "E&C")),
)
_COMPANIES = tuple(code for code in SECTORS if code != _FUND)
_BY_SYMBOL = {symbol: code for code, symbols in _KNOWN.items() for symbol in symbols.split()}


def sector_of(seed: int, listing: ForeignListing) -> str:
    """The code of its sector: as is known, as its name says, or drawn."""
    if listing.type == "3":
        return _FUND
    if listing.currency == "USD" and listing.symbol in _BY_SYMBOL:
        return _BY_SYMBOL[listing.symbol]
    for code, words in _TELLING:
        if any(word in listing.english.upper() for word in words):
            return code
    return noise.stream(seed, listing.exchange, listing.symbol, "sector").choice(_COMPANIES)
