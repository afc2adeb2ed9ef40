"""The articles that load is made of: a file that is named, or else made-up ones."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from services.desk.inputs import Bad, articles_from
from services.desk.synthetic import articles
from shared.contracts.articles import Article
from shared.contracts.errors import Misconfigured

#: Environment variable that names an NDJSON file of articles to take instead of made-up ones.
VARIABLE = "COUNTERCOUNT_ARTICLES"
#: Made-up articles, where no file is named.
COUNT = 438


@dataclass(frozen=True, slots=True)
class Text:
    """One article of a load."""

    article: Article
    named: bool = False
    """Whether it comes from a file that somebody named."""

    def as_posted(self) -> dict[str, Any]:
        """The article as ingest takes it; what has no address of its own gets one."""
        at = self.article.published_at
        return {
            "url": self.article.url or f"https://load.example/{self.article.id}",
            "outlet": self.article.outlet,
            "title": self.article.title,
            "text": self.article.text,
            "published_at": at.isoformat() if at else None,
        }


def corpus(path: str = "", count: int = COUNT) -> tuple[Text, ...]:
    """The articles of the file, or of the variable's file, or so many made-up ones."""
    file = path or os.environ.get(VARIABLE, "")
    return tuple(_from_file(file)) if file else made_up(count)


def made_up(count: int) -> tuple[Text, ...]:
    """So many made-up articles."""
    return tuple(_made_up(given) for given in articles(count))


def is_named(texts: Sequence[Text]) -> bool:
    """Whether these articles come from a file."""
    return any(text.named for text in texts)


def _from_file(path: str) -> Iterator[Text]:
    for given in articles_from([path]):
        if isinstance(given, Bad):
            raise Misconfigured(f"expected articles, one a line: {given}")
        yield Text(given, named=True)


def _made_up(given: dict[str, Any]) -> Text:
    return Text(Article.model_validate({**given, "id": given["url"].removeprefix("https://")}))
