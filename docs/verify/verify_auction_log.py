#!/usr/bin/env python3
"""Kiểm chứng nhật ký đấu giá / Verifies the public log of auctions. Python 3.9+, standard library only.

python3 verify_auction_log.py CHAIN.jsonl ... [--seals seals.json --keys keys.json] [--lang vi|en]
Files or http(s) addresses. Recomputes hashes, order, steps, times, outcomes of the bids and seals (Ed25519, RFC 8032);
exit code 0: nothing is wrong. The format: docs/api/auction-log.md.
"""

import argparse, hashlib, json, locale, sys, urllib.request
from datetime import date, timedelta

WAY = """planned approve_plan plan_approved set_start_price start_price_set decide_auction auction_decided
contract_organisation org_contracted post posted open_registration registration_open close_registration
registration_closed open_session in_session sell sold_provisional recognise recognised confirm_half payment_50
confirm_payment paid hand_over handed_over certify certified""".split()
STEPS = {(WAY[i], WAY[i + 2]): WAY[i + 1] for i in range(0, len(WAY) - 2, 2)}  # from, to -> act
STEPS.update({(a, b): verb for a, b, verb in (step.split() for step in """posted withdrawn withdraw
registration_open withdrawn withdraw,registration_closed failed fail_unattended,in_session failed fail
sold_provisional failed refuse,failed cancelled leave_auction,recognised recognition_cancelled cancel_recognition
payment_50 recognition_cancelled cancel_recognition,failed plan_approved try_again
recognition_cancelled plan_approved try_again,suspended cancelled cancel""".replace("\n", ",").split(","))})
for _state in WAY[:16:2]:  # Law 37/2024: stopped or given up before the session
    STEPS.update({(_state, "suspended"): "suspend", (_state, "cancelled"): "cancel", ("suspended", _state): "resume"})
STILL = {*"publish unpublish readiness correct award_next fulfil tax_notice term_moved paper paper_withdrawn".split(),
         "settle_ground"}
FIXED = ("start_price_amount", "step_amount", "deposit_amount", "session_at")  # stand while the announcement stands
WORDS = {
    "text": ("tệp không đúng dạng chuẩn hoặc không đọc được", "the file is not in its canonical form, or unreadable"),
    "hash": ("mã băm không khớp với nội dung hoặc với mục trước", "a hash does not match content or chain"),
    "order": ("mã, số hoặc thời điểm không đúng thứ tự; thiếu hoặc thừa mục", "wrong log, number, time or count"),
    "step": ("bước này không có trong bảng các bước", "no such step in the table of steps"),
    "state": ("tình trạng không nối tiếp mục trước của lô", "the state does not follow from the lot's entry before"),
    "terms": ("giá, bước giá, đặt trước hoặc giờ phiên khác lúc niêm yết", "price, step, deposit or session changed"),
    "outcome": ("kết quả khác với kết quả tính từ các lượt trả giá", "the outcome is not what the bids give"),
    "seal": ("niêm phong không nối tiếp hoặc không đủ", "the seal does not follow from the one before"),
    "signature": ("chữ ký không đúng hoặc khóa không được công bố", "bad signature, or a key that is not published"),
    "sealed": ("mục đã niêm phong bị đổi, mất hoặc thêm sau", "a sealed entry was changed, is missing or came later"),
    "good": ("Không thấy sai lệch.", "Nothing is wrong."), "bad": ("CÓ SAI LỆCH.", "SOMETHING IS WRONG."),
}
found = []
def check(holds, place, word):
    if not holds:
        found.append((place, word))
def dump(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
def sha(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
def read(place):
    with urllib.request.urlopen(place) if place.startswith(("http://", "https://")) else open(place, "rb") as file:
        return file.read().decode("utf-8")

def read_chain(name, text):
    *lines, close = [json.loads(line) for line in text.rstrip("\n").split("\n")]
    check("".join(dump(line) + "\n" for line in [*lines, close]) == text, name, "text")
    entries, tip, last = [], "", ""
    for number, line in enumerate(lines, 1):
        place, content = f"{name}:{number}", json.loads(line["payload"])
        check(dump(content) == line["payload"] and set(line) == {"payload", "hash", "hash_before"}, place, "text")
        check(line["hash_before"] == tip and line["hash"] == sha(tip + "\n" + line["payload"]), place, "hash")
        named = (content["number"], content["log"]) == (number, close.get("log"))
        check(named and (content["at"] >= last or content.get("sample")), place, "order")  # a sample alone goes back
        tip, last = line["hash"], max(last, content["at"])
        entries.append({**content, "place": place, "hash": line["hash"]})
    check(lines and close == {"log": close.get("log"), "entries": len(lines), "hash": tip}, name, "order")
    return entries

def too_near(bids, start, step, ballot):
    """A price that stands though it is under the start, or nearer than a step to the highest before."""
    highest, this, at = None, None, 0
    for _ordinal, turn, _bidder, amount, *_marks in bids:
        if ballot and turn != at:
            highest, this, at = (highest if this is None else this), None, turn
        if amount < (start if highest is None else highest + step):
            return True
        highest, this = (highest, max(amount, this or 0)) if ballot else (amount, this)
    return False

def outcome(terms, said, refused=frozenset()):
    """Failure, who may have won, price (Land Law 2024 art 125(6); Property Auction Law arts 9(5), 51, 52)."""
    bids, people, there, start = said["bids"], said["registrants"], said["participants"], terms["start_price_amount"]
    out = {bid[2] for bid in bids if bid[4]}  # who takes a price back is out
    standing = [bid for bid in bids if not bid[5] and bid[2] not in out]
    bidders, turns, ballot = {bid[2] for bid in bids}, [bid[1] for bid in bids], terms["form"].startswith("ballot")
    twice = ballot and len({(bid[1], bid[2]) for bid in bids}) < len(bids)
    miscounted = there > people or len(bidders) > there or (bids and people < 2) or not refused <= bidders
    if miscounted or twice or turns != sorted(turns) or too_near(standing, start, terms["step_amount"] or 0, ballot):
        return "contradiction", set(), None
    valid = [bid for bid in standing if bid[3] >= start]
    for fails, why in ((people < 1, "no_registrant"), (people < 2, "one_registrant"), (there < 2, "one_participant"),
                       (len(bidders) < 2, "one_bidder"), (not valid, "under_start"),
                       (len({bid[2] for bid in valid}) < 2, "one_valid_bid")):
        if fails:
            return why, set(), None
    price = max(bid[3] for bid in valid)
    top = {bid[2] for bid in valid if bid[3] == price}
    following = max((bid[3] for bid in valid if bid[2] not in top), default=0)
    able = {bid[2] for bid in valid if bid[3] == following and bid[2] not in top} - refused
    if top - refused:
        return "", top - refused, price
    reached = able and following + (terms["deposit_amount"] or 0) >= price
    return ("", able, following) if reached else ("winner_refused", set(), None)

def check_act(act, lot, place):
    """One act after those before it; `lot` is what is known of the lot so far."""
    verb, before, after, said, terms = act["act"], act["from"], act["to"], act["details"], act.get("binding")
    moved = STEPS.get((before, after)) == verb and (verb != "resume" or after == lot.get("from", after))
    check(moved or (before == after and verb in STILL) or (verb, before) == ("plan", ""), place, "step")
    check(verb == "try_again" or before == lot.get("state", before), place, "state")  # that comes from another chain
    lot.update(state=after, **({"from": before} if verb == "suspend" else {}))
    if terms is None:
        return
    if verb == "post":
        lot["posted"] = [act["attempt"], *(terms[name] for name in FIXED)]
    elif lot.get("posted", [0])[0] == act["attempt"]:
        check(lot["posted"][1:] == [terms[name] for name in FIXED], place, "terms")
    if verb in ("sell", "fail", "fail_unattended"):
        lot["minutes"], (failure, able, price) = said, outcome(terms, said)
        told = {(said["failure"], said["price_amount"]), (terms["failure"], terms["sold_price_amount"])}
        check(told == {(failure, price)} and said["winner"] in (able or {None}), place, "outcome")
    if verb in ("refuse", "award_next") and "minutes" in lot:
        failure, able, price = outcome(terms, lot["minutes"], set(said["refused"]))
        agreed = (failure, price, price) == (terms["failure"], terms["sold_price_amount"], said.get("price_amount"))
        check(agreed and said.get("winner") == min(able, default=None), place, "outcome")

def check_lots(entries):
    lots = {}
    for act in sorted(entries, key=lambda one: (one["lot_version"], one["log"], one["number"])):
        if act["act"] == "publish":  # tells again all that came before
            lots.pop(act["lot"], None)
        for one in [*act.get("earlier", ()), act]:
            check_act(one, lots.setdefault(act["lot"], {}), act["place"])
P, Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)

def add(a, b):
    w, x, y, z = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0]), 2 * D * a[3] * b[3], 2 * a[2] * b[2]
    e, f, g, h = x - w, z - y, z + y, x + w
    return e * f % P, g * h % P, f * g % P, e * h % P
def times(number, point):
    total = (0, 1, 1, 0)
    while number:
        total, point, number = (add(total, point) if number & 1 else total), add(point, point), number >> 1
    return total
def point_of(raw):
    y, odd = int.from_bytes(raw, "little") & (2**255 - 1), raw[31] >> 7
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * ROOT % P
    if y >= P or x * x % P != square or (x == 0 and odd):
        raise ValueError("no point of the curve")
    x = x if x & 1 == odd else P - x
    return x, y, 1, x * y % P
def signed(key, text, signature):
    raw, mark = bytes.fromhex(key), bytes.fromhex(signature)
    s, h = int.from_bytes(mark[32:], "little"), hashlib.sha512(mark[:32] + raw + text.encode("utf-8")).digest()
    left = times(s, point_of(bytes([0x58] + 31 * [0x66])))  # the base point, y = 4/5
    right = add(point_of(mark[:32]), times(int.from_bytes(h, "little") % Q, point_of(raw)))
    return len(mark) == 64 and s < Q and all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))

def check_seals(text, keys, chains):
    seals, state, tip, last = json.loads(text)["seals"], {}, "", None
    whole = '{"seals":[' + ",".join("\n" + dump(seal) for seal in seals) + '\n],"count":%d}\n' % len(seals)
    check(whole == text, "seals", "text")
    for seal in seals:
        said = json.loads(seal["payload"])
        place, day = "seal " + said["day"], date.fromisoformat(said["day"])
        grown = all(new[0] > state.get(log, [0])[0] for log, new in said["tips"].items())
        check(grown and said["before"] == tip and last in (None, day - timedelta(1)), place, "seal")
        check(seal["key"] in keys and signed(seal["key"], seal["payload"], seal["signature"]), place, "signature")
        state.update(said["tips"])
        lines = "".join(f"{log} {number} {digest}\n" for log, (number, digest) in sorted(state.items()))
        check(said["state"] == sha(lines) and said["chains"] == len(state), place, "seal")
        tip, last, ended = sha(seal["payload"]), day, f"{said['day']}T17:00:00.000000Z"  # midnight in Việt Nam
        for log, entries in chains.items():
            number, digest = state.get(log, [0, ""])
            late = [one for one in entries[number:] if one["at"] < ended and not one.get("sample")]
            kept = not number or (number <= len(entries) and entries[number - 1]["hash"] == digest)
            check(kept and not late, f"{place} {log}", "sealed")

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("chains", nargs="+")
    for name in ("--seals", "--keys", "--lang"):
        parser.add_argument(name)
    asked = parser.parse_args()
    english = asked.lang == "en" or not (asked.lang or (locale.getlocale()[0] or "")).startswith("vi")
    try:
        chains = {entries[0]["log"]: entries for entries in (read_chain(one, read(one)) for one in asked.chains)}
        check_lots([act for entries in chains.values() for act in entries])
        if asked.seals and asked.keys:
            check_seals(read(asked.seals), {one["key"] for one in json.loads(read(asked.keys))["keys"]}, chains)
    except (ValueError, KeyError, TypeError, LookupError, AttributeError) as error:
        found.append((repr(error)[:80], "text"))
    for place, word in [*found, ("", "bad" if found else "good")]:
        print(f"{place}: {WORDS[word][english]}".lstrip(": "))
    return 1 if found else 0

if __name__ == "__main__":
    sys.exit(main())
