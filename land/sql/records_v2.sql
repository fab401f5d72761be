-- Papers are taken back but never edited; instalments go only while nothing was paid on them. Loaded by a migration; a
-- change makes records_v3.sql.

CREATE FUNCTION land_paper_is_kept_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION '% never loses rows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  IF to_jsonb(NEW) - '{withdrawn_at,withdrawn_reason}'::text[] <> to_jsonb(OLD) - '{withdrawn_at,withdrawn_reason}'::text[]
     OR OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL THEN
    RAISE EXCEPTION '% is only taken back', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER land_handlingdecision_kept BEFORE UPDATE OR DELETE ON land_handlingdecision
  FOR EACH ROW EXECUTE FUNCTION land_paper_is_kept_v1();
CREATE OR REPLACE TRIGGER land_handoverminute_kept BEFORE UPDATE OR DELETE ON land_handoverminute
  FOR EACH ROW EXECUTE FUNCTION land_paper_is_kept_v1();

CREATE FUNCTION land_paid_rent_is_kept_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.paid_on IS NOT NULL THEN
    RAISE EXCEPTION 'an instalment with money on it is never deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE OR REPLACE TRIGGER land_rentdue_kept BEFORE DELETE ON land_rentdue
  FOR EACH ROW EXECUTE FUNCTION land_paid_rent_is_kept_v1();

CREATE TRIGGER land_plotlineage_kept BEFORE UPDATE OR DELETE ON land_plotlineage
  FOR EACH ROW EXECUTE FUNCTION land_rows_are_kept_v1();

ALTER TABLE land_plotversion ADD CONSTRAINT land_plotversion_valid CHECK (geom IS NULL OR ST_IsValid(geom));
