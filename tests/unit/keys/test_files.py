from __future__ import annotations

import base64
import multiprocessing
import os
import stat

import pytest

from pii_guard.errors import KeyFileError, UsageError
from pii_guard.keys.files import (
    HEADER,
    load_key,
    load_key_file,
    locked,
    new_key_file,
    read_secret_file,
    replace_file,
)

posix = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")


def test_a_new_key_is_read_back(tmp_path):
    made = new_key_file(tmp_path / "key")
    assert load_key_file(tmp_path / "key") == made
    assert load_key(f"@{tmp_path / 'key'}") == made
    assert new_key_file(tmp_path / "other") != made


@posix
def test_a_key_file_is_for_its_owner_even_with_a_loose_umask(tmp_path):
    before = os.umask(0)
    try:
        new_key_file(tmp_path / "key")
        replace_file(tmp_path / "file", b"x")
    finally:
        os.umask(before)
    for name in ("key", "file"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_a_key_is_never_overwritten(tmp_path):
    made = new_key_file(tmp_path / "key")
    with pytest.raises(KeyFileError, match="never overwritten"):
        new_key_file(tmp_path / "key")
    assert load_key_file(tmp_path / "key") == made


@posix
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o620])
def test_a_key_open_to_others_is_refused_with_the_cure(tmp_path, mode):
    new_key_file(tmp_path / "key")
    (tmp_path / "key").chmod(mode)
    with pytest.raises(KeyFileError) as caught:
        load_key_file(tmp_path / "key")
    assert "chmod 600" in caught.value.hint


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"secret",
        f"{HEADER}\n".encode(),
        f"{HEADER}\nnot base64!\n".encode(),
        f"{HEADER}\n{base64.b64encode(bytes(16)).decode()}\n".encode(),
        f"pii-guard-key-v2\n{base64.b64encode(bytes(32)).decode()}\n".encode(),
        f"{HEADER}\n{base64.b64encode(bytes(32)).decode()}\nmore\n".encode(),
        b"\xff" * 100,
        b"x" * 10_000,
    ],
)
def test_what_is_no_key_file_is_refused_without_showing_it(tmp_path, content):
    replace_file(tmp_path / "key", content)
    with pytest.raises(KeyFileError) as caught:
        load_key_file(tmp_path / "key")
    assert "base64" not in str(caught.value)
    assert "AAAA" not in str(caught.value)


def test_line_ends_of_another_system_are_fine(tmp_path):
    made = new_key_file(tmp_path / "key")
    replace_file(tmp_path / "key", (tmp_path / "key").read_bytes().replace(b"\n", b"\r\n"))
    assert load_key_file(tmp_path / "key") == made


@pytest.mark.parametrize("reference", ["", "@", "c2VjcmV0c2VjcmV0"])
def test_a_key_on_the_command_line_is_refused_and_not_echoed(reference):
    with pytest.raises(UsageError) as caught:
        load_key(reference)
    assert "c2Vj" not in str(caught.value)


@posix
def test_missing_folders_and_pipes_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe", 0o600)
    for name in ("missing", "pipe", "."):
        with pytest.raises(KeyFileError):
            read_secret_file(tmp_path / name, 100)


def test_a_failed_write_leaves_the_old_file_and_no_litter(tmp_path, monkeypatch):
    replace_file(tmp_path / "file", b"old")

    def full(_number):
        raise OSError(28, "no space")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        replace_file(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def _add_one(path, times):
    for _ in range(times):
        with locked(path):
            replace_file(path, str(int(path.read_text()) + 1).encode())


def test_the_lock_keeps_processes_apart(tmp_path):
    path = tmp_path / "count"
    replace_file(path, b"0")
    workers = [
        multiprocessing.get_context("fork").Process(target=_add_one, args=(path, 20)) for _ in range(3)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert path.read_text() == "60"
