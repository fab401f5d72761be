-- Counts beside the lots, exact in every transaction, as those beside the plots are (docs/adr/0021): each statement that
-- touches lots appends what it changes. Read by facets, numberMatched and tiles, which would otherwise read every lot.

-- The statement, with a %s for rows "sign, auctions_lot.*". The facet fields are those of auctions/layers.py (tested
-- against each other); agencies are kept by their ids, because a code may be corrected.
CREATE FUNCTION auctions_tally_sql_v1() RETURNS text LANGUAGE sql IMMUTABLE AS $sql$ SELECT $q$
WITH changed AS MATERIALIZED (
  SELECT sign, publish_level AS level, COALESCE(area_m2, 0) * sign AS area, stage, state, organisation_id, owner_id,
         unit_id, unit_at_record_id, land_use_id, land_use_current_id, "right", term_kind, bidders, sale_by, form,
         missing, failure, ST_X(anchor_3857) AS east, ST_Y(anchor_3857) AS north
  FROM (%s) lot),
cells AS (
  INSERT INTO auctions_lotcell (level, x, y, stage, n, east, north, area_m2, settled)
  SELECT level, floor((east + 20037508.342789244) / 2445.98490512564)::int,
         floor((20037508.342789244 - north) / 2445.98490512564)::int, stage, sum(sign), sum(sign * east),
         sum(sign * north), sum(area), false
  FROM changed WHERE east IS NOT NULL GROUP BY 1, 2, 3, 4
  HAVING sum(sign) <> 0 OR sum(area) <> 0 OR sum(sign * east) <> 0 OR sum(sign * north) <> 0),
facts AS (
  SELECT c.level, v.field, v.value, c.sign, c.area
  FROM changed c CROSS JOIN LATERAL (VALUES
    ('', NULL), ('stage', c.stage), ('state', c.state), ('organisation', c.organisation_id::text),
    ('owner', c.owner_id::text), ('unit', c.unit_id), ('unit_at_record', c.unit_at_record_id),
    ('land_use', c.land_use_id), ('land_use_current', c.land_use_current_id), ('right', c."right"),
    ('term_kind', c.term_kind), ('sale_by', c.sale_by), ('form', c.form), ('failure', c.failure),
    ('publish_level', c.level)) AS v(field, value)
  UNION ALL SELECT c.level, 'bidders', b, c.sign, c.area FROM changed c, unnest(c.bidders) AS b
  UNION ALL SELECT c.level, 'missing', m, c.sign, c.area FROM changed c, unnest(c.missing) AS m)
INSERT INTO auctions_lottally (level, field, held, n, area_m2, settled)
SELECT level, field, value, sum(sign), sum(area), false FROM facts GROUP BY 1, 2, 3
HAVING sum(sign) <> 0 OR sum(area) <> 0
$q$ $sql$;

CREATE FUNCTION auctions_lot_tally_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(auctions_tally_sql_v1(), 'SELECT 1 AS sign, * FROM fresh'
    || CASE TG_OP WHEN 'UPDATE' THEN ' UNION ALL SELECT -1, * FROM stale' ELSE '' END);
  RETURN NULL;
END $$;

-- Lots are never deleted (guards_v1.sql).
CREATE TRIGGER auctions_lot_tally_insert AFTER INSERT ON auctions_lot REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION auctions_lot_tally_v1();
CREATE TRIGGER auctions_lot_tally_update AFTER UPDATE ON auctions_lot REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION auctions_lot_tally_v1();

-- Folds the appended rows into one for each key. Rows of transactions that have not committed yet are not seen and stay.
CREATE FUNCTION auctions_fold_tallies_v1() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(4300000000004) THEN
    RETURN;  -- somebody else is at it
  END IF;
  WITH gone AS (DELETE FROM auctions_lotcell RETURNING *)
  INSERT INTO auctions_lotcell (level, x, y, stage, n, east, north, area_m2, settled)
  SELECT level, x, y, stage, sum(n), sum(east), sum(north), sum(area_m2), true
  FROM gone GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0;
  WITH gone AS (DELETE FROM auctions_lottally RETURNING *)
  INSERT INTO auctions_lottally (level, field, held, n, area_m2, settled)
  SELECT level, field, held, sum(n), sum(area_m2), true FROM gone GROUP BY 1, 2, 3 HAVING sum(n) <> 0;
END $$;

DO $$ BEGIN
  EXECUTE format(auctions_tally_sql_v1(), 'SELECT 1 AS sign, * FROM auctions_lot');
  PERFORM auctions_fold_tallies_v1();
END $$;
