"""The one search box, plots."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from gis.text.queries import parse_query
from land import vocabulary
from land.actions import create_plots, publish_plot, remove_plot
from land.actions.vocabulary import refresh_vocabulary
from land.models import SearchWord
from land.search import find_plots
from land.workflow import PublishLevel

ANYONE = AnonymousUser()


@pytest.fixture
def plots(register):
    unit, old = register.unit.uid, register.old_unit.uid
    made = create_plots(
        actor=None,
        drafts=[
            register.draft(
                name="Khu đất trống góc đường Nguyễn An Ninh",
                address="12 Nguyễn An Ninh",
                sheet_number="112",
                parcel_number="345",
                unit_at_record_id=old,
                parcels=[(old, "12", "345", None, date(2025, 7, 1)), (unit, "112", "345", date(2025, 7, 1), None)],
            ),
            register.draft(dx=40, name="Trường Mầm non Hoa Mai (cũ)", sheet_number="7", parcel_number="9"),
            register.draft(dx=80, name="Khu đất Nguyễn An Ninh 2", publish_level="internal", published_on=None),
        ],
    )
    refresh_vocabulary()
    vocabulary.forget()
    return made


def codes(text, user=ANYONE, units=()):
    return [plot.code for plot in find_plots(user, parse_query(text), list(units))]


@pytest.mark.parametrize(
    "text",
    [
        "BRVT-000001",
        "brvt1",
        "tờ 112 thửa 345",
        "thua 345 to 112",
        "tờ 12 thửa 345",  # the sheet's number before the merger
        "nguyễn an ninh",
        "nguyen an ninh",
        "NINH nguyen",
        "nguyen an nin",
        "nguyan an ninh",
        "nugyen an ninh",  # two letters swapped
        "nguyenn an ninh",
        "goc duong nguyen an ninh quan",  # a word that no plot has
        "goc duong nguyen an ninh phuong 10",
    ],
)
def test_find_plots(plots, text):
    assert codes(text)[0] == "BRVT-000001"


def test_find_plots__marks_are_not_needed_but_do_no_harm(plots):
    assert codes("truong mam non hoa mai") == codes("Trường Mầm non Hoa Mai") == ["BRVT-000002"]


def test_find_plots__hidden_ones_stay_hidden(plots, people):
    assert codes("nguyen an ninh 2") == ["BRVT-000001"] or "BRVT-000003" not in codes("nguyen an ninh 2")
    assert codes("BRVT-000003") == []
    assert codes("BRVT-000003", people["officer"]) == ["BRVT-000003"]
    assert codes("BRVT-000003", people["other_officer"]) == []


def test_find_plots__a_unit_narrows_sheet_and_parcel(plots, register):
    assert codes("tờ 7 thửa 9", units=[register.neighbour.uid]) == []


def test_find_plots__ended_ones_by_code_only(plots):
    remove_plot(actor=None, plot=plots[1], on_date=date(2026, 1, 1), reason="r")
    assert codes("hoa mai") == []
    assert codes("BRVT-000002") == ["BRVT-000002"]


@pytest.mark.parametrize("text", ["xyzzy qwerty", "tờ 999 thửa 999", "BRVT-999999"])
def test_find_plots__nothing(plots, text):
    assert codes(text) == []


def test_find_plots__a_missing_word_is_forgiven_only_among_many(plots):
    assert codes("mam non xyzzy") == ["BRVT-000002"]
    assert codes("hoa xyzzy") == []


def test_find_plots__what_fits_as_typed_is_not_mended(plots):
    assert codes("nguyen an ninh") == ["BRVT-000001"]
    assert codes("mai hoa") == ["BRVT-000002"]


def test_vocabulary__knows_words_of_published_plots_only(plots):
    secret = publish_plot(actor=None, plot=plots[0], level=PublishLevel.INTERNAL, today=date(2026, 11, 22), reason="r")
    assert secret.publish_level == "internal"
    refresh_vocabulary()
    vocabulary.forget()
    known = set(vocabulary.vocabulary_of(ANYONE).words)
    assert {"hoa", "mai", "mam", "non"} <= known
    assert "nguyen" not in known
    assert not {word for word in known if not word.isalpha()}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("trumg", ["trung"]), ("hao", ["hoa"]), ("tuan", []), ("nguyne", ["nguyen"]), ("12", []), ("ab", [])],
)
def test_vocabulary__nearest_words(db, typed, meant):
    SearchWord.objects.bulk_create(
        SearchWord(word=word, public=n)
        for word, n in (("trung", 5), ("trong", 2), ("hoa", 9), ("nguyen", 3), ("abc", 1))
    )
    vocabulary.forget()
    assert sorted(vocabulary.vocabulary_of(ANYONE).nearest(typed)) == sorted(meant)
    vocabulary.forget()


INSIDE = ("land_manager", "inspector", "planner")


@pytest.mark.parametrize("mixed", [False, True])
def test_vocabulary__mends_by_words_from_inside_for_those_who_read_everything_there(register, people, mixed):
    """The public learns nothing of such a word, neither by a mended slip nor by a beginning nor by a count."""
    drafts = [register.draft(name="Kho Bạch Đằng", publish_level="internal", published_on=None)]
    if mixed:
        drafts += [register.draft(dx=40, name="Chợ Hoa Mai"), register.draft(dx=80, name="Trường Bạch Mai")]
    create_plots(actor=None, drafts=drafts)
    refresh_vocabulary()
    vocabulary.forget()
    outside = [name for name in people if name not in INSIDE]
    for typed in ("kho bahc dang", "kho bach dan", "kho bahc dang xyzzy"):
        assert [codes(typed, people[name]) for name in INSIDE] == [["BRVT-000001"]] * 3, typed
        assert codes(typed) == []
    for name in outside:
        words = vocabulary.vocabulary_of(people[name]).words
        assert {"kho", "dang"}.isdisjoint(words), name
        assert words.get("bach", 0) == (1 if mixed else 0), name
    assert vocabulary.vocabulary_of(people["planner"]).words["bach"] == (2 if mixed else 1)


def test_vocabulary__restricted_words_are_for_those_who_read_restricted_plots(register, people):
    levels = ("public", "internal", "restricted")
    drafts = [
        register.draft(
            dx=40 * at,
            name=f"Kho {name}",
            publish_level=level,
            published_on=date(2025, 8, 1) if level == "public" else None,
        )
        for at, (name, level) in enumerate(zip(("Alpha", "Beta", "Gamma"), levels, strict=True))
    ]
    create_plots(actor=None, drafts=drafts)
    refresh_vocabulary()
    vocabulary.forget()
    known = {name: vocabulary.vocabulary_of(user).words for name, user in people.items()}
    own = {"alpha", "beta", "gamma"}
    for name, words in known.items():
        beyond = {"beta"} if name == "planner" else {"beta", "gamma"} if name in INSIDE else set()
        assert own & words.keys() == {"alpha"} | beyond, name
    assert [known[name]["kho"] for name in ("anonymous", "officer", "planner", "inspector")] == [1, 1, 2, 3]


def test_find_plots__a_whole_address_is_found_behind_the_limit_of_candidates(register, monkeypatch):
    drafts = [register.draft(dx=30 * at, name=f"Khu đất số {at} đường Lê Lợi phường Một xóm Hai") for at in range(6)]
    create_plots(actor=None, drafts=drafts)
    refresh_vocabulary()
    vocabulary.forget()
    monkeypatch.setattr("land.search._CANDIDATES", 2)
    monkeypatch.setattr("land.search._ASKED", 3)
    assert codes("khu đất số 5 đường Lê Lợi phường Một xóm Hai") == ["BRVT-000006"]


def test_find_plots__common_words_that_seldom_stand_together(register, monkeypatch):
    names = [*["Trường Hai"] * 3, *["Chợ Ba"] * 4, "Chợ Hai"]
    create_plots(actor=None, drafts=[register.draft(dx=30 * at, name=name) for at, name in enumerate(names)])
    refresh_vocabulary()
    vocabulary.forget()
    monkeypatch.setattr("land.search._CANDIDATES", 2)
    monkeypatch.setattr("land.search._COMMON", 1)
    assert codes("chợ hai") == ["BRVT-000008"]


def test_find_plots__common_words_of_one_name(register, monkeypatch, django_assert_num_queries):
    create_plots(actor=None, drafts=[register.draft(dx=30 * at, name="Chợ Hai") for at in range(3)])
    refresh_vocabulary()
    monkeypatch.setattr("land.search._CANDIDATES", 2)
    monkeypatch.setattr("land.search._COMMON", 1)
    vocabulary.forget()
    vocabulary.vocabulary_of(ANYONE)
    with django_assert_num_queries(2):  # one list of candidates, the rows that are shown
        assert len(codes("chợ hai")) == 2
