DROP TRIGGER auctions_lot_tally_update ON auctions_lot;
DROP TRIGGER auctions_lot_tally_insert ON auctions_lot;
DROP FUNCTION auctions_lot_tally_v1();
DROP FUNCTION auctions_fold_tallies_v1();
DROP FUNCTION auctions_tally_sql_v1();
