DROP FUNCTION auctions_matches_v2(bigint, bigint, boolean);
-- Which watches some news is for. One row for each watch and piece of news; searches are told of lots that come up.
CREATE FUNCTION auctions_matches_v1(first bigint, last bigint, only_daily boolean)
RETURNS TABLE (watch uuid, contact uuid, news bigint, lot uuid) LANGUAGE sql STABLE AS $$
  SELECT w.id, w.contact_id, n.id, l.id
  FROM auctions_lotnews n
  JOIN auctions_lot l ON l.id = n.lot_id AND l.publish_level = 'public'
  LEFT JOIN accounts_agency o ON o.id = l.organisation_id
  JOIN auctions_watch w ON w.ended_at IS NULL AND w.active_from <= n.at AND w.daily = only_daily
   AND (w.lot_id = l.id OR (
     w.lot_id IS NULL AND n.kind IN ('planned', 'posted')
     AND (w.stage = '{}' OR l.stage = ANY (w.stage))
     AND (w."right" = '{}' OR l."right" = ANY (w."right") OR l."right" = '' AND 'none' = ANY (w."right"))
     AND (w.term_kind = '{}' OR l.term_kind = ANY (w.term_kind) OR l.term_kind = '' AND 'none' = ANY (w.term_kind))
     AND (w.bidders = '{}' OR l.bidders::text[] && w.bidders::text[])
     AND (w.sale_by = '{}' OR l.sale_by = ANY (w.sale_by) OR l.sale_by = '' AND 'none' = ANY (w.sale_by))
     AND (w.land_use = '{}' OR l.land_use_id = ANY (w.land_use)
          OR l.land_use_id IS NULL AND 'none' = ANY (w.land_use))
     AND (w.land_use_current = '{}' OR l.land_use_current_id = ANY (w.land_use_current)
          OR l.land_use_current_id IS NULL AND 'none' = ANY (w.land_use_current))
     AND (w.unit = '{}' OR l.unit_id = ANY (w.unit))
     AND (w.unit_at_record = '{}' OR l.unit_at_record_id = ANY (w.unit_at_record)
          OR l.unit_at_record_id IS NULL AND 'none' = ANY (w.unit_at_record))
     AND (w.missing = '{}' OR l.missing::text[] && w.missing::text[])
     AND (w.organisation = '{}' OR o.code = ANY (w.organisation) OR o.code IS NULL AND 'none' = ANY (w.organisation))
     AND (w.start_price IS NULL OR l.start_price_amount <@ w.start_price)
     AND (w.unit_price IS NULL OR l.unit_price_amount <@ w.unit_price)
     AND (w.deposit IS NULL OR l.deposit_amount <@ w.deposit)
     AND (w.area_m2 IS NULL OR l.area_m2 <@ w.area_m2)
     AND (w.session_on IS NULL OR (l.session_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date <@ w.session_on)
     AND (w.files_until_on IS NULL OR (l.files_until AT TIME ZONE 'Asia/Ho_Chi_Minh')::date <@ w.files_until_on)
     AND (w.distance_coast_m IS NULL OR l.distance_coast_m::bigint <@ w.distance_coast_m)
     AND (w.distance_road_m IS NULL OR l.distance_road_m::bigint <@ w.distance_road_m)
     AND (w.words_query = '' OR l.search_words @@ to_tsquery('simple', w.words_query))
     AND (w.box IS NULL OR ST_Intersects(l.geom_3857, w.box))
   ))
  WHERE n.id BETWEEN first AND last
$$;
