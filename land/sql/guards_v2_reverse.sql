-- Back to the locks of guards_v1.
CREATE FUNCTION land_cells_v1(box box2d) RETURNS SETOF bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT 4200000000000 + x * 1000000 + y
  FROM generate_series(floor(ST_XMin(box) / 4000)::bigint, floor(ST_XMax(box) / 4000)::bigint) AS x,
       generate_series(floor(ST_YMin(box) / 4000)::bigint, floor(ST_YMax(box) / 4000)::bigint) AS y
  ORDER BY 1
$$;

CREATE OR REPLACE FUNCTION land_lock_cells_v1(box box2d) RETURNS void LANGUAGE plpgsql AS $$
DECLARE cell bigint;
BEGIN
  FOR cell IN SELECT land_cells_v1(box) LOOP
    PERFORM pg_advisory_xact_lock(cell);
  END LOOP;
END $$;

DROP FUNCTION land_cells_v2(double precision[], double precision[], double precision[], double precision[]);
DROP FUNCTION land_cell_step_v2(double precision);
DROP FUNCTION land_cell_v2(bigint, bigint);
