/** The past of tables, out of the journal: a row as of an SCN is the image before its first change that was committed behind it. */
export const pastSql = String.raw`
create index on redo.records (row_id, seq);

create function redo.scn_at(moment numeric) returns numeric language plpgsql stable as $$
begin
  if moment is null or moment > ora.now() + 3 then raise exception using errcode = 'OR000', message = '8180|no snapshot found based on specified time'; end if;
  return coalesce((select max(end_scn) from redo.transactions where ended <= moment), 0);
end $$;

-- An SCN that may be asked: not ahead of now, with its undo, and behind the table's definition.
create function redo.past_scn(scn numeric, defined bigint, expired int) returns bigint language plpgsql stable as $$
begin
  if scn is null or scn < 0 or scn > (select last_value from ora.scns) then raise exception using errcode = 'OR000', message = '8181|specified number is not a valid system change number'; end if;
  if scn < coalesce((select undo_from_scn from cat.database), 0) then
    raise exception using errcode = 'OR000', message = case expired when 30052 then '30052|invalid lower limit snapshot expression' else '1555|snapshot too old: rollback segment number 4 with name "_SYSSMU4$" too small' end;
  end if;
  if scn < defined then raise exception using errcode = 'OR000', message = '1466|unable to read data - table definition has changed'; end if;
  return scn::bigint;
end $$;

-- Changes of a table that hold: not undone, and not records that undo.
create view redo.held as
  select r.seq, r.object_id, r.row_id, r.tx, r.kind, r.before, r.after, t.end_scn, t.ended, t.state from redo.records r join redo.transactions t on t.tx = r.tx
  where r.kind in ('insert', 'update', 'delete') and not r.undone and not r.is_rollback;
`;
