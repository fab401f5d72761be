-- Attempts that were stopped between posting and session; what was not posted was no attempt.
INSERT INTO auctions_attempt
  (lot_id, number, code, auction_id, area_m2, start_price_amount, session_at, ended_at, sold, stopped, failure, refusals)
SELECT l.id, e.attempt, l.code || '-' || e.attempt, e.auction_id, v.area_m2, v.start_price_amount, v.session_at, e.at,
       false, true, '', 0
  FROM auctions_lotevent e
  JOIN auctions_lot l ON l.id = e.lot_id
  JOIN auctions_lotversion v ON v.lot_id = e.lot_id AND v.version = e.lot_version
 WHERE e.verb IN ('cancel', 'withdraw') AND e.auction_id IS NOT NULL AND v.posted_at IS NOT NULL
ON CONFLICT (lot_id, number) DO NOTHING;
