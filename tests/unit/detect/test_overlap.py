from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pii_guard.detect.overlap import LOOK_ALIKE, resolve
from pii_guard.detect.types import Detection, Whose


def found(start, end, kind="EMAIL_ADDRESS", score=0.8, **more):
    return Detection(start, end, kind, score, more.pop("recognizer", "r"), **more)


def test_longest_then_score_then_type():
    assert resolve([found(0, 5), found(2, 9)]) == [found(2, 9)]
    assert resolve([found(0, 5, score=0.5), found(0, 5, "IBAN_CODE", 0.9)]) == [found(0, 5, "IBAN_CODE", 0.9)]
    assert resolve([found(0, 5, "B_TYPE"), found(0, 5, "A_TYPE")]) == [found(0, 5, "A_TYPE")]


def test_personal_wins_over_not_personal():
    assert resolve([found(0, 30, "URL"), found(4, 20)], weak_types={"URL"}) == [found(4, 20)]


def test_neighbours_are_not_merged():
    assert len(resolve([found(0, 5), found(5, 9)])) == 2


def test_look_alike_silences_what_it_explains():
    assert resolve([found(0, 9, LOOK_ALIKE, 0.9), found(2, 6, score=0.6)]) == []
    assert resolve([found(0, 9, LOOK_ALIKE, 0.5), found(2, 6, score=0.6)]) == [found(2, 6, score=0.6)]
    assert resolve([found(0, 9, LOOK_ALIKE, 0.9), found(2, 12, score=0.6)]) == [found(2, 12, score=0.6)]


def test_a_fact_is_no_form_that_a_look_alike_could_explain():
    amount = found(2, 6, "AMOUNT_CUE", 0.7)
    assert resolve([found(0, 9, LOOK_ALIKE, 0.9), amount]) == [amount]


def test_an_identifier_inside_an_open_ended_phrase_comes_first():
    number = found(10, 15, "HR_OIB", 0.6)
    assert resolve([found(0, 20, "PURCHASE_CUE", 0.7), number]) == [number]


def test_whose_is_not_lost():
    winner = resolve(
        [
            found(0, 5, score=0.9),
            found(0, 5, score=0.8, whose=Whose.REQUESTER, ref="c1", recognizer="directory"),
        ]
    )[0]
    assert (winner.whose, winner.ref, winner.score) == (Whose.REQUESTER, "c1", 0.9)


spans = st.builds(
    lambda start, size, kind, score: found(start, start + size, kind, score),
    st.integers(0, 60),
    st.integers(1, 12),
    st.sampled_from(["EMAIL_ADDRESS", "PHONE_NUMBER", "URL", LOOK_ALIKE]),
    st.sampled_from([0.5, 0.7, 0.9]),
)


@given(st.lists(spans, max_size=25), st.randoms())
def test_no_two_overlap_and_order_does_not_matter(candidates, random):
    kept = resolve(candidates, weak_types={"URL"})
    assert all(a.end <= b.start for a, b in pairwise(kept))
    shuffled = candidates[:]
    random.shuffle(shuffled)
    assert resolve(shuffled, weak_types={"URL"}) == kept


@given(st.lists(spans, max_size=25))
def test_nothing_real_goes_without_a_reason(candidates):
    kept = resolve(candidates)
    alike = [c for c in candidates if c.entity_type == LOOK_ALIKE]
    for candidate in candidates:
        if candidate.entity_type == LOOK_ALIKE or candidate in kept:
            continue
        explained = any(
            a.start <= candidate.start and candidate.end <= a.end and candidate.score <= a.score
            for a in alike
        )
        assert explained or any(k.start < candidate.end and candidate.start < k.end for k in kept)


def test_what_is_proven_wins_over_what_is_longer():
    card = found(4, 20, "CREDIT_CARD", 0.9, why=("checksum_ok",))
    reference = found(4, 24, "ORDER_ID", 0.95)
    assert resolve([reference, card]) == [card, found(20, 24, "ORDER_ID", 0.95, why=("rest",))]
    known = found(0, 6, "PHONE_NUMBER", 0.99, recognizer="known", whose=Whose.THIRD_PARTY)
    assert resolve([found(0, 6, "ORDER_ID", 0.99), known])[0] == known


def test_a_tentative_finding_does_not_displace_a_sure_one():
    mail = found(6, 20, score=0.95)
    kept = resolve([found(0, 12, "ORDER_ID", 0.55), mail])
    assert kept == [found(0, 6, "ORDER_ID", 0.55, why=("rest",)), mail]


@given(st.lists(spans, max_size=25))
def test_no_half_of_a_value_is_left(candidates):
    """What stands in any personal finding is covered, but for rests of one or two characters."""
    kept = resolve(candidates, weak_types={"URL"})
    alike = [c for c in candidates if c.entity_type == LOOK_ALIKE]
    covered = {i for k in kept for i in range(k.start, k.end)}
    for c in candidates:
        explained = any(a.start <= c.start and c.end <= a.end and c.score <= a.score for a in alike)
        if c.entity_type in {LOOK_ALIKE, "URL"} or explained:
            continue
        bare = "".join("1" if i in covered else "0" for i in range(c.start, c.end))
        assert "000" not in bare
