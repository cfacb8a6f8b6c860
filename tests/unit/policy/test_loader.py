from __future__ import annotations

import pytest

from pii_guard.errors import PolicyError, UsageError
from pii_guard.policy.loader import PolicySet

CHANNELS = {
    "social_public", "social_dm", "email", "live_chat", "sms", "ticket",
    "internal_note", "kb_article", "call_transcript", "llm_prompt",
}  # fmt: skip

OWN = """
id: forum
title: Our forum
extends: social_public
max_length: 500
rules:
  - {id: our_orders, types: [ORDER_ID], action: allow}
"""


def folder(tmp_path, **files):
    (tmp_path / "channels").mkdir()
    for name, text in files.items():
        (tmp_path / "channels" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_bundled_channels_are_all_there():
    assert set(PolicySet.load().ids()) == CHANNELS


def test_every_bundled_channel_loads_and_ends_with_a_rule_for_whatever_is_left():
    for policy in PolicySet.load():
        assert policy.rules[-1].takes_everything
        assert policy.stored[-1].takes_everything
        assert policy.rules[-1].action != "allow"


def test_an_unknown_channel_is_a_usage_error_that_lists_the_known_ones():
    with pytest.raises(UsageError) as error:
        PolicySet.load().channel("carrier_pigeon")
    assert "social_public" in error.value.hint
    assert "carrier_pigeon" not in str(error.value)


def test_files_that_are_only_extended_are_no_channels():
    with pytest.raises(UsageError):
        PolicySet.load().channel("_private")


def test_a_channel_of_ones_own_puts_its_rules_before_those_it_extends(tmp_path):
    policy = PolicySet.load(folder(tmp_path, forum=OWN)).channel("forum")
    assert policy.rules[0].id == "our_orders"
    assert len(policy.rules) == len(PolicySet.load().channel("social_public").rules) + 1
    assert policy.max_length == 500
    assert policy.private_channel == "social_dm"


def test_the_digest_changes_with_the_policy(tmp_path):
    before = PolicySet.load(folder(tmp_path, forum=OWN))
    first, first_all = before.channel("forum").digest, before.digest
    (tmp_path / "channels" / "forum.yaml").write_text(OWN.replace("500", "501"), encoding="utf-8")
    after = PolicySet.load(tmp_path)
    assert after.channel("forum").digest != first
    assert after.digest != first_all
    assert after.channel("email").digest == PolicySet.load().channel("email").digest


def test_a_bundled_channel_is_never_replaced_silently(tmp_path):
    with pytest.raises(PolicyError, match="bundled channel of this name"):
        PolicySet.load(folder(tmp_path, email="id: email\nextends: _private\n"))


def test_a_bundled_channel_is_replaced_when_the_file_says_so(tmp_path):
    text = "id: email\nreplaces: true\nextends: _private\ntitle: Ours\n"
    assert PolicySet.load(folder(tmp_path, email=text)).channel("email").title == "Ours"


def test_a_bundled_channel_can_be_extended_under_its_own_name(tmp_path):
    text = "id: email\nextends: email\nmax_length: 5000\n"
    policy = PolicySet.load(folder(tmp_path, email=text)).channel("email")
    assert policy.max_length == 5000
    assert policy.rules == PolicySet.load().channel("email").rules


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("id: forum\nextends: social_public\nmax_lenght: 10\n", r"forum\.yaml:3: max_lenght"),
        (
            "id: forum\nextends: social_public\nrules:\n  - {id: x, typos: [A], action: allow}\n",
            r"forum\.yaml:4",
        ),
        ("id: forum\nextends: social_public\nrules:\n  - {id: x, action: shrug}\n", r"forum\.yaml:4"),
        ("id: forum\nextends: nowhere\n", "extends 'nowhere'"),
        ("id: forum\nextends: forum\n", "extends itself"),
        ("id: other\nextends: social_public\n", "must be the file's name"),
        (
            "id: forum\nextends: social_public\nrules:\n  - {id: x, action: block, reason: no_such}\n",
            "has no text",
        ),
        (
            "id: forum\nextends: social_public\nrules:\n  - {id: x, types: ['@zoo'], action: allow}\n",
            "no group '@zoo'",
        ),
        (
            "id: forum\nextends: social_public\nrules:\n  - {id: x, action: redact, operator: shred, reason: opinion}\n",
            "unknown operator",
        ),
        ("id: forum\nextends: social_public\nprivate_channel: cellar\n", "private_channel: unknown"),
        ("id: forum\n", "last rule"),
        ("id: forum\nextends: email\nthresholds:\n  default: 7\n", r"forum\.yaml:4: thresholds"),
        ("id: forum\nextends: email\nthresholds: {PERSON: .nan}\n", r"forum\.yaml:3: thresholds"),
        ("id: forum\nextends: email\nthresholds: {PASWORD: 0.5}\n", r"forum\.yaml:3: .*called PASWORD"),
        ("id: forum\nextends: email\ngroups: {ours: [PASWORD]}\n", r"forum\.yaml:3: .*called PASWORD"),
        (
            "id: forum\nextends: email\nrules:\n  - {id: x, types: [PASWORD], action: allow}\n",
            r"forum\.yaml:4: rules: x: no entity type is called PASWORD",
        ),
        (
            "id: forum\nextends: email\nstored:\n  - {id: x, data: [user.nope.*], action: allow}\n",
            r"forum\.yaml:4: stored: x: no data category is called user\.nope",
        ),
        (
            "id: forum\nextends: email\nrules:\n  - {id: x, data: [user.contact.emai], action: allow}\n",
            "no data category",
        ),
    ],
)
def test_what_is_wrong_in_a_users_file_is_named_with_its_place(tmp_path, text, place):
    with pytest.raises(PolicyError, match=place):
        PolicySet.load(folder(tmp_path, forum=text))


def test_extends_may_not_go_round(tmp_path):
    one, two = "id: one\nextends: two\n", "id: two\nextends: one\n"
    with pytest.raises(PolicyError, match="goes round"):
        PolicySet.load(folder(tmp_path, one=one, two=two))


def test_a_folder_that_does_not_exist_is_an_error_and_not_an_empty_policy(tmp_path):
    with pytest.raises(PolicyError):
        PolicySet.load(tmp_path / "nowhere")


def test_nothing_is_read_from_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(folder(tmp_path, forum=OWN))
    assert set(PolicySet.load().ids()) == CHANNELS


def test_an_unknown_purpose_is_a_usage_error_that_lists_the_known_ones():
    with pytest.raises(UsageError) as error:
        PolicySet.load().channel("email").purpose("marketing.surprise")
    assert "support.general" in error.value.hint


def test_error_texts_are_ours_and_not_the_library_s(tmp_path):
    text = "id: forum\nextends: email\nrules:\n  - {id: x, action: block}\n"
    with pytest.raises(PolicyError, match=r"rules\.0: a rule that does not allow needs a reason"):
        PolicySet.load(folder(tmp_path, forum=text))


def test_types_that_a_foreign_engine_brings_may_be_used_in_rules(tmp_path):
    text = "id: forum\nextends: email\nrules:\n  - {id: x, types: [MEDICAL_LICENSE], action: allow}\n"
    folder(tmp_path, forum=text)
    (tmp_path / "detection.yaml").write_text(
        "version: 1\npresidio: {engine: 'a:b', entities: [MEDICAL_LICENSE]}\n", encoding="utf-8"
    )
    assert "forum" in PolicySet.load(tmp_path).ids()
