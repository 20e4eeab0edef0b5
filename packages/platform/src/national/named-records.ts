import {
  createKeptRows,
  type KeptRecord,
  keepNewRecords,
  keepRecords,
  readKeyHolders,
  versionNumber,
} from '../storage/national-records.ts';
import { ofStream, storedKey } from '../storage/stored-key.ts';
import type { Known } from './decide.ts';
import { type Attempt, arrive } from './enter-lines.ts';
import { idOfKey } from './names.ts';
import { contentDigestOf, contentHead, type Told } from './told.ts';

/**
 * What is known of records whose names follow from their keys, `names`: their rows say all of it. The stream is the caller's alone.
 */
export async function lookUpByKey(
  { context, client, dataType }: Attempt,
  table: string,
  told: readonly Told[],
  names: ReadonlyMap<string, string>,
): Promise<Known> {
  const rows = await readKeyHolders(client, dataType.streamId, table, [...names.values()]);
  const isSame = ({ version, key }: Told): boolean => key !== undefined && rows.get(key)?.version === version;
  const contents = await contentsOf(
    { context, client, dataType },
    told.filter(isSame).map(({ ownKey }) => ownKey),
  );
  const records = new Map<string, KeptRecord>();
  for (const [id, key] of names) {
    const row = rows.get(key);
    if (row === undefined) continue;
    records.set(id, { version: row.version, content: contents.get(key) ?? '', key: row.kind === 'there' ? key : undefined });
  }
  return { records, holders: new Map(), names };
}

/** By key the digest of what was told of it. */
async function contentsOf(
  { context, client, dataType }: Omit<Attempt, 'digest'>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const stored = keys.map((key) => storedKey(dataType.streamId, key)).filter((key) => key !== undefined);
  if (stored.length === 0) return new Map();
  const rows = await context.rows.read(client, {
    dataset: dataType.stream.dataset,
    from: (table) => `from ${table} record where record._key = any($1::bytea[])`,
    values: [stored],
  });
  // Of a tombstone nothing: whatever a cancellation says, it says the same.
  return new Map(rows.flatMap(({ key, record, at }) => (record === undefined ? [] : [[key, contentOf(record, at)]])));
}

function contentOf(record: string, at: string | undefined): string {
  return contentDigestOf(Buffer.from(`${contentHead('update', at ?? '')}${record}`));
}

/** Writes down what the sender calls each record of the stream, once and for all: from here on names need not follow from keys. */
export async function writeNamesDown(attempt: Attempt): Promise<void> {
  const { context, client, dataType } = attempt;
  const { stream, streamId } = dataType;
  const { namesKept } = await arrive(attempt, 'alone');
  if (namesKept) return;
  const pages = context.rows.scan(client, {
    dataset: stream.dataset,
    from: (table) => `from ${table} record where ${ofStream('$1')}`,
    values: [streamId],
  });
  for await (const page of pages) {
    const there = createKeptRows(streamId, page.length, context.buffers);
    const gone = new Map<string, KeptRecord>();
    for (const { version: text, key, record, at } of page) {
      const id = idOfKey(stream, key);
      const version = versionNumber(text);
      if (record === undefined) gone.set(id, { version, content: '', key: undefined });
      else
        there.add(bytesOf(id), version, bytesOf(contentOf(record, at)), Buffer.byteLength(key), (to, place) => writeText(key, to, place));
    }
    const { bytes, release } = there.finish();
    if (bytes.length > 0) await keepNewRecords(client, bytes);
    release();
    if (gone.size > 0) await keepRecords(client, streamId, gone);
  }
  await client.query('update lienthong.streams set names_kept = true where id = $1', [streamId]);
}

/** In the form that rows are made of. */
function bytesOf(hexadecimal: string): string {
  return Buffer.from(hexadecimal, 'hex').toString('latin1');
}

function writeText(text: string, to: DataView, at: number): number {
  return at + Buffer.from(to.buffer, to.byteOffset, to.byteLength).write(text, at);
}
