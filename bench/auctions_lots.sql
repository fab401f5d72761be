-- Sessions and lots of the measurement, on the plots of its register. What is made up hangs on numbers alone, so that
-- every run makes the same but for the day it counts from.
CREATE FUNCTION pg_temp.dice(number bigint, throw int, sides int) RETURNS int LANGUAGE sql IMMUTABLE AS
  $$ SELECT (hashint8(number * 100 + throw)::bigint & 2147483647) % sides $$;

-- Keys that grow with the number, as those of the application grow with the time.
CREATE FUNCTION pg_temp.key(kind int, number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
  $$ SELECT ('0190000' || kind || '-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid $$;

INSERT INTO accounts_agency (code, name, name_en)
SELECT 'bench-dg' || n, 'Tổ chức đấu giá đo tốc độ số ' || n, '' FROM generate_series(1, 6) n;
INSERT INTO auctions_auctionorganisation
  (agency_id, address, phone, email, website, hours, bank_bin, account_number, account_holder, licence)
SELECT id, 'Số 01 đường Mẫu', '0254 000 001', '', '', '7:30–11:30, 13:00–17:00', '970436', '0000001234567',
       'TO CHUC DAU GIA MAU', ''
FROM accounts_agency WHERE code LIKE 'bench-dg%';

-- Eight lots to a session; every tenth plot is internal, so are lots on it, which stand in no session.
CREATE TEMP TABLE ground AS
SELECT id AS plot, number, publish_level = 'public' AS public,
       row_number() OVER (PARTITION BY publish_level = 'public' ORDER BY number) AS k
FROM land_plot WHERE status = 'active' AND geom IS NOT NULL AND unit_id IS NOT NULL AND area_m2 > 0
ORDER BY number LIMIT 50000;

INSERT INTO auctions_auctionplan
  (id, code, year, title, decision_number, decision_on, decision_issuer, recorded_at, sample, owner_id)
SELECT pg_temp.key(1, y * 10 + q), format('KH-%s-%s', y, q), y, 'Kế hoạch đấu giá năm ' || y, q || '/QĐ-UBND',
       make_date(y, 1, 10), 'UBND Thành phố Hồ Chí Minh', make_timestamptz(y, 1, 12, 1, 0, 0, 'UTC'), true, a.id
FROM generate_series(extract(year FROM now())::int - 4, extract(year FROM now())::int + 1) y, generate_series(1, 6) q,
     accounts_agency a
WHERE a.code = 'ttptqd';

-- 5,000 sessions in the order of time: four years of them, the last three months still to come.
CREATE TEMP TABLE sitting AS
SELECT t, date_trunc('day', now()) - interval '1370 days' + floor(t * 1461 / 5000.0) * interval '1 day'
          + interval '2 hours' AS session_at,
       o.agency_id AS organisation
FROM generate_series(0, 4999) t
JOIN (SELECT agency_id, row_number() OVER (ORDER BY agency_id) - 1 AS n FROM auctions_auctionorganisation
      WHERE account_holder = 'TO CHUC DAU GIA MAU') o ON o.n = t % 6;

INSERT INTO auctions_auction
  (id, number, code, title, owner_id, organisation_id, publish_level, shortened, sample, updated_at, files_from,
   files_until, deposit_until, view_from, view_until, session_at, venue, view_note, form, method, notice_code,
   notice_url, posted_at)
SELECT pg_temp.key(2, t + 1), t + 1, 'CDG-' || lpad((t + 1)::text, 6, '0'), 'Đấu giá quyền sử dụng đất, đợt ' || t + 1,
       a.id, organisation, CASE WHEN posted THEN 'public' ELSE 'internal' END, false, true,
       least(session_at - interval '34 days', now()), session_at - interval '720 hours',
       session_at - interval '64 hours', session_at - interval '64 hours', session_at - interval '30 days',
       session_at - interval '10 days', session_at, 'Hội trường tầng 2, 01 đường Mẫu', '', 'ballot', 'ascending', '',
       '', CASE WHEN posted THEN session_at - interval '34 days' END
FROM sitting, accounts_agency a, LATERAL (SELECT session_at - interval '34 days' < now() AS posted) p
WHERE a.code = 'ttptqd';

-- Where each lot is to stand: by the day of its session, and by chance.
CREATE TEMP TABLE course AS
SELECT g.*, row_number() OVER (ORDER BY g.number)::int AS lot, s.t, s.session_at, s.organisation, c.chance,
       CASE WHEN s.t > 300 AND pg_temp.dice(g.number, 1, 100) < 12 THEN 2 ELSE 1 END AS attempt,
       CASE
         WHEN s.t IS NULL THEN (ARRAY['planned', 'planned', 'plan_approved', 'start_price_set', 'auction_decided'])
                               [1 + pg_temp.dice(g.number, 2, 5)]
         WHEN s.session_at > now() + interval '34 days' THEN 'org_contracted'
         WHEN s.session_at > now() - interval '1 day' AND c.chance < 95 THEN
           CASE WHEN s.session_at > now() + interval '720 hours' THEN 'posted'
                WHEN s.session_at > now() + interval '64 hours' THEN 'registration_open'
                WHEN s.session_at > now() THEN 'registration_closed' ELSE 'in_session' END
         WHEN c.chance >= 95 THEN (ARRAY['cancelled', 'withdrawn', 'suspended'])[1 + c.chance % 3]
         WHEN c.chance >= 77 THEN 'failed'
         WHEN c.chance >= 74 AND s.session_at < now() - interval '121 days' THEN 'recognition_cancelled'
         WHEN s.session_at > now() - interval '7 days' THEN 'sold_provisional'
         WHEN s.session_at > now() - interval '32 days' THEN 'recognised'
         WHEN s.session_at > now() - interval '80 days' THEN 'payment_50'
         WHEN s.session_at > now() - interval '104 days' THEN 'paid'
         WHEN s.session_at > now() - interval '128 days' THEN 'handed_over'
         ELSE 'certified'
       END AS state
FROM ground g
-- Neighbours stand in one session, but neighbouring sessions are not of one time.
LEFT JOIN sitting s ON g.public AND g.k <= 40000 AND s.t = (g.k - 1) / 8 * 2741 % 5000
CROSS JOIN LATERAL (SELECT pg_temp.dice(g.number, 3, 100) AS chance) c;
CREATE UNIQUE INDEX ON course (lot);

-- The acts that brought it there. `kept` are those that leave a version here; the application leaves more of them.
CREATE TEMP TABLE step (ordinal, verb, after, days, kept, aside, paper) AS VALUES
  (1, 'plan', 'planned', -135.0, true, false, false), (2, 'publish', 'planned', -130, true, false, false),
  (3, 'approve_plan', 'plan_approved', -110, false, false, true),
  (4, 'set_start_price', 'start_price_set', -95, true, false, true),
  (5, 'decide_auction', 'auction_decided', -85, false, false, true),
  (6, 'contract_organisation', 'org_contracted', -75, false, false, true), (7, 'post', 'posted', -34, true, false, false),
  (8, 'open_registration', 'registration_open', -30, false, false, false),
  (9, 'close_registration', 'registration_closed', -2.66, false, false, false),
  (10, 'open_session', 'in_session', 0, false, false, false), (11, 'sell', 'sold_provisional', 0.125, true, false, false),
  (12, 'recognise', 'recognised', 7, false, false, true), (13, 'confirm_half', 'payment_50', 32, false, false, false),
  (14, 'confirm_payment', 'paid', 80, false, false, false), (15, 'hand_over', 'handed_over', 104, false, false, true),
  (16, 'certify', 'certified', 128, true, false, true), (11, 'fail', 'failed', 0.125, true, true, false),
  (9, 'suspend', 'suspended', -20, true, true, true), (9, 'cancel', 'cancelled', -20, true, true, true),
  (9, 'withdraw', 'withdrawn', -20, true, true, false),
  (13, 'cancel_recognition', 'recognition_cancelled', 120, true, true, true);

CREATE TEMP TABLE act AS
SELECT *, count(*) FILTER (WHERE kept) OVER (PARTITION BY lot ORDER BY at)::int AS version,
       coalesce(lag(after) OVER (PARTITION BY lot ORDER BY at), '') AS before,
       row_number() OVER (ORDER BY lot, at) AS id
FROM (
  SELECT c.lot, s.ordinal, s.verb, s.after, s.paper, s.kept OR s.after = c.state AS kept,
         least(coalesce(c.session_at + s.days * interval '1 day', now() - (7 - s.ordinal) * interval '10 days'),
               now() - (17 - s.ordinal) * interval '1 minute') AS at
  FROM course c
  JOIN step l ON l.after = c.state AND l.verb <> 'publish'
  JOIN step s ON NOT s.aside AND s.ordinal < l.ordinal OR s.verb = l.verb
              OR s.verb = 'publish' AND c.public
  WHERE c.public OR s.verb <> 'publish'
) found;
CREATE INDEX ON act (lot, version);

CREATE TEMP TABLE fate AS
SELECT lot, max(version) AS version, max(at) AS at, max(version) FILTER (WHERE verb = 'post') AS announced,
       min(at) FILTER (WHERE verb = 'post') AS posted_at, min(at) FILTER (WHERE verb = 'publish') AS published_at,
       bool_or(verb = 'set_start_price') AS priced, bool_or(ordinal = 11) AS held,
       min(at) FILTER (WHERE verb = 'sell') AS sold_at
FROM act GROUP BY lot;
CREATE UNIQUE INDEX ON fate (lot);

-- Lots whose minutes are there stand in their session first: a result is taken of no other (guards_v1.sql).
INSERT INTO auctions_lot
  (id, number, code, version, announced_version, state_before, updated_at, sample, search_text, state, state_since,
   attempt, plan_id, auction_id, organisation_id, owner_id, name, address, unit_id, unit_at_record_id, area_m2,
   land_use_current_id, land_use_id, purpose, "right", term_kind, term_years, bidders, sale_by, expected_year,
   expected_quarter, start_price_amount, deposit_percent, deposit_amount, step_amount, file_fee_amount,
   first_payment_percent, first_payment_days, payment_days, distance_coast_m, distance_road_m, missing, checked_at,
   failure, publish_level, published_on, note, geom, point, files_from, files_until, deposit_until, view_from,
   view_until, session_at, venue, view_note, form, method, notice_code, notice_url, posted_at)
SELECT pg_temp.key(3, c.lot), c.lot, 'LDG-' || lpad(c.lot::text, 6, '0'), f.version, f.announced,
       CASE WHEN c.state = 'suspended' THEN 'registration_open' ELSE '' END, f.at, true,
       format('ldg-%s lo %s %s', lpad(c.lot::text, 6, '0'), d.block, p.search_text),
       CASE WHEN f.held THEN 'in_session' ELSE c.state END, f.at, c.attempt, pg_temp.key(1, d.year * 10 + 1 + c.lot % 6),
       a.id, a.organisation_id, owner.id, 'Lô ' || upper(d.block), p.address, p.unit_id, p.unit_at_record_id, p.area_m2,
       p.land_use_current_id, p.land_use_id, '', d.land_right, CASE WHEN d.land_right = 'allocated' THEN 'long' ELSE 'years' END,
       CASE WHEN d.land_right <> 'allocated' THEN 50 END,
       CASE WHEN d.chance < 70 THEN '{person,organisation}'::varchar[] ELSE '{organisation}' END,
       CASE WHEN d.chance < 90 THEN 'lot' ELSE 'project' END, d.year, 1 + pg_temp.dice(c.lot, 5, 4), m.price, 20,
       round(m.price * 0.2), round(m.price * 0.01), CASE WHEN f.priced THEN 500000 END, 50, 30, 90,
       pg_temp.dice(c.lot, 6, 25000), pg_temp.dice(c.lot, 7, 3000), d.missing, f.at, '',
       CASE WHEN c.public THEN 'public' ELSE 'internal' END, (f.published_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, '',
       p.geom, p.point, a.files_from, a.files_until, a.deposit_until, a.view_from, a.view_until, a.session_at,
       coalesce(a.venue, ''), '', coalesce(a.form, ''), coalesce(a.method, 'ascending'), '', '', f.posted_at
FROM course c
JOIN fate f USING (lot)
JOIN land_plot p ON p.id = c.plot
LEFT JOIN auctions_auction a ON a.number = c.t + 1
JOIN accounts_agency owner ON owner.code = 'ttptqd'
CROSS JOIN LATERAL (
  SELECT pg_temp.dice(c.lot, 8, 100) AS chance,
         chr(97 + pg_temp.dice(c.lot, 9, 26)) || (1 + c.lot % 9) || '-' || lpad((c.lot % 100)::text, 2, '0') AS block,
         (ARRAY['allocated', 'allocated', 'leased_once', 'leased_annual'])[1 + pg_temp.dice(c.lot, 10, 4)] AS land_right,
         extract(year FROM coalesce(c.session_at, now() + interval '150 days'))::int AS year,
         CASE WHEN f.announced IS NOT NULL THEN '{}'::varchar[]
              ELSE ('{title,clearance,undisputed,detailed_plan,access,checked,price}'::varchar[])
                   [1 + pg_temp.dice(c.lot, 11, 4):5 + pg_temp.dice(c.lot, 12, 3)] END AS missing
) d
CROSS JOIN LATERAL (
  SELECT CASE WHEN f.priced THEN
    greatest(1, round(p.area_m2 * (2500 + pg_temp.dice(c.lot, 13, 30000)) / 100)) * 100000 END::bigint AS price
) m
ORDER BY c.lot;

INSERT INTO auctions_lotplot (lot_id, plot_id, plot_version, area_m2, whole)
SELECT pg_temp.key(3, c.lot), p.id, p.version, p.area_m2, true FROM course c JOIN land_plot p ON p.id = c.plot ORDER BY c.lot;
ANALYZE auctions_lot;
