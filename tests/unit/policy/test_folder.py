from __future__ import annotations

from pathlib import Path

import pytest

from pii_guard.errors import PolicyError
from pii_guard.policy.loader import PolicySet

FORUM = "id: forum\nextends: social_public\n"


def write(root, name, text=FORUM):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("chanels.yaml", r"chanels\.yaml"),
        ("chanels/forum.yaml", "chanels"),
        ("reasons.yml", r"reasons\.yml: .*ending"),
        ("channels/forum.yml", r"channels/forum\.yml: .*ending"),
        ("channels/more/forum.yaml", "channels/more"),
        ("channels/forum.txt", r"channels/forum\.txt"),
        ("recognizers/more/ours.yml", r"recognizers/more/ours\.yml"),
        ("cases/ours.yml", r"cases/ours\.yml"),
        ("languages/sv/cues.yaml", "languages: .*not read"),
        ("reasons.yaml/x", r"reasons\.yaml"),
        ("recognizers", "recognizers: must be a folder"),
    ],
)
def test_what_would_not_be_read_is_refused_by_name(tmp_path, name, told):
    write(tmp_path, "channels/ours.yaml", FORUM.replace("forum", "ours"))
    write(tmp_path, name)
    with pytest.raises(PolicyError, match=told) as error:
        PolicySet.load(tmp_path)
    assert "channels/*.yaml" in error.value.hint
    assert "detection.yaml" in error.value.hint


@pytest.mark.parametrize("name", [None, "README.md", ".gitignore"])
def test_a_folder_that_holds_nothing_to_read_is_an_error(tmp_path, name):
    if name:
        write(tmp_path, name)
    with pytest.raises(PolicyError, match="nothing that is read"):
        PolicySet.load(tmp_path)


def test_notes_for_people_and_their_tools_may_lie_anywhere(tmp_path):
    for name in ("README.md", ".gitignore", "channels/README", "channels/forum.yaml", "recognizers/.keep"):
        write(tmp_path, name)
    assert "forum" in PolicySet.load(tmp_path).ids()


def test_a_folder_that_cannot_be_read_is_an_error(tmp_path, monkeypatch):
    write(tmp_path, "channels/forum.yaml")
    listed = Path.iterdir

    def iterdir(path):
        if path.name == "channels":
            raise PermissionError
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    with pytest.raises(PolicyError, match="channels: the folder cannot be read"):
        PolicySet.load(tmp_path)
