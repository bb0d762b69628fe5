"""What the smaller master files list: sectors, themes, indices of the world."""

from kis_desktop.simulator.index_list import INDICES

KONEX = (
    ("299901", "KR7299901008", "가상코넥스나노", 2_035),
    ("299902", "KR7299902006", "가상코넥스식품", 5_120),
)
"""code, standard code, name, base price; made up and halted, for nothing of them is traded"""

_LISTED = {"0001": "종합", "1001": "코스닥 종합"}
"""names of sectors where the master has another than the index"""
SECTORS = tuple((one.code, _LISTED.get(one.code, one.name)) for one in INDICES)

THEMES = (
    ("반도체 대표주", ("005930", "000660", "042700", "402340", "058470")),
    ("2차전지", ("373220", "006400", "051910", "086520", "003670")),
    ("자동차", ("005380", "000270", "012330")),
    ("조선", ("329180", "010140", "042660")),
    ("방위산업", ("012450", "047810", "079550")),
    ("인터넷", ("035420", "035720")),
    ("바이오", ("207940", "068270", "196170", "028300")),
    ("은행", ("105560", "055550", "086790", "316140")),
    ("게임", ("259960", "036570", "251270")),
    ("원자력발전", ("034020", "015760")),
)

WORLD = (
    ("W", "NI225", "Nikkei 225", "일본 닛케이 225", "TSE", "112"),
    ("W", "HK#HS", "Hang Seng Index", "홍콩 항셍", "SEHK", "102"),
    ("W", "TW#WT", "Taiwan Weighted", "대만 가권", "TWSE", "103"),
    ("W", "GR#DAX", "Frankfurt Dax", "독일 DAX", "FSE", "301"),
    ("W", "BEL#BEL", "BEL-20", "벨기에 BEL-20", "EADQ", "309"),
    ("W", "ATX", "ATX", "오스트리아 ATX", "VIE", "317"),
    ("P", "SPX", "S&P 500", "S&P 500", "NYSE", "501"),
    ("P", "COMP", "NASDAQ Composite", "나스닥 종합", "NASD", "501"),
    ("P", ".DJI", "Dow Jones Industrial", "다우존스 산업", "DOWJ", "501"),
    ("X", "FX@KRW", "USD/KRW", "원/달러", "", "000"),
    ("X", "FX@JPY", "USD/JPY", "엔/달러", "", "000"),
    ("X", "FX@EUR", "EUR/USD", "달러/유로", "", "000"),
    ("C", "NYGOLD", "Gold", "금 선물", "", "000"),
    ("C", "WTIF", "WTI Crude Oil", "WTI 원유", "", "000"),
    ("R", "Y0101", "KTB 3Y", "국고채 3년", "", "000"),
    ("Q", "AAPL", "APPLE INC", "애플", "NASD", "501"),
)
"""class, symbol, English name, Korean name, exchange, nation"""

FUTURES = (
    ("ES", "E-mini S&P 500", "CME", "0.25", "12.5", "50"),
    ("NQ", "E-mini NASDAQ 100", "CME", "0.25", "5", "20"),
    ("6E", "유로 FX", "CME", "0.00005", "6.25", "125000"),
    ("CL", "크루드오일", "CME", "0.01", "10", "1000"),
    ("GC", "금", "CME", "0.1", "10", "100"),
    ("ZN", "미국 국채 10년", "CME", "0.015625", "15.625", "1000"),
    ("HSI", "항셍지수", "HKEx", "1", "50", "50"),
)
"""product, name, exchange, tick, value of a tick, size of a contract"""
