import { type ResultColumn, SqlServerError, type SqlValue } from '../../engine.ts';
import type { BoundQuery } from '../binding/context.ts';
import { emptyScope } from '../binding/scope.ts';
import type { Query, Select } from '../syntax/ast.ts';
import { convert } from '../translate/convert.ts';
import { decoder } from '../types/values.ts';
import type { Run } from './session-state.ts';
import { assignVariable } from './variables.ts';

/** Rows that are asked of PostgreSQL at a time. */
const page = 1000;

/** A query whose result goes to the client, or into variables (`select @x = …`). */
export async function runQuery(run: Run, query: Query): Promise<void> {
  const context = run.context();
  if (run.state.isolation === 'snapshot') refuseSnapshot(run);
  if (query.body.kind === 'select' && query.body.items.some(({ assigns }) => assigns !== undefined)) return assign(run, query, query.body);
  const bound = context.query(query, emptyScope);
  run.sink.columns(bound.columns.map(columnOf));
  const decoders = bound.columns.map(({ value }) => decoder(value.type));
  let count = 0;
  const tell = async (rows: readonly (readonly (string | null)[])[]): Promise<void> => {
    for (const row of rows) {
      count++;
      const values: SqlValue[] = row.map((text, index) => (text === null ? null : (decoders[index]?.(text) ?? null)));
      const wait = run.sink.row(values);
      if (wait !== undefined) await wait;
    }
  };
  await read(run, bound, context.read, tell);
  run.state.rowCount = count;
  run.sink.done(run.state.noCount ? undefined : count);
}

function columnOf({ name, value }: BoundQuery['columns'][number]): ResultColumn {
  return { name, type: value.type, nullable: value.nullable };
}

function refuseSnapshot({ state }: Run): void {
  if (state.database.snapshotAllowed || ['master', 'msdb', 'tempdb'].includes(state.database.name.toLowerCase())) return;
  throw new SqlServerError(
    3952,
    `Snapshot isolation transaction failed accessing database '${state.database.name}' because snapshot isolation is not allowed in this database. Use ALTER DATABASE to allow snapshot isolation.`,
  );
}

/** Small results at once, others through a cursor, so that a slow client holds the engine back. */
async function read(
  run: Run,
  { sql }: BoundQuery,
  tables: ReadonlySet<string>,
  tell: (rows: readonly (readonly (string | null)[])[]) => Promise<void>,
): Promise<void> {
  const locks = run.state.isolation === 'repeatable read' || run.state.isolation === 'serializable' ? [...tables] : [];
  if (locks.length === 0 && isSmall(sql)) {
    const { rows } = await run.sql(sql);
    return tell(rows);
  }
  await run.transactions.atomically(async () => {
    // A locking level waits for every writer of the tables that it reads.
    if (locks.length > 0) await run.sql(`lock table ${locks.join(', ')} in share mode`);
    await run.sql(`declare result no scroll cursor for ${sql}`);
    for (;;) {
      const { rows } = await run.sql(`fetch ${page} from result`);
      await tell(rows);
      run.signal.throwIfAborted();
      if (rows.length < page) break;
    }
    await run.sql('close result');
  });
}

/** `top (n)` of few rows, or nothing to read from. */
function isSmall(sql: string): boolean {
  const top = /fetch first \(\('?(\d+)(?:'::\w+)?\)::bigint\) rows (?:only|with ties)$/.exec(sql)?.[1];
  return !sql.includes(' from ') || (top !== undefined && Number(top) <= 5 * page);
}

/** The last row decides. */
async function assign(run: Run, query: Query, select: Select): Promise<void> {
  if (select.items.some(({ assigns }) => assigns === undefined)) {
    throw new SqlServerError(
      141,
      'A SELECT statement that assigns a value to a variable must not be combined with data-retrieval operations.',
    );
  }
  const context = run.context();
  const bound = context.query(query, emptyScope);
  const converted = bound.columns.map(({ value }, index) => {
    const name = select.items[index]?.assigns ?? '';
    const variable = run.variables.get(name.toLowerCase());
    if (variable === undefined) throw new SqlServerError(137, `Must declare the scalar variable "${name}".`, { severity: 15 });
    return `(${convert({ ...value, sql: `q.k${index + 1}` }, variable.type).sql})::text`;
  });
  const { rows } = await run.sql(`select ${converted.join(', ')} from (${bound.sql}) q`);
  const last = rows[rows.length - 1];
  run.state.rowCount = rows.length;
  if (last !== undefined) select.items.forEach(({ assigns }, index) => assignVariable(run, assigns ?? '', last[index] ?? null));
  run.sink.done(undefined);
}
