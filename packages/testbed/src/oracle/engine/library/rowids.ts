/** ROWIDs: 6 characters of base 64 for the data object, 3 for the file, 6 for the block, 3 for the row; 64 rows a block from block 131 on. */
export const rowidsSql = `
-- 108 bits, of which base 64 makes 18 characters when 12 bits of nothing stand before; the file is always 12.
create function ora.rowid_text(value bigint) returns text language sql immutable strict as $$
  select right(encode(decode('000' || lpad(to_hex(value >> 32), 9, '0') || '00030' || lpad(to_hex(((131 + ((value & 4294967295) >> 6)) << 18) | (value & 63)), 13, '0'), 'hex'), 'base64'), 18) $$;
create function ora.unbase64(value text) returns bigint language sql immutable strict as $$
  select sum((strpos('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', substr(value, i, 1)) - 1)::bigint << (6 * (length(value) - i)))::bigint from generate_series(1, length(value)) i $$;
create function ora.rowid_of(value text) returns bigint language plpgsql immutable strict as $$
begin
  if value !~ '^[A-Za-z0-9+/]{18}$' then raise exception using errcode = 'OR000', message = '1410|invalid ROWID'; end if;
  return (ora.unbase64(substr(value, 1, 6)) << 32) + (greatest(ora.unbase64(substr(value, 10, 6)) - 131, 0) << 6) + ora.unbase64(substr(value, 16, 3));
end $$;
`;
