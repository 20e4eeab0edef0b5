/**
 * Moments in PostgreSQL: `bigint` ticks of 100 ns since 0001-01-01 00:00 for date, time, datetime, smalldatetime and datetime2, so that
 * seven digits fit and every kind compares with every other; `numeric` for datetimeoffset, ticks in UTC × 2000 + (minutes of offset
 * + 840). Texts and styles: Microsoft Learn, "CAST and CONVERT (Transact-SQL)".
 */
export const dates = String.raw`
create function tsql.fail(code int, message text) returns text language plpgsql immutable as $$
begin raise exception using errcode = 'TS000', message = code || '|' || message; end $$;

create function tsql.days(ticks int8) returns date language sql immutable strict as $$
select date '0001-01-01' + (ticks / 864000000000)::int $$;

create function tsql.round_scale(ticks int8, scale int) returns int8 language sql immutable strict as $$
select case scale when 7 then ticks else (ticks + 5 * power(10, 6 - scale)::int8) / power(10, 7 - scale)::int8 * power(10, 7 - scale)::int8 end $$;

-- A time that would round up to midnight stays the same day's last moment (as SQL Server's does).
create function tsql.to_time(ticks int8, scale int) returns int8 language sql immutable strict as $$
select least(tsql.round_scale(ticks % 864000000000, scale), 864000000000 - power(10, 7 - scale)::int8) $$;

-- datetime counts three hundredths of a second; out of 1753 … 9999 is error 242.
create function tsql.to_datetime(ticks int8) returns int8 language plpgsql immutable strict as $$
declare
  thirds int8 := round((ticks % 864000000000) * 3 / 100000.0)::int8;
begin
  if ticks < (date '1753-01-01' - date '0001-01-01')::int8 * 864000000000 then
    perform tsql.fail(242, 'The conversion of a datetime2 data type to a datetime data type resulted in an out-of-range value.');
  end if;
  return ticks / 864000000000 * 864000000000 + round(thirds * 100000 / 3.0)::int8;
end $$;

create function tsql.to_smalldatetime(ticks int8) returns int8 language plpgsql immutable strict as $$
begin
  if ticks < (date '1900-01-01' - date '0001-01-01')::int8 * 864000000000 or ticks >= (date '2079-06-07' - date '0001-01-01')::int8 * 864000000000 then
    perform tsql.fail(242, 'The conversion of a datetime2 data type to a smalldatetime data type resulted in an out-of-range value.');
  end if;
  return (ticks + 300010000) / 600000000 * 600000000;
end $$;

create function tsql.offset_text(minutes int) returns text language sql immutable strict as $$
select case when minutes < 0 then '-' else '+' end || lpad((abs(minutes) / 60)::text, 2, '0') || ':' || lpad((abs(minutes) % 60)::text, 2, '0') $$;

create function tsql.clock(ticks int8, digits int) returns text language sql immutable strict as $$
select to_char(time '00:00' + make_interval(secs => ticks / 10000000 % 86400), 'HH24:MI:SS')
  || case when digits = 0 then '' else '.' || left(lpad((ticks % 10000000)::text, 7, '0'), digits) end $$;

-- kind: date, time, datetime, smalldatetime, datetime2; digits: of the fraction.
create function tsql.moment_text(ticks int8, kind text, digits int, style int) returns text language plpgsql immutable strict as $$
declare
  day date := tsql.days(ticks);
  of_day int8 := case when digits = 3 and kind <> 'datetime2' and kind <> 'time' then round((ticks % 864000000000) / 10000.0)::int8 * 10000 else ticks % 864000000000 end;
  clock text := tsql.clock(of_day, digits);
  year text := lpad(extract(year from day)::text, 4, '0');
  iso text := year || to_char(day, '-MM-DD');
begin
  if style in (126, 127) and of_day % 10000000 = 0 then clock := tsql.clock(of_day, 0); end if;
  if kind = 'date' and style not in (0, 100, 9, 109, 13, 113) then
    clock := '';
  end if;
  case
    when style in (21, 25, 121) then return case kind when 'time' then clock when 'date' then iso else iso || ' ' || clock end;
    when style in (126, 127) then return case kind when 'time' then clock when 'date' then iso else iso || 'T' || clock end || case when style = 127 and kind <> 'date' then 'Z' else '' end;
    when style in (20, 120) then return case kind when 'time' then tsql.clock(of_day, 0) when 'date' then iso else iso || ' ' || tsql.clock(of_day, 0) end;
    when style = 23 then return iso;
    when style = 112 then return year || to_char(day, 'MMDD');
    when style = 12 then return right(year, 2) || to_char(day, 'MMDD');
    when style in (3, 103) then return to_char(day, 'DD/MM/') || case style when 3 then right(year, 2) else year end;
    when style in (1, 101) then return to_char(day, 'MM/DD/') || case style when 1 then right(year, 2) else year end;
    when style in (2, 102) then return case style when 2 then right(year, 2) else year end || to_char(day, '.MM.DD');
    when style in (4, 104) then return to_char(day, 'DD.MM.') || case style when 4 then right(year, 2) else year end;
    when style in (5, 105) then return to_char(day, 'DD-MM-') || case style when 5 then right(year, 2) else year end;
    when style in (11, 111) then return case style when 11 then right(year, 2) else year end || to_char(day, '/MM/DD');
    when style in (8, 24, 108) then return tsql.clock(of_day, 0);
    when style in (14, 114) then return replace(left(clock, 8), '.', ':') || case when digits > 0 then ':' || substr(clock, 10) else '' end;
    when style in (0, 100) then
      return case kind when 'time' then '' else to_char(day, 'Mon ') || lpad(extract(day from day)::text, 2, ' ') || ' ' || year end
        || case kind when 'date' then '' when 'time' then ltrim(to_char(time '00:00' + make_interval(secs => of_day / 10000000), 'HH12:MIAM'), '0')
           else ' ' || lpad(ltrim(to_char(time '00:00' + make_interval(secs => of_day / 10000000), 'HH12:MIAM'), '0'), 7, ' ') end;
    else return tsql.fail(281, style || ' is not a valid style number when converting from ' || kind || ' to a character string.');
  end case;
end $$;

create function tsql.offset_utc(value numeric) returns int8 language sql immutable strict as $$ select div(value, 2000)::int8 $$;
create function tsql.offset_minutes(value numeric) returns int language sql immutable strict as $$ select (mod(value, 2000) - 840)::int $$;
create function tsql.offset_local(value numeric) returns int8 language sql immutable strict as $$
select tsql.offset_utc(value) + tsql.offset_minutes(value) * 600000000::int8 $$;
create function tsql.offset_of(utc int8, minutes int) returns numeric language sql immutable strict as $$ select utc::numeric * 2000 + minutes + 840 $$;

create function tsql.offset_moment_text(value numeric, digits int, style int) returns text language sql immutable strict as $$
select case
  when style = 127 then tsql.moment_text(tsql.offset_utc(value), 'datetime2', digits, 127)
  when style = 126 then tsql.moment_text(tsql.offset_local(value), 'datetime2', digits, 126) || tsql.offset_text(tsql.offset_minutes(value))
  when style in (0, 20, 21, 25, 100, 120, 121) then
    tsql.moment_text(tsql.offset_local(value), 'datetime2', digits, case when style in (20, 120) then 120 else 121 end) || ' ' || tsql.offset_text(tsql.offset_minutes(value))
  else tsql.moment_text(tsql.offset_local(value), 'datetime2', digits, style) end $$;

-- A text as numeric like a datetimeoffset; without an offset in the text, UTC. kind names the type in errors.
create function tsql.parse_moment(value text, kind text, style int) returns numeric language plpgsql immutable strict as $$
declare
  part text[];
  day text; clock text[]; zone text; offset_minutes int := 0; ticks int8 := 0; days int := 693595;
  input text := btrim(value);
begin
  part := regexp_match(input, '^(\d{4}-\d{2}-\d{2}|\d{8}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}[/.]\d{1,2}[/.]\d{1,2})?[ T]*(\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?)? *(Z|[+-]\d{2}:\d{2})?$');
  if part is null or (input = '' and kind <> 'datetime') then
    perform tsql.fail(241, 'Conversion failed when converting date and/or time from character string.');
  end if;
  begin
    day := replace(replace(part[1], '/', '-'), '.', '-');
    if day ~ '^\d{8}$' then day := substr(day, 1, 4) || '-' || substr(day, 5, 2) || '-' || substr(day, 7, 2); end if;
    if day ~ '-\d{4}$' then
      day := split_part(day, '-', 3) || '-' || case when style in (103, 104, 105, 3, 4, 5) then split_part(day, '-', 2) || '-' || split_part(day, '-', 1) else split_part(day, '-', 1) || '-' || split_part(day, '-', 2) end;
    end if;
    if day is not null then days := make_date(split_part(day, '-', 1)::int, split_part(day, '-', 2)::int, split_part(day, '-', 3)::int) - date '0001-01-01'; end if;
    if part[2] is not null then
      clock := string_to_array(part[2], ':');
      if clock[1]::int > 23 or clock[2]::int > 59 or coalesce(clock[3], '0')::numeric >= 60 then raise exception datetime_field_overflow; end if;
      ticks := (clock[1]::int * 60 + clock[2]::int) * 600000000::int8 + (coalesce(clock[3], '0')::numeric * 10000000)::int8;
    end if;
  exception when datetime_field_overflow then
    if kind in ('datetime', 'smalldatetime') then
      perform tsql.fail(242, 'The conversion of a varchar data type to a ' || kind || ' data type resulted in an out-of-range value.');
    end if;
    perform tsql.fail(241, 'Conversion failed when converting date and/or time from character string.');
  end;
  zone := part[3];
  if zone is not null and kind in ('datetime', 'smalldatetime') and zone <> 'Z' then
    perform tsql.fail(241, 'Conversion failed when converting date and/or time from character string.');
  end if;
  if zone is not null and zone <> 'Z' then
    offset_minutes := (substr(zone, 2, 2)::int * 60 + substr(zone, 5, 2)::int) * case left(zone, 1) when '-' then -1 else 1 end;
  end if;
  return tsql.offset_of(days * 864000000000::int8 + ticks - offset_minutes * 600000000::int8, offset_minutes);
end $$;

create function tsql.is_moment(value text, kind text, style int) returns bool language plpgsql immutable strict as $$
begin
  perform tsql.parse_moment(value, kind, style);
  return true;
exception when sqlstate 'TS000' then return false;
end $$;

create function tsql.now() returns int8 language sql volatile as $$
select (date_part('epoch', date_trunc('day', clock_timestamp() at time zone 'UTC'))::int8 / 86400 + 719162) * 864000000000
  + (extract(epoch from (clock_timestamp() at time zone 'UTC')::time) * 10000000)::int8 $$;

create function tsql.add(part text, count int8, ticks int8) returns int8 language plpgsql immutable strict as $$
begin
  return case part
    when 'nanosecond' then ticks + count / 100 when 'microsecond' then ticks + count * 10 when 'millisecond' then ticks + count * 10000
    when 'second' then ticks + count * 10000000 when 'minute' then ticks + count * 600000000 when 'hour' then ticks + count * 36000000000
    when 'day' then ticks + count * 864000000000 when 'week' then ticks + count * 6048000000000
    else ((tsql.days(ticks) + make_interval(months => (count * case part when 'month' then 1 when 'quarter' then 3 else 12 end)::int))::date - date '0001-01-01') * 864000000000 + ticks % 864000000000 end;
end $$;

create function tsql.difference(part text, a int8, b int8) returns int8 language sql immutable strict as $$
select case part
  when 'year' then (extract(year from tsql.days(b)) - extract(year from tsql.days(a)))::int8
  when 'month' then ((extract(year from tsql.days(b)) - extract(year from tsql.days(a))) * 12 + extract(month from tsql.days(b)) - extract(month from tsql.days(a)))::int8
  when 'day' then b / 864000000000 - a / 864000000000 when 'hour' then b / 36000000000 - a / 36000000000
  when 'minute' then b / 600000000 - a / 600000000 when 'second' then b / 10000000 - a / 10000000
  when 'millisecond' then b / 10000 - a / 10000 when 'microsecond' then b / 10 - a / 10 else (b - a) * 100 end $$;

create function tsql.part(part text, ticks int8) returns int language sql immutable strict as $$
select case part
  when 'year' then extract(year from tsql.days(ticks)) when 'quarter' then extract(quarter from tsql.days(ticks))
  when 'month' then extract(month from tsql.days(ticks)) when 'day' then extract(day from tsql.days(ticks))
  when 'dayofyear' then extract(doy from tsql.days(ticks)) when 'weekday' then extract(dow from tsql.days(ticks)) + 1
  when 'hour' then ticks / 36000000000 % 24 when 'minute' then ticks / 600000000 % 60 when 'second' then ticks / 10000000 % 60
  when 'millisecond' then ticks / 10000 % 1000 when 'microsecond' then ticks / 10 % 1000000 else ticks % 10000000 * 100 end::int $$;
`;
