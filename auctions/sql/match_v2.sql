-- Which watches some news is for. One row for each watch and piece of news; searches are told of lots that come up.
-- What a search asks nothing of is NULL here: four million pairs ask that eleven times, and an empty array costs more.
CREATE FUNCTION auctions_matches_v2(first bigint, last bigint, only_daily boolean)
RETURNS TABLE (watch uuid, contact uuid, news bigint, lot uuid) LANGUAGE sql STABLE AS $$
  WITH told AS MATERIALIZED (
    SELECT n.id AS news, n.kind, n.at, l.id, l.stage, l."right", l.term_kind, l.bidders::text[] AS bidders, l.sale_by,
           l.land_use_id, l.land_use_current_id, l.unit_id, l.unit_at_record_id, l.missing::text[] AS missing,
           o.code AS organisation, l.start_price_amount, l.unit_price_amount, l.deposit_amount, l.area_m2,
           (l.session_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS session_on,
           (l.files_until AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS files_until_on,
           l.distance_coast_m::bigint AS distance_coast_m, l.distance_road_m::bigint AS distance_road_m,
           l.search_words, l.geom_3857
    FROM auctions_lotnews n
    JOIN auctions_lot l ON l.id = n.lot_id AND l.publish_level = 'public'
    LEFT JOIN accounts_agency o ON o.id = l.organisation_id
    WHERE n.id BETWEEN first AND last
  ), search AS MATERIALIZED (
    SELECT w.id, w.contact_id, w.active_from, NULLIF(w.stage, '{}') AS stage, NULLIF(w."right", '{}') AS "right",
           NULLIF(w.term_kind, '{}') AS term_kind, NULLIF(w.bidders, '{}')::text[] AS bidders,
           NULLIF(w.sale_by, '{}') AS sale_by, NULLIF(w.land_use, '{}') AS land_use,
           NULLIF(w.land_use_current, '{}') AS land_use_current, NULLIF(w.unit, '{}') AS unit,
           NULLIF(w.unit_at_record, '{}') AS unit_at_record, NULLIF(w.missing, '{}')::text[] AS missing,
           NULLIF(w.organisation, '{}') AS organisation, w.start_price, w.unit_price, w.deposit, w.area_m2,
           w.session_on, w.files_until_on, w.distance_coast_m, w.distance_road_m,
           CASE WHEN w.words_query <> '' THEN to_tsquery('simple', w.words_query) END AS words, w.box
    FROM auctions_watch w
    WHERE w.lot_id IS NULL AND w.ended_at IS NULL AND w.active_from IS NOT NULL AND w.daily = only_daily
  )
  SELECT w.id, w.contact_id, t.news, t.id
  FROM told t
  JOIN search w ON w.active_from <= t.at
   AND (w.stage IS NULL OR t.stage = ANY (w.stage))
   AND (w.unit IS NULL OR t.unit_id = ANY (w.unit))
   AND (w.start_price IS NULL OR t.start_price_amount <@ w.start_price)
   AND (w.area_m2 IS NULL OR t.area_m2 <@ w.area_m2)
   AND (w."right" IS NULL OR t."right" = ANY (w."right") OR t."right" = '' AND 'none' = ANY (w."right"))
   AND (w.term_kind IS NULL OR t.term_kind = ANY (w.term_kind) OR t.term_kind = '' AND 'none' = ANY (w.term_kind))
   AND (w.bidders IS NULL OR t.bidders && w.bidders)
   AND (w.sale_by IS NULL OR t.sale_by = ANY (w.sale_by) OR t.sale_by = '' AND 'none' = ANY (w.sale_by))
   AND (w.land_use IS NULL OR t.land_use_id = ANY (w.land_use)
        OR t.land_use_id IS NULL AND 'none' = ANY (w.land_use))
   AND (w.land_use_current IS NULL OR t.land_use_current_id = ANY (w.land_use_current)
        OR t.land_use_current_id IS NULL AND 'none' = ANY (w.land_use_current))
   AND (w.unit_at_record IS NULL OR t.unit_at_record_id = ANY (w.unit_at_record)
        OR t.unit_at_record_id IS NULL AND 'none' = ANY (w.unit_at_record))
   AND (w.missing IS NULL OR t.missing && w.missing)
   AND (w.organisation IS NULL OR t.organisation = ANY (w.organisation)
        OR t.organisation IS NULL AND 'none' = ANY (w.organisation))
   AND (w.unit_price IS NULL OR t.unit_price_amount <@ w.unit_price)
   AND (w.deposit IS NULL OR t.deposit_amount <@ w.deposit)
   AND (w.session_on IS NULL OR t.session_on <@ w.session_on)
   AND (w.files_until_on IS NULL OR t.files_until_on <@ w.files_until_on)
   AND (w.distance_coast_m IS NULL OR t.distance_coast_m <@ w.distance_coast_m)
   AND (w.distance_road_m IS NULL OR t.distance_road_m <@ w.distance_road_m)
   AND (w.words IS NULL OR t.search_words @@ w.words)
   AND (w.box IS NULL OR ST_Intersects(t.geom_3857, w.box))
  WHERE t.kind IN ('planned', 'posted')
  UNION ALL
  SELECT w.id, w.contact_id, t.news, t.id
  FROM told t
  JOIN auctions_watch w ON w.lot_id = t.id
  WHERE w.ended_at IS NULL AND w.active_from <= t.at AND w.daily = only_daily
$$;
DROP FUNCTION auctions_matches_v1(bigint, bigint, boolean);
