"""What a clause that carries out a higher one says beside that: sentences that no phrase covers, numbers of its own."""

from queries.additions import Added, _of_clause

TEXT = "（一）办好助餐。新建食堂90家，送餐3万份。推广时间银行和邻里互助点。抓落实。（责任单位：市民政局）"


def clause(phrases: list[str], numbers: list[str]) -> list[Added]:
    """The additions of the clause at place 100, given what was aligned and what numbers go back to none."""
    spans = {
        "phrase": [(100 + TEXT.index(words), 100 + TEXT.index(words) + len(words)) for words in phrases],
        "number": [(100 + TEXT.index(words), 100 + TEXT.index(words) + len(words)) for words in numbers],
        "statement": [(100 + TEXT.index("（责任"), 100 + len(TEXT))],
    }
    places = {
        f"{name}_{end}": [span[i] for span in found]
        for name, found in spans.items()
        for i, end in enumerate(("starts", "ends"))
    }
    return list(
        _of_clause(
            {
                "clause": "x#一", "path": "一", "heading": "办好助餐", "quote": TEXT, "start": 100,
                "body_start": 100 + TEXT.index("新建"), "numbers": list(numbers), **places,
            }
        )
    )  # fmt: skip


def test_a_sentence_without_a_phrase_is_an_addition() -> None:
    found = clause(["新建食堂"], [])
    assert [(one.sentence, one.whole, one.numbers) for one in found] == [
        ("推广时间银行和邻里互助点。", True, ())
    ]
    assert TEXT[found[0].start - 100 : found[0].end - 100] == "推广时间银行和邻里互助点。"


def test_a_number_without_a_partner_is_an_addition_in_a_matched_sentence() -> None:
    found = clause(["新建食堂", "邻里互助点"], ["送餐3万份"])
    assert [(one.sentence, one.whole, one.numbers) for one in found] == [
        ("新建食堂90家，送餐3万份。", False, ("送餐3万份",))
    ]


def test_heading_statement_and_what_is_too_short_are_none() -> None:
    said = [one.sentence for one in clause(["新建食堂", "邻里互助点"], [])]
    assert said == []
