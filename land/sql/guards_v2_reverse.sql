-- Back to the locks of guards_v1.

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

DROP TRIGGER land_plot_no_overlap ON land_plot;
CREATE CONSTRAINT TRIGGER land_plot_no_overlap AFTER INSERT OR UPDATE OF geom, status ON land_plot
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION land_plot_no_overlap_v1();

DROP FUNCTION land_plot_no_overlap_v2();
DROP FUNCTION land_lock_cells_v2(box2d);
DROP FUNCTION land_cells_v2(double precision[], double precision[], double precision[], double precision[]);
DROP FUNCTION land_cell_step_v2(double precision);
DROP FUNCTION land_cell_v2(bigint, bigint);
