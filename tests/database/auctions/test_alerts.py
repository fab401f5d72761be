"""Following lots and searches: what is matched, who is told, once, and only after a yes."""

import random
from datetime import timedelta

import pytest
from django.db import connection

from auctions import criteria
from auctions.actions import lots, watching
from auctions.errors import BadTerms
from auctions.models import Lot, LotNews, Watch
from auctions.workflow import LotState, NewsKind
from gis import layers
from gis.http.problems import NotFound
from gis.query.params import Params
from gis.query.question import read_question
from notices.actions import confirm, stop
from notices.models import Contact, Message
from notices.tokens import confirm_token, stop_token
from notices.workflow import CONFIRM
from tests.factories import auctions
from tests.factories.land import land_use, person, plot

pytestmark = pytest.mark.django_db
NOW = auctions.POSTED


def follow(address="nguoi@example.vn", **what):
    own = {"actor": None, "channel": "email", "address": address, "language": "vi", "title": "Đất ở", "now": NOW}
    return watching.follow(**own | what)


def say_yes(contact):
    """The link of the confirmation that was sent last."""
    message = Message.objects.filter(contact=contact, kind=CONFIRM).order_by("-created_at", "-id").first()
    confirm(actor=None, token=confirm_token(contact, message.data["wish"]), now=NOW)


def news(lot, kind=NewsKind.POSTED, at=NOW + timedelta(minutes=1)):
    return LotNews.objects.create(lot=lot, kind=kind, at=at, lot_version=lot.version)


def alerts():
    return Message.objects.filter(kind=watching.ALERT)


def public_lot(**values):
    who = values.pop("who", None) or auctions.people()
    values.setdefault("plot", plot(managing_agency=who.owner))
    lot = auctions.planned(who, **values)
    lot = lots.publish_lot(actor=who.manager, lot=lot, level="public", now=auctions.START)
    LotNews.objects.all().delete()
    return lot


def test_follow__nothing_before_the_owner_of_the_address_says_yes():
    lot = public_lot()
    contact = follow(params={"land_use": "ODT"}, query="land_use=ODT")
    news(lot)
    assert watching.match_news(now=NOW + timedelta(minutes=2)) == 0
    say_yes(contact)
    news(lot, at=NOW + timedelta(minutes=3))
    assert watching.match_news(now=NOW + timedelta(minutes=4)) == 1
    assert alerts().get().contact == contact
    assert watching.match_news(now=NOW + timedelta(minutes=5)) == 0


def test_follow__other_wishes_of_a_confirmed_address__wait_for_their_own_yes():
    """Who types a stranger's confirmed address must not fill their mailbox."""
    lot = public_lot()
    contact = follow(params={}, query="")
    say_yes(contact)
    follow(params={"land_use": "ODT"}, query="land_use=ODT")
    assert Watch.objects.standing().filter(contact=contact).count() == 1
    news(lot)
    assert watching.match_news(now=NOW + timedelta(minutes=2)) == 1


def test_follow__own_confirmed_address__begins_at_once():
    user = person("nhadautu")
    contact = follow()
    say_yes(contact)
    Contact.objects.filter(pk=contact.pk).update(user=user)
    follow(actor=user, params={"stage": "open"}, query="stage=open")
    assert Watch.objects.standing().filter(query="stage=open").exists()


def test_follow__one_lot__is_told_everything_of_it_and_nothing_of_others():
    mine, other = public_lot(), public_lot(name="Lô khác")
    say_yes(follow(lot=mine, title=mine.code))
    for lot in (mine, other):
        news(lot, NewsKind.CORRECTED)
    watching.match_news(now=NOW + timedelta(minutes=2))
    (row,) = alerts().get().data["lots"]
    assert (row["code"], row["kind"]) == (mine.code, "corrected")


def test_follow__internal_lot():
    who = auctions.people()
    lot = auctions.planned(who)
    with pytest.raises(NotFound):
        follow(lot=lot, title=lot.code)


def test_follow__a_condition_that_cannot_be_saved__is_named():
    with pytest.raises(BadTerms, match="venue"):
        follow(params={"venue": "Hội trường"}, query="venue=x")


def test_stop__ends_it_all():
    lot = public_lot()
    contact = follow(lot=lot, title=lot.code)
    say_yes(contact)
    stop(actor=None, token=stop_token(contact), now=NOW)
    news(lot)
    watching.match_news(now=NOW + timedelta(minutes=2))
    assert not alerts().exists()
    assert not Watch.objects.standing().exists()


def test_acts__make_news_that_is_matched__posting_within_the_transaction():
    who = auctions.people()
    lot = auctions.brought_to(LotState.ORG_CONTRACTED, who)
    auctions.make_ready(who, lot)
    lots.publish_lot(actor=who.manager, lot=lot, level="public", now=NOW - timedelta(days=1))
    assert LotNews.objects.get(lot=lot).kind == NewsKind.PLANNED


def test_news_of_long_ago__alerts_nobody():
    """The sample backdates its acts."""
    lot = public_lot()
    say_yes(follow(lot=lot, title=lot.code))
    auctions.make_ready(auctions.people(), lot)
    assert not LotNews.objects.filter(matched_at=None).exists()


def test_digest__one_message_a_day_of_all_daily_searches():
    lot, other = public_lot(), public_lot(name="Lô hai")
    contact = follow(params={"land_use": "ODT"}, query="land_use=ODT", daily=True)
    say_yes(contact)
    follow(params={"stage": "upcoming"}, query="stage=upcoming", daily=True)
    say_yes(contact)
    news(lot), news(other)
    assert watching.match_news(now=NOW + timedelta(minutes=2)) == 0
    morning = NOW + timedelta(hours=5)
    assert watching.send_digests(now=morning) == 1
    message = Message.objects.get(kind=watching.DIGEST)
    assert {row["code"] for row in message.data["lots"]} == {lot.code, other.code}
    assert watching.send_digests(now=morning + timedelta(minutes=10)) == 0


def _some_lots(dice):
    """Lots that differ in everything a search can ask for."""
    who = auctions.people()
    land_use("TMD", "Đất thương mại, dịch vụ")
    made = []
    for index in range(14):
        lot = public_lot(
            who=who,
            plot=plot(managing_agency=who.owner, side=dice.choice([10.0, 20.0, 40.0])),
            name=f"Lô {dice.choice('ABC')}{index}",
            right=dice.choice(["", "allocated", "leased_once"]),
            term_kind=dice.choice(["", "long"]),
            bidders=dice.choice([[], ["person"], ["person", "organisation"]]),
            sale_by=dice.choice(["", "lot", "project"]),
            land_use_id=dice.choice([None, "ODT", "TMD"]),
        )
        price = dice.choice([None, 10_000_000, 10_000_001, 500_000_000])
        Lot.objects.filter(pk=lot.pk).update(
            start_price_amount=price,
            deposit_amount=price and price // 10,
            distance_coast_m=dice.choice([None, 100, 5_000]),
            files_until=dice.choice([None, auctions.FILES_UNTIL, auctions.FILES_UNTIL + timedelta(hours=8)]),
            session_at=dice.choice([None, auctions.SESSION]),
        )
        made.append(lot)
    return made


def _some_search(dice):
    """Parameters as the list's form sends them."""
    ways = {
        "stage": ["upcoming", "open", "upcoming,open"],
        "right": ["allocated", "none", "allocated,none"],
        "term_kind": ["long", "none"],
        "bidders": ["person", "organisation"],
        "sale_by": ["lot", "project,none"],
        "land_use": ["ODT", "TMD,none", "none"],
        "missing": ["price", "title,access"],
        "start_price": ["10000000..", "..10000000", "10000000..10000001"],
        "deposit": ["..1000000"],
        "area_m2": ["100..400", "400.."],
        "distance_coast_m": ["..100", "101.."],
        "files_until_on": ["2026-09-10..", "..2026-09-09"],
        "session_on": ["2026-09-11..2026-09-11"],
        "q": ["lo a", "Lô B", "b1"],
        "bbox": ["107.0,10.3,107.2,10.4", "107.5,10.5,107.6,10.6"],
    }
    names = dice.sample(sorted(ways), dice.randint(0, 3))
    return {name: dice.choice(ways[name]) for name in names}


def test_matching__is_what_the_list_shows():
    """300 random searches: the database's matching and the list of lots agree on every lot."""
    dice = random.Random(11)
    made = _some_lots(dice)
    pieces = {news(lot).pk: lot.code for lot in made}
    layer = layers.get("lots")
    contact = follow()
    found = 0
    for number in range(300):
        params = _some_search(dice)
        own = {"contact": contact, "title": "x", "query": f"{number}", "created_at": NOW, "active_from": NOW}
        watch = Watch.objects.create(**own, **criteria.criteria_of(params))
        question = read_question(layer, None, Params({name: [value] for name, value in params.items()}))
        wanted = set(question.rows().using("default").values_list("code", flat=True))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT news FROM auctions_matches_v2(%s, %s, false) WHERE watch = %s",
                [min(pieces), max(pieces), watch.pk],
            )
            matched = {pieces[row[0]] for row in cursor.fetchall()}
        assert matched == wanted, params
        found += bool(wanted) and len(wanted) < len(made)
    assert found > 100  # searches that neither take nor leave everything
