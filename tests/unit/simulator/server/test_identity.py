from __future__ import annotations

from kis_desktop.simulator.server.identity import identity


def test_keys_have_the_lengths_that_clients_check() -> None:
    keys = identity(7, "real")
    assert (len(keys.appkey), len(keys.appsecret)) == (36, 180)


def test_keys_follow_from_seed_and_world() -> None:
    assert identity(7, "real") == identity(7, "real")
    assert identity(7, "real").appkey != identity(8, "real").appkey
    assert identity(7, "real").appkey != identity(7, "paper").appkey
