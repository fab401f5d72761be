-- What was done with the lots: minutes, versions, acts, the public log, papers, news.
-- Two sittings in the minutes: who entered them does not confirm them.
INSERT INTO auctions_auctionresult
  (id, lot_id, auction_id, attempt, minutes_number, minutes_on, registrants, participants, failure, winner,
   price_amount, state, entered_by_id, entered_at, decided_by_id, decided_at, reason, minutes_sha256)
SELECT pg_temp.key(4, l.number), l.id, l.auction_id, l.attempt, l.number || '/BB-ĐG', l.session_at::date, 3 + l.number % 9,
       CASE WHEN sold THEN 3 ELSE 1 END, CASE WHEN sold THEN '' ELSE 'one_participant' END, CASE WHEN sold THEN 2 END,
       CASE WHEN sold THEN l.start_price_amount + (1 + l.number % 60) * l.step_amount END, 'confirmed',
       one.id, l.session_at + interval '2 hours', two.id, l.session_at + interval '3 hours', '', ''
FROM auctions_lot l
JOIN fate f ON f.lot = l.number AND f.held
CROSS JOIN LATERAL (SELECT f.sold_at IS NOT NULL AS sold) s
JOIN accounts_user one ON one.username = 'bench-auctioneer-1'
JOIN accounts_user two ON two.username = 'bench-auctioneer-2'
ORDER BY l.number;

INSERT INTO auctions_bid (result_id, ordinal, round, bidder, amount, withdrawn, invalid)
SELECT r.id, n, 1 + n / 3, CASE WHEN n = 4 THEN 2 ELSE n % 3 + 1 END,
       CASE WHEN n = 4 THEN r.price_amount ELSE l.start_price_amount END, false, false
FROM auctions_auctionresult r JOIN auctions_lot l ON l.id = r.lot_id, generate_series(1, 4) n
WHERE r.failure = '' ORDER BY l.number, n;

INSERT INTO auctions_winner (result_id, bidder, kind, organisation)
SELECT r.id, 2, CASE WHEN l.number % 4 = 0 THEN 'organisation' ELSE 'person' END,
       CASE WHEN l.number % 4 = 0 THEN 'Công ty mẫu số ' || l.number ELSE '' END
FROM auctions_auctionresult r JOIN auctions_lot l ON l.id = r.lot_id WHERE r.failure = '';

UPDATE auctions_lot l
SET state = c.state, failure = CASE c.state WHEN 'failed' THEN 'one_participant' WHEN 'recognition_cancelled' THEN 'not_paid' ELSE '' END,
    sold_price_amount = r.price_amount, sold_on = CASE WHEN r.failure = '' THEN r.minutes_on END
FROM course c, auctions_auctionresult r WHERE c.lot = l.number AND r.lot_id = l.id AND c.state <> 'in_session';

INSERT INTO auctions_attempt
  (lot_id, number, code, auction_id, area_m2, start_price_amount, session_at, ended_at, sold, stopped, failure,
   price_amount, minutes_price_amount, refusals, registrants, participants, bid_count)
SELECT l.id, l.attempt, l.code || '-' || l.attempt, l.auction_id, l.area_m2, l.start_price_amount, l.session_at,
       r.decided_at, sold, false, CASE WHEN sold THEN '' WHEN r.failure = '' THEN 'not_paid' ELSE r.failure END,
       CASE WHEN sold THEN r.price_amount END, r.price_amount, 0, r.registrants, r.participants, CASE WHEN r.failure = '' THEN 4 ELSE 0 END
FROM auctions_auctionresult r JOIN auctions_lot l ON l.id = r.lot_id
CROSS JOIN LATERAL (SELECT r.failure = '' AND l.state <> 'recognition_cancelled' AS sold) s;
INSERT INTO auctions_attempt
  (lot_id, number, code, auction_id, area_m2, start_price_amount, session_at, ended_at, sold, stopped, failure, refusals,
   registrants, participants, bid_count)
SELECT l.id, 1, l.code || '-1', earlier.id, l.area_m2, l.start_price_amount, earlier.session_at, earlier.session_at, false,
       false, 'one_registrant', 0, 1, 1, 0
FROM auctions_lot l
JOIN auctions_auction a ON a.id = l.auction_id
JOIN auctions_auction earlier ON earlier.number = a.number - 250
WHERE l.attempt = 2;

INSERT INTO auctions_taxnotice (lot_id, attempt, number, issued_on, amount, recorded_at)
SELECT id, attempt, number || '/TB-CCT', sold_on + 12, sold_price_amount, session_at + interval '13 days'
FROM auctions_lot WHERE state IN ('recognised', 'payment_50', 'paid', 'handed_over', 'certified', 'recognition_cancelled');
INSERT INTO auctions_lotpayment (lot_id, attempt, paid_on, amount, receipt, recorded_at)
SELECT id, attempt, sold_on + 30 * n, sold_price_amount / 2 + n, 'CT-' || n, session_at + n * interval '31 days'
FROM auctions_lot, generate_series(1, 2) n
WHERE state IN ('paid', 'handed_over', 'certified') OR state = 'payment_50' AND n = 1;

INSERT INTO auctions_lotversion
  (lot_id, number, code, version, recorded, change, reason, actor_label, state, state_since,
   attempt, plan_id, auction_id, organisation_id, owner_id, name, address, unit_id, unit_at_record_id, area_m2,
   land_use_current_id, land_use_id, purpose, "right", term_kind, term_years, bidders, sale_by, expected_year,
   expected_quarter, start_price_amount, deposit_percent, deposit_amount, step_amount, file_fee_amount,
   first_payment_percent, first_payment_days, payment_days, distance_coast_m, distance_road_m, missing, checked_at,
   failure, sold_price_amount, sold_on, publish_level, published_on, note, geom, point, files_from, files_until,
   deposit_until, view_from, view_until, session_at, venue, view_note, form, method, notice_code, notice_url, posted_at)
SELECT l.id, l.number, l.code, v.version, tstzrange(v.at, lead(v.at) OVER (PARTITION BY v.lot ORDER BY v.version)),
       CASE WHEN v.verb = 'publish' THEN 'published' ELSE 'step' END, '', 'bench', v.after, v.at,
       l.attempt, l.plan_id, CASE WHEN v.ordinal >= 6 THEN l.auction_id END,
       CASE WHEN v.ordinal >= 6 THEN l.organisation_id END, l.owner_id, l.name, l.address, l.unit_id,
       l.unit_at_record_id, l.area_m2, l.land_use_current_id, l.land_use_id, l.purpose, l."right", l.term_kind,
       l.term_years, l.bidders, l.sale_by, l.expected_year, l.expected_quarter,
       CASE WHEN v.ordinal >= 4 THEN l.start_price_amount END, l.deposit_percent,
       CASE WHEN v.ordinal >= 4 THEN l.deposit_amount END, l.step_amount, l.file_fee_amount, l.first_payment_percent,
       l.first_payment_days, l.payment_days, l.distance_coast_m, l.distance_road_m, l.missing, l.checked_at,
       CASE WHEN v.after = l.state THEN l.failure ELSE '' END, CASE WHEN v.ordinal >= 11 THEN l.sold_price_amount END,
       CASE WHEN v.ordinal >= 11 THEN l.sold_on END, CASE WHEN v.verb = 'plan' THEN 'internal' ELSE l.publish_level END,
       CASE WHEN v.verb <> 'plan' THEN l.published_on END, '', l.geom, l.point, l.files_from, l.files_until,
       l.deposit_until, l.view_from, l.view_until, l.session_at, l.venue, '', l.form, l.method, '', '', l.posted_at
FROM act v JOIN auctions_lot l ON l.number = v.lot WHERE v.kept ORDER BY v.lot, v.version;

INSERT INTO auctions_lotevent
  (id, lot_id, auction_id, attempt, verb, before, after, at, decision_number, decision_on, decision_issuer, signer,
   reason, details, lot_version, actor_label)
SELECT pg_temp.key(5, v.id), l.id, CASE WHEN v.ordinal >= 6 THEN l.auction_id END, l.attempt, v.verb, v.before, v.after,
       v.at, CASE WHEN v.paper THEN v.id || '/QĐ-UBND' ELSE '' END, CASE WHEN v.paper THEN v.at::date END,
       CASE WHEN v.paper THEN 'UBND Thành phố Hồ Chí Minh' ELSE '' END, '', '', '{}', v.version, 'bench'
FROM act v JOIN auctions_lot l ON l.number = v.lot ORDER BY v.at;

INSERT INTO auctions_readinessitem (lot_id, kind, state, since, basis, reason, recorded_at, recorded_by)
SELECT l.id, kind, 'met', l.updated_at::date, 'Biên bản ' || l.number || '/BB-TTPTQĐ', '', l.updated_at, 'bench'
FROM auctions_lot l, unnest('{title,clearance,detailed_plan,access,checked}'::varchar[]) kind
WHERE NOT kind = ANY (l.missing) ORDER BY l.number;

INSERT INTO auctions_auctiondocument
  (id, lot_id, auction_id, kind, title, number, issued_on, issuer, sha256, size, media_type, publish_level,
   attached_at, attached_by, withdrawn_reason)
SELECT pg_temp.key(6, number), id, NULL::uuid, 'price', 'Quyết định giá khởi điểm', number || '/QĐ', posted_at::date,
       'UBND Thành phố Hồ Chí Minh', encode(sha256(code::bytea), 'hex'), 250000, 'application/pdf', 'public', posted_at,
       'bench', ''
FROM auctions_lot WHERE posted_at IS NOT NULL
UNION ALL
SELECT pg_temp.key(7, number), NULL, id, 'notice', 'Thông báo đấu giá', number || '/TB', posted_at::date, 'Tổ chức mẫu',
       encode(sha256(code::bytea), 'hex'), 250000, 'application/pdf', 'public', posted_at, 'bench', ''
FROM auctions_auction WHERE posted_at IS NOT NULL;

INSERT INTO auctions_lotnews (lot_id, kind, at, lot_version, reason, matched_at)
SELECT l.id, CASE v.verb WHEN 'publish' THEN 'planned' WHEN 'post' THEN 'posted' WHEN 'sell' THEN 'sold'
                         WHEN 'fail' THEN 'failed' WHEN 'cancel_recognition' THEN 'failed' ELSE 'stopped' END,
       v.at, v.version, '', v.at
FROM act v JOIN auctions_lot l ON l.number = v.lot
WHERE v.verb IN ('publish', 'post', 'sell', 'fail', 'cancel_recognition', 'suspend', 'cancel', 'withdraw') ORDER BY v.at;

INSERT INTO auctions_inquiry
  (id, kind, lot_id, text, public_text, asked_at, state, answer, answered_at, reason, sample)
SELECT pg_temp.key(8, l.number), CASE WHEN l.number % 5 = 0 THEN 'report' ELSE 'question' END, l.id, '', 'Đường vào lô rộng bao nhiêu?',
       l.posted_at + interval '2 days', 'answered', 'Theo quy hoạch, đường vào rộng 8 m.', l.posted_at + interval '4 days', '',
       true
FROM auctions_lot l WHERE l.posted_at IS NOT NULL AND pg_temp.dice(l.number, 14, 10) = 0;

-- The log of public acts, chained as the application chains them; an entry here says less of its act.
CREATE TEMP TABLE told AS
SELECT v.id, v.at, l.id AS lot, c.code AS ledger, row_number() OVER (PARTITION BY c.code ORDER BY v.at, v.id)::int AS number,
       format('{"act":"%s","attempt":%s,"from":"%s","lot":"%s","lot_version":%s,"sample":true,"to":"%s"}',
              v.verb, l.attempt, v.before, l.code, v.version, v.after) AS payload
FROM act v
JOIN auctions_lot l ON l.number = v.lot AND l.publish_level = 'public'
LEFT JOIN auctions_auction a ON a.id = l.auction_id AND v.ordinal >= 6
JOIN auctions_auctionplan p ON p.id = l.plan_id
CROSS JOIN LATERAL (SELECT coalesce(a.code, p.code) AS code) c
WHERE v.ordinal >= 2;
CREATE UNIQUE INDEX ON told (number, ledger);
ANALYZE told;
-- Entry by entry by the index: hashed anew at every step of the chains it took ten minutes.
SET LOCAL enable_hashjoin = off;
SET LOCAL enable_mergejoin = off;
SET LOCAL enable_seqscan = off;
CREATE TEMP TABLE chain AS
WITH RECURSIVE chained (ledger, number, hash_before, hash) AS (
  SELECT ledger, number, '', encode(sha256(convert_to(E'\n' || payload, 'UTF8')), 'hex') FROM told WHERE number = 1
  UNION ALL
  SELECT t.ledger, t.number, c.hash, encode(sha256(convert_to(c.hash || E'\n' || t.payload, 'UTF8')), 'hex')
  FROM chained c JOIN told t ON t.ledger = c.ledger AND t.number = c.number + 1
)
SELECT * FROM chained;
RESET enable_hashjoin;
RESET enable_mergejoin;
RESET enable_seqscan;
INSERT INTO auctions_ledger (code, last_number, last_hash)
SELECT DISTINCT ON (ledger) ledger, number, hash FROM chain ORDER BY ledger, number DESC;
INSERT INTO auctions_ledgerentry (id, ledger_id, number, lot_id, at, payload, hash_before, hash)
SELECT pg_temp.key(9, t.id), t.ledger, t.number, t.lot, t.at, t.payload, c.hash_before, c.hash
FROM told t JOIN chain c USING (ledger, number) ORDER BY t.at;
