import { codePages } from '../types/code-pages.ts';

/** Text and bytes. Texts are kept as what their bytes mean in the code page; one byte without a meaning is the control of the same number. */
export const texts = `${String.raw`
-- Characters as SQL Server counts them: units of UTF-16.
create function tsql.units(value text) returns int language sql immutable strict as $$
select case when octet_length(value) = length(value) then length(value) else length(value) + length(regexp_replace(value, '[\u0001-\uFFFF]', '', 'g')) end $$;

create function tsql.utf16(value text) returns bytea language sql immutable strict as $$
select coalesce(string_agg(case when a < 65536 then decode(lpad(to_hex(a & 255), 2, '0') || lpad(to_hex(a >> 8), 2, '0'), 'hex')
  else decode(lpad(to_hex((55296 + ((a - 65536) >> 10)) & 255), 2, '0') || to_hex((55296 + ((a - 65536) >> 10)) >> 8)
    || lpad(to_hex((56320 + ((a - 65536) & 1023)) & 255), 2, '0') || to_hex((56320 + ((a - 65536) & 1023)) >> 8), 'hex') end, ''::bytea order by i), '')
from (select i, ascii(c) a from unnest(string_to_array(value, null)) with ordinality as t (c, i)) x $$;

create function tsql.from_utf16(value bytea) returns text language plpgsql immutable strict as $$
declare
  result text := ''; unit int; high int := 0;
begin
  for i in 0 .. length(value) / 2 - 1 loop
    unit := get_byte(value, i * 2) + get_byte(value, i * 2 + 1) * 256;
    if unit between 55296 and 56319 then high := unit;
    elsif unit between 56320 and 57343 then result := result || chr(65536 + ((high - 55296) << 10) + unit - 56320);
    else result := result || chr(unit);
    end if;
  end loop;
  return result;
end $$;

create function tsql.cut_units(value text, size int) returns text language sql immutable strict as $$
select case when octet_length(value) <= size then value when tsql.units(value) = length(value) then left(value, size)
  else left(value, (select count(*)::int from (select sum(tsql.units(c)) over (order by i) u from unnest(string_to_array(value, null)) with ordinality as t (c, i)) x where u <= size)) end $$;

create function tsql.cut_bytes(value text, size int) returns text language sql immutable strict as $$
select case when octet_length(value) <= size then value
  else left(value, (select count(*)::int from (select sum(octet_length(c)) over (order by i) u from unnest(string_to_array(value, null)) with ordinality as t (c, i)) x where u <= size)) end $$;

-- What fits into a column, or error 2628 (8152 before 2019). The value itself is not told: it may be about a person.
create function tsql.fit_text(value text, size int, used int, place text) returns text language plpgsql immutable strict as $$
begin
  if used <= size then return value; end if;
  if used - (length(value) - length(rtrim(value, ' '))) <= size then return left(value, size); end if;
  return tsql.fail(2628, place);
end $$;

create function tsql.fit_bytes(value bytea, size int, place text) returns bytea language plpgsql immutable strict as $$
begin
  if length(value) > size then perform tsql.fail(2628, place); end if;
  return value;
end $$;

-- uniqueidentifier is kept in the order of comparison, see below.
create function tsql.guid_text(value bytea) returns text language sql immutable strict as $$
select upper(substr(h, 31, 2) || substr(h, 29, 2) || substr(h, 27, 2) || substr(h, 25, 2) || '-' || substr(h, 23, 2) || substr(h, 21, 2) || '-'
  || substr(h, 19, 2) || substr(h, 17, 2) || '-' || substr(h, 13, 4) || '-' || substr(h, 1, 12))
from (select encode(value, 'hex') h) x $$;

-- From the stored sixteen bytes (little-endian in the first three groups) to the order in which SQL Server compares them: the last group
-- first (.NET's SqlGuid, x_rgiGuidOrder). All columns hold that.
create function tsql.guid_from_bytes(value bytea) returns bytea language sql immutable strict as $$
select substring(v from 11 for 6) || substring(v from 9 for 2) || substring(v from 7 for 2) || substring(v from 5 for 2) || substring(v from 1 for 4)
from (select substring(value || '\x00000000000000000000000000000000'::bytea from 1 for 16) v) x $$;

create function tsql.guid_bytes(value bytea) returns bytea language sql immutable strict as $$
select substring(value from 13 for 4) || substring(value from 11 for 2) || substring(value from 9 for 2) || substring(value from 7 for 2) || substring(value from 1 for 6) $$;

create function tsql.parse_guid(value text) returns bytea language plpgsql immutable strict as $$
declare
  h text := replace(btrim(value, ' {}'), '-', '');
begin
  if btrim(value, ' {}') !~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}' then
    perform tsql.fail(8169, 'Conversion failed when converting from a character string to uniqueidentifier.');
  end if;
  return tsql.guid_from_bytes(tsql.reversed(decode(substr(h, 1, 8), 'hex')) || tsql.reversed(decode(substr(h, 9, 4), 'hex')) || tsql.reversed(decode(substr(h, 13, 4), 'hex')) || decode(substr(h, 17, 16), 'hex'));
end $$;

create function tsql.like_pattern(pattern text) returns text language plpgsql immutable strict as $$
begin
  if pattern ~ '(^|[^\\])\[' then perform tsql.fail(40510, 'A set of characters in a LIKE pattern is not supported by this server.'); end if;
  return pattern;
end $$;

-- Eight bytes of a double, the lowest first.
create function tsql.double_of(value bytea) returns float8 language sql immutable strict as $$
select case when bits & 9223372036854775807 = 0 then 0 else (case when bits < 0 then -1 else 1 end) * power(2::float8, ((bits >> 52) & 2047)::int - 1023) * (1 + (bits & 4503599627370495)::float8 / 4503599627370496::float8) end
from (select ('x' || encode(tsql.reversed(value), 'hex'))::bit(64)::int8 bits) x $$;

create function tsql.parse_hex(value text, style int) returns bytea language plpgsql immutable strict as $$
declare
  digits text := case when style = 1 then substr(value, 3) else value end;
begin
  if (style = 1 and left(value, 2) <> '0x') or digits !~* '^([0-9a-f]{2})*$' then
    perform tsql.fail(8114, 'Error converting data type varchar to varbinary.');
  end if;
  return decode(digits, 'hex');
end $$;

create function tsql.pad_bytes(value bytea, size int) returns bytea language sql immutable strict as $$
select substring(value || decode(repeat('00', greatest(size - length(value), 0)), 'hex') from 1 for size) $$;

-- Whole numbers are cut and padded on the left.
create function tsql.whole_bytes(value bytea, size int) returns bytea language sql immutable strict as $$
select case when length(value) >= size then substring(value from length(value) - size + 1) else value end $$;

create function tsql.page65001(value text) returns text language sql immutable strict as $$ select value $$;
create function tsql.page65001_bytes(value text) returns bytea language sql immutable strict as $$ select convert_to(value, 'UTF8') $$;
create function tsql.page65001_text(value bytea) returns text language sql immutable strict as $$ select convert_from(value, 'UTF8') $$;

-- 'hierarchyid': the labels between slashes, as their bits (MS-SSCLRT 2.1.3), for 0 … 79 without points.
create function tsql.hierarchy_text(value bytea) returns text language plpgsql immutable strict as $$
declare
  bits text := ''; result text := '/';
begin
  for i in 0 .. length(value) - 1 loop bits := bits || get_byte(value, i)::bit(8)::text; end loop;
  while bits ~ '1' loop
    if bits ~ '^01' then result := result || substr(bits, 3, 2)::bit(2)::int; bits := substr(bits, 6);
    elsif bits ~ '^100' then result := result || substr(bits, 4, 2)::bit(2)::int + 4; bits := substr(bits, 7);
    elsif bits ~ '^101' then result := result || substr(bits, 4, 3)::bit(3)::int + 8; bits := substr(bits, 8);
    elsif bits ~ '^110' then result := result || (substr(bits, 4, 2) || substr(bits, 7, 1) || substr(bits, 9, 3))::bit(6)::int + 16; bits := substr(bits, 13);
    else return tsql.fail(40510, 'This hierarchyid is not supported by this server: labels from 0 to 79 without points are.');
    end if;
    result := result || '/';
  end loop;
  return result;
end $$;

create function tsql.parse_hierarchy(value text) returns bytea language plpgsql immutable strict as $$
declare
  bits text := ''; label text; n int; b text;
begin
  if value !~ '^/(\d+/)*$' then perform tsql.fail(6522, 'The input string is not a valid string representation of a SqlHierarchyId node.'); end if;
  foreach label in array string_to_array(btrim(value, '/'), '/') loop
    n := label::int;
    if n < 4 then bits := bits || '01' || n::bit(2)::text || '1';
    elsif n < 8 then bits := bits || '100' || (n - 4)::bit(2)::text || '1';
    elsif n < 16 then bits := bits || '101' || (n - 8)::bit(3)::text || '1';
    elsif n < 80 then b := (n - 16)::bit(6)::text; bits := bits || '110' || substr(b, 1, 2) || '0' || substr(b, 3, 1) || '1' || substr(b, 4, 3) || '1';
    else perform tsql.fail(40510, 'This hierarchyid is not supported by this server: labels from 0 to 79 without points are.');
    end if;
  end loop;
  bits := rpad(bits, (length(bits) + 7) / 8 * 8, '0');
  return coalesce((select string_agg(decode(lpad(to_hex(substr(bits, i * 8 + 1, 8)::bit(8)::int), 2, '0'), 'hex'), ''::bytea order by i) from generate_series(0, length(bits) / 8 - 1) i), '');
end $$;
`}
${[...codePages].map(([page, characters]) => forCodePage(page, characters)).join('\n')}`;

/** Three functions for one code page: to its characters (others become `?`, two for one beyond U+FFFF), to its bytes, from its bytes. */
function forCodePage(page: number, characters: string): string {
  const quoted = characters.replaceAll("'", "''");
  const high = Array.from({ length: 128 }, (_, index) => String.fromCharCode(0x80 + index)).join('');
  const inClass = [...characters].map((character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`).join('');
  return String.raw`
create function tsql.page${page}(value text) returns text language sql immutable strict as $$
select case when octet_length(value) = length(value) then value
  else regexp_replace(regexp_replace(value, '[^\u0001-\uFFFF]', '??', 'g'), '[^\u0001-\u007f${inClass}]', '?', 'g') end $$;
create function tsql.page${page}_bytes(value text) returns bytea language sql immutable strict as $$
select convert_to(translate(value, '${quoted}', '${high}'), 'LATIN1') $$;
create function tsql.page${page}_text(value bytea) returns text language sql immutable strict as $$
select translate(convert_from(value, 'LATIN1'), '${high}', '${quoted}') $$;`;
}
