-- 10,000 saved searches, each of an address that confirmed: what a buyer might ask, a few on single lots.
INSERT INTO notices_contact
  (id, channel, address, language, state, opt_in, bounces, created_at, asked_at, confirmed_at)
SELECT pg_temp.key(1, 1000000 + n), 'email', 'bench-' || n || '@example.vn', 'vi', 'confirmed', 1, 0, now() - interval '30 days',
       now() - interval '30 days', now() - interval '29 days'
FROM generate_series(1, 10000) n;

CREATE FUNCTION pg_temp.range(number bigint, throw int, percent int, low bigint, high bigint) RETURNS int8range
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
    WHEN pg_temp.dice(number, throw, 100) >= percent THEN NULL
    WHEN number % 3 = 0 THEN int8range(NULL, low + (high - low) * pg_temp.dice(number, throw + 1, 10) / 10)
    ELSE int8range(low * (1 + number % 4), low + (high - low) * (3 + pg_temp.dice(number, throw + 1, 8)) / 10)
  END $$;

CREATE TEMP TABLE use AS
SELECT land_use_id AS code, row_number() OVER (ORDER BY count(*) DESC, land_use_id) - 1 AS k
FROM auctions_lot WHERE land_use_id IS NOT NULL GROUP BY 1;
CREATE TEMP TABLE commune AS SELECT unit_id AS code, row_number() OVER (ORDER BY unit_id) - 1 AS k FROM auctions_lot GROUP BY 1;
CREATE TEMP TABLE word AS
SELECT word, row_number() OVER (ORDER BY ndoc DESC, word) - 1 AS k
FROM ts_stat('SELECT search_words FROM auctions_lot WHERE number % 50 = 0') WHERE word ~ '^[a-z]{3,}$' ORDER BY ndoc DESC LIMIT 200;

INSERT INTO auctions_watch
  (id, contact_id, lot_id, query, title, daily, created_at, active_from, q, words_query, stage, "right", term_kind, bidders,
   sale_by, land_use, land_use_current, unit, unit_at_record, missing, organisation, start_price, unit_price, deposit,
   area_m2, session_on, distance_coast_m, distance_road_m, box)
SELECT pg_temp.key(2, 1000000 + n), pg_temp.key(1, 1000000 + n), NULL, 'bench=' || n, 'Tìm kiếm số ' || n, n % 7 = 0,
       now() - interval '29 days', now() - interval '29 days', coalesce(w.word, ''), coalesce(w.word || ':*', ''),
       CASE pg_temp.dice(n, 20, 10) WHEN 0 THEN '{}' WHEN 1 THEN '{upcoming}' WHEN 2 THEN '{upcoming,open}' ELSE '{open}' END::varchar[],
       CASE pg_temp.dice(n, 21, 8) WHEN 0 THEN '{allocated}' WHEN 1 THEN '{leased_once,leased_annual}' ELSE '{}' END::varchar[],
       CASE pg_temp.dice(n, 22, 10) WHEN 0 THEN '{long}' ELSE '{}' END::varchar[],
       CASE pg_temp.dice(n, 23, 4) WHEN 0 THEN '{person}' ELSE '{}' END::varchar[],
       CASE pg_temp.dice(n, 24, 12) WHEN 0 THEN '{lot}' ELSE '{}' END::varchar[],
       CASE WHEN u.code IS NULL THEN '{}' ELSE ARRAY[u.code] END, '{}',
       CASE WHEN pg_temp.dice(n, 25, 10) < 4
            THEN ARRAY(SELECT code FROM commune WHERE k IN (pg_temp.dice(n, 26, 30), pg_temp.dice(n, 27, 30)))
            ELSE '{}' END, '{}', '{}', '{}',
       pg_temp.range(n, 28, 45, 500000000, 40000000000), pg_temp.range(n, 30, 15, 2500000, 35000000), NULL,
       CASE WHEN pg_temp.dice(n, 32, 100) < 35 THEN numrange(80 * (1 + n % 20), 500 * (4 + pg_temp.dice(n, 33, 90)), '[]') END, NULL,
       pg_temp.range(n, 34, 10, 500, 20000), pg_temp.range(n, 36, 8, 100, 3000), x.box
FROM generate_series(1, 9600) n
LEFT JOIN word w ON pg_temp.dice(n, 38, 5) = 0 AND w.k = pg_temp.dice(n, 39, 200)
LEFT JOIN use u ON pg_temp.dice(n, 40, 4) = 0 AND u.k = pg_temp.dice(n, 41, 8)
LEFT JOIN LATERAL (
  SELECT ST_Expand(anchor_3857, 1000 + pg_temp.dice(n, 42, 5000)) AS box FROM auctions_lot
  WHERE number = 1 + n * 5 AND pg_temp.dice(n, 43, 100) < 15
) x ON true;

INSERT INTO auctions_watch
  (id, contact_id, lot_id, query, title, daily, created_at, active_from, q, words_query, stage, "right", term_kind, bidders,
   sale_by, land_use, land_use_current, unit, unit_at_record, missing, organisation)
SELECT pg_temp.key(2, 1009600 + k), pg_temp.key(1, 1009600 + k), id, '', name, false, now() - interval '29 days',
       now() - interval '29 days', '', '', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'
FROM (SELECT id, name, row_number() OVER (ORDER BY number) AS k FROM auctions_lot WHERE publish_level = 'public'
      AND stage IN ('open', 'upcoming')) l
WHERE k <= 400;
