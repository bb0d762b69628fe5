import pytest

from kis_desktop.kis.protocol.kept import Kept


def test_a_text_is_read_once_and_then_known() -> None:
    read: list[str] = []

    def reader(text: str) -> int:
        read.append(text)
        return len(text)

    kept = Kept(reader)
    assert "abc" not in kept.known
    assert kept["abc"] == 3
    assert kept.known["abc"] == 3
    assert read == ["abc"]


def test_what_is_kept_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Kept, "LARGEST", 3)
    kept = Kept(int)
    for number in range(10):
        assert kept[str(number)] == number
        assert len(kept.known) <= 3
    assert kept.known["9"] == 9


def test_a_long_text_is_read_and_not_kept() -> None:
    kept = Kept(len)
    assert kept["x" * 41] == 41
    assert kept["x" * 40] == 40
    assert set(kept.known) == {"x" * 40}


def test_what_cannot_be_read_is_not_kept() -> None:
    kept = Kept(int)
    with pytest.raises(ValueError, match="invalid literal"):
        kept["x"]
    assert not kept.known
