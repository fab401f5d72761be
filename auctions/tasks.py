"""Work in the background: what the time brings, the sample."""

from contextlib import suppress

from procrastinate.contrib.django import app

from auctions import news
from auctions.actions import sample, seals, sessions, tallies, watching
from gis.db.clock import clock


@app.periodic(cron="* * * * *")
@app.task(name="auctions.advance", queue="auctions", queueing_lock="auctions.advance", pass_context=False)
def advance(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives it
    """Open and close what is due, every minute."""
    sessions.advance_lots()


@app.periodic(cron="20 17 * * *")  # UTC: twenty past midnight in Việt Nam
@app.task(name="auctions.seal", queue="auctions", queueing_lock="auctions.seal", pass_context=False)
def seal(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives it
    """Sign what the chains of the log ended with, for every day that has no seal yet."""
    seals.seal_missing(actor=None)


@app.periodic(cron="*/5 * * * *")
@app.task(name="auctions.fold_tallies", queue="auctions", queueing_lock="auctions.fold_tallies")
def fold_tallies(timestamp: int) -> None:  # noqa: ARG001 - as above
    """Keep the sums beside the lots short."""
    tallies.fold_tallies_when_many()


@app.task(name=sample.TASK, queue=sample.QUEUE)
def make_sample() -> None:
    """Make the auctions of the sample, once."""
    with suppress(sample.NoSample):
        sample.make_sample()


@app.periodic(cron="* * * * *")
@app.task(name=news.TASK, queue=news.QUEUE, queueing_lock=news.TASK)
def match_news(timestamp: int = 0) -> None:  # noqa: ARG001 - ordered with each piece of news; every minute for lost orders
    """Tell who follows lots and searches."""
    watching.match_news(now=clock())


@app.periodic(cron="0 0 * * *")  # UTC: seven in the morning
@app.task(name="auctions.digest", queue=news.QUEUE, queueing_lock="auctions.digest")
def send_digests(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives it
    """One message a day for who asked for that."""
    watching.send_digests(now=clock())
