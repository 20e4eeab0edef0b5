import type { Command, Extension, Flashback, PastTable } from '../extensions.ts';
import { tableName } from '../storage/tables.ts';
import { pastSql } from './install.ts';

const flashback: Flashback = {
  asOf: (table, at) => {
    const scn = 'scn' in at ? `(${at.scn})::numeric` : `redo.scn_at((${at.moment})::numeric)`;
    return `with at as materialized (select redo.past_scn(${scn}, ${definedAt(table, 'scn' in at)}, 1555) as scn), ${stateAt(table, '(select scn from at)')}
      select row_id, tx${columnList(table)} from state where (select scn from at) is not null`;
  },
  versions: (table, by, from, to) => {
    const bound = (sql: string): string => (by === 'scn' ? `(${sql})::numeric` : `redo.scn_at((${sql})::numeric)`);
    const low =
      from === undefined
        ? `greatest((select coalesce(max(undo_from_scn), 0) from cat.database), ${table.definedAtScn})::bigint`
        : `redo.past_scn(${bound(from)}, ${definedAt(table, by === 'scn')}, 30052)`;
    const high = to === undefined ? '(select last_value from ora.scns)' : `redo.past_scn(${bound(to)}, 0, 30052)`;
    return versionsSql(table, low, high);
  },
};

/** In seconds. Undo goes when a test says so, and never by itself. */
const undoRetention: Command = {
  pattern: /^ALTER SYSTEM SET UNDO_RETENTION ?= ?(\d+)$/,
  privilege: 'ALTER SYSTEM',
  run: async (session, [, seconds]) => {
    await session.query(
      `update cat.parameters set value = '${seconds}' where name = 'undo_retention'; update cat.database set undo_retention = ${seconds}`,
    );
  },
};

/** Reading the past of tables: AS OF and VERSIONS BETWEEN. */
export const flashbackRoom: Extension = { install: pastSql, flashback, commands: [undoRetention] };

/** A moment is rounded down to the last commit before it: it is behind the definition when that commit is. */
function definedAt({ definedAtScn }: PastTable, isScn: boolean): string {
  return isScn ? String(definedAtScn) : String(Math.max(definedAtScn - 1, 0));
}

function columnList({ columns }: PastTable): string {
  return columns.map(({ name }) => `, ${name}`).join('');
}

/** Common table expressions that end in `state`: the table as it was when everything up to the SCN had been committed. */
function stateAt(table: PastTable, scn: string): string {
  const { objectId, columns } = table;
  const name = tableName(objectId);
  const from = (alias: string): string => columns.map((column) => `, ${alias}.${column.name}`).join('');
  return `later as materialized (select distinct on (h.row_id) h.row_id, h.seq, h.before from redo.held h
      where h.object_id = ${objectId} and (h.state <> 'COMMITTED' or h.end_scn > ${scn}) order by h.row_id, h.seq),
    state as (select d.row_id, d.tx${from('d')} from ${name} d where not exists (select from later l where l.row_id = d.row_id)
      union all select l.row_id, (select h.tx from redo.held h where h.row_id = l.row_id and h.seq < l.seq order by h.seq desc limit 1)${from('p')}
        from later l cross join lateral jsonb_populate_record(null::${name}, l.before) p where l.before is not null)`;
}

/**
 * Every version that was committed between two SCNs, and of each row the one that was there before them. A transaction that wrote a row
 * more than once made one version of it. A version's end behind the upper bound is left open: a belief.
 */
function versionsSql(table: PastTable, low: string, high: string): string {
  const { objectId, columns } = table;
  const name = tableName(objectId);
  const from = (alias: string): string => columns.map((column) => `, ${alias}.${column.name}`).join('');
  return `with bounds as materialized (select ${low} as low, ${high} as high), ${stateAt(table, '((select low from bounds) - 1)')},
    made as materialized (select h.row_id, h.tx, h.end_scn, max(h.ended) as ended, (array_agg(h.before order by h.seq))[1] as old, (array_agg(h.after order by h.seq desc))[1] as new, (array_agg(h.before order by h.seq desc))[1] as last
      from redo.held h where h.object_id = ${objectId} and h.state = 'COMMITTED' and h.end_scn between (select low from bounds) and (select high from bounds) group by h.row_id, h.tx, h.end_scn),
    real as (select m.*, lead(m.end_scn) over w as next_scn, lead(m.ended) over w as next_ended from made m where m.old is not null or m.new is not null window w as (partition by m.row_id order by m.end_scn))
    select r.row_id, r.tx, r.end_scn::numeric as v_startscn, (case when r.new is not null then r.next_scn end)::numeric as v_endscn, ora.local(r.ended) as v_starttime,
      case when r.new is not null then ora.local(r.next_ended) end as v_endtime, ora.xid(r.tx) as v_xid, case when r.new is null then 'D' when r.old is null then 'I' else 'U' end as v_operation${from('p')}
    from real r cross join lateral jsonb_populate_record(null::${name}, coalesce(r.new, r.last)) p
    union all select s.row_id, s.tx, null, f.end_scn::numeric, null, ora.local(f.ended), null, null${from('s')}
    from state s left join lateral (select r.end_scn, r.ended from real r where r.row_id = s.row_id order by r.end_scn limit 1) f on true where (select low from bounds) <= (select high from bounds)`;
}
