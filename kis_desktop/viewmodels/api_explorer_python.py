"""A question as a Python script of its own: keys and account come from the environment."""

from __future__ import annotations

import json
from collections.abc import Mapping

from kis_desktop.catalogue.entry import Endpoint, FieldType, More, Param

_HTS_ID = "KIS_HTS_ID"
_PERSONAL = {
    "CANO": "KIS_ACCOUNT",
    "ACNT_PRDT_CD": "KIS_ACCOUNT_PRODUCT",
    "USER_ID": _HTS_ID,
    "HTS_ID": _HTS_ID,
}
_MEANINGS = {
    "KIS_APP_KEY": "app key",
    "KIS_APP_SECRET": "app secret",
    "KIS_ACCOUNT": "account number, the first eight digits",
    "KIS_ACCOUNT_PRODUCT": "account number, the last two digits",
    _HTS_ID: "HTS id",
    "KIS_ACCESS_TOKEN": "optional: an access token; without it one is asked for",
}
_HEAD = '''"""{title}

{method} {path} · {tr_id}
Made by kis-desktop. Needs httpx, and these in the environment:
{needs}
"""

import os
import sys
{imports}
import httpx

NEEDED = {needed}
missing = [name for name in NEEDED if not os.environ.get(name)]
if missing:
    print(f"Not in the environment: {{', '.join(missing)}}. Set it and run again.", file=sys.stderr)
    sys.exit(2)

HOST = {host}
PATH = {path_literal}
TR_ID = {tr_id_literal}
KEYS = {{"appkey": os.environ["KIS_APP_KEY"], "appsecret": os.environ["KIS_APP_SECRET"]}}
FIELDS = {fields}
'''
_ASKING = '''

def access_token(client: httpx.Client) -> str:
    """A token is good for a day; one more than once a minute is refused."""
    kept = os.environ.get("KIS_ACCESS_TOKEN", "")
    if kept:
        return kept
    answer = client.post("/oauth2/tokenP", json={"grant_type": "client_credentials", **KEYS})
    answer.raise_for_status()
    return answer.json()["access_token"]


def ask(client: httpx.Client, token: str, fields: dict, tr_cont: str = "") -> httpx.Response:
    headers = {
        "content-type": "application/json; charset=utf-8",
        "authorization": f"Bearer {token}",
        **KEYS,
        "tr_id": TR_ID,
        "custtype": "P",
        "tr_cont": tr_cont,
    }
    answer = client.request(METHOD, PATH, headers=headers, SEND=fields)
    told = answer.json()
    if told.get("rt_cd", "0") != "0":
        raise SystemExit(f"{told.get('msg_cd')}: {told.get('msg1', '').strip()}")
    answer.raise_for_status()
    return answer
'''
_ONE = """

with httpx.Client(base_url=HOST, timeout=10) as client:
    answer = ask(client, access_token(client), FIELDS)
    print(answer.text)
"""
_ALL = """

with httpx.Client(base_url=HOST, timeout=10) as client:
    token = access_token(client)
    fields, tr_cont, seen = dict(FIELDS), "", set()
    for _ in range(100):
        answer = ask(client, token, fields, tr_cont)
        print(answer.text)
        told = {name.lower(): value for name, value in ITEMS}
        position = tuple(str(told.get(name.lower()) or "") for name in SOURCES)
        if END:
            break
        seen.add(position)
        fields, tr_cont = {**fields, **dict(zip(KEYS_OF_PAGES, position)), **THEN}, "N"
        time.sleep(PAUSE)
"""
_NESTED = """
def items(told: dict) -> dict:
    \"\"\"The names of the answer and of the objects in it, for the continuation keys.\"\"\"
    inner = (block for block in told.values() if isinstance(block, dict))
    return {**told, **{name: value for block in inner for name, value in block.items()}}
"""
_PAUSE_REAL, _PAUSE_PAPER = "0.1", "1.1"


def script(
    endpoint: Endpoint,
    tr_id: str,
    host: str,
    values: Mapping[str, str],
    *,
    is_paper: bool = False,
) -> str:
    """A whole script that asks this question; no secret stands in it, and nothing personal.

    Raises `ValueError` for an order.
    """
    if endpoint.is_order:
        raise ValueError(f"{endpoint.id} is an order: it goes through the order panel")
    paging = endpoint.paging
    keys = {name.upper() for name in (paging.keys if paging is not None else ())}
    fields = {param.name: _written(param, values, keys) for param in endpoint.params}
    needed = ["KIS_APP_KEY", "KIS_APP_SECRET"]
    needed += [name for name in _MEANINGS if any(name in text for text in fields.values())]
    needed = list(dict.fromkeys(needed))
    needs = "\n".join(f"  {name:<20} {_MEANINGS[name]}" for name in (*needed, "KIS_ACCESS_TOKEN"))
    lines = "".join(f"    {_text(name)}: {text},\n" for name, text in fields.items())
    head = _HEAD.format(
        title=f"{endpoint.title.ko} · {endpoint.title.en}",
        method=endpoint.method,
        path=endpoint.path,
        tr_id=tr_id,
        needs=needs,
        needed=f"({', '.join(map(_text, needed))})",
        imports="import time\n" if paging is not None else "",
        host=_text(host),
        path_literal=_text(endpoint.path),
        tr_id_literal=_text(tr_id),
        fields=f"{{\n{lines}}}" if fields else "{}",
    )
    sent = "params" if endpoint.method == "GET" else "json"
    asking = _ASKING.replace("METHOD", _text(endpoint.method)).replace("SEND=", f"{sent}=")
    return head + asking + (_ONE if paging is None else _pages(endpoint, is_paper=is_paper))


def _pages(endpoint: Endpoint, *, is_paper: bool) -> str:
    paging = endpoint.paging
    assert paging is not None
    blank = "not position[-1].strip() or " if paging.keys else ""
    header = 'answer.headers.get("tr_cont", "").strip() not in ("F", "M")'
    by_header = f"{blank}{header}" if paging.more is More.HEADER else "not position[-1].strip()"
    repeated = " or position in seen" if paging.keys else ""
    return _NESTED.join(("\n", "")) + (
        _ALL.replace("SOURCES", repr(tuple(paging.sources or paging.keys)))
        .replace("KEYS_OF_PAGES", repr(tuple(paging.keys)))
        .replace("THEN", repr(dict(paging.then)))
        .replace("END", f"{by_header}{repeated}")
        .replace("PAUSE", _PAUSE_PAPER if is_paper else _PAUSE_REAL)
        .replace("ITEMS", "items(answer.json()).items()")
    )


def _written(param: Param, values: Mapping[str, str], keys: set[str]) -> str:
    """A field as an expression of the script."""
    if param.name.upper() in keys:
        return '""'
    if param.type is FieldType.PERSONAL:
        known = _PERSONAL.get(param.name.upper())
        return _text(param.default) if known is None else f'os.environ["{known}"]'
    return _text(values.get(param.name, param.default))


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
