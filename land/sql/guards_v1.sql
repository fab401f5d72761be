-- The database is the second guard of the register. Loaded by a migration; a change makes guards_v2.sql.

-- Versions are appended. The only update is the closing of `recorded`, the only delete none.
CREATE FUNCTION land_version_is_append_only_v1() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  probe land_plotversion;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'plot versions are never deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  probe := NEW;
  probe.recorded := OLD.recorded;
  IF probe IS DISTINCT FROM OLD OR NOT upper_inf(OLD.recorded) OR upper_inf(NEW.recorded)
     OR lower(OLD.recorded) <> lower(NEW.recorded) THEN
    RAISE EXCEPTION 'a plot version only changes by closing its recorded period'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;

-- AFTER, not BEFORE: generated columns are still empty in a BEFORE trigger and the comparison would always differ.
CREATE TRIGGER land_version_append_only AFTER UPDATE OR DELETE ON land_plotversion
  FOR EACH ROW EXECUTE FUNCTION land_version_is_append_only_v1();

CREATE FUNCTION land_event_is_append_only_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit events are never changed' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event
  FOR EACH ROW EXECUTE FUNCTION land_event_is_append_only_v1();

-- A plot is never deleted and its code never moves to another.
CREATE FUNCTION land_plot_is_kept_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'plots are never deleted, they end' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.code <> NEW.code OR OLD.number <> NEW.number OR OLD.id <> NEW.id THEN
    RAISE EXCEPTION 'the code of a plot never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER land_plot_kept BEFORE UPDATE OR DELETE ON land_plot
  FOR EACH ROW EXECUTE FUNCTION land_plot_is_kept_v1();

-- Cells of 4 km that a boundary touches, in one fixed order, as keys of advisory locks.
CREATE FUNCTION land_cells_v1(box box2d) RETURNS SETOF bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT 4200000000000 + x * 1000000 + y
  FROM generate_series(floor(ST_XMin(box) / 4000)::bigint, floor(ST_XMax(box) / 4000)::bigint) AS x,
       generate_series(floor(ST_YMin(box) / 4000)::bigint, floor(ST_YMax(box) / 4000)::bigint) AS y
  ORDER BY 1
$$;

CREATE FUNCTION land_lock_cells_v1(box box2d) RETURNS void LANGUAGE plpgsql AS $$
DECLARE cell bigint;
BEGIN
  FOR cell IN SELECT land_cells_v1(box) LOOP
    PERFORM pg_advisory_xact_lock(cell);
  END LOOP;
END $$;

CREATE FUNCTION land_tolerance_v1(wanted text) RETURNS double precision LANGUAGE sql STABLE AS $$
  SELECT COALESCE((SELECT value FROM land_tolerance WHERE kind = wanted AND period @> current_date), 0)
$$;

-- Two active plots may overlap by no more than the tolerance, unless an official accepted it. The locks come first:
-- a second transaction waits here until the first has committed, and its check below then sees the first one's row
-- (READ COMMITTED: every statement in this function takes a new snapshot).
CREATE FUNCTION land_plot_no_overlap_v1() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  mine record;
  other record;
BEGIN
  SELECT id, code, geom INTO mine FROM land_plot WHERE id = NEW.id AND status = 'active' AND geom IS NOT NULL;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  PERFORM land_lock_cells_v1(box2d(mine.geom));
  FOR other IN
    SELECT p.id, p.code, ST_Area(ST_Intersection(p.geom, mine.geom)) AS shared,
           LEAST(ST_Area(p.geom), ST_Area(mine.geom)) AS smaller
    FROM land_plot p
    WHERE p.geom && mine.geom AND p.id <> mine.id AND p.status = 'active'
      AND ST_Relate(p.geom, mine.geom, 'T********')
  LOOP
    IF other.shared > land_tolerance_v1('overlap_m2')
       AND other.shared > other.smaller * land_tolerance_v1('overlap_share')
       AND NOT EXISTS (
         SELECT 1 FROM land_acceptedoverlap a
         WHERE a.first_id = LEAST(mine.id, other.id) AND a.second_id = GREATEST(mine.id, other.id)
           AND other.shared <= a.area_m2)
    THEN
      RAISE EXCEPTION 'plot % overlaps plot % by % m2', mine.code, other.code, round(other.shared::numeric, 1)
        USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'land_plot_no_overlap',
              DETAIL = json_build_object('plot', mine.code, 'other', other.code, 'area_m2', other.shared)::text;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER land_plot_no_overlap AFTER INSERT OR UPDATE OF geom, status ON land_plot
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION land_plot_no_overlap_v1();

ALTER TABLE land_plot ADD CONSTRAINT land_plot_valid_boundary CHECK (geom IS NULL OR ST_IsValid(geom));
ALTER TABLE territory_adminunit ADD CONSTRAINT territory_valid_boundary CHECK (geom IS NULL OR ST_IsValid(geom));
