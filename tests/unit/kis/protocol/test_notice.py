from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.kis.protocol.frames import Surprise
from kis_desktop.kis.protocol.notice import NoticeFields, Whose, decipher, read_notice, whose

KEY = "abcdefghijklmnopabcdefghijklmnop"
IV = "0123456789abcdef"


def seal(text: bytes) -> str:
    padder = PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(KEY.encode()), modes.CBC(IV.encode())).encryptor()
    padded = padder.update(text) + padder.finalize()
    return b64encode(encryptor.update(padded) + encryptor.finalize()).decode()


@given(st.text())
def test_what_was_sealed_opens(text: str) -> None:
    assert decipher(seal(text.encode()), KEY, IV) == text


@given(st.text(max_size=64))
def test_no_payload_raises(text: str) -> None:
    assert isinstance(decipher(text, KEY, IV), (str, Surprise))


@pytest.mark.parametrize(
    ("payload", "key", "iv", "reason"),
    [
        ("AAAA", "", "", "no usable key"),
        ("AAAA", KEY, "short", "no usable key"),
        ("가", KEY, IV, "no base64"),
        ("A", KEY, IV, "no base64"),
        ("", KEY, IV, "no whole blocks"),
        ("AAAA", KEY, IV, "no whole blocks"),
        (seal(b"text"), KEY[::-1], IV, "the key does not fit"),
        (seal(b"\xff\xfe"), KEY, IV, "the key does not fit"),
    ],
)
def test_what_does_not_open_is_a_surprise(payload: str, key: str, iv: str, reason: str) -> None:
    assert decipher(payload, key, iv) == Surprise(reason)


@pytest.mark.parametrize(
    ("width", "venue", "price"),
    [(23, "", "f22"), (25, "", "f22"), (26, "f19", "f25"), (30, "f19", "f25")],
)
def test_venue_and_price_stand_where_the_width_says(width: int, venue: str, price: str) -> None:
    read = read_notice([f"f{place}" for place in range(width)])
    assert isinstance(read, NoticeFields)
    assert (read.venue, read.order_price) == (venue, price)
    assert (read.account, read.order_no, read.order_quantity) == ("f1", "f2", "f16")


def test_a_narrower_record_is_a_surprise() -> None:
    assert read_notice(["x"] * 22) == Surprise("a notice of 22 fields")


def test_the_personal_fields_are_not_shown() -> None:
    read = read_notice([f"secret{place}" for place in range(26)])
    assert "secret0'" not in repr(read)
    assert "secret1'" not in repr(read)
    assert "secret17" not in repr(read)


@pytest.mark.parametrize(
    ("told", "owner"),
    [
        ("1234567801", Whose.OURS),
        (" 1234567801 ", Whose.OURS),
        ("12345678-01", Whose.OURS),
        ("1234567803", Whose.ANOTHER),
        ("8765432101", Whose.ANOTHER),
        ("87654321", Whose.ANOTHER),
        ("87****2101", Whose.ANOTHER),
        ("12345678", Whose.UNCLEAR),
        ("123456****", Whose.UNCLEAR),
        ("", Whose.UNCLEAR),
    ],
)
def test_whose_notice_it_is(told: str, owner: Whose) -> None:
    assert whose(told, "1234567801") is owner
