import { viewOf } from '@lienthong/core';
import { writeInt64 } from './binary-values.ts';
import { copyBinary } from './copy.ts';
import type { Client } from './database.ts';
import { readPlace } from './place.ts';
import { storedKey, storedKeyHead } from './stored-key.ts';

/** What is kept of one record beside its row, by what its sender calls it. */
export interface KeptRecord {
  readonly version: number;
  /** Digest of what was told last: the same again is a repetition, another content under the same version is not. */
  readonly content: string;
  /** Its canonical key; `undefined`: it was cancelled. */
  readonly key: string | undefined;
}

/** Who has a key now: a record that is there, or one that was taken away in this version. */
export type KeyHolder = { readonly kind: 'there' } | { readonly kind: 'gone'; readonly version: number };

/** By the digest of the id, in hexadecimal digits. The caller has the stream's lock alone. */
export async function readKeptRecords(client: Client, stream: number, ids: readonly string[]): Promise<ReadonlyMap<string, KeptRecord>> {
  const { rows } = await client.query<{ id: Buffer; version: string; content: Buffer; key: string | null }>({
    name: 'national records',
    text: 'select id, version, content, key from lienthong.national_records where stream = $1 and id = any($2::bytea[])',
    values: [stream, ids.map(bytesOf)],
  });
  return new Map(
    rows.map(({ id, version, content, key }) => [
      id.toString('hex'),
      { version: Number(version), content: content.toString('hex'), key: key ?? undefined },
    ]),
  );
}

/** Who has these keys; a key that nobody has, or that is too long for any index, is not there. */
export async function readKeyHolders(
  client: Client,
  stream: number,
  table: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, KeyHolder>> {
  const stored = keys.map((key) => storedKey(stream, key)).filter((key) => key !== undefined);
  if (stored.length === 0) return new Map();
  const { rows } = await client.query<{ key: Buffer; deleted: boolean; place: string }>({
    text: `select _key as key, _deleted as deleted, _place::text as place from ${table} where _key = any($1::bytea[])`,
    values: [stored],
  });
  return new Map(
    rows.map(({ key, deleted, place }): [string, KeyHolder] => [
      key.toString('utf8', storedKeyHead),
      deleted ? { kind: 'gone', version: versionNumber(readPlace(place).version) } : { kind: 'there' },
    ]),
  );
}

/** What has become of records of which nothing is kept: fails with a unique violation where that is wrong. */
export async function keepNewRecords(client: Client, stream: number, records: ReadonlyMap<string, KeptRecord>): Promise<void> {
  let size = 0;
  for (const { key } of records.values()) size += newRowBytes + (key === undefined ? 0 : key.length * 3);
  const rows = Buffer.allocUnsafe(size);
  const view = viewOf(rows);
  let at = 0;
  for (const [id, { version, content, key }] of records) {
    view.setInt16(at, 5);
    view.setInt32(at + 2, 4);
    view.setInt32(at + 6, stream);
    at = putHex(rows, at + 10, id);
    view.setInt32(at, 8);
    writeInt64(version, view, at + 4);
    at = putHex(rows, at + 12, content);
    const length = key === undefined ? -1 : rows.write(key, at + 4, 'utf8');
    view.setInt32(at, length);
    at += 4 + Math.max(0, length);
  }
  await copyBinary(client, 'lienthong.national_records (stream, id, version, content, key)', rows.subarray(0, at));
}

/** Beside its key: the count of fields, a length before each of five, stream, id, version and content. */
const newRowBytes = 2 + 5 * 4 + 4 + 20 + 8 + 16;

function putHex(rows: Buffer, at: number, hex: string): number {
  const length = rows.write(hex, at + 4, 'hex');
  rows.writeInt32BE(length, at);
  return at + 4 + length;
}

/** What has become of records, all in one statement. */
export async function keepRecords(client: Client, stream: number, records: ReadonlyMap<string, KeptRecord>): Promise<void> {
  const all = [...records];
  await client.query({
    name: 'keep national records',
    text: `insert into lienthong.national_records (stream, id, version, content, key)
      select $1, * from unnest($2::bytea[], $3::bigint[], $4::bytea[], $5::text[])
      on conflict (stream, id) do update set version = excluded.version, content = excluded.content, key = excluded.key`,
    values: [
      stream,
      all.map(([id]) => bytesOf(id)),
      all.map(([, { version }]) => version),
      all.map(([, { content }]) => bytesOf(content)),
      all.map(([, { key }]) => key ?? null),
    ],
  });
}

/** The national version within ours: `1:` and sixteen hexadecimal digits. */
function versionNumber(version: string): number {
  return Number.parseInt(version.slice(2, 18), 16);
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}
