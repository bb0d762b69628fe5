"""What is recorded can be read: after a crash, on a full disk, from damaged and hostile files."""

from __future__ import annotations

import errno
import os
import random
import stat
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from kis_desktop.domain.errors import InvalidInput, KisDesktopError, StorageFailed
from kis_desktop.domain.instrument import Instrument, InstrumentKind, Market
from kis_desktop.domain.traffic import LineTraffic
from kis_desktop.storage import recorder
from kis_desktop.storage.log_file import Redactor
from kis_desktop.storage.recorder import RecordingWriter, part_path
from kis_desktop.storage.recording_alias import Aliases
from kis_desktop.storage.recording_block import MAGIC, Kind, pack
from kis_desktop.storage.recording_file import RecordingFile
from tests.unit.storage.traffic import HEADER, PRICE, heard, request, said, trade

FRAMES = 40


class Clock:
    """Monotonic seconds that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def writer(
    path: Path,
    clean: Callable[[str], str] = str,
    clock: Clock | None = None,
    part_bytes: int = recorder.PART_BYTES,
    most_bytes: int = recorder.MOST_BYTES,
) -> RecordingWriter:
    return RecordingWriter(
        path,
        HEADER,
        Aliases(),
        clean,
        0.0,
        part_bytes=part_bytes,
        most_bytes=most_bytes,
        monotonic=clock or Clock(),
    )


def frames(count: int = FRAMES) -> list[LineTraffic]:
    return [heard(trade("005930", "101500", 71000 + n, n + 1), at=n / 10) for n in range(count)]


def write_one_by_one(made: RecordingWriter, lines: list[LineTraffic]) -> None:
    """Each in a block of its own."""
    for line in lines:
        made.write([line])
        made.flush()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "morning.kisrec"


@pytest.fixture
def written(path: Path) -> bytes:
    """A small recording of several blocks."""
    made = writer(path)
    made.write([request(at=0.0), request(at=1.0, body={"rt_cd": "0", "n": "2"})])
    write_one_by_one(made, frames())
    made.close()
    return path.read_bytes()


def test_all_that_was_written_is_read_in_order(path: Path) -> None:
    made = writer(path)
    texts = frames()
    answers = [request(fields={"FID_INPUT_ISCD": "005930"}, at=0.2), request(at=0.1)]
    made.write([said("", 0.0), *texts[:20], answers[0]])
    made.tell_clock("2026-11-20T10:12:00+09:00", 1.0)
    made.tell_instruments([Instrument("005930", "가나", Market.KOSPI, InstrumentKind.STOCK)])
    made.write([*texts[20:], answers[1]])
    made.close()
    made.close()
    with RecordingFile(path) as read:
        assert [line.text for line in read.lines()] == ["", *(frame.text for frame in texts)]
        found = list(read.requests())
        assert [one.at for _, one in found] == [0.2, 0.1]
        assert read.request(found[1][0]) == found[1][1]
        assert found[0][1].fields == {"FID_INPUT_ISCD": "005930"}
        assert found[0][1].content == b'{"rt_cd":"0"}'
        assert read.clock() == ((0.0, "2026-11-20T10:12:00+09:00", 1.0),)
        assert [one.name for one in read.instruments()] == ["가나"]
        assert read.header == HEADER
        told = read.summary()
    assert told.messages == FRAMES + 3
    assert told.span == pytest.approx((FRAMES - 1) / 10)
    assert told.channels == {"H0STCNT0": FRAMES, "session": 1}
    assert told.endpoints == {PRICE: 2}
    assert (told.gaps, told.lost, told.damaged, told.unread) == (0, 0, 0, 0)


def test_a_request_under_way_at_the_beginning_hides_nothing(path: Path) -> None:
    made = writer(path)
    made.write([request(at=-0.4, seconds=0.5), request(at=0.2)])
    made.tell_instruments([Instrument("005930", "가나", Market.KOSPI, InstrumentKind.STOCK)])
    made.close()
    with RecordingFile(path) as read:
        found = [(one.at, one.seconds) for _, one in read.requests()]
        assert [one.symbol for one in read.instruments()] == ["005930"]
        assert read.damaged == 0
    assert found[0] == pytest.approx((0.0, 0.1))  # its answer comes when it came
    assert found[1][0] == 0.2


def test_the_file_is_its_owners_alone_and_never_replaces_another(path: Path) -> None:
    old = os.umask(0)
    try:
        writer(path).close()
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    before = path.read_bytes()
    with pytest.raises(StorageFailed) as refused:
        writer(path)
    assert refused.value.message.id == "recorder.exists"
    assert path.read_bytes() == before


def test_what_waits_is_on_the_disk_within_two_seconds(path: Path) -> None:
    clock = Clock()
    made = writer(path, clock=clock)
    made.write(frames(5))
    clock.now = 1.9
    made.write([])
    with RecordingFile(path) as read:
        assert list(read.lines()) == []
    clock.now = 2.0
    made.write([])
    with RecordingFile(path) as read:  # the writer still has it open, as after a kill
        assert len(list(read.lines())) == 5
    made.close()


def test_a_file_cut_anywhere_reads_up_to_the_cut(path: Path, written: bytes) -> None:
    counts: list[int] = []
    refusals: set[str] = set()
    for cut in range(0, len(written), 37):
        path.write_bytes(written[:cut])
        try:
            with RecordingFile(path) as read:
                counts.append(read.summary().messages)
        except InvalidInput as refused:
            refusals.add(refused.message.id)
    assert refusals == {"recorder.foreign"}
    assert counts == sorted(counts)
    assert counts[-1] > FRAMES // 2


def test_a_damaged_block_is_left_out_and_told(path: Path, written: bytes) -> None:
    middle = written.index(b"\xf5\x9fKB", len(written) // 2)
    path.write_bytes(
        written[: middle + 50] + bytes([written[middle + 50] ^ 1]) + written[middle + 51 :]
    )
    with RecordingFile(path) as read:
        told = read.summary()
    assert (told.damaged, told.messages) == (1, FRAMES + 1)
    assert told.unread > 0


@pytest.mark.parametrize(
    "foreign", [b"", b"kis", MAGIC, b"\x89PNG" * 999, MAGIC + b"\xf5\x9fKB" * 5000]
)
def test_a_foreign_file_is_refused(path: Path, foreign: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(foreign)
    with pytest.raises(InvalidInput) as refused:
        RecordingFile(path)
    assert refused.value.message.id == "recorder.foreign"


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed):
        RecordingFile(tmp_path / "nothing.kisrec")
    with pytest.raises(StorageFailed):
        RecordingFile(tmp_path)


@pytest.mark.parametrize(
    ("field", "value"),
    [("dialect", "simulated"), ("date", "tomorrow"), ("account", None), ("rules", ["krx"])],
)
def test_a_header_that_says_nonsense_is_no_header(path: Path, field: str, value: object) -> None:
    path.parent.mkdir()
    header = msgspec.json.encode(msgspec.to_builtins(HEADER) | {field: value})
    path.write_bytes(MAGIC + pack(Kind.HEADER, header, 0.0, 0.0))
    with pytest.raises(InvalidInput) as refused:
        RecordingFile(path)
    assert refused.value.message.id == "recorder.foreign"


def test_another_format_is_refused_by_its_number(path: Path) -> None:
    path.parent.mkdir()
    header = msgspec.json.encode(msgspec.structs.replace(HEADER, format=9))
    path.write_bytes(MAGIC + pack(Kind.HEADER, header, 0.0, 0.0))
    with pytest.raises(InvalidInput) as refused:
        RecordingFile(path)
    assert refused.value.message.arguments["format"] == 9


def block(text: bytes, told: int | None = None, first: float = 0.0, last: float = 9.0) -> bytes:
    """A block with a fitting checksum that says it holds `told` bytes."""
    packed = zlib.compress(text)
    span = struct.pack(">dd", first, last)
    check = zlib.crc32(packed, zlib.crc32(span, Kind.LINE))
    size = len(text) if told is None else told
    head = struct.pack(">4sB3xIII", b"\xf5\x9fKB", Kind.LINE, len(packed), size, check)
    return head + span + packed


GOOD = b'["L",1.0,1,false,"0|H0STCNT0|001|005930"]'


@pytest.mark.parametrize(
    "hostile",
    [
        block(b"0" * 40_000_000, told=100),  # unpacks to far more than it says
        block(b"0" * 3_000_000),
        block(GOOD, told=4_000_000),
        block(GOOD, told=2**32 - 1),
        block(GOOD, first=float("nan")),
        block(GOOD, first=5.0, last=4.0),
        block(GOOD, first=-5.0),
        block(GOOD, last=1e300),
        block(GOOD.replace(b"1.0", b"1e308")),
        block(GOOD.replace(b"1.0", b"-1")),
        block(b'["R",1]'),
        block(b'["C",1.0,"2026-11-20T10:00:00+09:00",0]'),
        block(b'["G",1.0,-1]'),
        block(b'["R",1.0,0.1,"a/b","GET","/","T","",{},1000,{},null,""]'),
        block(b'["X",1,2]'),
        block(b"\xff\xfe"),
        block(b"[" * 100_000),
        block(b""),
        block(b"\n" * 1_000_000),
    ],
)
def test_a_hostile_block_says_nothing(path: Path, written: bytes, hostile: bytes) -> None:
    path.write_bytes(written + hostile)
    with RecordingFile(path) as read:
        told = read.summary()
        assert told.messages == FRAMES + 2
        assert told.span < 10


def test_a_hundred_thousand_damaged_bytes_end_in_a_reading_or_a_refusal(
    path: Path, written: bytes
) -> None:
    chance = random.Random(1)
    outcomes = {True: 0, False: 0}
    for attempt in range(4000):
        content = bytearray(written)
        spared = attempt % 2 * 600  # every other time the header stays whole
        for _ in range(25):
            content[chance.randrange(spared, len(content))] = chance.randrange(256)
        path.write_bytes(content)
        try:
            with RecordingFile(path) as read:
                read.summary()
        except KisDesktopError:
            outcomes[False] += 1
        else:
            outcomes[True] += 1
    assert min(outcomes.values()) > 50


def test_a_full_part_is_followed_by_another(path: Path) -> None:
    made = writer(path, part_bytes=2000)
    write_one_by_one(made, frames(200))
    size = made.size
    made.close()
    parts = sorted(path.parent.iterdir())
    assert len(parts) > 2
    assert part_path(path, 2) in parts
    assert size == sum(part.stat().st_size for part in parts)
    with RecordingFile(path) as read:
        assert read.parts == len(parts)
        assert len(list(read.lines())) == 200
    with RecordingFile(part_path(path, 2)) as read:
        assert read.parts == 1


def test_parts_of_another_recording_do_not_join(path: Path, tmp_path: Path) -> None:
    writer(path).close()
    stranger = writer(tmp_path / "other.kisrec")
    stranger.write(frames(3))
    stranger.close()
    header = msgspec.json.encode(msgspec.structs.replace(HEADER, series="ff", part=2))
    part_path(path, 2).write_bytes(MAGIC + pack(Kind.HEADER, header, 0.0, 0.0))
    with RecordingFile(path) as read:
        assert read.parts == 1
    part_path(path, 2).write_bytes(b"rubbish")
    with RecordingFile(path) as read:
        assert (read.parts, read.damaged) == (1, 1)


def test_a_recording_ends_at_its_limit(path: Path) -> None:
    made = writer(path, part_bytes=1000, most_bytes=3000)
    with pytest.raises(StorageFailed) as ended:
        write_one_by_one(made, frames(500))
    assert ended.value.message.id == "recorder.full"
    with pytest.raises(StorageFailed) as again:
        write_one_by_one(made, frames(1))
    assert again.value.message.id == "recorder.ended"
    made.close()


def test_a_full_disk_is_told_and_what_was_written_stays(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = writer(path)
    made.write(frames(10))
    made.flush()
    whole = path.stat().st_size
    real = os.write

    def full(file: int, content: bytes) -> int:
        if len(content) <= 100:
            raise OSError(errno.ENOSPC, "full")
        return real(file, content[: len(content) - 100])

    made.write(frames(10))
    monkeypatch.setattr(os, "write", full)
    with pytest.raises(StorageFailed) as told:
        made.flush()
    assert told.value.message.id == "storage.disk_full"
    assert path.stat().st_size == whole
    made.close()
    with RecordingFile(path) as read:
        assert (len(list(read.lines())), read.damaged) == (10, 0)


def test_a_disk_that_fails_at_the_end_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_file: int) -> None:
        raise OSError(errno.EIO, "broken")

    made = writer(path)
    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(StorageFailed):
        made.close()
    made.close()


def test_a_folder_that_takes_no_file_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object) -> int:
        raise OSError(errno.EACCES, "closed")

    path.parent.mkdir()
    monkeypatch.setattr(os, "open", closed)
    with pytest.raises(StorageFailed) as told:
        writer(path)
    assert told.value.message.id == "storage.not_allowed"


def test_missing_messages_leave_a_counted_gap(path: Path) -> None:
    made = writer(path)
    made.write(frames(3), lost=7)
    made.write([request(body={"x": "0" * 3_000_000})])
    made.close()
    with RecordingFile(path) as read:
        told = read.summary()
    assert (told.gaps, told.lost, told.messages) == (2, 8, 3)


def test_known_secrets_are_taken_out_of_what_the_mask_let_pass(path: Path) -> None:
    redactor = Redactor()
    redactor.hide("CANARYsecret", "1.5")
    made = writer(path, redactor.clean)
    odd = trade("005930", "101500", 71000, 1) + "^CANARYsecret"
    made.write([heard(odd), heard(trade("005930", "101501", 71000, 2))])
    redactor.hide("71234")
    made.write([request(body={"output": {"stck_prpr": 712345}})])
    made.close()
    with RecordingFile(path) as read:
        first, second = read.lines()
        assert first.text == odd.replace("CANARYsecret", "•••")
        assert second.text.endswith("^0")
        assert list(read.requests()) == []  # a number without its digits is none
        assert read.summary().lost == 1


def test_numbers_keep_their_digits(path: Path) -> None:
    made = writer(path)
    body = b'{"output":{"price":0.10,"big":123456789012345678901.5}}'
    made.write([request(content=body)])
    made.close()
    with RecordingFile(path) as read:
        ((_, found),) = read.requests()
    assert found.content == body


WRITES_UNTIL_KILLED = """
import sys
from pathlib import Path
from tests.unit.storage.test_recorder import frames, writer
made = writer(Path(sys.argv[1]))
while True:
    made.write(frames(200))
    made.flush()
    print(200, flush=True)
"""


def test_a_killed_program_leaves_a_file_that_reads(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITES_UNTIL_KILLED, str(path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for _ in range(20):
            assert process.stdout.readline() == "200\n"
        process.kill()
    with RecordingFile(path) as read:
        assert len(list(read.lines())) >= 4000
        assert read.damaged <= 1
