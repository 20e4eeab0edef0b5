import { type CanonicalType, type Contract, formatType, parseType } from '@lienthong/core';
import { Problem } from '../problem/problem.ts';
import { columnType } from './column-types.ts';
import { type Client, sqlState } from './database.ts';
import { lockColumns } from './locks.ts';
import { columnName, quoteIdentifier, tableName, viewName } from './names.ts';

export interface StoredColumn {
  readonly name: string;
  readonly property: string;
  readonly type: CanonicalType;
}

/** How one dataset lies in the database. */
export interface Layout {
  readonly dataset: string;
  /** Qualified and quoted. */
  readonly table: string;
  readonly view: string;
  /** Grows with each change of the columns. */
  readonly number: number;
  readonly columns: readonly StoredColumn[];
}

/** Our own columns, which every dataset's table has beside those of its properties. */
const ownColumns = `
  _entry bigint not null,
  _stream integer not null,
  _contract integer not null,
  _deleted boolean not null,
  _key bytea not null,
  _place bytea not null,
  _at timestamptz,
  _tx text`;

export async function readLayout(client: Client, dataset: string): Promise<Layout | undefined> {
  const { rows } = await client.query<{ table_name: string; view_name: string; layout: number }>(
    'select table_name, view_name, layout from lienthong.datasets where dataset = $1',
    [dataset],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  const columns = await client.query<{ column_name: string; property: string; type: string }>(
    'select column_name, property, type from lienthong.dataset_columns where dataset = $1 order by position',
    [dataset],
  );
  return {
    dataset,
    table: `data.${quoteIdentifier(row.table_name)}`,
    view: `public.${quoteIdentifier(row.view_name)}`,
    number: row.layout,
    columns: columns.rows.map(({ column_name, property, type }) => ({ name: column_name, property, type: storedType(type) })),
  };
}

/** Creates the dataset's table, or adds what the contract needs; returns the columns of the contract's properties, in order. */
export async function applyContract(client: Client, contract: Contract): Promise<readonly StoredColumn[]> {
  await createDataset(client, contract.dataset);
  await lockColumns(client, contract.dataset);
  const layout = await readLayout(client, contract.dataset);
  if (layout === undefined) throw new Error('a dataset vanished between its creation and its lock');
  if (layout.number === 0) {
    await client.query(`create table ${layout.table} (${ownColumns}, primary key (_key) with (fillfactor = 50))`);
  }
  const columns = [...layout.columns];
  const used: StoredColumn[] = [];
  for (const property of contract.properties) {
    used.push(await placeProperty(client, layout.table, columns, contract.dataset, property.name, property.type));
  }
  await client.query('update lienthong.datasets set layout = layout + 1 where dataset = $1', [contract.dataset]);
  return used;
}

/**
 * Makes the view for consumers with SQL: only what a reader may see, under the columns that `names` lists. Columns are
 * appended where that suffices, so that grants and views of others on it live on.
 */
export async function createView(client: Client, dataset: string, names: readonly string[]): Promise<void> {
  const layout = await readLayout(client, dataset);
  if (layout === undefined) throw new Error('a view was asked for a dataset that does not exist');
  const columns = layout.columns.filter((column) => names.includes(column.name));
  const list = ['stream.agency as _agency', 'stream.source as _source', 'record._at'];
  for (const column of columns)
    list.push(`record.${quoteIdentifier(column.name)} as ${quoteIdentifier(columnName(column.property, () => false))}`);
  // security_barrier: a reader's own function in WHERE must not get to see what the view leaves out.
  const body = `view ${layout.view} with (security_barrier) as select ${list.join(', ')}
    from ${layout.table} record join lienthong.streams stream on stream.id = record._stream where not record._deleted`;
  await client.query('savepoint before_view');
  try {
    await client.query(`create or replace ${body}`);
  } catch (error) {
    if (sqlState(error) !== '42P16') throw error;
    await client.query('rollback to savepoint before_view');
    await dropView(client, layout.view);
    await client.query(`create ${body}`);
  }
  const role = await client.query("select from pg_roles where rolname = 'lienthong_reader'");
  if (role.rowCount !== 0) await client.query(`grant select on ${layout.view} to lienthong_reader`);
}

async function createDataset(client: Client, dataset: string): Promise<void> {
  // Two new datasets could want the same view name: contracts are registered one after the other.
  await client.query("select pg_advisory_xact_lock(hashtextextended('lienthong contracts', 0))");
  const plain = viewName(dataset, false);
  const taken = await client.query('select from lienthong.datasets where view_name = $1 and dataset <> $2', [plain, dataset]);
  // A table or view that is not ours keeps its name.
  const foreign = await client.query('select from pg_class where oid = to_regclass($1)', [`public.${quoteIdentifier(plain)}`]);
  await client.query(
    'insert into lienthong.datasets (dataset, table_name, view_name) values ($1, $2, $3) on conflict (dataset) do nothing',
    [dataset, tableName(dataset), viewName(dataset, taken.rowCount !== 0 || foreign.rowCount !== 0)],
  );
}

async function placeProperty(
  client: Client,
  table: string,
  columns: StoredColumn[],
  dataset: string,
  property: string,
  type: CanonicalType,
): Promise<StoredColumn> {
  const sql = columnType(type).sql;
  const same = columns.find((column) => column.property === property && columnType(column.type).sql === sql);
  if (same !== undefined) return same;
  const widened = columns.findIndex((column) => column.property === property && holds(type, column.type));
  const narrow = columns[widened];
  if (narrow !== undefined) {
    // The view hangs on the column's type; it is made anew at the end.
    const layout = await readLayout(client, dataset);
    if (layout !== undefined) await dropView(client, layout.view);
    await client.query(`alter table ${table} alter column ${quoteIdentifier(narrow.name)} type ${sql}`);
    await client.query('update lienthong.dataset_columns set type = $3 where dataset = $1 and column_name = $2', [
      dataset,
      narrow.name,
      formatType(type),
    ]);
    const wide = { ...narrow, type };
    columns[widened] = wide;
    return wide;
  }
  const wider = columns.find((column) => column.property === property && holds(column.type, type));
  if (wider !== undefined) return wider;
  const name = columnName(property, (candidate) => columns.some((column) => column.name === candidate));
  await client.query(`alter table ${table} add column ${quoteIdentifier(name)} ${sql}`);
  await client.query('insert into lienthong.dataset_columns (dataset, column_name, property, type, position) values ($1, $2, $3, $4, $5)', [
    dataset,
    name,
    property,
    formatType(type),
    columns.length + 1,
  ]);
  const added = { name, property, type };
  columns.push(added);
  return added;
}

/** Whether a column of the first type holds every value of the second without loss. */
function holds(wide: CanonicalType, narrow: CanonicalType): boolean {
  if (wide.kind !== 'decimal' || narrow.kind !== 'decimal') return false;
  return wide.scale >= narrow.scale && wide.precision - wide.scale >= narrow.precision - narrow.scale;
}

async function dropView(client: Client, view: string): Promise<void> {
  try {
    await client.query(`drop view if exists ${view}`);
  } catch (error) {
    if (sqlState(error) !== '2BP01') throw error;
    throw new Problem('contract-blocked', { detail: `other views hang on ${view}, whose columns must change: drop them first` });
  }
}

function storedType(text: string): CanonicalType {
  const type = parseType(text);
  if (type === undefined) throw new Error(`the type ${text} in lienthong.dataset_columns is unknown to this version`);
  return type;
}
