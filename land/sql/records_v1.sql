-- Second guard of reference layers, leases and files. Loaded by a migration; a change makes records_v2.sql.

CREATE FUNCTION land_rows_are_kept_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% never %', TG_TABLE_NAME, CASE TG_OP WHEN 'DELETE' THEN 'loses rows' ELSE 'changes rows' END
    USING ERRCODE = 'restrict_violation';
END $$;

-- Facts that are appended and never edited.
CREATE TRIGGER land_cadastralparcel_kept BEFORE UPDATE OR DELETE ON land_cadastralparcel
  FOR EACH ROW EXECUTE FUNCTION land_rows_are_kept_v1();
CREATE TRIGGER land_planzone_kept BEFORE UPDATE OR DELETE ON land_planzone
  FOR EACH ROW EXECUTE FUNCTION land_rows_are_kept_v1();
CREATE TRIGGER land_roadline_kept BEFORE UPDATE OR DELETE ON land_roadline
  FOR EACH ROW EXECUTE FUNCTION land_rows_are_kept_v1();
CREATE TRIGGER land_landprice_kept BEFORE UPDATE OR DELETE ON land_landprice
  FOR EACH ROW EXECUTE FUNCTION land_rows_are_kept_v1();
CREATE TRIGGER land_handlingdecision_kept BEFORE UPDATE OR DELETE ON land_handlingdecision
  FOR EACH ROW EXECUTE FUNCTION land_rows_are_kept_v1();
CREATE TRIGGER land_handoverminute_kept BEFORE UPDATE OR DELETE ON land_handoverminute
  FOR EACH ROW EXECUTE FUNCTION land_rows_are_kept_v1();

-- Records that move on but never disappear.
CREATE TRIGGER land_lease_kept BEFORE DELETE ON land_lease
  FOR EACH ROW EXECUTE FUNCTION land_rows_are_kept_v1();
CREATE TRIGGER land_lesseeperson_kept BEFORE DELETE ON land_lesseeperson
  FOR EACH ROW EXECUTE FUNCTION land_rows_are_kept_v1();
CREATE TRIGGER land_rentdue_kept BEFORE DELETE ON land_rentdue
  FOR EACH ROW EXECUTE FUNCTION land_rows_are_kept_v1();
CREATE TRIGGER land_priceplace_kept BEFORE DELETE ON land_priceplace
  FOR EACH ROW EXECUTE FUNCTION land_rows_are_kept_v1();

-- A set ends earlier or is withdrawn; nothing else of it changes.
CREATE FUNCTION land_reference_set_is_kept_v1() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  probe land_referenceset;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'reference sets are never deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  probe := NEW;
  probe.period := OLD.period;
  probe.withdrawn_at := OLD.withdrawn_at;
  probe.withdrawn_reason := OLD.withdrawn_reason;
  IF probe IS DISTINCT FROM OLD OR NOT NEW.period <@ OLD.period
     OR lower(NEW.period) IS DISTINCT FROM lower(OLD.period)
     OR OLD.withdrawn_at IS NOT NULL THEN
    RAISE EXCEPTION 'a reference set only ends or is withdrawn' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER land_referenceset_kept BEFORE UPDATE OR DELETE ON land_referenceset
  FOR EACH ROW EXECUTE FUNCTION land_reference_set_is_kept_v1();

-- The bytes of a file and the plot it belongs to never change; it is withdrawn, not deleted.
CREATE FUNCTION land_file_is_kept_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'files are never deleted, they are withdrawn' USING ERRCODE = 'restrict_violation';
  END IF;
  IF (OLD.sha256, OLD.plot_id, OLD.attached_at, OLD.id) IS DISTINCT FROM (NEW.sha256, NEW.plot_id, NEW.attached_at, NEW.id)
     OR OLD.withdrawn_at IS NOT NULL THEN
    RAISE EXCEPTION 'an attached file only changes its level or is withdrawn' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER land_document_kept BEFORE UPDATE OR DELETE ON land_document
  FOR EACH ROW EXECUTE FUNCTION land_file_is_kept_v1();
CREATE TRIGGER land_photo_kept BEFORE UPDATE OR DELETE ON land_photo
  FOR EACH ROW EXECUTE FUNCTION land_file_is_kept_v1();

ALTER TABLE land_cadastralparcel ADD CONSTRAINT land_cadastralparcel_valid CHECK (ST_IsValid(geom));
ALTER TABLE land_planzone ADD CONSTRAINT land_planzone_valid CHECK (ST_IsValid(geom));
ALTER TABLE land_lease ADD CONSTRAINT land_lease_valid_part CHECK (part IS NULL OR ST_IsValid(part));
