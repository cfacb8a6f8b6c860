"""Shuts off what Presidio and its parts would fetch. Import this before anything of theirs."""

from __future__ import annotations

import os
import socket
from typing import Any, NoReturn

_SETTINGS = {
    # tldextract loads the public suffix list on the first mail address; empty: the list in the package
    "TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS": "",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_DATASETS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}


def ask_for_no_network() -> None:
    """Set what tells these libraries to stay offline; harmless in a host process."""
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)


def refuse_network() -> None:
    """Make every connection but local pipes fail, in a process that is ours alone."""
    ask_for_no_network()

    def refuse(*_args: Any, **_kwargs: Any) -> NoReturn:
        raise OSError("the network is shut off in this worker")

    socket.socket.connect = refuse  # type: ignore[method-assign]
    socket.socket.connect_ex = refuse  # type: ignore[method-assign]
    socket.socket.sendto = refuse  # type: ignore[method-assign]
    socket.getaddrinfo = refuse
    socket.create_connection = refuse
