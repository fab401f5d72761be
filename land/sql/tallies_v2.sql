-- Beside the sums of tallies_v1 those of every combination of coded values: what a filter by such values leaves is added
-- up from a tenth of the rows and a hundredth of the bytes (docs/adr/0021).

CREATE FUNCTION land_tally_sql_v2() RETURNS text LANGUAGE sql IMMUTABLE AS $sql$ SELECT $q$
WITH changed AS MATERIALIZED (
  SELECT sign, publish_level AS level, COALESCE(area_m2, 0) * sign AS area, unit_id, unit_at_record_id, area_method,
         land_use_id, land_use_current_id, origin, managing_agency_id, use_state, legal_status, handling_plan,
         location_basis, review_state, confidence, public_flags, flags, ST_X(anchor_3857) AS east,
         ST_Y(anchor_3857) AS north
  FROM (%s) plot WHERE status = 'active'),
cells AS (
  INSERT INTO land_plotcell (level, x, y, land_use, use_state, n, east, north, area_m2, settled)
  SELECT level, floor((east + 20037508.342789244) / 2445.98490512564)::int,
         floor((20037508.342789244 - north) / 2445.98490512564)::int, land_use_id, use_state, sum(sign),
         sum(sign * east), sum(sign * north), sum(area), false
  FROM changed WHERE east IS NOT NULL GROUP BY 1, 2, 3, 4, 5
  HAVING sum(sign) <> 0 OR sum(area) <> 0 OR sum(sign * east) <> 0 OR sum(sign * north) <> 0),
mixes AS (
  INSERT INTO land_plotmix (
         publish_level, unit_id, unit_at_record_id, area_method, land_use_id, land_use_current_id, origin,
         managing_agency_id, use_state, legal_status, handling_plan, location_basis, review_state, confidence,
         public_flags, flags, n, area_m2, settled)
  SELECT level, unit_id, unit_at_record_id, area_method, land_use_id, land_use_current_id, origin,
         managing_agency_id, use_state, legal_status, handling_plan, location_basis, review_state, confidence,
         public_flags, flags, sum(sign), sum(area), false
  FROM changed GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
  HAVING sum(sign) <> 0 OR sum(area) <> 0),
facts AS (
  SELECT c.level, v.field, v.value, c.sign, c.area
  FROM changed c CROSS JOIN LATERAL (VALUES
    ('', NULL), ('unit', c.unit_id), ('unit_at_record', c.unit_at_record_id), ('area_method', c.area_method),
    ('land_use', c.land_use_id), ('land_use_current', c.land_use_current_id), ('origin', c.origin),
    ('managing_agency', c.managing_agency_id::text), ('use_state', c.use_state), ('legal_status', c.legal_status),
    ('handling_plan', c.handling_plan), ('location_basis', c.location_basis), ('publish_level', c.level),
    ('review_state', c.review_state), ('confidence', c.confidence)) AS v(field, value)
  UNION ALL SELECT c.level, 'public_flags', f, c.sign, c.area FROM changed c, unnest(c.public_flags) AS f
  UNION ALL SELECT c.level, 'flags', f, c.sign, c.area FROM changed c, unnest(c.flags) AS f)
INSERT INTO land_plottally (level, field, held, n, area_m2, settled)
SELECT level, field, value, sum(sign), sum(area), false FROM facts GROUP BY 1, 2, 3
HAVING sum(sign) <> 0 OR sum(area) <> 0
$q$ $sql$;

-- What the triggers of tallies_v1 call, by the names they know.
CREATE OR REPLACE FUNCTION land_plot_tally_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(land_tally_sql_v2(), 'SELECT 1 AS sign, * FROM fresh'
    || CASE TG_OP WHEN 'UPDATE' THEN ' UNION ALL SELECT -1, * FROM stale' ELSE '' END);
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION land_fold_tallies_v1() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(4300000000001) THEN
    RETURN;  -- somebody else is at it
  END IF;
  WITH gone AS (DELETE FROM land_plotcell RETURNING *)
  INSERT INTO land_plotcell (level, x, y, land_use, use_state, n, east, north, area_m2, settled)
  SELECT level, x, y, land_use, use_state, sum(n), sum(east), sum(north), sum(area_m2), true
  FROM gone GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0;
  WITH gone AS (DELETE FROM land_plottally RETURNING *)
  INSERT INTO land_plottally (level, field, held, n, area_m2, settled)
  SELECT level, field, held, sum(n), sum(area_m2), true FROM gone GROUP BY 1, 2, 3 HAVING sum(n) <> 0;
  WITH gone AS (DELETE FROM land_plotmix RETURNING *)
  INSERT INTO land_plotmix (
         publish_level, unit_id, unit_at_record_id, area_method, land_use_id, land_use_current_id, origin,
         managing_agency_id, use_state, legal_status, handling_plan, location_basis, review_state, confidence,
         public_flags, flags, n, area_m2, settled)
  SELECT publish_level, unit_id, unit_at_record_id, area_method, land_use_id, land_use_current_id, origin,
         managing_agency_id, use_state, legal_status, handling_plan, location_basis, review_state, confidence,
         public_flags, flags, sum(n), sum(area_m2), true FROM gone
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 HAVING sum(n) <> 0;
END $$;

DROP FUNCTION land_tally_sql_v1();

INSERT INTO land_plotmix (
         publish_level, unit_id, unit_at_record_id, area_method, land_use_id, land_use_current_id, origin,
         managing_agency_id, use_state, legal_status, handling_plan, location_basis, review_state, confidence,
         public_flags, flags, n, area_m2, settled)
SELECT publish_level, unit_id, unit_at_record_id, area_method, land_use_id, land_use_current_id, origin,
         managing_agency_id, use_state, legal_status, handling_plan, location_basis, review_state, confidence,
         public_flags, flags, count(*), sum(COALESCE(area_m2, 0)), true FROM land_plot WHERE status = 'active'
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16;
