/** Functions that translated statements call. Refusals are \`number|message\` under the state OR000. */
export const functionsSql = `
create type ora.zoned as (at numeric, zone text);
create function ora.fail(number int, message text) returns boolean language plpgsql volatile as $$
begin raise exception using errcode = 'OR000', message = number || '|' || message; end $$;
create function ora.to_number(value text) returns numeric language plpgsql immutable strict as $$
begin
  if value !~ '^\\s*[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?\\s*$' then raise exception using errcode = 'OR000', message = '1722|invalid number'; end if;
  return trim(value)::numeric;
end $$;
create function ora.to_float(value text) returns float8 language plpgsql immutable strict as $$
begin return trim(value)::float8; exception when others then raise exception using errcode = 'OR000', message = '1722|invalid number'; end $$;
create function ora.number_text(value numeric) returns text language sql immutable strict as $$
  select regexp_replace(trim_scale(value)::text, '^(-?)0\\.', '\\1.') $$;
create function ora.divide(a numeric, b numeric) returns numeric language plpgsql immutable strict as $$
begin
  if b = 0 then raise exception using errcode = 'OR000', message = '1476|divisor is equal to zero'; end if;
  return ora.rounded(((a + 0e-60) / b));
end $$;
-- 40 digits are what a NUMBER keeps of a result.
create function ora.rounded(value numeric) returns numeric language sql immutable strict as $$
  select case when length(value::text) <= 40 then value when value = 0 then 0 else trim_scale(round(value, 39 - floor(log(abs(value)))::int)) end $$;
create function ora.ts(value numeric) returns timestamp language sql immutable strict as $$ select to_timestamp(floor(value)::float8) at time zone 'UTC' $$;
create function ora.seconds(value timestamp) returns numeric language sql immutable strict as $$ select extract(epoch from value) $$;
create function ora.zone_offset(zone text, utc numeric) returns numeric language sql stable strict as $$
  select case when zone ~ '^[+-]\\d{1,2}:\\d\\d$' then (case when zone like '-%' then -1 else 1 end) * (split_part(ltrim(zone, '+-'), ':', 1)::int * 3600 + split_part(zone, ':', 2)::int * 60)
    else extract(epoch from (to_timestamp(floor(utc)::float8) at time zone zone)) - floor(utc) end $$;
create function ora.zoned_of(clock numeric, zone text) returns ora.zoned language sql stable strict as $$
  select row(clock - case when zone ~ '^[+-]' then ora.zone_offset(zone, 0) else floor(clock) - extract(epoch from (ora.ts(clock) at time zone zone)) end, zone)::ora.zoned $$;
create function ora.clock(value ora.zoned) returns numeric language sql stable as $$ select (value).at + ora.zone_offset((value).zone, (value).at) $$;
create function ora.zoned_text(value ora.zoned) returns text language sql stable as $$ select ora.clock(value) || '|' || (value).zone where (value).at is not null $$;
create function ora.local(utc numeric) returns numeric language sql stable as $$ select utc + (select value::int from cat.parameters where name = '_server_offset') $$;
create function ora.add_months(value numeric, months numeric) returns numeric language plpgsql immutable strict as $$
declare day timestamp := date_trunc('day', ora.ts(value)); moved timestamp; month_end timestamp := date_trunc('month', day) + interval '1 month' - interval '1 day';
begin
  moved := day + make_interval(months => trunc(months)::int);
  if day = month_end then moved := date_trunc('month', moved) + interval '1 month' - interval '1 day'; end if;
  return ora.seconds(moved) + (value - ora.seconds(day));
end $$;
create function ora.months_between(a numeric, b numeric) returns numeric language sql immutable strict as $$
  select case when extract(day from x) = extract(day from y) or (x + interval '1 day' = date_trunc('month', x + interval '1 day') and y + interval '1 day' = date_trunc('month', y + interval '1 day')) then m
    else ora.rounded(m + (extract(day from x) - extract(day from y) + ((a - ora.seconds(x)) - (b - ora.seconds(y))) / 86400) / 31.00000000000000000000000000000000000000) end
  from (select date_trunc('day', ora.ts(a)) x, date_trunc('day', ora.ts(b)) y) s, lateral (select (extract(year from x) - extract(year from y)) * 12 + extract(month from x) - extract(month from y) m) t $$;
create function ora.trunc_moment(value numeric, unit text) returns numeric language plpgsql immutable strict as $$
declare t timestamp := ora.ts(value); u text := upper(unit);
begin
  return ora.seconds(case when u in ('DD', 'DDD', 'J') then date_trunc('day', t) when u in ('MM', 'MON', 'MONTH', 'RM') then date_trunc('month', t)
    when u in ('YYYY', 'YEAR', 'YY', 'SYYYY', 'Y', 'YYY') then date_trunc('year', t) when u in ('HH', 'HH24', 'HH12') then date_trunc('hour', t) when u = 'MI' then date_trunc('minute', t)
    when u = 'Q' then date_trunc('quarter', t) when u = 'IW' then date_trunc('week', t)
    when u in ('D', 'DAY', 'DY') then date_trunc('day', t) - make_interval(days => extract(dow from t)::int)
    when ora.fail(1898, 'too many precision specifiers') then t end);
end $$;
-- BYTE or CHAR: what an assignment to a text allows.
create function ora.fit(value text, most int, is_bytes boolean, target text) returns text language plpgsql immutable as $$
declare has int := case when is_bytes then octet_length(value) else length(value) end;
begin
  if has > most then raise exception using errcode = 'OR000', message = '12899|value too large for column ' || target || ' (actual: ' || has || ', maximum: ' || most || ')'; end if;
  return value;
end $$;
create function ora.fit_number(value numeric, digits int, places int) returns numeric language plpgsql immutable strict as $$
declare found numeric := round(value, places);
begin
  if abs(found) >= ('1e' || (digits - places))::numeric then raise exception using errcode = 'OR000', message = '1438|value larger than specified precision allowed for this column'; end if;
  return found;
end $$;
create function ora.substr(value text, first numeric, many numeric) returns text language sql immutable as $$
  select case when value is null or first is null or many < 1 then null
    when first < 0 and -first > length(value) then null
    when first < 0 then nullif(substr(value, length(value) + trunc(first)::int + 1, least(trunc(many), 2147483647)::int), '')
    else nullif(substr(value, greatest(trunc(first)::int, 1), least(trunc(many), 1000000000)::int), '') end $$;
create function ora.instr(value text, part text, first numeric, nth numeric) returns numeric language plpgsql immutable strict as $$
declare at int := first::int - 1; found int;
begin
  if first < 0 then
    for i in reverse (length(value) + first::int + 1) .. 1 loop if substr(value, i, length(part)) = part then nth := nth - 1; if nth = 0 then return i; end if; end if; end loop;
    return 0;
  end if;
  for i in 1 .. nth::int loop
    found := strpos(substr(value, at + 1), part);
    if found = 0 then return 0; end if;
    at := at + found;
  end loop;
  return at;
end $$;
create function ora.like_pattern(pattern text, mark text) returns text language sql immutable as $$
  select case when mark is null then replace(pattern, '\\', '\\\\') else replace(replace(replace(pattern, '\\', '\\\\'), mark || mark, '\\' || mark), mark, '\\') end $$;
create function ora.raw_of(value text) returns bytea language plpgsql immutable strict as $$
begin return decode(case when length(value) % 2 = 1 then '0' || value else value end, 'hex');
exception when others then raise exception using errcode = 'OR000', message = '1465|invalid hex number'; end $$;
create function ora.number_format(value numeric, format text) returns text language plpgsql immutable strict as $$
declare f text := upper(format); is_fill boolean := f like 'FM%'; body text := regexp_replace(upper(format), '^FM', ''); places int; told text; ints text;
begin
  if body in ('TM', 'TM9', 'TME') then return ora.number_text(value); end if;
  if body !~ '^S?[$]?[09,G]*([.D][09]*)?(EEEE|MI|PR|S)?$' then raise exception using errcode = 'OR000', message = '1481|invalid number format model'; end if;
  told := to_char(value, case when is_fill then 'FM' else '' end || body);
  return case when told like '%#%' then repeat('#', length(body) + 1) when is_fill then told else told end;
end $$;
create function ora.ora_hash(value text, most numeric, seed numeric) returns numeric language sql immutable as $$
  select ((hashtextextended(coalesce(value, ''), seed::bigint) & 4294967295)::numeric % (most + 1)) $$;
`;
