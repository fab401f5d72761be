"""The stand-alone verifier finds nothing wrong with a true log, and everything with another one."""

import json
import random
import sys

import pytest

from auctions.workflow import STEPS, Verb
from tests.factories import auction_log

pytestmark = pytest.mark.django_db


_kept: dict[str, bytes] = {}  # the log is made once: a test changes files, never rows


@pytest.fixture
def files(settings, tmp_path):
    """The log of some eventful lots, as downloaded."""
    if not _kept:
        settings.AUCTION_LOG_KEY = tmp_path / "keys" / "log.pem"
        auction_log.eventful()
        auction_log.download(tmp_path)
        _kept.update({path.name: path.read_bytes() for path in tmp_path.glob("*.json*")})
    for name, content in _kept.items():
        (tmp_path / name).write_bytes(content)
    chains = sorted(tmp_path.glob("*.jsonl"))
    return auction_log.LogFiles(chains, tmp_path / "seals.json", tmp_path / "keys.json")


def sold(files):
    """The chain of the session at which a winner refused."""
    return next(path for path in files.chains if "award_next" in path.read_text(encoding="utf-8"))


def findings(module, monkeypatch, files):
    """What the verifier says inside this process."""
    module.found.clear()
    monkeypatch.setattr(sys, "argv", ["verify", *files.arguments()])
    return module.main(), list(module.found)


def test_verify__a_true_log(files):
    assert len(files.chains) >= 4
    done = auction_log.run(files)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Nothing is wrong.\n", "")
    assert "Không thấy sai lệch" in auction_log.run(files, "--lang", "vi").stdout


def test_verify__one_chain_alone(files):
    for path in files.chains:
        alone = auction_log.LogFiles([path], files.seals, files.keys)
        assert auction_log.run(alone).stdout == "Nothing is wrong.\n"


def test_verify__stands_alone():
    text = auction_log.VERIFIER.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 200
    names = {word for line in text.splitlines() if line.startswith(("import ", "from ")) for word in line.split()}
    assert not names & {"auctions", "django", "gis"}


def test_verify__knows_the_same_steps():
    module = auction_log.module()
    assert {(str(a), str(b)): step.verb for (a, b), step in STEPS.items()} == module.STEPS
    assert {str(verb) for verb in Verb} == set(module.STEPS.values()) | module.STILL | {"plan"}


@pytest.mark.parametrize("which", ["chain", "seals"])
def test_verify__any_changed_byte_is_found(files, monkeypatch, which, capsys):
    module, dice = auction_log.module(), random.Random(4)
    path = sold(files) if which == "chain" else files.seals
    alone = auction_log.LogFiles([sold(files)], files.seals, files.keys)
    if which == "chain":
        alone.arguments = lambda: [str(path), "--lang", "en"]  # the hashes alone have to find it
    whole = path.read_bytes()
    assert findings(module, monkeypatch, alone) == (0, [])
    places = dice.sample(range(len(whole)), min(2000 if which == "chain" else 500, len(whole)))
    for place in [*places, 0, len(whole) - 1]:
        changed = bytes([*whole[:place], dice.choice([byte for byte in range(256) if byte != whole[place]])])
        path.write_bytes(changed + whole[place + 1 :])
        assert findings(module, monkeypatch, alone)[0] == 1, (place, changed[-1], whole[place])


def test_verify__lines_swapped_removed_doubled(files, monkeypatch):
    module, path = auction_log.module(), sold(files)
    alone = auction_log.LogFiles([path], files.seals, files.keys)
    alone.arguments = lambda: [str(path)]
    lines = path.read_bytes().splitlines(keepends=True)
    for index in range(len(lines)):
        without = lines[:index] + lines[index + 1 :]
        doubled = lines[: index + 1] + lines[index:]
        swapped = [*lines[: index - 1], lines[index], lines[index - 1], *lines[index + 1 :]] if index else without
        for changed in (without, doubled, swapped):
            path.write_bytes(b"".join(changed))
            assert findings(module, monkeypatch, alone)[0] == 1, index


def _rewritten(module, path, change):
    """The whole chain hashed anew after a change, as somebody would who owns the database."""
    *lines, _close = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    entries = [json.loads(line["payload"]) for line in lines]
    change(entries)
    tip, made = "", []
    for number, entry in enumerate(entries, 1):
        payload = module.dump({**entry, "number": number})
        made.append({"payload": payload, "hash_before": tip, "hash": module.sha(f"{tip}\n{payload}")})
        tip = made[-1]["hash"]
    made.append({"log": entries[0]["log"], "entries": len(entries), "hash": tip})
    path.write_text("".join(f"{module.dump(line)}\n" for line in made), encoding="utf-8")


def _of(entries, verb):
    return next(entry for entry in entries if entry["act"] == verb)


def _cheaper(entries):
    for entry in entries:
        entry["binding"]["start_price_amount"] -= 1


def _won_by(number):
    def change(entries):
        _of(entries, "sell")["details"]["winner"] = number

    return change


def _price(amount):
    def change(entries):
        sold = _of(entries, "sell")
        sold["details"]["price_amount"] = sold["binding"]["sold_price_amount"] = amount

    return change


def _bid_too_near(entries):
    _of(entries, "sell")["details"]["bids"][3][3] -= 100_000_000


def _skipped(entries):
    entries.remove(_of(entries, "close_registration"))


def _other_step(entries):
    _of(entries, "sell")["to"] = "recognised"


def _earlier(entries):
    entries[-1]["at"] = entries[0]["at"][:4] + "-01-01T00:00:00.000000Z"


def _terms(entries):
    _of(entries, "open_session")["binding"]["step_amount"] += 1


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (_won_by(1), "outcome"),
        (_price(6_000_000_000), "outcome"),
        (_bid_too_near, "outcome"),
        (_skipped, "state"),
        (_other_step, "step"),
        (_earlier, "order"),
        (_terms, "terms"),
        (_cheaper, "sealed"),
    ],
)
def test_verify__a_chain_forged_as_a_whole(files, monkeypatch, change, word):
    module = auction_log.module()
    path = sold(files)
    _rewritten(module, path, change)
    code, found = findings(module, monkeypatch, auction_log.LogFiles([path], files.seals, files.keys))
    assert code == 1
    assert word in {kind for _place, kind in found}, found


def test_verify__an_entry_put_under_a_sealed_day(files, monkeypatch):
    module, path = auction_log.module(), sold(files)

    def cut(entries):
        del entries[-1]

    _rewritten(module, path, cut)
    found = findings(module, monkeypatch, files)[1]
    assert {kind for _place, kind in found} == {"sealed"}


def test_verify__a_key_that_is_not_published(files, monkeypatch):
    files.keys.write_text('{"keys":[]}', encoding="utf-8")
    found = findings(auction_log.module(), monkeypatch, files)[1]
    assert {kind for _place, kind in found} == {"signature"}
