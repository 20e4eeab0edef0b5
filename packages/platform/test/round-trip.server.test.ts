import { bucketOf, canonicalText, type JsonValue, parseType, recordHash, recordLine, setDigest, snapshotVersion } from '@lienthong/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readLines } from '../src/ingest/read-lines.ts';
import { acceptBatch } from '../src/storage/accept-batch.ts';
import { contractStore } from '../src/storage/contracts.ts';
import { createMergeHints } from '../src/storage/merge-hints.ts';
import { digestStream, listBucket } from '../src/storage/reconcile.ts';
import { rowReader } from '../src/storage/rows.ts';
import { testContract } from './contract.ts';
import { testServer } from './server.ts';
import { openStorage } from './storage.ts';

const newDatabase = testServer();

const types = {
  ma: 'integer',
  so_du: 'integer',
  dung: 'boolean',
  lon: 'bigint',
  tien: 'decimal(20,4)',
  ty_le: 'number',
  ten: 'string',
  ngay: 'date',
  sinh: 'partial-date',
  gio: 'time',
  gio_mau: 'time(9)',
  luc: 'timestamp',
  luc_nano: 'timestamp(9)',
  khi: 'timestamptz',
  khi_nano: 'timestamptz(9)',
  anh: 'bytes',
  id: 'uuid',
  tai_lieu: 'json',
  the: 'array<string>',
  so: 'array<decimal(10,2)>',
  vi_tri: 'geometry(geojson)',
  hinh: 'geometry(wkb)',
  _stream: 'string',
  xmin: 'string',
  'tên có dấu "và" ngoặc': 'string',
  ['p'.repeat(80)]: 'string',
};
const contract = testContract(types);
const stream = { agency: 'H26.12', source: 'ho-tich', dataset: contract.dataset };

const day = fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true });
const iso = (date: Date) => date.toISOString();
const fraction = (digits: number) => fc.stringMatching(new RegExp(`^([.]\\d{0,${digits - 1}}[1-9])?$`));
const text = fc.string({ unit: 'grapheme', maxLength: 12 }).map((value) => value.normalize('NFC').replaceAll('\0', ''));
const clock = (digits: number) => fc.tuple(day, fraction(digits)).map(([date, rest]) => `${iso(date).slice(11, 19)}${rest}`);
const moment = (digits: number, zone: string) =>
  fc.tuple(day, fraction(digits)).map(([date, rest]) => `${iso(date).slice(0, 19)}${rest}${zone}`);
const double = fc.double({ noNaN: true, noDefaultInfinity: true });
const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>; // fast-check's own type for the same
const base64 = fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('base64'));

const values: Readonly<Record<string, fc.Arbitrary<JsonValue>>> = {
  so_du: fc.maxSafeInteger(),
  dung: fc.boolean(),
  lon: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n }).map(String),
  tien: fc
    .bigInt({ min: -(10n ** 19n), max: 10n ** 19n })
    .map((value) => `${value / 1000n}.${`${(value < 0n ? -value : value) % 1000n}`.padStart(3, '0')}`),
  ty_le: double,
  ten: text,
  ngay: day.map((date) => iso(date).slice(0, 10)),
  sinh: fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([date, length]) => iso(date).slice(0, length)),
  gio: clock(6),
  gio_mau: clock(9),
  luc: moment(6, ''),
  luc_nano: moment(9, ''),
  khi: moment(6, 'Z'),
  khi_nano: moment(9, 'Z'),
  anh: base64,
  id: fc.uuid(),
  tai_lieu: json,
  the: fc.array(fc.oneof(text, fc.constant(null)), { maxLength: 4 }),
  so: fc.array(
    fc.integer({ min: -9999999, max: 9999999 }).map((value) => `${value}.25`),
    { maxLength: 4 },
  ),
  vi_tri: fc.tuple(double, double).map(([x, y]) => ({ type: 'Point', coordinates: [x, y] })),
  hinh: base64,
  _stream: text,
  xmin: text,
  'tên có dấu "và" ngoặc': text,
  ['p'.repeat(80)]: text,
};

/** The canonical record of raw values, or nothing where a value has no canonical form. */
function canonicalRecord(raw: Readonly<Record<string, JsonValue>>): string | undefined {
  const parts: string[] = [];
  for (const name of Object.keys(raw).sort()) {
    const type = parseType(types[name as keyof typeof types] ?? ''); // names of the same table
    const read = type === undefined ? undefined : canonicalText(type, raw[name] ?? null);
    if (typeof read !== 'string' || type === undefined) return undefined;
    const bare =
      ['boolean', 'integer', 'number', 'json', 'array'].includes(type.kind) || (type.kind === 'geometry' && type.encoding === 'geojson');
    parts.push(`${JSON.stringify(name)}:${bare ? read : JSON.stringify(read)}`);
  }
  return `{${parts.join(',')}}`;
}

it('gives back every record bit for bit from its typed columns, whatever its types', async () => {
  const { database, contracts } = await openStorage(await newDatabase(), contract);
  const rows = rowReader(contractStore(database));
  const [stored] = contracts;
  if (stored === undefined) throw new Error('the contract is missing');
  const optional = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fc.option(value, { nil: undefined, freq: 4 })]));
  const raws = fc.sample(fc.record(optional), { numRuns: 3000 });
  const records: string[] = [];
  for (const raw of raws) {
    const given = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined)) as Record<string, JsonValue>; // undefined is filtered out
    const record = canonicalRecord({ ...given, ma: records.length });
    if (record !== undefined) records.push(record);
  }
  expect(records.length).toBeGreaterThan(2500);
  const body = records.map((record) => recordLine('r', { version: snapshotVersion }, record)).join('');
  const header = { stream, contractVersion: '1.0.0', epoch: 1, sequence: 1, count: records.length, low: undefined, high: undefined };
  const read = await readLines(Buffer.from(body), header, stored);
  expect(read.rejections).toEqual([]);
  const outcome = await acceptBatch(
    database,
    createMergeHints(),
    { header: { ...header, time: '2026-01-01T00:00:00Z', traceparent: undefined }, digest: 'x', contract: stored, ...read },
    async () => 'jws',
  );
  expect(outcome).toMatchObject({ kind: 'stored', receipt: { accepted: records.length, rejected: 0 } });
  const back = await database.use((client) =>
    rows.read(client, { dataset: stream.dataset, from: (table) => `from ${table} record order by _place`, values: [] }),
  );
  for (const [index, row] of back.entries()) expect(row.record).toBe(records[index]);
  expect(back).toHaveLength(records.length);

  // The same digest as the other side computes from what it sent.
  const buckets = 16;
  const digest = await database.transaction((client) => digestStream(client, rows, stream, buckets));
  const all = setDigest();
  for (const record of records) all.add(recordHash(record));
  expect([digest.count, digest.sum]).toEqual([all.count, all.sum()]);
  let listed = 0;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const own = setDigest();
    for (const [index, record] of records.entries()) if (bucketOf(`[${index}]`, buckets) === bucket) own.add(recordHash(record));
    expect(digest.buckets.get(bucket)).toEqual({ bucket, count: own.count, sum: own.sum() });
    const keys = await database.transaction((client) => listBucket(client, rows, stream, buckets, bucket));
    expect(keys.every(({ key }) => bucketOf(key, buckets) === bucket)).toBe(true);
    listed += keys.length;
  }
  expect(listed).toBe(records.length);
  await database.close();
});
