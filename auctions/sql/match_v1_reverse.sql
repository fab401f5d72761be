DROP FUNCTION auctions_matches_v1(bigint, bigint, boolean);
