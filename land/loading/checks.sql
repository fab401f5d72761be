-- The checks of an import on its staged rows (see staging.py), run in this order by checks.py. A step begins with
-- "-- step: NAME"; every statement ends with a semicolon at the end of a line. Parameters: today, keep, hard, faults,
-- refusing, flagged. Tolerances are the dated ones that the database's own guard uses.

-- step: ground
-- In which unit of today each row lies.
CREATE TEMP TABLE import_ground ON COMMIT DROP AS
SELECT DISTINCT ON (r.row) r.row, u.uid
FROM import_row r JOIN territory_adminunit u ON ST_Covers(u.geom, r.anchor)
WHERE u.level = 'commune' AND u.valid @> %(today)s::date
ORDER BY r.row, u.uid;

-- Land at the shore may lie a little outside every boundary.
INSERT INTO import_ground
SELECT r.row, near.uid
FROM import_row r CROSS JOIN LATERAL (
  SELECT u.uid FROM territory_adminunit u
  WHERE u.level = 'commune' AND u.valid @> %(today)s::date AND ST_DWithin(u.geom, r.anchor, 500)
  ORDER BY ST_Distance(u.geom, r.anchor), u.uid LIMIT 1) near
WHERE r.anchor IS NOT NULL AND NOT EXISTS (SELECT 1 FROM import_ground g WHERE g.row = r.row);

CREATE INDEX ON import_ground (row);

INSERT INTO import_finding (row, code, column_name, params, x, y)
SELECT r.row, 'outside_territory', '', '{}', ST_X(r.anchor), ST_Y(r.anchor)
FROM import_row r
WHERE r.anchor IS NOT NULL AND NOT EXISTS (SELECT 1 FROM import_ground g WHERE g.row = r.row);

UPDATE import_row r SET unit_id = g.uid FROM import_ground g WHERE g.row = r.row AND r.unit_id = '';

-- step: match
UPDATE import_row r SET plot_id = p.id, matched_by = 'code'
FROM land_plot p
WHERE r.code <> '' AND p.code = r.code AND p.status = 'active';

INSERT INTO import_finding (row, code, column_name, params, x, y)
SELECT r.row, CASE WHEN p.id IS NULL THEN 'code_unknown' ELSE 'code_ended' END, '',
       jsonb_build_object('value', r.code), ST_X(r.anchor), ST_Y(r.anchor)
FROM import_row r LEFT JOIN land_plot p ON p.code = r.code
WHERE r.code <> '' AND r.plot_id IS NULL;

-- The numbers that rows write, and whether several rows write one.
CREATE TEMP TABLE import_claim ON COMMIT DROP AS
SELECT r.row, n.sheet, n.parcel, coalesce(r.unit_at_record_id, r.unit_id) AS unit, count(*) OVER same > 1 AS shared
FROM import_row r JOIN import_parcel n USING (row)
WINDOW same AS (PARTITION BY coalesce(r.unit_at_record_id, r.unit_id), n.sheet, n.parcel);

CREATE INDEX ON import_claim (row);

-- Of rows that write one number each is looked for by its own shape first.
UPDATE import_row r SET plot_id = p.id, matched_by = 'shape'
FROM land_plot p
WHERE r.plot_id IS NULL AND r.code = '' AND r.geom IS NOT NULL AND p.status = 'active' AND p.geom && r.anchor
  AND abs(ST_Area(p.geom) - r.area) <= 0.05 + 0.02 * ST_Perimeter(p.geom)
  AND ST_Covers(p.geom, r.anchor)
  AND ST_Area(ST_SymDifference(p.geom, r.geom)) <= 0.05 + 0.02 * ST_Perimeter(p.geom)
  AND EXISTS (SELECT 1 FROM import_claim c WHERE c.row = r.row AND c.shared);

-- A boundary that was kept beside the record, because it was disputed, still tells its row.
UPDATE import_row r SET plot_id = p.id, matched_by = 'shape'
FROM land_plot p, jsonb_array_elements(p.review_notes) AS kept(entry)
WHERE r.plot_id IS NULL AND r.code = '' AND r.geom IS NOT NULL AND p.status = 'active' AND p.geom IS NULL
  AND p.point && ST_Expand(r.anchor, 50) AND entry ->> 'boundary' IS NOT NULL
  AND ST_Area(ST_SymDifference(ST_GeomFromText(entry ->> 'boundary', ST_SRID(r.geom)), r.geom))
      <= 0.05 + 0.02 * ST_Perimeter(r.geom);

-- By parcel: the register's open numbers in the unit that the row names, of today or of the paper.
CREATE TEMP TABLE import_held ON COMMIT DROP AS
SELECT DISTINCT r.row, h.plot_id
FROM import_row r
JOIN import_parcel n USING (row)
JOIN land_plotparcel h ON h.sheet_number = n.sheet AND h.parcel_number = n.parcel AND upper_inf(h.period)
  AND h.unit_id IN (r.unit_id, r.unit_at_record_id)
JOIN land_plot p ON p.id = h.plot_id AND p.status = 'active'
WHERE r.code = '' AND r.plot_id IS NULL;

UPDATE import_row r SET plot_id = one.plot_id, matched_by = 'parcel'
FROM (SELECT row, min(plot_id::text)::uuid AS plot_id FROM import_held GROUP BY row HAVING count(*) = 1) one
WHERE one.row = r.row;

INSERT INTO import_finding (row, code, column_name, params, x, y)
SELECT h.row, 'matches_several', '', jsonb_build_object('codes', string_agg(p.code, ', ' ORDER BY p.code)), NULL, NULL
FROM import_held h JOIN land_plot p ON p.id = h.plot_id
GROUP BY h.row HAVING count(*) > 1;

INSERT INTO import_finding (row, code, column_name, params, x, y)
SELECT DISTINCT ON (r.row) r.row, 'parcel_held', '',
       jsonb_build_object('sheet', n.sheet, 'parcel', n.parcel, 'code', p.code), ST_X(r.anchor), ST_Y(r.anchor)
FROM import_row r
JOIN import_parcel n USING (row)
JOIN land_plotparcel h ON h.sheet_number = n.sheet AND h.parcel_number = n.parcel AND upper_inf(h.period)
  AND h.unit_id = coalesce(r.unit_at_record_id, r.unit_id)
JOIN land_plot p ON p.id = h.plot_id AND p.status <> 'active'
WHERE r.code = '' AND r.plot_id IS NULL
ORDER BY r.row, p.code;

-- By shape: the same ground, up to the rounding of formats.
UPDATE import_row r SET plot_id = p.id, matched_by = 'shape'
FROM land_plot p
WHERE r.plot_id IS NULL AND r.code = '' AND r.geom IS NOT NULL AND p.status = 'active' AND p.geom && r.anchor
  AND abs(ST_Area(p.geom) - r.area) <= 0.05 + 0.02 * ST_Perimeter(p.geom)
  AND ST_Covers(p.geom, r.anchor)
  AND ST_Area(ST_SymDifference(p.geom, r.geom)) <= 0.05 + 0.02 * ST_Perimeter(p.geom)
  AND NOT EXISTS (SELECT 1 FROM import_held h WHERE h.row = r.row);

-- By words, where a list has neither numbers nor shapes.
UPDATE import_row r SET plot_id = p.id, matched_by = 'words'
FROM land_plot p
WHERE r.plot_id IS NULL AND r.code = '' AND r.geom IS NULL AND r.name || r.address <> '' AND p.status = 'active'
  AND p.unit_id = r.unit_id AND p.name = r.name AND p.address = r.address
  AND p.area_legal_m2 IS NOT DISTINCT FROM r.paper_m2::numeric
  AND NOT EXISTS (SELECT 1 FROM import_parcel n WHERE n.row = r.row);

INSERT INTO import_finding (row, code, column_name, params, x, y)
SELECT r.row, CASE WHEN r.matched_by = 'code' THEN 'duplicate_code' ELSE 'matched_by_several_rows' END, '',
       jsonb_build_object('value', p.code, 'code', p.code,
                          'rows', array_to_string((array_remove(g.rows, r.row))[1:5], ', ')),
       ST_X(r.anchor), ST_Y(r.anchor)
FROM (SELECT plot_id, array_agg(row ORDER BY row) AS rows FROM import_row WHERE plot_id IS NOT NULL
      GROUP BY plot_id HAVING count(*) > 1) g
JOIN import_row r USING (plot_id)
JOIN land_plot p ON p.id = r.plot_id;

-- step: stays
-- Rows whose ground and unit are what the register has, up to the rounding of formats: nobody changed them, so their
-- ground is not judged again.
UPDATE import_row r SET stays = true
FROM land_plot p
WHERE p.id = r.plot_id AND r.geom IS NOT NULL AND p.geom IS NOT NULL
  AND (ST_AsBinary(p.geom) = ST_AsBinary(r.geom)
       OR ST_Area(ST_SymDifference(p.geom, r.geom)) <= 0.05 + 0.02 * ST_Perimeter(p.geom));

UPDATE import_row r SET stays = true
FROM land_plot p
WHERE p.id = r.plot_id AND r.geom IS NULL AND p.geom IS NULL AND ST_DWithin(p.point, r.anchor, 0.05);

-- step: duplicates
-- A number that the matched plot holds already is not claimed.
WITH twin AS (
  SELECT unit, sheet, parcel, array_agg(row ORDER BY row) AS rows FROM import_claim WHERE shared GROUP BY 1, 2, 3)
INSERT INTO import_finding (row, code, column_name, params, x, y)
SELECT DISTINCT ON (c.row) c.row, 'duplicate_parcel', '',
       jsonb_build_object('sheet', c.sheet, 'parcel', c.parcel,
                          'rows', array_to_string((array_remove(t.rows, c.row))[1:5], ', ')), NULL::float8, NULL::float8
FROM import_claim c
JOIN twin t USING (unit, sheet, parcel)
JOIN import_row r ON r.row = c.row
WHERE NOT EXISTS (
  SELECT 1 FROM land_plotparcel h
  WHERE h.plot_id = r.plot_id AND h.sheet_number = c.sheet AND h.parcel_number = c.parcel AND upper_inf(h.period))
ORDER BY c.row;

CREATE TEMP TABLE import_twin ON COMMIT DROP AS
SELECT row, key, rows[1] = row AS is_first, rows
FROM (SELECT row, key, array_agg(row) OVER same AS rows
      FROM (SELECT row, plot_id, md5(ST_AsBinary(ST_Normalize(ST_SnapToGrid(geom, 0.001)))) AS key
            FROM import_row WHERE geom IS NOT NULL) r
      WINDOW same AS (PARTITION BY key ORDER BY plot_id IS NULL, row
                      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) twin
WHERE array_length(rows, 1) > 1;

INSERT INTO import_finding (row, code, column_name, params, x, y)
SELECT t.row, 'duplicate_shape', '',
       jsonb_build_object('rows', array_to_string((array_remove(t.rows, t.row))[1:5], ', ')),
       ST_X(r.anchor), ST_Y(r.anchor)
FROM import_twin t JOIN import_row r USING (row);

WITH keyed AS (
  SELECT r.row, ROW(r.unit_id, r.name, r.address, r.paper_m2)::text AS key
  FROM import_row r
  WHERE r.anchor IS NULL AND r.code = '' AND r.name || r.address <> ''
    AND NOT EXISTS (SELECT 1 FROM import_parcel n WHERE n.row = r.row)),
twin AS (SELECT key, array_agg(row ORDER BY row) AS rows FROM keyed GROUP BY key HAVING count(*) > 1)
INSERT INTO import_finding (row, code, column_name, params, x, y)
SELECT k.row, 'duplicate_row', '',
       jsonb_build_object('rows', array_to_string((array_remove(t.rows, k.row))[1:5], ', ')), NULL, NULL
FROM keyed k JOIN twin t USING (key);

-- step: outside
-- An illustrative boundary is true to some 200 m: nothing nearer than that is told from it.
WITH unit AS MATERIALIZED (
  SELECT uid, name, CASE WHEN illustrative THEN ST_Buffer(geom, 250) ELSE geom END AS geom
  FROM territory_adminunit WHERE level = 'commune' AND geom IS NOT NULL AND valid @> %(today)s::date),
stray AS (
  SELECT r.row, r.anchor, u.name, ST_Difference(r.geom, u.geom) AS part, r.area
  FROM unit u JOIN import_row r ON r.unit_id = u.uid
  LEFT JOIN land_plot p ON p.id = r.plot_id
  WHERE r.geom IS NOT NULL AND NOT ST_Covers(u.geom, r.geom) AND NOT (r.stays AND p.unit_id = r.unit_id))
INSERT INTO import_finding (row, code, column_name, params, x, y)
SELECT s.row, 'outside_unit', '',
       jsonb_build_object(
         'unit', s.name, 'share', round((100 * ST_Area(s.part) / s.area)::numeric, 1)::text,
         'allowed', round((100 * land_tolerance_v1('outside_share'))::numeric, 1)::text,
         'actual', coalesce((SELECT a.name FROM import_ground g JOIN territory_adminunit a ON a.uid = g.uid
                             WHERE g.row = s.row), '?')),
       ST_X(ST_PointOnSurface(s.part)), ST_Y(ST_PointOnSurface(s.part))
FROM stray s
WHERE ST_Area(s.part) > s.area * land_tolerance_v1('outside_share')
  AND NOT EXISTS (SELECT 1 FROM import_finding f WHERE f.row = s.row AND f.code = 'outside_territory');

-- A plot of a list is placed by a point only.
INSERT INTO import_finding (row, code, column_name, params, x, y)
SELECT r.row, 'outside_unit', '',
       jsonb_build_object('unit', claimed.name, 'share', '100', 'allowed', '0', 'actual', actual.name),
       ST_X(r.anchor), ST_Y(r.anchor)
FROM import_row r
JOIN import_ground g USING (row)
JOIN territory_adminunit claimed ON claimed.uid = r.unit_id AND claimed.geom IS NOT NULL
JOIN territory_adminunit actual ON actual.uid = g.uid
LEFT JOIN land_plot p ON p.id = r.plot_id
WHERE r.geom IS NULL AND g.uid <> r.unit_id AND NOT (r.stays AND p.unit_id = r.unit_id)
  AND NOT ST_DWithin(claimed.geom, r.anchor, CASE WHEN claimed.illustrative THEN 250 ELSE 5 END);

-- step: area
INSERT INTO import_finding (row, code, column_name, params, x, y)
SELECT row, 'area_differs', '',
       jsonb_build_object(
         'drawn', translate(to_char(area, 'FM999,999,999,990.0'), ',.', '.,'),
         'paper', translate(to_char(paper_m2, 'FM999,999,999,990.0'), ',.', '.,'),
         'difference', translate(to_char(abs(area - paper_m2), 'FM999,999,999,990.0'), ',.', '.,'),
         'allowed', translate(to_char(allowed, 'FM999,999,999,990.0'), ',.', '.,')),
       ST_X(anchor), ST_Y(anchor)
FROM (SELECT *, greatest(land_tolerance_v1('area_floor_m2'), land_tolerance_v1('area_share') * paper_m2) AS allowed
      FROM import_row WHERE geom IS NOT NULL AND paper_m2 IS NOT NULL) r
WHERE abs(area - paper_m2) > allowed
  AND NOT (r.stays AND EXISTS (
    SELECT 1 FROM land_plot p WHERE p.id = r.plot_id AND abs(p.area_legal_m2 - r.paper_m2) < 0.06));

-- step: overlaps
-- "b.row - a.row > 0" and not "a.row < b.row": the latter tempts the planner to scan the key once for every row
-- (measured: 3 s instead of 0.1 s at 7,500 rows, and quadratic).
-- Of two rows the one that stays as registered is not at fault; two that stay are the register's own matter.
WITH pair AS (
  SELECT a.row AS one, b.row AS other, a.stays AS one_stays, b.stays AS other_stays, a.plot_id AS one_plot,
         b.plot_id AS other_plot, ST_Intersection(a.geom, b.geom) AS part, least(a.area, b.area) AS smaller
  FROM import_row a
  JOIN import_row b ON a.geom && b.geom AND b.row - a.row > 0 AND NOT (a.stays AND b.stays)
    AND ST_Relate(a.geom, b.geom, 'T********')),
bad AS MATERIALIZED (
  SELECT one, other, one_stays, other_stays, part, ST_Area(part) AS shared FROM pair
  WHERE ST_Area(part) > land_tolerance_v1('overlap_m2')
    AND ST_Area(part) > smaller * land_tolerance_v1('overlap_share')
    AND NOT EXISTS (
      SELECT 1 FROM land_acceptedoverlap a
      WHERE a.first_id = least(pair.one_plot, pair.other_plot) AND a.second_id = greatest(pair.one_plot, pair.other_plot)
        AND ST_Area(pair.part) <= a.area_m2)),
both_ways AS (
  SELECT one, other, part, shared FROM bad WHERE NOT one_stays
  UNION ALL SELECT other, one, part, shared FROM bad WHERE NOT other_stays)
INSERT INTO import_finding (row, code, column_name, params, x, y)
SELECT b.one, 'overlap_row', '',
       jsonb_build_object('other', b.other::text,
                          'area', translate(to_char(b.shared, 'FM999,999,999,990.0'), ',.', '.,')),
       ST_X(ST_PointOnSurface(b.part)), ST_Y(ST_PointOnSurface(b.part))
FROM both_ways b
WHERE NOT EXISTS (
  SELECT 1 FROM import_twin t JOIN import_twin u USING (key) WHERE t.row = b.one AND u.row = b.other);

-- With --keep-faulty a disputed boundary is kept beside the record, which stands at a point; a matched plot keeps the
-- boundary that it has. The first of twins keeps its own.
UPDATE import_row r SET disputed = geom, geom = NULL
WHERE %(keep)s AND geom IS NOT NULL AND EXISTS (
  SELECT 1 FROM import_finding f LEFT JOIN import_twin t ON t.row = f.row
  WHERE f.row = r.row AND (f.code = 'overlap_row' OR (f.code = 'duplicate_shape' AND NOT t.is_first)));

-- A registered plot that a row of this file replaces is judged by its new shape, above.
WITH pair AS (
  SELECT r.row, r.plot_id, p.id, p.code AS other, ST_Intersection(r.geom, p.geom) AS part,
         least(r.area, ST_Area(p.geom)) AS smaller
  FROM import_row r
  JOIN land_plot p ON p.geom && r.geom AND p.status = 'active' AND p.id IS DISTINCT FROM r.plot_id
    AND ST_Relate(p.geom, r.geom, 'T********')
  WHERE NOT r.stays AND NOT EXISTS (
    SELECT 1 FROM import_row q
    WHERE q.plot_id = p.id AND q.geom IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM import_finding f WHERE f.row = q.row AND f.code = ANY(%(refusing)s))))
INSERT INTO import_finding (row, code, column_name, params, x, y)
SELECT row, 'overlap_plot', '',
       jsonb_build_object('other', other,
                          'area', translate(to_char(ST_Area(part), 'FM999,999,999,990.0'), ',.', '.,')),
       ST_X(ST_PointOnSurface(part)), ST_Y(ST_PointOnSurface(part))
FROM pair
WHERE ST_Area(part) > land_tolerance_v1('overlap_m2')
  AND ST_Area(part) > smaller * land_tolerance_v1('overlap_share')
  AND NOT EXISTS (
    SELECT 1 FROM land_acceptedoverlap a
    WHERE a.first_id = least(pair.plot_id, pair.id) AND a.second_id = greatest(pair.plot_id, pair.id)
      AND ST_Area(pair.part) <= a.area_m2);

-- step: required
INSERT INTO import_finding (row, code, column_name, params, x, y)
SELECT r.row, 'required_empty', '', '{}', ST_X(r.anchor), ST_Y(r.anchor)
FROM import_row r
WHERE r.plot_id IS NULL AND r.name = '' AND r.address = '' AND r.code = ''
  AND coalesce(r.payload -> 'values' ->> 'parcel_number', '') = '';

INSERT INTO import_finding (row, code, column_name, params, x, y)
SELECT r.row, 'unit_missing', '', '{}', ST_X(r.anchor), ST_Y(r.anchor)
FROM import_row r
WHERE r.unit_id = '' AND r.plot_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM import_finding f WHERE f.row = r.row AND f.code = 'outside_territory');

-- step: disputed
UPDATE import_row r SET disputed = geom, geom = NULL
WHERE %(keep)s AND geom IS NOT NULL
  AND EXISTS (SELECT 1 FROM import_finding f WHERE f.row = r.row AND f.code = 'overlap_plot');

-- A number that an earlier row, or an ended plot, has stays with it.
CREATE TEMP TABLE import_lost ON COMMIT DROP AS
SELECT c.row, c.sheet, c.parcel
FROM (SELECT n.*, row_number() OVER (PARTITION BY n.unit, n.sheet, n.parcel ORDER BY r.plot_id IS NULL, r.row) AS place
      FROM import_claim n JOIN import_row r USING (row)) c
WHERE %(keep)s AND EXISTS (
  SELECT 1 FROM import_finding f
  WHERE f.row = c.row AND (
    (f.code = 'duplicate_parcel' AND c.place > 1)
    OR (f.code = 'parcel_held' AND EXISTS (
      SELECT 1 FROM land_plotparcel h
      WHERE h.unit_id = c.unit AND h.sheet_number = c.sheet AND h.parcel_number = c.parcel AND upper_inf(h.period)))));

DELETE FROM import_parcel n USING import_lost l WHERE (n.row, n.sheet, n.parcel) = (l.row, l.sheet, l.parcel);

UPDATE import_row r
SET payload = jsonb_set(jsonb_set(r.payload, '{parcels}', kept.parcels), '{values,parcel_number}', to_jsonb(kept.numbers))
FROM (SELECT l.row, coalesce(jsonb_agg(jsonb_build_array(n.sheet, n.parcel)) FILTER (WHERE n.row IS NOT NULL), '[]')
               AS parcels, coalesce(string_agg(n.parcel, ', '), '') AS numbers
      FROM (SELECT DISTINCT row FROM import_lost) l LEFT JOIN import_parcel n USING (row) GROUP BY l.row) kept
WHERE kept.row = r.row AND r.plot_id IS NULL;

-- A matched plot keeps the numbers that it has.
UPDATE import_row r SET payload = r.payload #- '{values,sheet_number}' #- '{values,parcel_number}'
WHERE r.plot_id IS NOT NULL AND EXISTS (SELECT 1 FROM import_lost l WHERE l.row = r.row);

-- step: flags
-- Flags are raised and closed by acts of their own; whoever edits them in a file is told.
INSERT INTO import_finding (row, code, column_name, params, x, y)
SELECT r.row, 'flags_differ', '', '{}', NULL, NULL
FROM import_row r JOIN land_plot p ON p.id = r.plot_id
WHERE %(flagged)s AND (r.matched_by = 'code' OR r.payload -> 'flags' <> '[]')
  AND NOT (r.payload -> 'flags' @> to_jsonb(p.flags) AND r.payload -> 'flags' <@ to_jsonb(p.flags));

-- step: place
UPDATE import_row
SET basis = CASE WHEN geom IS NOT NULL THEN 'boundary' WHEN anchor IS NOT NULL THEN 'point' ELSE 'unit' END;

-- The loaded cadastral maps know where a number is; of several maps the newest, and none that repeats the number.
UPDATE import_row r SET basis = 'parcel', anchor = at.point
FROM (SELECT DISTINCT ON (found.row) found.row, found.point
      FROM (SELECT n.row, m.code, lower(m.period) AS since, count(*) AS numbers, bool_or(c.twice) AS twice,
                   ST_PointOnSurface(ST_Collect(c.geom)) AS point
            FROM import_parcel n
            JOIN import_row s USING (row)
            JOIN LATERAL (
              SELECT k.set_id, (array_agg(k.geom))[1] AS geom, count(*) > 1 AS twice
              FROM land_cadastralparcel k
              WHERE k.unit_id IN (s.unit_id, s.unit_at_record_id) AND k.sheet_number = n.sheet
                AND k.parcel_number = n.parcel
              GROUP BY k.set_id, k.unit_id) c ON true
            JOIN land_referenceset m ON m.id = c.set_id AND m.withdrawn_at IS NULL
            WHERE s.geom IS NULL AND s.disputed IS NULL
            GROUP BY n.row, m.code, m.period) found
      WHERE NOT found.twice
      ORDER BY found.row, found.numbers DESC, found.since DESC NULLS LAST, found.code) at
WHERE at.row = r.row;

-- A number that some plot once held still says where the land is.
UPDATE import_row r SET basis = 'parcel', anchor = at.point
FROM (SELECT DISTINCT ON (n.row) n.row, p.point
      FROM import_parcel n
      JOIN import_row s USING (row)
      JOIN land_plotparcel h ON h.sheet_number = n.sheet AND h.parcel_number = n.parcel
        AND h.unit_id IN (s.unit_id, s.unit_at_record_id)
      JOIN land_plot p ON p.id = h.plot_id AND p.geom IS NOT NULL
      WHERE s.geom IS NULL AND s.disputed IS NULL AND s.basis <> 'parcel'
      ORDER BY n.row, upper_inf(h.period) DESC, h.id DESC) at
WHERE at.row = r.row;

UPDATE import_row r SET anchor = ST_PointOnSurface(u.geom)
FROM territory_adminunit u
WHERE r.basis = 'unit' AND u.uid = r.unit_id AND u.geom IS NOT NULL;

-- step: outcome
UPDATE import_row r
SET outcome = CASE WHEN f.hard OR (f.faulty AND NOT %(keep)s) THEN 'refused' WHEN f.faulty THEN 'faulty' ELSE 'good' END
FROM (SELECT r.row, coalesce(bool_or(f.code = ANY(%(hard)s)), false) AS hard,
             coalesce(bool_or(f.code = ANY(%(faults)s)), false) AS faulty
      FROM import_row r LEFT JOIN import_finding f USING (row) GROUP BY r.row) f
WHERE f.row = r.row;
