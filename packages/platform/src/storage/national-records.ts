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
