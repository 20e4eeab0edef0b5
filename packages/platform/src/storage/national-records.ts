import { type BufferPool, createByteWriter, reserveBytes, takeBytes } from '@lienthong/core';
import { copyBinary } from './copy.ts';
import type { Client } from './database.ts';
import { writeInt64 } from './int64.ts';
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

/** Who has a key now: a record that is there, or one that was taken away; and in which version. */
export interface KeyHolder {
  readonly kind: 'there' | 'gone';
  readonly version: number;
}

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
      { kind: deleted ? 'gone' : 'there', version: versionNumber(readPlace(place).version) },
    ]),
  );
}

/** Rows of `createKeptRows`: fails with a unique violation where something is kept of one of them, or two are of one record. */
export async function keepNewRecords(client: Client, rows: Buffer): Promise<void> {
  await copyBinary(client, 'lienthong.national_records (stream, id, version, content, key)', rows);
}

/** Records of which nothing is kept, as COPY takes them. */
export interface KeptRows {
  /** Digests in latin1, as long as they are kept at least; the key takes `mostKeyBytes` at most, and `writeKey` gives the place behind it. */
  add(id: string, version: number, content: string, mostKeyBytes: number, writeKey: (to: DataView, at: number) => number): void;
  /** The rows, until `release` gives their memory back to the pool. */
  finish(): { readonly bytes: Buffer; readonly release: () => void };
}

export function createKeptRows(stream: number, count: number, buffers: BufferPool): KeptRows {
  const writer = createByteWriter(buffers);
  reserveBytes(writer, count * (fixedRowBytes + usualKeyBytes));
  return {
    add(id, version, content, mostKeyBytes, writeKey) {
      const bytes = reserveBytes(writer, fixedRowBytes + mostKeyBytes);
      const { view, length } = writer;
      view.setInt16(length, 5);
      view.setInt32(length + 2, 4);
      view.setInt32(length + 6, stream);
      view.setInt32(length + 10, idBytes);
      bytes.write(id, length + 14, idBytes, 'latin1');
      view.setInt32(length + 34, 8);
      writeInt64(version, view, length + 38);
      view.setInt32(length + 46, contentBytes);
      bytes.write(content, length + 50, contentBytes, 'latin1');
      const key = length + fixedRowBytes;
      writer.length = writeKey(view, key);
      view.setInt32(key - 4, writer.length - key);
    },
    finish: () => takeBytes(writer),
  };
}

const idBytes = 20;
const contentBytes = 16;
/** Up to the key: the count of fields, a length before each of five, stream, id, version and content. */
const fixedRowBytes = 2 + 5 * 4 + 4 + idBytes + 8 + contentBytes;
const usualKeyBytes = 24;

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
export function versionNumber(version: string): number {
  return Number.parseInt(version.slice(2, 18), 16);
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}
