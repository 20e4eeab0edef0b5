/**
 * Numbers to text and back, with the errors of SQL Server (245, 8114, 8115, 235). Digits of `float` by style: Microsoft Learn, "CAST
 * and CONVERT", float and real styles: 0 at most 6 digits, 1 eight, 2 sixteen, 3 seventeen (nine for real).
 */
export const numbers = String.raw`
create function tsql.parse_int(value text, type_name text, source text) returns int8 language plpgsql immutable strict as $$
declare
  input text := btrim(value);
begin
  if input = '' then return 0; end if;
  if input !~ '^[+-]? *\d+$' then
    perform tsql.fail(245, 'Conversion failed when converting the ' || source || ' value ''' || value || ''' to data type ' || type_name || '.');
  end if;
  return replace(input, ' ', '')::int8;
exception when numeric_value_out_of_range then
  perform tsql.fail(case type_name when 'bigint' then 8115 else 248 end, 'The conversion of the ' || source || ' value ''' || value || ''' overflowed an ' || type_name || ' column.');
end $$;

create function tsql.fit_int(value int8, type_name text) returns int8 language plpgsql immutable strict as $$
begin
  if (type_name = 'tinyint' and value not between 0 and 255) or (type_name = 'smallint' and value not between -32768 and 32767)
    or (type_name = 'int' and value not between -2147483648 and 2147483647) then
    perform tsql.fail(case type_name when 'tinyint' then 220 else 8115 end, 'Arithmetic overflow error converting expression to data type ' || type_name || '.');
  end if;
  return value;
end $$;

create function tsql.parse_decimal(value text, source text) returns numeric language plpgsql immutable strict as $$
begin
  if btrim(value) !~ '^[+-]?(\d+\.?\d*|\.\d+)$' then
    perform tsql.fail(8114, 'Error converting data type ' || source || ' to numeric.');
  end if;
  return btrim(value)::numeric;
end $$;

create function tsql.fit_decimal(value numeric, digits int, scale int) returns numeric language plpgsql immutable strict as $$
declare
  rounded numeric := round(value, scale);
begin
  if abs(rounded) >= 10::numeric ^ (digits - scale) then perform tsql.fail(8115, 'Arithmetic overflow error converting numeric to data type numeric.'); end if;
  return rounded;
end $$;

create function tsql.parse_money(value text) returns numeric language plpgsql immutable strict as $$
declare
  digits text := regexp_replace(btrim(value), '[$₫€£¥,]', '', 'g');
begin
  if digits = '' then return 0; end if;
  if digits !~ '^[+-]?(\d+\.?\d*|\.\d+)$' then perform tsql.fail(235, 'Cannot convert a char value to money. The char value has incorrect syntax.'); end if;
  return tsql.fit_money(digits::numeric);
end $$;

create function tsql.fit_money(value numeric) returns numeric language plpgsql immutable strict as $$
begin
  if round(value, 4) not between -922337203685477.5808 and 922337203685477.5807 then perform tsql.fail(8115, 'Arithmetic overflow error converting expression to data type money.'); end if;
  return round(value, 4);
end $$;

create function tsql.fit_smallmoney(value numeric) returns numeric language plpgsql immutable strict as $$
begin
  if round(value, 4) not between -214748.3648 and 214748.3647 then perform tsql.fail(8115, 'Arithmetic overflow error converting expression to data type smallmoney.'); end if;
  return round(value, 4);
end $$;

create function tsql.money_text(value numeric, style int) returns text language sql immutable strict as $$
select case style when 1 then btrim(to_char(round(value, 2), 'FM999,999,999,999,990.00')) when 2 then value::numeric(19, 4)::text else round(value, 2)::text end $$;

create function tsql.parse_float(value text, source text) returns float8 language plpgsql immutable strict as $$
begin
  if btrim(value) = '' then return 0; end if;
  if btrim(value) !~* '^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$' then perform tsql.fail(8114, 'Error converting data type ' || source || ' to float.'); end if;
  return btrim(value)::float8;
end $$;

create function tsql.power_of(base numeric, exponent int) returns numeric language plpgsql immutable strict as $$
declare
  result numeric := 1; factor numeric := base; rest int := exponent;
begin
  while rest > 0 loop
    if rest % 2 = 1 then result := result * factor; end if;
    factor := factor * factor; rest := rest / 2;
  end loop;
  return result;
end $$;

-- All digits of a double, exactly: mantissa × 2^e, where 2^-k is 5^k shifted by k decimal places.
create function tsql.exact(value float8) returns numeric language plpgsql immutable strict as $$
declare
  bits int8 := ('x' || encode(float8send(value), 'hex'))::bit(64)::int8;
  exponent int := ((bits >> 52) & 2047)::int;
  mantissa numeric := (bits & 4503599627370495)::numeric + case when exponent = 0 then 0 else 4503599627370496 end;
  shift int := greatest(exponent, 1) - 1075;
begin
  if shift >= 0 then return mantissa * tsql.power_of(2, shift); end if;
  return (mantissa * tsql.power_of(5, -shift)) * (('1e' || shift)::numeric);
end $$;

-- The digits of |value|, rounded to so many, and the exponent of the first.
create function tsql.scientific(value float8, digits int, out figures text, out exponent int) language plpgsql immutable strict as $$
declare
  exact numeric := tsql.exact(value);
begin
  if exact = 0 then figures := repeat('0', digits); exponent := 0; return; end if;
  exponent := case when exact >= 1 then length(trunc(exact)::text) - 1 else -(length(substring(exact::text from '^0\.(0*)')) + 1) end;
  figures := round(exact * ('1e' || (digits - 1 - exponent))::numeric)::text;
  if length(figures) > digits then figures := left(figures, digits); exponent := exponent + 1; end if;
end $$;

create function tsql.float_text(value float8, style int, is_real bool) returns text language plpgsql immutable strict as $$
declare
  digits int := case style when 0 then 6 when 1 then 8 when 2 then 16 when 3 then case when is_real then 9 else 17 end else 0 end;
  sign text := case when value < 0 then '-' else '' end;
  f text; e int;
begin
  if digits = 0 then return tsql.fail(281, style || ' is not a valid style number when converting from float to a character string.'); end if;
  select figures, exponent into f, e from tsql.scientific(value, digits);
  if style = 0 and e between -5 and digits - 1 then
    return sign || case when e < 0 then '0.' || repeat('0', -e - 1) || rtrim(f, '0') else
      rtrim(rtrim(left(f, e + 1) || '.' || substr(f, e + 2), '0'), '.') end || case when value = 0 then '0' else '' end;
  end if;
  if style = 0 then f := rtrim(f, '0'); end if;
  return sign || left(f, 1) || case when length(f) > 1 then '.' || substr(f, 2) else '' end || 'e' || case when e < 0 then '-' else '+' end || lpad(abs(e)::text, 3, '0');
end $$;

create function tsql.whole_text(value int8, length int) returns text language sql immutable strict as $$
select case when length(value::text) > length then '*' else value::text end $$;

create function tsql.bytes_int(value bytea) returns int8 language sql immutable strict as $$
select ('x' || lpad(right(encode(value, 'hex'), 16), 16, '0'))::bit(64)::int8 $$;

create function tsql.reversed(value bytea) returns bytea language sql immutable strict as $$
select coalesce(decode(string_agg(substr(encode(value, 'hex'), i * 2 + 1, 2), '' order by i desc), 'hex'), '') from generate_series(0, length(value) - 1) i $$;

-- precision, scale, 0, sign (1 is positive), then the digits as little-endian words of four bytes.
create function tsql.decimal_bytes(value numeric, digits int, scale int) returns bytea language plpgsql immutable strict as $$
declare
  rest numeric := trunc(abs(value) * 10::numeric ^ scale); bytes bytea := '';
  words int := case when digits <= 9 then 1 when digits <= 19 then 2 when digits <= 28 then 3 else 4 end;
begin
  for word in 1 .. words loop
    bytes := bytes || tsql.reversed(substring(int8send(mod(rest, 4294967296)::int8) from 5));
    rest := div(rest, 4294967296);
  end loop;
  return set_byte(set_byte(set_byte('\x00000000', 0, digits), 1, scale), 3, case when value < 0 then 0 else 1 end) || bytes;
end $$;
`;
