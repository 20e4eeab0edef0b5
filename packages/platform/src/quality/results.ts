import { pointOf, type QualityPoint, type QualityReport } from '@lienthong/core';
import type { Client, Database } from '../storage/database.ts';

/** Measurements that are kept of a dataset: more than a year of days. */
const mostKept = 400;

/** Stores a measurement; only the newest keeps its whole report. */
export async function storeReport(database: Database, report: QualityReport): Promise<void> {
  await database.transaction(async (client) => {
    const { dataset, at, version } = report;
    await client.query('insert into lienthong.quality (dataset, measured_at, version, point, report) values ($1, $2, $3, $4, $5)', [
      ...[dataset, at, version, JSON.stringify(pointOf(report)), JSON.stringify(report)],
    ]);
    await client.query('update lienthong.quality set report = null where dataset = $1 and measured_at < $2 and report is not null', [
      dataset,
      at,
    ]);
    await client.query(
      `delete from lienthong.quality where dataset = $1 and measured_at <= (
         select measured_at from lienthong.quality where dataset = $1 order by measured_at desc offset ${mostKept} limit 1)`,
      [dataset],
    );
  });
}

export async function newestReport(client: Client, dataset: string): Promise<QualityReport | undefined> {
  const { rows } = await client.query<{ report: QualityReport }>(
    'select report from lienthong.quality where dataset = $1 and report is not null order by measured_at desc limit 1',
    [dataset],
  );
  return rows[0]?.report;
}

/** Oldest first. */
export async function readHistory(client: Client, dataset: string): Promise<readonly QualityPoint[]> {
  const { rows } = await client.query<{ point: QualityPoint }>(
    'select point from lienthong.quality where dataset = $1 order by measured_at',
    [dataset],
  );
  return rows.map(({ point }) => point);
}

/** Datasets with streams, and how long ago each was measured; `undefined`: never. */
export async function measuredAges(client: Client): Promise<ReadonlyMap<string, number | undefined>> {
  const { rows } = await client.query<{ dataset: string; age: number | null }>(
    `select dataset, extract(epoch from now() - (select max(measured_at) from lienthong.quality where quality.dataset = streams.dataset))::float8 * 1000 as age
     from (select distinct dataset from lienthong.streams) streams order by dataset`,
  );
  return new Map(rows.map(({ dataset, age }) => [dataset, age ?? undefined]));
}
