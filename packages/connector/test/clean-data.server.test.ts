import { expect, test } from 'vitest';
import { type AnyEvent, type ConnectorOptions, collectMetrics, createConnector, inspectState } from '../src/index.ts';
import { openStore } from '../src/state/store.ts';
import { connect, never } from './connect.ts';
import { type DirtyRow, dirtyContract, dirtyDataset, dirtyMapping, dirtyRow, dirtyTable, tallied } from './dirty.ts';
import { sourceServer } from './source-server.ts';
import type { World } from './world.ts';

const world = sourceServer();

const range = (from: number, to: number): readonly DirtyRow[] =>
  Array.from({ length: to - from + 1 }, (_, index) => dirtyRow(from + index, 'tcvn3'));

test('a dirty table becomes right records, and exactly what was wrong and what was repaired is counted, in snapshot and changes', async () => {
  await using here = await world();
  const first = range(1, 700);
  await here.source.query(dirtyTable);
  await insert(here, first);
  const options = optionsOf(here);

  const { connector, events } = connect(options);
  const metrics = collectMetrics(connector);
  await connector.run(never, { once: true });
  expect(detected(events)).toEqual([{ property: 'name', encoding: 'tcvn3', kept: false }]);
  expect(await records(here)).toEqual(expected(first));
  expect(found(options)).toEqual(tallied(first));
  const text = await metrics.registry.metrics();
  const repaired = tallied(first)['sex code-from-name'];
  expect(text).toContain(
    `lienthong_connector_findings_total{dataset="${dirtyDataset}",property="sex",code="code-from-name",severity="warning"} ${repaired}`,
  );

  // The same in the stream of changes: new rows, a repaired one, and a deletion, which counts nothing.
  const added = range(701, 760);
  await insert(here, added);
  await here.source.query("update khai_sinh set ngay_sinh = '01/06/1965' where so = 50");
  await here.source.query('delete from khai_sinh where so = 3');
  const second = connect(options);
  await second.connector.run(never, { once: true });
  expect(detected(second.events)).toEqual([{ property: 'name', encoding: 'tcvn3', kept: true }]);
  const mended: DirtyRow = { ...dirtyRow(50, 'tcvn3'), found: dirtyRow(50, 'tcvn3').found.filter((key) => !key.startsWith('born')) };
  const all = [...first, ...added, mended];
  expect(found(options)).toEqual(tallied(all));
  expect((await records(here)).length).toBe(expected([...first, ...added]).length);

  const store = openStore(options.state);
  const [period, ...more] = store.quality.list(dirtyDataset);
  store.close();
  // The tests may run over midnight.
  const periods = period === undefined ? more : [period, ...more];
  expect(periods.reduce((sum, { counts }) => sum + counts.records, 0)).toBe(761);
  expect(periods.reduce((sum, { counts }) => sum + counts.rejected, 0)).toBe(
    first.concat(added).filter((row) => row.record === undefined).length,
  );
  // Nothing of a value is kept but masks.
  const kept = JSON.stringify(periods);
  for (const { row } of all)
    for (const value of [row[1], row[5]]) if (value !== null && value !== undefined) expect(kept).not.toContain(value);
  const [report] = inspectState(options.state).datasets;
  expect(report?.encodings).toEqual([{ property: 'name', encoding: 'tcvn3', readAs: 'cp1252' }]);
  expect(report?.findings.error).toBeGreaterThan(0);
});

test('a restart in the middle decides nothing anew: what the table looks like by then makes no difference until the next epoch', async () => {
  await using here = await world();
  await here.source.query(dirtyTable);
  const rows = range(1, 1_500);
  await insert(here, rows);
  const options: ConnectorOptions = {
    ...optionsOf(here),
    source: {
      ...optionsOf(here).source,
      limits: { heartbeatMs: 100, rowsPerRange: 500, batchRows: 100, maxConnections: 2, rowsPerSecond: 4_000 },
    },
    batch: { bytes: 8 * 1024, maxDelayMs: 20 },
  };
  const stop = new AbortController();
  const interrupted = connect(options);
  interrupted.connector.onAny((event) => {
    if (event.name === 'snapshot-progress' && event.rows > 400) stop.abort();
  });
  await interrupted.connector.run(stop.signal, { once: true });
  expect(interrupted.events.some((event) => event.name === 'snapshot-finished')).toBe(false);

  // Half of the names are right Unicode by now: samples of today would say `mixed`, or another thing.
  await here.source.query("update khai_sinh set ho_ten = 'Nguyễn Thị Phượng Ngưỡng' where so % 2 = 0");
  const again = connect(options);
  await again.connector.run(never, { once: true });
  expect(detected(again.events)).toEqual([{ property: 'name', encoding: 'tcvn3', kept: true }]);
  const held = new Map((await records(here)).map((record) => [record['number'], record]));
  for (const { so, record } of rows) {
    if (record !== undefined && so % 2 === 1) expect(held.get(so)).toEqual(record);
    if (record !== undefined && so % 2 === 0) expect(held.get(so)).toMatchObject({ name: 'Nguyễn Thị Phượng Ngưỡng' });
  }

  await here.source.query("update khai_sinh set ho_ten = 'Nguyễn Thị Phượng Ngưỡng'");
  const anew = connect(options);
  await anew.connector.run(never, { once: true, newEpoch: [dirtyDataset] });
  expect(detected(anew.events)).toEqual([{ property: 'name', encoding: 'utf-8', kept: false }]);
});

test('what the dictionary does not know stops the dataset by name before a row is read', async () => {
  await using here = await world();
  await here.source.query(dirtyTable);
  const options = optionsOf(here, dirtyContract.replace('value: sex', 'value: sexes').replace('value: personal-id', 'value: personal-ids'));
  const run = createConnector(options).run(never, { once: true });
  await expect(run).rejects.toMatchObject({ code: 'MAPPING_INVALID' });
  await expect(run).rejects.toThrow(/sex: the dictionary has no code list sexes; there are sex, ethnic-group/);
  await expect(run).rejects.toThrow(/personalId: the dictionary has no semantic type personal-ids; did you mean personal-id\?/);
});

function optionsOf(here: World, contract = dirtyContract): ConnectorOptions {
  return here.options([{ contract, from: 'public.khai_sinh', mapping: dirtyMapping }], { dictionary: { at: '2026-01-01' } });
}

async function insert(here: World, rows: readonly DirtyRow[]): Promise<void> {
  const columns = [0, 1, 2, 3, 4, 5].map((place) => rows.map(({ row }) => row[place] ?? null));
  await here.source.query(
    'insert into khai_sinh select a::integer, b, c, d, e, f from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) as t (a, b, c, d, e, f)',
    columns,
  );
}

function detected(events: readonly AnyEvent[]): readonly { property: string; encoding: string; kept: boolean }[] {
  return events.flatMap((event) =>
    event.name === 'encoding-detected' ? [{ property: event.property, encoding: event.encoding, kept: event.kept }] : [],
  );
}

function found({ state }: ConnectorOptions): Readonly<Record<string, number>> {
  const store = openStore(state);
  const counts: Record<string, number> = {};
  for (const period of store.quality.list(dirtyDataset))
    for (const { property, found: all } of period.counts.properties)
      for (const { code, count } of all) counts[`${property} ${code}`] = (counts[`${property} ${code}`] ?? 0) + count;
  store.close();
  return counts;
}

function expected(rows: readonly DirtyRow[]): readonly unknown[] {
  return rows.flatMap(({ record }) => (record === undefined ? [] : [record]));
}

async function records(here: World): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { rows } = await here.receiver.query<{ view_name: string }>('select view_name from lienthong.datasets where dataset = $1', [
    dirtyDataset,
  ]);
  const view = rows[0]?.view_name ?? '';
  const held = await here.receiver.query<Record<string, unknown>>(
    `select number::integer, name, to_char(born, 'YYYY-MM-DD') as born, sex, "ethnicGroup", "personalId" from ${view} order by number`,
  );
  return held.rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)));
}
