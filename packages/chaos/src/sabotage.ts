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
const told = (set: string, where: string): string => `with changed as (
    update ${table} set ${set}, _entry = nextval('lienthong.entries') where ${where} returning _stream, _key, _entry
  ), numbered as (
    update lienthong.datasets set change = change + 1, told = told + 1, passed = passed + 1 where dataset = '${citizens.dataset}' returning dataset, change
  ) insert into lienthong.feed (dataset, last, count, entry, stream, keys)
    select dataset, change, 1, _entry, _stream, array[_key] from changed, numbered`;

const statements: Readonly<Partial<Record<Sabotage, string>>> = {
  'lost-row': `update ${table} set _deleted = true where ${some(20)}`,
  'resurrected-row': `insert into ${table} select (jsonb_populate_record(kept, jsonb_build_object('_key', lienthong.stored_key(kept._stream, '[987654]'), 'number', 987654))).*
    from ${table} kept where ${some(21)}`,
  'changed-value': `update ${table} set income = income + 0.01 where ${some(22)}`,
  'impossible-state': told('revision = revision + 1000000000', some(23)),
  'torn-state': told("biography = 'x' || biography", some(24)),
  'older-state': told("_place = substr(_place, 1, 8) || '0'::bytea || substr(_place, length(_place) - 12)", `number = ${markerNumber}`),
  'broken-chain': `update lienthong.batches batch set receipt = (select receipt from lienthong.batches other where other.stream = batch.stream and other.receipt_number = 1)
    where receipt_number = (select max(receipt_number) from lienthong.batches last where last.stream = batch.stream)`,
  // Further than the next batch: a stream at rest tells its place, and that would fill the hole.
  'missing-number': 'update lienthong.streams set highest = highest + 1000',
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
