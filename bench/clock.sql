-- Where terms end, as sets: written from the words of the rule alone, for thousands of terms in one statement.
-- A day counts when the term is running as the day begins; the term ends with the first day, from the last counted one
-- on, at whose end it runs and which, if it rolls, is no day off. Office minutes count while the term runs.
WITH term AS (
  SELECT c.*, k.first, k.last,
         CASE WHEN c.start_at IS NULL THEN c.start_on ELSE (c.start_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date END AS begun,
         CASE WHEN c.start_at IS NOT NULL THEN date_trunc('minute', c.start_at AT TIME ZONE 'Asia/Ho_Chi_Minh')
              WHEN c.backward THEN c.start_on::timestamp ELSE c.start_on::timestamp + interval '1 day' END AS begun_at,
         CASE c.unit WHEN 'working_hours' THEN c.amount * 60
                     WHEN 'working_days' THEN CASE WHEN c.amount % 1 <> 0 THEN c.amount * 480 END END AS minutes
  FROM clock_case c JOIN clock_calendar k ON k.calendar = c.calendar
), rest AS (
  -- Resting from an instant on until another; what happens at midnight sharp changes nothing of how the day begins.
  SELECT c.id, range_agg(tsrange(p.since, p.until, '[)')) AS resting, range_agg(tsrange(p.since, p.until, '(]')) AS nights,
         sum(p.until::date - p.since::date) AS days, min(p.since) FILTER (WHERE p.until IS NULL) AS for_good
  FROM clock_case c CROSS JOIN LATERAL (
    SELECT date_trunc('minute', one.since AT TIME ZONE 'Asia/Ho_Chi_Minh') AS since,
           date_trunc('minute', one.until AT TIME ZONE 'Asia/Ho_Chi_Minh') AS until
    FROM unnest(c.sinces, c.untils) AS one(since, until)
  ) AS p GROUP BY c.id
), wanted AS (
  SELECT t.*, r.for_good, coalesce(r.days, 0) AS rested, coalesce(r.resting, '{}') AS resting,
         coalesce(r.nights, '{}') AS nights,
         CASE t.unit WHEN 'months' THEN
           abs((t.begun + (CASE WHEN t.backward THEN -1 ELSE 1 END * t.amount)::int * interval '1 month')::date - t.begun)
         ELSE t.amount END AS days
  FROM term t LEFT JOIN rest r ON r.id = t.id
), forward_day AS (
  -- Three times the length and two months hold every end that the calendar holds.
  SELECT w.id, w.roll, w.days, d.day, d.working,
         NOT w.nights @> (d.day + 1)::timestamp AS runs_on,
         sum(CASE WHEN (w.unit <> 'working_days' OR d.working) AND NOT w.nights @> d.day::timestamp
                  THEN 1 ELSE 0 END) OVER (PARTITION BY w.id ORDER BY d.day) AS counted
  FROM wanted w JOIN clock_day d ON d.calendar = w.calendar AND d.day > w.begun
       AND d.day <= w.begun + (w.days * 3 + w.rested)::int + 60
  WHERE w.minutes IS NULL AND NOT w.backward
), backward_day AS (
  SELECT w.id, w.roll, w.days, d.day, d.working,
         sum(CASE WHEN w.unit <> 'working_days' OR d.working THEN 1 ELSE 0 END)
           OVER (PARTITION BY w.id ORDER BY d.day DESC) AS counted
  FROM wanted w JOIN clock_day d ON d.calendar = w.calendar AND d.day < w.begun
       AND d.day >= w.begun - (w.days * 3)::int - 60
  WHERE w.minutes IS NULL AND w.backward
), ended AS (
  SELECT id, min(day) AS day, min(day) + time '00:00' + interval '1 day' AS at
  FROM forward_day WHERE counted >= days AND runs_on AND (working OR NOT roll) GROUP BY id
  UNION ALL
  SELECT id, max(day), max(day) + time '00:00' + interval '1 day'
  FROM backward_day WHERE counted >= days AND (working OR NOT roll) GROUP BY id
  UNION ALL
  SELECT w.id, m.minute::date, m.minute + interval '1 minute'
  FROM wanted w CROSS JOIN LATERAL (
    SELECT o.minute FROM clock_minute o
    WHERE o.calendar = w.calendar AND o.minute >= w.begun_at
      AND NOT w.resting @> o.minute
    ORDER BY o.minute OFFSET w.minutes::int - 1 LIMIT 1
  ) m
  WHERE w.minutes IS NOT NULL AND NOT w.backward
  UNION ALL
  SELECT w.id, m.minute::date, m.minute
  FROM wanted w CROSS JOIN LATERAL (
    SELECT o.minute FROM clock_minute o
    WHERE o.calendar = w.calendar AND o.minute < w.begun_at
    ORDER BY o.minute DESC OFFSET w.minutes::int - 1 LIMIT 1
  ) m
  WHERE w.minutes IS NOT NULL AND w.backward
)
SELECT w.id,
       CASE WHEN e.id IS NOT NULL THEN 'due' WHEN w.for_good < w.last + 1 THEN 'rests' ELSE 'beyond' END AS result,
       e.day, e.at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS at,
       (e.day + d.closes * interval '1 minute') AT TIME ZONE 'Asia/Ho_Chi_Minh' AS closes_at
FROM wanted w LEFT JOIN ended e ON e.id = w.id
     LEFT JOIN clock_day d ON d.calendar = w.calendar AND d.day = e.day
ORDER BY w.id
