import { fieldsOf, numberOf } from '../bson/value.ts';
import { writeDocument } from '../bson/writer.ts';
import { notBuilt } from '../errors.ts';
import { isEmptyFilter } from '../query/match.ts';
import type { Pull } from '../query/pipeline.ts';
import type { OplogEntry } from '../storage/oplog.ts';
import { type CommandContext, fieldCount, fieldDocument } from './command.ts';

export function isOplog(db: string, collection: string): boolean {
  return db === 'local' && collection === 'oplog.rs';
}

/** The first or the last entry of the oplog, with its time: enough to know how far it reaches. */
export function findInOplog({ request, server }: CommandContext): Pull {
  const sort = fieldDocument(request, 'sort');
  const [natural, other] = sort === undefined ? [] : fieldsOf(sort);
  const filter = fieldDocument(request, 'filter');
  if (!isEmptyFilter(filter) || natural?.name !== '$natural' || other !== undefined || fieldCount(request, 'limit') !== 1) {
    throw notBuilt('reading the oplog other than by {$natural: 1 or -1} with limit 1');
  }
  const { oplog } = server.store;
  const entry = oplog.at(numberOf(natural, '$natural') > 0 ? oplog.first : oplog.end - 1);
  let pulled = false;
  return () => {
    if (pulled || entry === undefined) return undefined;
    pulled = true;
    return document(entry);
  };
}

const kinds: Partial<Record<OplogEntry['operation'], string>> = { insert: 'i', update: 'u', replace: 'u', delete: 'd', noop: 'n' };

function document(entry: OplogEntry): Buffer {
  return writeDocument({
    op: kinds[entry.operation] ?? 'c',
    ns: entry.collection === '' ? entry.db : `${entry.db}.${entry.collection}`,
    ts: entry.time,
    v: 2n,
    wall: new Date(entry.wall),
  });
}
