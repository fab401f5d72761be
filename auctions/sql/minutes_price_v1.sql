-- The price of the confirmed minutes, which an attempt whose win was given up did not keep.
UPDATE auctions_attempt a
   SET minutes_price_amount = r.price_amount
  FROM auctions_auctionresult r
 WHERE r.lot_id = a.lot_id AND r.attempt = a.number AND r.state = 'confirmed';
