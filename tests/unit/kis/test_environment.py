from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kis_desktop.catalogue import loader
from kis_desktop.catalogue.entry import Endpoint
from kis_desktop.domain.connection import Environment as World
from kis_desktop.domain.errors import InvalidInput
from kis_desktop.kis.environment import Environment

READY = {"rest": "http://127.0.0.1:5001", "ws": "ws://127.0.0.1:5002", "world": "real"}
WORLDS = [
    Environment.real(),
    Environment.paper(),
    Environment.simulated(READY),
    Environment.simulated(READY | {"world": "paper"}),
]


def test_the_published_addresses() -> None:
    real, paper = Environment.real(), Environment.paper()
    assert real.rest_url == "https://openapi.koreainvestment.com:9443"
    assert real.stream_url == "ws://ops.koreainvestment.com:21000"
    assert paper.rest_url == "https://openapivts.koreainvestment.com:29443"
    assert paper.stream_url == "ws://ops.koreainvestment.com:31000"


@pytest.mark.parametrize("world", [Environment.real(), Environment.paper()])
@pytest.mark.parametrize("field", ["rest_url", "stream_url", "masters_url"])
def test_no_other_address_makes_a_real_or_paper_world(world: Environment, field: str) -> None:
    for address in ("https://127.0.0.1:1", "https://example.com", READY["rest"]):
        with pytest.raises(InvalidInput):
            replace(world, **{field: address})  # type: ignore[arg-type]
    with pytest.raises(InvalidInput):
        replace(world, dialect=World.SIMULATED)


def test_a_world_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Environment.real().rest_url = "https://example.com"  # type: ignore[misc]


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com:80",
        "http://localhost:5001",
        "http://127.0.0.1.example.com:5001",
        "http://10.0.0.1:5001",
        "https://openapi.koreainvestment.com:9443",
        "http://someone@127.0.0.1:5001",
        "ftp://127.0.0.1:5001",
        "127.0.0.1:5001",
        "http://0.0.0.0:5001",
    ],
)
@pytest.mark.parametrize("field", ["rest", "ws"])
def test_the_simulator_is_on_this_machine_alone(address: str, field: str) -> None:
    with pytest.raises(InvalidInput):
        Environment.simulated(READY | {field: address})


@pytest.mark.parametrize(
    "ready",
    [
        {},
        READY | {"rest": ""},
        READY | {"ws": 5},
        READY | {"world": "simulated"},
        READY | {"world": "moon"},
    ],
)
def test_a_ready_line_with_a_hole_is_refused(ready: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        Environment.simulated(ready)


def test_ipv6_loopback_counts() -> None:
    ready = {"rest": "http://[::1]:1", "ws": "ws://[::1]:2", "world": "paper"}
    assert Environment.simulated(ready).is_paper


@pytest.mark.parametrize("world", WORLDS)
def test_orders_of_paper_start_with_v_and_others_never(world: Environment) -> None:
    orders = [entry for entry in map(loader.endpoint, loader.endpoint_ids()) if entry.is_order]
    assert orders
    for order in orders:
        table = order.tr_paper if world.is_paper else order.tr_real
        for choice in table:
            assert world.tr_id(order, choice).startswith("V") is world.is_paper


def test_what_paper_has_not_is_refused_before_it_is_sent() -> None:
    holidays = loader.endpoint("domestic_stock/chk_holiday")
    assert Environment.real().tr_id(holidays) == "CTCA0903R"
    assert not Environment.paper().serves(holidays)
    with pytest.raises(InvalidInput):
        Environment.paper().tr_id(holidays)


def test_a_choice_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidInput):
        Environment.real().tr_id(loader.endpoint("domestic_stock/order_cash"), "short")
    with pytest.raises(InvalidInput):
        Environment.real().tr_id(loader.endpoint("domestic_stock/order_cash"))


def test_notices_have_a_channel_a_world() -> None:
    channel = loader.channel("domestic_stock/ccnl_notice")
    assert Environment.real().channel_tr_id(channel) == "H0STCNI0"
    assert Environment.paper().channel_tr_id(channel) == "H0STCNI9"


ORDER = loader.endpoint("domestic_stock/order_cash")


@pytest.mark.parametrize("world", WORLDS)
@given(
    url=st.one_of(
        st.sampled_from([f"{other.rest_url}{ORDER.path}" for other in WORLDS]),
        st.just("https://example.com/uapi"),
    ),
    tr_id=st.sampled_from(["TTTC0011U", "TTTC0012U", "VTTC0011U", "VTTC0012U", "TTTC8434R", ""]),
)
def test_an_order_passes_the_last_check_only_with_address_and_tr_id_of_its_world(
    world: Environment, url: str, tr_id: str
) -> None:
    own = "VTTC0011U VTTC0012U" if world.is_paper else "TTTC0011U TTTC0012U"
    if url == f"{world.rest_url}{ORDER.path}" and tr_id in own.split():
        world.check_destination(url, tr_id, ORDER)
        return
    with pytest.raises(InvalidInput):
        world.check_destination(url, tr_id, ORDER)


def test_a_call_without_a_tr_id_passes_without_one_alone() -> None:
    token = loader.endpoint("auth/auth_token")
    world = Environment.real()
    world.check_destination(f"{world.rest_url}/oauth2/tokenP", "", token)
    with pytest.raises(InvalidInput):
        world.check_destination(f"{world.rest_url}/oauth2/tokenP", "TTTC0011U", token)


@pytest.mark.parametrize("dialect", [World.REAL, World.PAPER])
def test_a_replay_has_no_host_and_takes_no_order(dialect: World) -> None:
    replay = Environment.replay(dialect)
    assert replay.rest_url.endswith(".invalid")
    order = loader.endpoint("domestic_stock/order_cash")
    with pytest.raises(InvalidInput) as refused:
        replay.tr_id(order, "buy")
    assert refused.value.message.id == "recorder.no_orders"
    with pytest.raises(InvalidInput):
        replay.check_destination(f"{replay.rest_url}{order.path}", "TTTC0012U", order)
    price = loader.endpoint("domestic_stock/inquire_price")
    replay.check_destination(f"{replay.rest_url}{price.path}", "FHKST01010100", price)


def test_a_replay_cannot_be_given_an_address() -> None:
    with pytest.raises(InvalidInput):
        Environment(World.REPLAY, World.REAL, *("http://127.0.0.1:9",) * 3)


EVERY = tuple(map(loader.endpoint, loader.endpoint_ids()))
EVERY_TR = sorted({id_ for one in EVERY for id_ in (*one.tr_real.values(), *one.tr_paper.values())})


@pytest.mark.parametrize("world", WORLDS)
def test_of_all_endpoints_and_tr_ids_only_those_of_the_world_pass(world: Environment) -> None:
    passed = 0
    for endpoint in EVERY:
        own = set((endpoint.tr_paper if world.is_paper else endpoint.tr_real).values()) or {""}
        if world.is_paper and not endpoint.paper:
            own = set()
        for tr_id in ("", *EVERY_TR):
            try:
                world.check_destination(f"{world.rest_url}{endpoint.path}", tr_id, endpoint)
            except InvalidInput:
                assert tr_id not in own, (endpoint.id, tr_id)
                continue
            passed += 1
            assert tr_id in own, (endpoint.id, tr_id)
            assert not endpoint.is_order or tr_id.startswith("V") is world.is_paper
    assert passed > 50


@given(
    world=st.sampled_from(WORLDS),
    host=st.sampled_from(
        [
            *(world.rest_url for world in WORLDS),
            "https://openapi.koreainvestment.com",
            "http://openapi.koreainvestment.com:9443",
            "https://openapi.koreainvestment.com:9443@127.0.0.1",
            "https://OPENAPI.koreainvestment.com:9443",
            "https://openapi.koreainvestment.com.:9443",
            "https://openapi.koreainvestment.com:9443.example.com",
        ]
    ),
    path_of=st.sampled_from(EVERY),
    endpoint=st.sampled_from(EVERY),
    tail=st.sampled_from(["", "?", "#", "/", "/..", " ", "%20", "?CANO=1"]),
)
def test_no_other_address_passes_the_last_check(
    world: Environment, host: str, path_of: Endpoint, endpoint: Endpoint, tail: str
) -> None:
    url = f"{host}{path_of.path}{tail}"
    table = endpoint.tr_paper if world.is_paper else endpoint.tr_real
    for tr_id in table.values() or [""]:
        if url == f"{world.rest_url}{endpoint.path}" and world.serves(endpoint):
            world.check_destination(url, tr_id, endpoint)
        else:
            with pytest.raises(InvalidInput):
                world.check_destination(url, tr_id, endpoint)


@pytest.mark.parametrize(
    "changed",
    [
        {"rest_url": "ws://127.0.0.1:1"},
        {"stream_url": "http://127.0.0.1:1"},
        {"masters_url": "ws://127.0.0.1:1"},
        {"dialect": World.SIMULATED},
        {"dialect": World.REPLAY},
    ],
)
def test_a_simulated_world_has_http_ws_and_a_dialect_that_there_is(
    changed: dict[str, str],
) -> None:
    with pytest.raises(InvalidInput):
        replace(Environment.simulated(READY), **changed)  # type: ignore[arg-type]
