"""What a trader's keys are never sent to: other hosts, proxies, servers without the right name."""

from __future__ import annotations

import asyncio
import json
import os
import random
import socket
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kis_desktop.catalogue import loader
from kis_desktop.domain.errors import RequestFailed
from kis_desktop.kis.client import KisClient
from kis_desktop.kis.environment import Environment
from kis_desktop.kis.transport import NeverSent, Transport
from tests.flow.conftest import end_simulator, start_simulator
from tests.patience import PATIENCE_S
from tests.unit.kis.peer import Answer, MemoryStore, Peer, aged_token, ok, serving

PRICE = ok(output={"stck_prpr": "71900"})
BUY = {"PDNO": "005930", "ORD_DVSN": "00", "ORD_QTY": "3", "ORD_UNPR": "71900"}
HOST = "openapi.koreainvestment.com"


@pytest.fixture
async def peers() -> AsyncIterator[tuple[Peer, Peer]]:
    async with serving() as own, serving() as other:
        yield own, other


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_no_answer_and_is_not_followed(
    peers: tuple[Peer, Peer], status: int
) -> None:
    own, other = peers
    there = {"location": f"http://127.0.0.1:{other.port}/uapi"}
    own.handlers["order-cash"] = lambda _: Answer({}, status, there)
    client = KisClient(own.environment(), MemoryStore(token=aged_token("kept")))
    try:
        reply = await client.rest.send_order("domestic_stock/order_cash", BUY, choice="buy")
    finally:
        await client.close()
    assert not reply.ok
    assert reply.kind is not None
    assert not reply.kind.surely_not_executed
    assert other.requests == []
    assert len(own.requests) == 1


async def test_no_proxy_of_the_surroundings_is_used(
    peers: tuple[Peer, Peer], monkeypatch: pytest.MonkeyPatch
) -> None:
    own, other = peers
    own.handlers["inquire-price"] = lambda _: PRICE
    for name in ("http_proxy", "https_proxy", "all_proxy", "ws_proxy"):
        for spelled in (name, name.upper()):
            monkeypatch.setenv(spelled, f"http://127.0.0.1:{other.port}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    client = KisClient(own.environment(), MemoryStore())
    try:
        await client.quotes.quote("005930")
    finally:
        await client.close()
    assert other.requests == []
    assert len(own.requests) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="needs more loopback addresses than one")
@pytest.mark.parametrize("named", [HOST, "other.example"])
async def test_a_server_that_only_claims_to_be_kis_gets_no_byte_of_a_request(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its certificate is its own, even where the surroundings say to trust it."""
    address = f"127.{random.randint(16, 250)}.{random.randint(1, 250)}.1"
    certificate = _self_signed(named, address, tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    monkeypatch.setattr(socket, "getaddrinfo", _leading_to(address))
    heard: list[bytes] = []
    arrived = asyncio.Event()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.read(1000))
        writer.close()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda *_: arrived.set()
    server = await asyncio.start_server(listen, address, 9443, ssl=context)
    async with server:
        transport = Transport(Environment.real())
        fields = {"appkey": "K", "appsecret": "S", "grant_type": "client_credentials"}
        try:
            with pytest.raises(RequestFailed) as caught:
                await transport.send(loader.endpoint("auth/auth_token"), "", {}, fields)
        finally:
            await transport.close()
    assert isinstance(caught.value, NeverSent)
    assert arrived.is_set()
    assert b"".join(heard) == b""


@pytest.mark.skipif(sys.platform == "win32", reason="the processes are forked")
def test_two_processes_of_a_profile_ask_for_one_token(tmp_path: Path) -> None:
    process, simulator = start_simulator(tmp_path / "ready.json", "--no-limits")
    try:
        command = [sys.executable, "-m", "tests.security.token_askers", str(tmp_path)]
        done = subprocess.run(
            [*command, json.dumps(simulator.ready)],
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=True,
            env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        )
    finally:
        end_simulator(process)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == 2
    assert {one["process"] for one in told} != {told[0]["process"]}
    assert [one["issued_today"] for one in told] == [1, 1]
    assert len({one["token"] for one in told}) == 1


def _leading_to(address: str) -> Callable[..., list[Any]]:
    def found(_host: object, port: object, *_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    return found


def _self_signed(name: str, address: str, folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    names = [x509.DNSName(name), x509.IPAddress(ip_address(address))]
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return path
