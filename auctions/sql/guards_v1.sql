-- The database is the second guard of auctions. Loaded by a migration; a change makes guards_v2.sql.

-- Versions are appended. The only update is the closing of `recorded`, the only delete none.
CREATE FUNCTION auctions_version_is_append_only_v1() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  probe auctions_lotversion;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'lot versions are never deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  probe := NEW;
  probe.recorded := OLD.recorded;
  IF probe IS DISTINCT FROM OLD OR NOT upper_inf(OLD.recorded) OR upper_inf(NEW.recorded)
     OR lower(OLD.recorded) <> lower(NEW.recorded) THEN
    RAISE EXCEPTION 'a lot version only changes by closing its recorded period' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;

-- AFTER, not BEFORE: generated columns are still empty in a BEFORE trigger and the comparison would always differ.
CREATE TRIGGER auctions_version_append_only AFTER UPDATE OR DELETE ON auctions_lotversion
  FOR EACH ROW EXECUTE FUNCTION auctions_version_is_append_only_v1();

CREATE FUNCTION auctions_row_is_append_only_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER auctions_lotevent_append_only BEFORE UPDATE OR DELETE ON auctions_lotevent
  FOR EACH ROW EXECUTE FUNCTION auctions_row_is_append_only_v1();
CREATE TRIGGER auctions_ledgerentry_append_only BEFORE UPDATE OR DELETE ON auctions_ledgerentry
  FOR EACH ROW EXECUTE FUNCTION auctions_row_is_append_only_v1();
CREATE TRIGGER auctions_ledgerseal_append_only BEFORE UPDATE OR DELETE ON auctions_ledgerseal
  FOR EACH ROW EXECUTE FUNCTION auctions_row_is_append_only_v1();
CREATE TRIGGER auctions_bid_append_only BEFORE UPDATE OR DELETE ON auctions_bid
  FOR EACH ROW EXECUTE FUNCTION auctions_row_is_append_only_v1();

-- A lot is never deleted and its code never moves to another.
CREATE FUNCTION auctions_lot_is_kept_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'lots are never deleted, they end' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.code <> NEW.code OR OLD.number <> NEW.number OR OLD.id <> NEW.id THEN
    RAISE EXCEPTION 'the code of a lot never changes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER auctions_lot_kept BEFORE UPDATE OR DELETE ON auctions_lot
  FOR EACH ROW EXECUTE FUNCTION auctions_lot_is_kept_v1();

-- What was announced cannot be made to say something else while the announcement stands.
CREATE FUNCTION auctions_announced_price_stands_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.announced_version IS NOT NULL AND NEW.announced_version IS NOT NULL
     AND (OLD.start_price_amount, OLD.deposit_amount, OLD.step_amount, OLD.session_at)
         IS DISTINCT FROM (NEW.start_price_amount, NEW.deposit_amount, NEW.step_amount, NEW.session_at) THEN
    RAISE EXCEPTION 'price, deposit, step and session of an announced lot stand' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER auctions_announced_price_stands BEFORE UPDATE ON auctions_lot
  FOR EACH ROW EXECUTE FUNCTION auctions_announced_price_stands_v1();

-- Nobody's number is known while files are taken: a result has no place before (Law 37/2024: the list is secret).
CREATE FUNCTION auctions_result_after_files_v1() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM auctions_lot WHERE id = NEW.lot_id AND files_until <= NEW.entered_at
                 AND state IN ('registration_closed', 'in_session')) THEN
    RAISE EXCEPTION 'no result while files are taken' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER auctions_result_after_files BEFORE INSERT ON auctions_auctionresult
  FOR EACH ROW EXECUTE FUNCTION auctions_result_after_files_v1();
