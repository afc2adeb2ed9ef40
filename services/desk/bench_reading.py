"""How fast and how evenly articles are read on one core, beside what others do with the same texts."""

from __future__ import annotations

import gc
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from statistics import median, quantiles

from services.desk.corpus import Text
from services.extract.core.reader import read
from shared.contracts.articles import Article

#: Runs of which the median is told.
RUNS = 3
#: Articles that quantulum3 is given: it takes a sixth of a second for each.
SLOW_SAMPLE = 12
FLAT_ARTICLES = 100_000


def rows(texts: Sequence[Text], thorough: bool) -> Iterator[tuple[str, str]]:
    """What was measured, as label and value."""
    articles = [text.article for text in texts]
    for article in articles[:50]:
        read(article)
    gc.collect()
    rates = [len(articles) / _seconds(lambda: [read(a) for a in articles]) for _ in range(RUNS)]
    yield "read, one core", f"{median(rates):,.0f} articles/s"
    each = _each(articles)
    p = quantiles(each, n=100)
    yield (
        "read, one article",
        f"p50 {p[49] * 1000:.2f} ms, p99 {p[98] * 1000:.2f} ms, worst {max(each) * 1000:.1f} ms",
    )
    yield from _others(articles)
    yield from _memory(articles, FLAT_ARTICLES if thorough else FLAT_ARTICLES // 10)


def _each(articles: Sequence[Article]) -> list[float]:
    """Seconds of each article: the least of the runs, so that what else the machine does is left out."""
    runs = [[_seconds(lambda a=article: read(a)) for article in articles] for _ in range(RUNS)]  # type: ignore[misc]
    return [min(times) for times in zip(*runs, strict=True)]


def _memory(articles: Sequence[Article], count: int) -> Iterator[tuple[str, str]]:
    def read_some(number: int) -> None:
        for place in range(number):
            read(articles[place % len(articles)])

    read_some(len(articles))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    read_some(count)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    yield f"memory over {count:,} articles", f"{grown:+.1f} MB beyond {before / 1024:.0f} MB"


def _others(articles: Sequence[Article]) -> Iterator[tuple[str, str]]:
    try:
        import spacy

        pipeline = spacy.blank("en")
        pipeline.add_pipe("sentencizer")
        rate = len(articles) / _seconds(lambda: [pipeline(a.text) for a in articles])
        yield "  beside: spaCy, tokenizer and sentencizer alone", f"{rate:,.0f} articles/s"
    except ImportError:
        yield "  beside: spaCy", "not installed (pip install -r requirements-bench.lock)"
    try:
        from quantulum3 import parser

        sample = articles[:: max(1, len(articles) // SLOW_SAMPLE)][:SLOW_SAMPLE]
        parser.parse("It weighs 2 kg.")
        rate = len(sample) / _seconds(lambda: [parser.parse(a.text) for a in sample])
        yield f"  beside: quantulum3, {len(sample)} of the articles", f"{rate:,.1f} articles/s"
    except ImportError:
        yield "  beside: quantulum3", "not installed (pip install -r requirements-bench.lock)"


def _seconds(call: Callable[[], object]) -> float:
    """Seconds of one core: what other programs do meanwhile does not count."""
    began = time.process_time()
    call()
    return time.process_time() - began
