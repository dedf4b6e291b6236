"""Lineage: each kind of evidence by itself, what must always hold, and the measured figures as gates."""

from __future__ import annotations

import json
import math
import random
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.records import Document, Span
from loaders.link import lineage
from loaders.link.alignment import evidence, measures, phrases
from loaders.link.alignment.grams import grams, plain, profile, rarity
from loaders.link.alignment.measures import Measure, Sentence
from loaders.link.alignment.overlap import overlap
from loaders.link.alignment.phrases import Reasons
from loaders.link.lineage import Alignment

ROOT = Path(__file__).parents[2]

PARENT = [
    "建立产教融合型企业认证制度，落实金融、财政、土地组合式激励政策。",
    "建设十个省级公共实训基地，每年培训三万人次。",
    "支持民营医院参加医疗联合体，完善分级诊疗办法。",
    "开展老旧小区加装电梯，省财政按每部十万元给予补助。",
    "推行河湖长制，逐级签订水环境治理目标责任书。",
    "修订无偿献血条例，落实献血者及其亲属临床用血优惠。",
]
CHILD = [
    "健全产教融合型企业认证制度，采用金融、财政、土地组合式激励政策，调动企业积极性。",
    "建设两个市级公共实训基地，每年培训三千人次。",
    "鼓励民营医院参加医疗联合体，落实分级诊疗办法，方便群众就近就医。",
    "开展老旧小区加装电梯，市财政按每部五万元给予补助。",
    "推行河湖长制，逐级签订水环境治理目标责任书，定期通报水质。",
    "办好龙舟文化节，支持乡村旅游民宿发展。",
]
STRANGERS = [
    "规范机动车停放秩序，增设夜间临时泊位。",
    "办好全民健身运动会，开放学校体育场馆。",
    "推广秸秆还田技术，减少化肥施用量。",
    "清理废弃渔网渔具，保护近海生态。",
    "修缮革命旧址，编写地方志书。",
    "扩大电子发票应用范围，方便纳税人申领。",
]


def clauses(texts: list[str], aims: int | None = None, principle: int | None = None) -> tuple[Measure, ...]:
    """One measure a text, its sentences at their places in all texts put together."""
    found, place = [], 0
    for number, text in enumerate(texts):
        sentences = []
        for said in [part + "。" for part in text.split("。") if part]:
            sentences.append(Sentence(Span(place, place + len(said)), said))
            place += len(said)
        found.append(Measure(f"二/{number + 1}", tuple(sentences), number == aims, number == principle))
    return tuple(found)


def align(parent: list[str], child: list[str], **kinds: int) -> list[Alignment]:
    return lineage.align(profile(clauses(parent)), profile(clauses(child, **kinds)))


def pairs(found: list[Alignment]) -> set[tuple[str, str]]:
    return {(one.parent, one.child) for one in found}


# --- measures --------------------------------------------------------------------------------------------------------


def test_a_measure_is_its_sentences_without_the_statement(parse: Callable[..., Document]) -> None:
    text = (
        "一、完善机制。建立认证制度；落实激励政策。（责任单位：市教育局、市财政局）\n二、其他。办好展会。\n"
    )
    document = parse(text)
    found = measures.of_document(document)[0]
    said = [one.text for one in found.sentences]
    assert "".join(said) == "一、完善机制。建立认证制度；落实激励政策。"
    assert all(one.span.quote(document.source.text) == one.text for one in found.sentences)


@pytest.mark.parametrize(
    "closing",
    [
        "本方案自2023年2月1日起施行，有效期至2023年12月31日。",
        "国家有相关规定的，从其规定。",
        "（责任单位：某局等",
    ],
)
def test_how_long_a_document_holds_is_no_measure(parse: Callable[..., Document], closing: str) -> None:
    text = f"一、任务。建立认证制度。{closing}\n"
    said = "".join(one.text for one in measures.of_document(parse(text))[0].sentences)
    assert said == "一、任务。建立认证制度。"


def test_the_preamble_takes_no_part(parse: Callable[..., Document]) -> None:
    document = parse("为做好稳岗工作，制定本意见。\n一、任务。建立认证制度。\n")
    assert [one.id for one in measures.of_document(document)] == ["一"]


def test_principles_face_principles_and_aims_alone() -> None:
    measure, aims = Measure("1", ()), Measure("2", (), aims=True)
    principle = Measure("3", (), principle=True)
    assert not principle.faces(measure) and not measure.faces(principle)
    assert principle.faces(aims) and principle.faces(principle) and measure.faces(aims)
    assert measures.facing((measure,), (measure, principle)) == ((measure,), (measure,))


# --- grams ---------------------------------------------------------------------------------------------------------------


def test_levels_width_and_dates_do_not_tell_texts_apart() -> None:
    assert plain("2022年底前，全省建设５０个 示范区") == plain("全市建设50个示范县") == ["全市建设50个示范市"]


def test_grams_cross_no_mark() -> None:
    assert grams("互认、互转") == ["互认", "互转"]


def test_what_stands_everywhere_weighs_nothing_and_a_rare_gram_one() -> None:
    weights = rarity(20)
    assert weights[1] == 1
    assert all(a >= b for a, b in pairwise(weights))
    assert weights[20] < 0.001


# --- evidence ------------------------------------------------------------------------------------------------------------


def test_similarity_is_a_cosine() -> None:
    same = profile(clauses(PARENT))
    found = overlap(same, same).cosine
    assert [row[i] for i, row in enumerate(found)] == pytest.approx([1.0] * len(PARENT))
    assert all(0 <= value <= 1.0000001 for row in found for value in row)


def test_a_sentence_is_owned_by_who_shares_most_of_it() -> None:
    shares = [[10.0, 2.0, 0.0]]  # one sentence of clause 0; three clauses of the other document
    [row] = evidence.owned(shares, [[0]], 3)
    assert row[0] == pytest.approx(10.0)
    assert 0 < row[1] < 0.2
    assert row[2] == 0


def test_anchors_stand_out_from_chance_and_from_the_second_best() -> None:
    noise = [0.01, 0.02, 0.015, 0.012]
    found = evidence.anchors([[0.6, *noise], [*noise, 0.02], [0.3, 0.29, *noise[:3]]])
    assert found == [(0, 0)]


def test_order_is_kept_next_to_anchors_of_other_clauses() -> None:
    order = evidence.kept_order([(0, 0), (2, 2)], 3, 5)
    assert order[1][1] > order[1][3] > order[1][4]
    alone = evidence.kept_order([(1, 1)], 3, 3)
    assert alone[1] == [0, 0, 0]  # an anchor does not vouch for its own clause


def test_closeness_is_the_root_of_the_share_of_anchored_parents() -> None:
    same = evidence.evidence(profile(clauses(PARENT)), profile(clauses(PARENT)))
    assert same[0][0].closeness == 1
    strange = evidence.evidence(profile(clauses(PARENT)), profile(clauses(STRANGERS)))
    assert strange[0][0].closeness == 0


def test_more_evidence_never_lowers_the_score() -> None:
    low = evidence.Evidence(-2.0, 0.5, 0.3, 0.7)
    for field in evidence.Evidence._fields:
        more = low._replace(**{field: getattr(low, field) + 0.1})
        assert lineage.probability(more) > lineage.probability(low)


# --- alignments ----------------------------------------------------------------------------------------------------------


def test_measures_handed_down_are_found_and_others_are_not() -> None:
    found = align(PARENT, CHILD)
    direct = {(one.parent, one.child) for one in found if one.grade == "direct"}
    assert direct == {(f"二/{n}", f"二/{n}") for n in range(1, 6)}


def test_strangers_have_nothing_in_common() -> None:
    assert align(PARENT, STRANGERS) == []


@pytest.mark.parametrize(("parent", "child"), [([], []), (PARENT, []), ([], CHILD), (["。"], ["。"])])
def test_nothing_aligns_with_nothing(parent: list[str], child: list[str]) -> None:
    assert align(parent, child) == []


def test_each_alignment_shows_its_sentences_and_phrases() -> None:
    above, below = "".join(PARENT), "".join(CHILD)
    found = align(PARENT, CHILD)[0]
    assert [(m.parent.quote(above), m.child.quote(below)) for m in found.matches] == [(PARENT[0], CHILD[0])]
    quotes = [phrase.parent_quote for phrase in found.phrases]
    assert "产教融合型企业认证制度" in quotes and "土地组合式激励政策" in quotes
    for phrase in found.phrases:
        assert phrase.parent.quote(above) == phrase.parent_quote
        assert phrase.child.quote(below) == phrase.child_quote


def test_phrases_may_differ_in_level_and_keep_each_their_own_words() -> None:
    [parent], [child] = clauses(["省财政按每部给予补助。"]), clauses(["市财政按每部给予补助。"])
    reasons = Reasons(profile((parent,)), profile((child,)))
    [phrase] = reasons.phrases(parent, child)
    assert (phrase.parent_quote, phrase.child_quote) == ("省财政按每部给予补助", "市财政按每部给予补助")


def test_turned_alignments_swap_their_sides() -> None:
    one = align(PARENT, CHILD)[0]
    assert one.turned().phrases[0].parent == one.phrases[0].child
    assert one.turned().turned().phrases == one.phrases


def test_a_measure_ranks_before_the_aims_that_sum_it_up() -> None:
    summed = "。".join(text.rstrip("。") for text in CHILD[:4]) + "。"
    found = align(PARENT, [summed, *CHILD], aims=0)
    best = [one for one in found if one.parent == "二/2"]
    assert [one.child for one in best][:2] == ["二/3", "二/1"]
    assert best[0].score > best[1].score


# --- what must always hold -----------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_the_order_of_loading_and_of_sentences_does_not_matter(seed: int) -> None:
    draw = random.Random(seed)
    parent = ["".join(draw.sample(PARENT, 2)) for _ in range(5)]
    child = ["".join(draw.sample(CHILD, 2)) for _ in range(5)]
    found = align(parent, child)
    align(CHILD, STRANGERS)
    assert align(parent, child) == found
    turned = ["".join(reversed([part + "。" for part in text.split("。") if part])) for text in child]
    again = align(parent, turned)
    assert [(one.parent, one.child, one.grade, one.score) for one in again] == [
        (one.parent, one.child, one.grade, one.score) for one in found
    ]


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(len(PARENT))))
def test_similarity_and_ownership_follow_the_clauses_wherever_they_stand(order: list[int]) -> None:
    child = profile(clauses(CHILD))
    straight = evidence.evidence(profile(clauses(PARENT)), child)
    mixed = evidence.evidence(profile(clauses([PARENT[i] for i in order])), child)
    for place, i in enumerate(order):
        for one, other in zip(mixed[place], straight[i], strict=True):
            assert one.similarity == pytest.approx(other.similarity)
            assert one.owned == pytest.approx(other.owned)
            assert one.closeness == other.closeness


def test_similarity_is_the_same_from_both_sides() -> None:
    one, other = profile(clauses(PARENT)), profile(clauses(CHILD))
    there, back = evidence.evidence(one, other), evidence.evidence(other, one)
    for i, row in enumerate(there):
        for j, seen in enumerate(row):
            assert seen.similarity == pytest.approx(back[j][i].similarity)
            assert seen.owned == pytest.approx(back[j][i].owned)


def test_the_result_is_the_same_in_another_process() -> None:
    code = (
        "import json, sys; sys.path.insert(0, '.'); from loaders.link import lineage;"
        "from loaders.link.alignment.grams import profile;"
        "from loaders.link.alignment.measures import Measure, Sentence; from kg.records import Span;"
        "p, c = json.load(sys.stdin);"
        "m = lambda ts: profile([Measure(str(i), (Sentence(Span(0, len(t)), t),)) for i, t in enumerate(ts)]);"
        "print([(a.parent, a.child, a.score, a.evidence) for a in lineage.align(m(p), m(c))])"
    )
    out = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps([PARENT, CHILD]),
            env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(out) == 1


# --- scores -----------------------------------------------------------------------------------------------------------


def test_scores_are_probabilities() -> None:
    extreme = evidence.Evidence(math.log(1e-9), math.log(1e-9), 0.0, 0.0)
    assert lineage.probability(extreme) == 0
    assert lineage.probability(evidence.Evidence(0.0, 9.0, 3.0, 1.0)) == 1


def shared(above: str, below: str) -> list[str]:
    """The phrases of two clauses as the lower one says them, whatever they weigh."""
    up, down = ([Sentence(Span(0, len(said)), said) for said in text.split("|")] for text in (above, below))
    folded = [(one, phrases._folded(one)) for one in down]
    places = phrases._places(text for _, text in folded)
    return [
        phrase.child_quote
        for one in up
        for phrase in phrases._shared(one, folded, places, lambda _: 1.0, 1.0)
    ]


def test_a_phrase_does_not_cut_a_number() -> None:
    words = ("年培训量达400万人次以上，助力培养百万工匠。", "年培训量达到10万人次以上，助力培养百万工匠。")
    assert shared(*words) == ["年培训量达", "助力培养百万工匠"]


@pytest.mark.parametrize(
    ("above", "below", "found"),
    [
        pytest.param("深化“异地办”。", "深化“异地办”改革。", ["深化“异地办”"], id="quotes inside"),
        pytest.param(
            "推行河湖长制。", "办好展会。|全面推行河湖长制度。", ["推行河湖长制"], id="any sentence"
        ),
        pytest.param(
            "建设示范园区，做强产业", "示范园区里建设示范园区平台", ["建设示范园区"], id="the longest place"
        ),
        pytest.param("限3个工作日以内", "在5个工作日以内", [], id="numbers and units alone"),
        pytest.param("市级各部门要落实", "市级各部门要配合", [], id="who is addressed"),
        pytest.param("加快推进改革", "加快推进建设", [], id="how and not what"),
        pytest.param("护栏设施1.5万公里", "护栏设施1.2万公里", ["护栏设施"], id="a decimal"),
        pytest.param(
            "超10亿元的龙头企业", "超1亿元的龙头企业", ["龙头企业"], id="the unit of another number"
        ),
        pytest.param("支持企事业单位参与", "支持事业单位参与", [], id="half of a compound"),
        pytest.param("明确的重点事项", "全部的重点事项", ["重点事项"], id="a word that joins"),
    ],
)
def test_phrases_say_what_is_shared(above: str, below: str, found: list[str]) -> None:
    assert shared(above, below) == found


def test_a_bare_row_number_is_no_sentence(parse: Callable[..., Document]) -> None:
    found = measures.of_document(parse("一、任务。\n1234567\n建立认证制度。\n"))
    assert not [one.text for measure in found for one in measure.sentences if "1234567" in one.text]


@pytest.mark.parametrize(
    ("score", "grade", "weights", "told"),
    [
        (0.95, "direct", [6.0], "direct"),
        (0.95, "direct", [2.0, 2.0], "partial"),
        (0.95, "direct", [], "partial"),
        (0.65, "partial", [3.0, 2.0], "partial"),
        (0.65, "partial", [3.0], None),
        (0.1, "partial", [], "partial"),
    ],
)
def test_a_pair_without_words_of_its_own_is_partial_or_none(
    score: float, grade: lineage.Grade, weights: list[float], told: str | None
) -> None:
    one = lineage.Scored(0, 0, score, grade, evidence.Evidence(0, 0, 0, 0))
    assert lineage._in_words(one, weights) == told


def test_a_pair_that_is_nobody_s_first_choice_is_partial_at_most() -> None:
    nothing = evidence.Evidence(0, 0, 0, 0)
    places = ((0, 0, 0.99), (0, 1, 0.8), (1, 1, 0.98))
    rows = [lineage.Scored(i, j, score, "direct", nothing) for i, j, score in places]
    grades = [one.grade for one in lineage._first_choices(rows, frozenset())]
    assert grades == ["direct", "partial", "direct"]
    assert {one.grade for one in lineage._first_choices(rows, frozenset({1}))} == {"direct"}
