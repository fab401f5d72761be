-- Notices are kept as they came, a day is only ever replaced, once; what happened to a term is never edited. Loaded by a
-- migration; a change makes guards_v2.sql.

CREATE FUNCTION worktime_rows_are_kept_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% never changes or loses rows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER worktime_calendarnotice_kept BEFORE UPDATE OR DELETE ON worktime_calendarnotice
  FOR EACH ROW EXECUTE FUNCTION worktime_rows_are_kept_v1();
CREATE TRIGGER worktime_termchange_kept BEFORE UPDATE OR DELETE ON worktime_termchange
  FOR EACH ROW EXECUTE FUNCTION worktime_rows_are_kept_v1();

CREATE FUNCTION worktime_day_is_only_replaced_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION '% never loses rows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  IF to_jsonb(NEW) - 'replaced_by_id' <> to_jsonb(OLD) - 'replaced_by_id'
     OR OLD.replaced_by_id IS NOT NULL OR NEW.replaced_by_id IS NULL THEN
    RAISE EXCEPTION '% is only replaced', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER worktime_calendarday_kept BEFORE UPDATE OR DELETE ON worktime_calendarday
  FOR EACH ROW EXECUTE FUNCTION worktime_day_is_only_replaced_v1();
