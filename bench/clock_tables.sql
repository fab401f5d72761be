-- Calendars laid out by day and by office minute, in tables that go with the session.
CREATE TEMPORARY TABLE IF NOT EXISTS clock_calendar (calendar int, first date, last date);
CREATE TEMPORARY TABLE IF NOT EXISTS clock_special (calendar int, day date, kind text, hours_of int);
CREATE TEMPORARY TABLE IF NOT EXISTS clock_hours (
  calendar int, weekday int, opens int, closes int, since date, until date
);
CREATE TEMPORARY TABLE IF NOT EXISTS clock_case (
  id int, calendar int, backward boolean, unit text, amount numeric, start_at timestamptz, start_on date,
  sinces timestamptz[], untils timestamptz[], roll boolean
);
CREATE TEMPORARY TABLE IF NOT EXISTS clock_day (
  calendar int, day date, working boolean, off boolean, weekday int, closes int, PRIMARY KEY (calendar, day)
);
CREATE TEMPORARY TABLE IF NOT EXISTS clock_minute (calendar int, minute timestamp, PRIMARY KEY (calendar, minute));
TRUNCATE clock_calendar, clock_special, clock_hours, clock_case, clock_day, clock_minute;
