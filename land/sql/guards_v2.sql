-- The locks of the overlap check without a set-returning call per row: they were a quarter of the check of a large import.
-- Cells, keys and order are those of guards_v1, so both may run beside each other while a migration is under way.

CREATE FUNCTION land_cell_v2(x bigint, y bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT 4200000000000 + x * 1000000 + y
$$;

-- Column or row of a coordinate (m).
CREATE FUNCTION land_cell_step_v2(coordinate double precision) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT floor(coordinate / 4000)::bigint
$$;

-- Keys of all cells that the boxes touch, each once, ascending; the i-th box is the i-th of every array.
CREATE FUNCTION land_cells_v2(
  west double precision[], south double precision[], east double precision[], north double precision[]
) RETURNS SETOF bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT DISTINCT land_cell_v2(x, y) AS cell
  FROM (SELECT DISTINCT land_cell_step_v2(w) AS x0, land_cell_step_v2(s) AS y0,
                        land_cell_step_v2(e) AS x1, land_cell_step_v2(n) AS y1
        FROM unnest(west, south, east, north) AS box(w, s, e, n)) AS span,
       generate_series(x0, x1) AS x, generate_series(y0, y1) AS y
  ORDER BY cell
$$;

-- What the trigger of guards_v1 calls, by the name it knows.
CREATE OR REPLACE FUNCTION land_lock_cells_v1(box box2d) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  y0 bigint := land_cell_step_v2(ST_YMin(box));
  y1 bigint := land_cell_step_v2(ST_YMax(box));
BEGIN
  FOR x IN land_cell_step_v2(ST_XMin(box)) .. land_cell_step_v2(ST_XMax(box)) LOOP
    FOR y IN y0 .. y1 LOOP
      PERFORM pg_advisory_xact_lock(land_cell_v2(x, y));
    END LOOP;
  END LOOP;
END $$;

DROP FUNCTION land_cells_v1(box2d);
