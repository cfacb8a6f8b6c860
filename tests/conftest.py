"""What all tests share: the repository's places, one warm guard, and no network."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def needs_shared(*parts: str) -> pytest.MarkDecorator:
    """Skip, visibly, where a data set of ../shared is absent."""
    path = SHARED.joinpath(*parts)
    return pytest.mark.skipif(
        not path.exists(), reason=f"needs ../shared/{'/'.join(parts)}, which is not here"
    )


@pytest.fixture(scope="session")
def guard():
    from pii_guard import PIIGuard

    return PIIGuard()


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    real = socket.socket.connect

    def connect(self, address, *args):
        if self.family == getattr(socket, "AF_UNIX", None):
            return real(self, address, *args)
        raise AssertionError("a test reached for the network")

    monkeypatch.setattr(socket.socket, "connect", connect)
