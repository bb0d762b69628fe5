"""Raw frames in, a JSON object a line out, whatever the bytes are."""

from __future__ import annotations

import io
import json
from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from hypothesis import given, settings
from hypothesis import strategies as st

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Channel
from kis_desktop.kis import decode as decode_module
from kis_desktop.kis.decode import FrameDecoder, as_line, decode_body, decode_lines
from kis_desktop.kis.protocol.frames import Records
from kis_desktop.kis.protocol.layout import columns, known_fields
from kis_desktop.kis.protocol.typed import typed_records

KEY = "abcdefghijklmnopabcdefghijklmnop"
IV = "0123456789abcdef"
CHANNELS = [loader.channel(id_) for id_ in loader.channel_ids()]
TEXT = st.text(alphabet=st.characters(blacklist_characters="^|\n\r", codec="utf-8"), max_size=6)
IN_USE = json.dumps(
    {
        "header": {"tr_id": "(null)", "tr_key": "", "encrypt": "N"},
        "body": {"rt_cd": "9", "msg_cd": "OPSP8996", "msg1": "ALREADY IN USE appkey"},
    }
)


def ack(tr_id: str, key: str = KEY, iv: str = IV) -> str:
    return json.dumps(
        {
            "header": {"tr_id": tr_id, "tr_key": "someone", "encrypt": "Y"},
            "body": {
                "rt_cd": "0",
                "msg_cd": "OPSP0000",
                "msg1": "SUBSCRIBE SUCCESS",
                "output": {"iv": iv, "key": key},
            },
        }
    )


def seal(text: bytes) -> str:
    padder = PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(KEY.encode()), modes.CBC(IV.encode())).encryptor()
    padded = padder.update(text) + padder.finalize()
    return b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


def decoded(content: bytes) -> list[dict[str, object]]:
    out = io.BytesIO()
    decode_lines(io.BytesIO(content), out)
    lines = out.getvalue().split(b"\n")
    assert lines.pop() == b""
    return [json.loads(line) for line in lines]


def answer(*lines: str) -> dict[str, object]:
    """What is said to the last of these lines."""
    return decoded("\n".join(lines).encode())[-1]


def test_a_frame_of_two_records() -> None:
    first = [*"ab", "", *"defghijk"]
    second = ["+0.11", "(null)", "-nan", *map(str, range(4, 12))]
    names = known("H0NXPGM0")
    assert answer(f"0|H0NXPGM0|002|{'^'.join(first + second)}") == {
        "tr_id": "H0NXPGM0",
        "encrypted": False,
        "count": 2,
        "width": 11,
        "known": 11,
        "records": [
            dict(zip(names, first, strict=True)) | {"extra": []},
            dict(zip(names, second, strict=True)) | {"extra": []},
        ],
    }


def known(tr_id: str, width: int = 1) -> list[str]:
    channel = loader.find_channel(tr_id)
    assert channel is not None
    return [field.name for field in known_fields(channel, width)]


def test_what_lies_behind_the_known_fields_is_extra_and_the_key_is_always_there() -> None:
    found = answer("0|NEWS|001|a^b")
    assert found["known"] == 0
    assert found["records"] == [{"extra": ["a", "b"]}]


@pytest.mark.parametrize(
    ("line", "control"),
    [
        ('{"header":{"tr_id":"PINGPONG","datetime":"20261120090010"}}', "PINGPONG"),
        ('  {"header":{"tr_id":"PINGPONG"}}', "PINGPONG"),
        (ack("H0STCNI0"), "SUBSCRIBE SUCCESS"),
        (
            IN_USE,
            "ALREADY IN USE appkey",
        ),
        ('{"header":{"tr_id":"X"},"body":{"rt_cd":"1","msg_cd":"OPSP0008"}}', "OPSP0008"),
    ],
)
def test_control_messages(line: str, control: str) -> None:
    assert answer(line)["control"] == control


def test_an_ack_names_its_code_and_channel_and_not_its_key() -> None:
    assert answer(ack("H0STCNI0")) == {
        "control": "SUBSCRIBE SUCCESS",
        "msg_cd": "OPSP0000",
        "tr_id": "H0STCNI0",
        "tr_key": "someone",
    }


def test_an_ack_before_it_opens_an_encrypted_frame() -> None:
    fields = [f"f{number}" for number in range(26)]
    found = answer(ack("H0STCNI0"), f"1|H0STCNI0|001|{seal('^'.join(fields).encode())}")
    assert found["encrypted"] is True
    assert found["width"] == found["known"] == 26
    assert found["records"] == [dict(zip(known("H0STCNI0"), fields, strict=True)) | {"extra": []}]


@pytest.mark.parametrize("before", [(), (ack("H0STCNI9"),), (ack("H0STCNI0", key=""),)])
def test_without_its_ack_an_encrypted_frame_has_no_records(before: tuple[str, ...]) -> None:
    found = answer(*before, f"1|H0STCNI0|001|{seal(b'a^b')}")
    assert found == {"tr_id": "H0STCNI0", "encrypted": True, "records": []}


@pytest.mark.parametrize(
    ("key", "iv", "payload"),
    [
        ("k" * 32, IV, seal(b"a^b" * 9)),
        ("short", IV, seal(b"a^b")),
        (KEY, "short", seal(b"a^b")),
        (KEY, IV, "no base64 !"),
        (KEY, IV, "AAAA"),
        (KEY, IV, ""),
        (KEY, IV, seal(b"\xff\xfe")),
    ],
)
def test_what_cannot_be_deciphered_is_an_error(key: str, iv: str, payload: str) -> None:
    found = answer(ack("H0STCNI0", key, iv), f"1|H0STCNI0|001|{payload}")
    assert set(found) == {"error", "tr_id"}


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"   ",
        b"\0",
        b"\xff\xfe0",
        b"0|H0STCNT0|001",
        b"0|H0STCNT0|000|a",
        b"0|H0STCNT0|9999|a",
        b"0|H0STCNT0|00001|a",
        b"2|H0STCNT0|001|a",
        b"0||001|a",
        "0|가|001|a".encode(),
        b"{",
        b"{}",
        b'{"header":5}',
        b'{"header":{"tr_id":"X"}}',
        b'{"a":' * 100_000,
        b"[" * 100_000,
        b"1",
        b"nonsense",
    ],
)
def test_what_cannot_be_read_is_an_error_and_the_next_line_is_read(line: bytes) -> None:
    first, second = decoded(line + b"\n0|NEWS|001|a\n")
    assert isinstance(first["error"], str)
    assert second["records"] == [{"extra": ["a"]}]


def test_a_record_may_come_with_every_count_that_divides_it() -> None:
    found = answer(f"0|NEWS|9999|{'^'.join('x' * 9999)}")
    assert found["width"] == 1
    assert found["records"] == [{"extra": ["x"]}] * 9999


def test_lines_end_at_the_line_feed_with_or_without_a_carriage_return() -> None:
    mark = b"\xef\xbb\xbf"
    found = decoded(mark + "0|NEWS|001|a\u2028b\x85\x0b\r\n0|NEWS|001|c\0".encode())
    assert [one["records"] for one in found] == [
        [{"extra": ["a\u2028b\x85\x0b"]}],
        [{"extra": ["c\0"]}],
    ]


def test_an_answer_holds_no_break_that_a_reader_may_take_for_its_end() -> None:
    line = as_line({"a": "\u2028\u2029\x85\n\r\x0b\x1c"})
    assert len(line.decode().splitlines()) == 1
    assert json.loads(line) == {"a": "\u2028\u2029\x85\n\r\x0b\x1c"}


def test_half_a_character_is_told_as_json_can() -> None:
    assert json.loads(as_line({"a": "\ud800"})) == {"a": "\ud800"}


@pytest.mark.parametrize("beside", ["x", "\ud800"])
def test_what_is_nested_too_deeply_to_be_told_is_an_error(beside: str) -> None:
    nested: list[object] = []
    for _ in range(100_000):
        nested = [nested]
    assert "error" in json.loads(as_line({"b": beside, "a": nested}))
    while nested:  # taken apart from the outside: to be dropped as a whole it is too deep, too
        nested = nested.pop()  # type: ignore[assignment]


def test_ten_megabytes_in_a_line_are_read() -> None:
    (found,) = decoded(b"0|NEWS|001|" + b"x" * 10_000_000)
    assert found["width"] == 1


class Endless(io.RawIOBase):
    """A line without an end, as far as anyone cares to read."""

    def __init__(self, chunks: int) -> None:
        self.left = chunks

    def read(self, size: int = -1) -> bytes:
        self.left -= 1
        return b"x" * size if self.left > 0 else b""


def test_of_a_line_without_an_end_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode_module, "LONGEST", 1_000_000)
    lines, body = io.BytesIO(), io.BytesIO()
    decode_lines(Endless(300), lines)  # type: ignore[arg-type]
    assert "longer than" in json.loads(lines.getvalue())["error"]
    endless = Endless(10**9)
    decode_body("X", endless, body)  # type: ignore[arg-type]
    assert "longer than" in json.loads(body.getvalue())["error"]
    assert endless.left > 10**9 - 100


def test_each_line_is_answered_before_the_next_is_awaited() -> None:
    out = io.BytesIO()
    seen: list[int] = []

    class Slow(io.RawIOBase):
        lines = iter([b"0|NEWS|001|a\n0|NE", b"WS|001|b\n", b""])

        def read(self, size: int = -1) -> bytes:
            del size
            seen.append(out.getvalue().count(b"\n"))
            return next(self.lines)

    decode_lines(Slow(), out)  # type: ignore[arg-type]
    assert seen == [0, 1, 2]


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.id)
def test_every_channel_gives_back_exactly_the_strings_of_the_wire(channel: Channel) -> None:
    least = len([field for field in channel.fields if field.since is None])
    for width in {1, 2, least - 1, least, least + 1, *channel.widths, 2 * least} - {0}:
        rows = [[f"{row}.{place} " for place in range(width)] for row in range(3)]
        payload = "^".join("^".join(row) for row in rows)
        sealed = channel.encrypted
        found = answer(
            ack(channel.tr_real),
            f"{int(sealed)}|{channel.tr_real}|003|{seal(payload.encode()) if sealed else payload}",
        )
        assert (found["count"], found["width"]) == (3, width)
        names = known(channel.tr_real, width)
        assert found["known"] == len(names) >= least
        records = found["records"]
        assert isinstance(records, list)
        for row, record in zip(rows, records, strict=True):
            assert list(record)[:-1] == names[:width]
            assert [*list(record.values())[:-1], *record["extra"]] == row


@settings(max_examples=300)
@given(st.data())
def test_any_width_up_to_twice_the_known_and_any_count_lose_no_field(data: st.DataObject) -> None:
    channel = data.draw(st.sampled_from(CHANNELS))
    width = data.draw(st.integers(1, 2 * len(channel.fields)))
    count = data.draw(st.integers(1, 3))
    rows = [[data.draw(TEXT) for _ in range(min(width, 4))] for _ in range(count)]
    rows = [(row * width)[:width] for row in rows]
    text = f"0|{channel.tr_real}|{count:03}|{'^'.join('^'.join(row) for row in rows)}"
    found = FrameDecoder().decode(text.encode())
    if not text.strip():
        return
    records = found["records"]
    assert isinstance(records, list)
    told = [[*list(record.values())[:-1], *record["extra"]] for record in records]
    assert told == rows
    names, table = typed_records(channel, Records([one for row in rows for one in row], width))
    assert names == columns(channel, width)
    assert [len(row) for row in table] == [width] * count
