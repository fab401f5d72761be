-- What earlier attempts did not keep: their code, the area that was announced, how often a win was refused.
UPDATE auctions_attempt a
   SET code = l.code || '-' || a.number,
       area_m2 = coalesce(
         (SELECT v.area_m2 FROM auctions_lotversion v WHERE v.lot_id = a.lot_id AND v.recorded @> a.ended_at LIMIT 1),
         l.area_m2),
       refusals = coalesce(
         (SELECT max(jsonb_array_length(e.details -> 'refused'))
            FROM auctions_lotevent e
           WHERE e.lot_id = a.lot_id AND e.attempt = a.number AND e.verb IN ('refuse', 'award_next')), 0)
  FROM auctions_lot l
 WHERE l.id = a.lot_id;
