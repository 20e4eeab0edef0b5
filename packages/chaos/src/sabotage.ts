import { join } from 'node:path';
import Database from 'libsql';
import type { Scene } from './scene.ts';
import { citizens, markerNumber } from './writing/tables.ts';

/** Faults that nobody would make by chance: each must be found by the check that is there for it. */
export const sabotages = [
  'lost-row',
  'resurrected-row',
  'changed-value',
  'impossible-state',
  'torn-state',
  'older-state',
  'forgotten-receipt',
  'broken-chain',
  'missing-number',
] as const;
export type Sabotage = (typeof sabotages)[number];

const table = `data."${citizens.dataset}"`;
const some = (place: number): string =>
  `_key = (select _key from ${table} where not _deleted and revision <> 0 order by _key offset ${place} limit 1)`;
// As a batch would: readers of the feed see it.
const change = `_change = (select change + 1 from lienthong.datasets where dataset = '${citizens.dataset}')`;
const rung = `update lienthong.datasets set change = change + 1 where dataset = '${citizens.dataset}'`;

const statements: Readonly<Partial<Record<Sabotage, string>>> = {
  'lost-row': `update ${table} set _deleted = true where ${some(20)}`,
  'resurrected-row': `insert into ${table} select (jsonb_populate_record(kept, '{"_key": "[987654]", "number": 987654}')).* from ${table} kept where ${some(21)}`,
  'changed-value': `update ${table} set income = income + 0.01 where ${some(22)}`,
  'impossible-state': `update ${table} set revision = revision + 1000000000, ${change} where ${some(23)}; ${rung}`,
  'torn-state': `update ${table} set biography = 'x' || biography, ${change} where ${some(24)}; ${rung}`,
  'older-state': `update ${table} set _version = '0', ${change} where number = ${markerNumber}; ${rung}`,
  'broken-chain': `update lienthong.batches batch set receipt = (select receipt from lienthong.batches other where other.stream = batch.stream and other.receipt_number = 1)
    where receipt_number = (select max(receipt_number) from lienthong.batches last where last.stream = batch.stream)`,
  'missing-number': 'update lienthong.streams set highest = highest + 1',
};

/** Plants a fault, behind the drain and before the checks. */
export async function sabotage({ storePool, connector }: Scene, name: Sabotage): Promise<void> {
  const statement = statements[name];
  if (statement !== undefined) await storePool.query(statement);
  if (name !== 'forgotten-receipt') return;
  const database = new Database(join(connector.state, 'state.db'));
  try {
    database.exec('PRAGMA busy_timeout = 2000');
    database.exec('DELETE FROM receipts WHERE number = (SELECT max(number) FROM receipts)');
  } finally {
    database.close();
  }
}
