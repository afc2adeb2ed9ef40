"""What counts as an article on the command line, and what is said of the rest."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import orjson
import pytest

from services.desk.inputs import Bad, articles_in, moment_of
from shared.contracts.articles import Article


def articles(raw: bytes | str, name: str = "-") -> list[Article | Bad]:
    """What a source of this name and content holds."""
    return list(articles_in(BytesIO(raw.encode() if isinstance(raw, str) else raw), name))


def line(**fields: Any) -> str:
    """One NDJSON line with defaults."""
    return orjson.dumps({"doc": "a", "text": "Two people died."} | fields).decode()


def test_plain_text_is_one_article_under_its_file_name() -> None:
    assert articles("Two people died.\nSo it was said.", "report.txt") == [
        Article(id="report.txt", text="Two people died.\nSo it was said.")
    ]


def test_text_that_starts_with_empty_lines_loses_only_those() -> None:
    (found,) = articles("\n\nTwo people died.", "report.txt")
    assert isinstance(found, Article)
    assert found.text.strip() == "Two people died."


def test_each_line_is_an_article_in_order() -> None:
    found = articles("\n".join(line(doc=name) for name in "abc"))
    assert [a.id for a in found if isinstance(a, Article)] == ["a", "b", "c"]


@pytest.mark.parametrize("key", ["doc", "id"])
def test_doc_or_id_names_the_article(key: str) -> None:
    (found,) = articles(orjson.dumps({key: 17, "text": "x"}))
    assert isinstance(found, Article)
    assert found.id == "17"


def test_line_without_a_name_is_named_by_its_number() -> None:
    (_, found) = articles(line() + "\n" + orjson.dumps({"text": "x"}).decode())
    assert isinstance(found, Article)
    assert found.id == "line-2"


@pytest.mark.parametrize(
    "stated",
    ["4/5/2017", "04/05/2017", "2017-04-05", "2017-04-05T00:00:00Z", "2017-04-05T02:00:00+02:00"],
)
def test_dates_are_read_as_month_day_year_or_iso(stated: str) -> None:
    assert moment_of(stated).astimezone(UTC) == datetime(2017, 4, 5, tzinfo=UTC)


def test_published_at_goes_before_date() -> None:
    (found,) = articles(line(date="1/1/2001", published_at="2017-04-05T10:00:00Z"))
    assert isinstance(found, Article)
    assert found.published_at == datetime(2017, 4, 5, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("{", "expected one JSON object"),
        ("[1]", "expected a JSON object, got a list"),
        ('{"doc": "a"}', 'expected "text" to be a string, got None'),
        ('{"text": 5}', 'expected "text" to be a string, got 5'),
        (line(date="yesterday"), "expected a date as m/d/yyyy or yyyy-mm-dd, got 'yesterday'"),
        (line(date="13/13/2017"), "expected a date"),
        (line(date="1/1/99999"), "expected a date"),
        (line(title=["x"]), '"title"'),
        ('{"text": "\\ud800"}', "expected one JSON object"),
        ('{"text": NaN}', "expected one JSON object"),
        ('{"text": ' + "[" * 100_000, "expected one JSON object"),
    ],
)
def test_bad_line_is_told_with_its_number_and_the_others_go_on(bad: str, says: str) -> None:
    before, wrong, after = articles("\n".join([line(doc="1"), bad, line(doc="3")]))
    assert isinstance(wrong, Bad)
    assert (wrong.line, says in wrong.reason) == (2, True), wrong.reason
    assert [a.id for a in (before, after) if isinstance(a, Article)] == ["1", "3"]


def test_first_line_that_is_no_json_does_not_hide_that_the_rest_is() -> None:
    wrong, good = articles("oops\n" + line())
    assert isinstance(wrong, Bad)
    assert isinstance(good, Article)


def test_page_is_read_for_its_article() -> None:
    words = "The ministry said on Saturday that 158 soldiers had been killed since Sunday. " * 3
    body = f"<nav>Home</nav><article><p>{words}</p></article>"
    page = f"<html><head><title>Front line</title></head><body>{body}</body></html>"
    (found,) = articles(page, "page.html")
    assert isinstance(found, Article)
    assert "158 soldiers" in found.text
    assert "Home" not in found.text


def test_nothing_is_no_article() -> None:
    assert articles("") == []
    assert articles("\n \n") == []
