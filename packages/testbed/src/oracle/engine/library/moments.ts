/**
 * TO_DATE and TO_TIMESTAMP: reads a text by a format, element by element, as Oracle does: blanks and punctuation stand for one another,
 * leading zeros may be missing, what is not named is the first (the month: the current one). \`zone\` is null where none is told.
 */
export const momentsSql = `
create function ora.parse_moment(value text, format text, out clock numeric, out zone text) language plpgsql stable as $$
declare v text := trim(value); f text := regexp_replace(upper(trim(format)), '^FX|FM', '', 'g'); e text; taken text; p text;
  y int; mo int; d int := 1; h int := 0; mi int := 0; s int := 0; frac numeric := 0; pm boolean; is_bc boolean := false; zh text; zm text; n int;
begin
  if value is null or format is null then return; end if;
  y := extract(year from ora.ts(ora.local(ora.now()))); mo := extract(month from ora.ts(ora.local(ora.now())));
  while f <> '' loop
    e := (regexp_match(f, '^("[^"]*"|SYYYY|RRRR|YYYY|YYY|YY|RR|Y|MONTH|MON|MM|MI|DDD|DD|DAY|DY|D|HH24|HH12|HH|SSSSS|SS|FF[1-9]?|A\\.M\\.|P\\.M\\.|AM|PM|B\\.C\\.|A\\.D\\.|BC|AD|TZH|TZM|TZR|TZD|X|J|[-/,.;: ]|T)'))[1];
    if e is null then raise exception using errcode = 'OR000', message = '1821|date format not recognized'; end if;
    f := substr(f, length(e) + 1);
    if e like '"%' then
      if left(v, length(e) - 2) <> (regexp_match(format, replace(replace(e, '(', '\\('), ')', '\\)'), 'i'))[1] and upper(left(v, length(e) - 2)) <> upper(trim(both '"' from e)) then
        raise exception using errcode = 'OR000', message = '1861|literal does not match format string'; end if;
      v := substr(v, length(e) - 1); continue;
    end if;
    if e ~ '^[-/,.;: T]$' then
      if v = '' then continue; end if;
      if e = 'T' and left(v, 1) not in ('T', 't') then raise exception using errcode = 'OR000', message = '1861|literal does not match format string'; end if;
      if e = 'T' or left(v, 1) ~ '[-/,.;: ]' then
        if left(v, 1) = '-' and f like 'SYYYY%' then continue; end if;
        v := substr(v, 2);
      elsif left(v, 1) ~ '[A-Za-z0-9]' and left(v, 1) !~ '[0-9]' and f !~ '^(MON|AM|PM|TZ|BC|AD)' then raise exception using errcode = 'OR000', message = '1861|literal does not match format string'; end if;
      continue;
    end if;
    if v = '' then
      if e in ('HH24', 'HH', 'HH12', 'MI', 'SS', 'X') or e like 'FF%' or e like 'TZ%' then continue; end if;
      raise exception using errcode = 'OR000', message = '1840|input value not long enough for date format';
    end if;
    if e = 'X' then v := regexp_replace(v, '^[.,]', ''); continue; end if;
    p := case e when 'SYYYY' then '^[-+]?\\d{1,4}' when 'YYYY' then '^[-+]?\\d{1,4}' when 'RRRR' then '^\\d{1,4}' when 'YYY' then '^\\d{1,3}' when 'Y' then '^\\d' when 'MON' then '^[A-Za-z]{3}' when 'MONTH' then '^[A-Za-z]+' when 'DAY' then '^[A-Za-z]+' when 'DY' then '^[A-Za-z]{3}'
      when 'DDD' then '^\\d{1,3}' when 'J' then '^\\d{1,7}' when 'SSSSS' then '^\\d{1,5}' when 'TZH' then '^[-+]?\\d{1,2}' when 'TZR' then '^([-+]?\\d{1,2}:\\d{2}|[A-Za-z_/]+)' when 'TZD' then '^[A-Z]+'
      when 'AM' then '^[AaPp][Mm]' when 'PM' then '^[AaPp][Mm]' when 'A.M.' then '^[AaPp]\\.[Mm]\\.' when 'P.M.' then '^[AaPp]\\.[Mm]\\.' when 'BC' then '^(BC|AD)' when 'AD' then '^(BC|AD)' when 'B.C.' then '^(B\\.C\\.|A\\.D\\.)' when 'A.D.' then '^(B\\.C\\.|A\\.D\\.)' else case when e like 'FF%' then '^\\d{1,9}' else '^\\d{1,2}' end end;
    taken := substring(v from p);
    if taken is null then
      if e in ('MM', 'MON', 'MONTH') then raise exception using errcode = 'OR000', message = '1843|not a valid month'; end if;
      raise exception using errcode = 'OR000', message = case when e like 'YY%' or e like 'RR%' or e = 'SYYYY' then '1841|(full) year must be between -4713 and +9999, and not be 0' else '1858|a non-numeric character was found where a numeric was expected' end;
    end if;
    v := substr(v, length(taken) + 1);
    if e in ('YYYY', 'SYYYY') then y := taken::int;
      if y = 0 then raise exception using errcode = 'OR000', message = '1841|(full) year must be between -4713 and +9999, and not be 0'; end if;
    elsif e in ('RR', 'RRRR', 'YY') then n := taken::int; y := case when length(taken) > 2 then n when e = 'YY' then (y / 100) * 100 + n when n < 50 then 2000 + n else 1900 + n end;
    elsif e in ('MON', 'MONTH') then
      n := array_position(array['JAN','FEB','MAR','APR','MAY','JUN','JUL','AUG','SEP','OCT','NOV','DEC'], upper(left(taken, 3)));
      if n is null then raise exception using errcode = 'OR000', message = '1843|not a valid month'; end if; mo := n;
    elsif e = 'MM' then mo := taken::int; if mo not between 1 and 12 then raise exception using errcode = 'OR000', message = '1843|not a valid month'; end if;
    elsif e = 'DD' then d := taken::int;
    elsif e = 'HH24' then h := taken::int; if h > 23 then raise exception using errcode = 'OR000', message = '1850|hour must be between 0 and 23'; end if;
    elsif e in ('HH', 'HH12') then h := taken::int; if h not between 1 and 12 then raise exception using errcode = 'OR000', message = '1849|hour must be between 1 and 12'; end if;
    elsif e = 'MI' then mi := taken::int; if mi > 59 then raise exception using errcode = 'OR000', message = '1851|minutes must be between 0 and 59'; end if;
    elsif e = 'SS' then s := taken::int; if s > 59 then raise exception using errcode = 'OR000', message = '1852|seconds must be between 0 and 59'; end if;
    elsif e = 'SSSSS' then n := taken::int; h := n / 3600; mi := n % 3600 / 60; s := n % 60;
    elsif e like 'FF%' then frac := ('0.' || taken)::numeric;
    elsif e in ('AM', 'PM', 'A.M.', 'P.M.') then pm := upper(left(taken, 1)) = 'P';
    elsif e in ('BC', 'AD', 'B.C.', 'A.D.') then is_bc := left(taken, 1) = 'B';
    elsif e = 'TZH' then zh := taken; elsif e = 'TZM' then zm := taken; elsif e = 'TZR' then zone := taken;
    end if;
  end loop;
  if trim(v) <> '' then raise exception using errcode = 'OR000', message = '1830|date format picture ends before converting entire input string'; end if;
  if pm is not null then h := h % 12 + case when pm then 12 else 0 end; end if;
  if is_bc then y := -abs(y); end if;
  if zh is not null then zone := case when zh like '-%' then '-' else '+' end || lpad(ltrim(zh, '+-'), 2, '0') || ':' || lpad(coalesce(zm, '00'), 2, '0'); end if;
  begin
    clock := ora.seconds(make_timestamp(y, mo, d, h, mi, s)) + frac;
  exception when others then raise exception using errcode = 'OR000', message = case when d between 1 and 31 then '1839|date not valid for month specified' else '1847|day of month must be between 1 and last day of month' end;
  end;
end $$;
`;
