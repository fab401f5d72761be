ALTER TABLE land_plotversion DROP CONSTRAINT land_plotversion_valid;
DROP TRIGGER land_plotlineage_kept ON land_plotlineage;
CREATE OR REPLACE TRIGGER land_rentdue_kept BEFORE DELETE ON land_rentdue
  FOR EACH ROW EXECUTE FUNCTION land_rows_are_kept_v1();
CREATE OR REPLACE TRIGGER land_handoverminute_kept BEFORE UPDATE OR DELETE ON land_handoverminute
  FOR EACH ROW EXECUTE FUNCTION land_rows_are_kept_v1();
CREATE OR REPLACE TRIGGER land_handlingdecision_kept BEFORE UPDATE OR DELETE ON land_handlingdecision
  FOR EACH ROW EXECUTE FUNCTION land_rows_are_kept_v1();
DROP FUNCTION land_paid_rent_is_kept_v1();
DROP FUNCTION land_paper_is_kept_v1();
