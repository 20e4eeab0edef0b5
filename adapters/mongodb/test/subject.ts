import type { Engine, Fields, Subject, Table, Value, Writing } from '@lienthong/conformance';
import { type ClientSession, type Document, Int32, Long } from 'mongodb';
import { mongodb } from '../src/index.ts';
import { renamed } from './renamed.ts';
import type { Target, TestServer } from './server.ts';
import { documentOf, typeCases, typeValidator } from './type-cases.ts';

/** `images`: the server keeps the documents before and after each change. */
export function mongodbSubject(target: Target, images: boolean): Subject {
  return {
    label: `${target.label}${images ? ', with images of changed documents' : ''}`,
    adapter: mongodb,
    open: async () => engineOn(await target.open(), images),
  };
}

function engineOn(server: TestServer, images: boolean): Engine {
  const { db, client, input } = server;
  const keys = new Map<string, readonly string[]>();
  const names = {
    toSource: (table: string, column: string) => {
      const key = keys.get(table) ?? [];
      if (!key.includes(column)) return column;
      return key.length === 1 ? '_id' : `_id.${column}`;
    },
    toCheck: (table: string, column: string) => {
      if (column === '_id') return keys.get(table)?.[0] ?? column;
      return column.startsWith('_id.') ? column.slice(4) : column;
    },
  };
  const idOf = (table: string, fields: Fields): Id => {
    const key = keys.get(table) ?? [];
    if (key.length === 1) return bsonValue(fields[key[0] ?? ''] ?? null) as Id; // whatever a key may be
    return Object.fromEntries(key.map((column) => [column, bsonValue(fields[column] ?? null)])) as unknown as Id; // the same
  };
  const toDocument = (table: string, fields: Fields): Document => {
    const document: Document = { _id: idOf(table, fields) };
    for (const [column, value] of Object.entries(fields))
      if (!(keys.get(table) ?? []).includes(column)) setPath(document, column, bsonValue(value));
    return document;
  };
  const writing = (session?: ClientSession): Writing => {
    const within = session === undefined ? {} : { session };
    return {
      insert: async (table, rows) => {
        const documents = rows.map((row) => toDocument(table, row));
        const write = (options: { readonly session?: ClientSession }) => db.collection(table).insertMany(documents, options);
        // Several documents are one commit in a transaction only.
        if (session !== undefined || documents.length === 1) await write(within);
        else await client.withSession((own) => own.withTransaction(() => write({ session: own })));
      },
      update: async (table, key, values) => {
        const collection = db.collection<Row>(table);
        const filter = { _id: idOf(table, key) };
        const changesKey = Object.keys(values).some((column) => (keys.get(table) ?? []).includes(column));
        if (!changesKey) {
          const set = Object.fromEntries(Object.entries(values).map(([column, value]) => [column, bsonValue(value)]));
          await collection.updateOne(filter, { $set: set }, within);
          return;
        }
        // An _id never changes.
        const before = await collection.findOne(filter, within);
        await collection.deleteOne(filter, within);
        await collection.insertOne({ ...before, _id: idOf(table, { ...key, ...values }) }, within);
      },
      delete: async (table, key) => void (await db.collection<Row>(table).deleteOne({ _id: idOf(table, key) }, within)),
    };
  };
  const create = async ({ name, key }: Pick<Table, 'name' | 'key'>, options: Document = {}): Promise<void> => {
    keys.set(name, key);
    await db.createCollection(name, { ...options, ...(images ? { changeStreamPreAndPostImages: { enabled: true } } : {}) });
  };
  const bound = (options: Partial<typeof input>) => renamed(mongodb({ ...input, ...options }), names);
  return {
    ...writing(),
    adapter: () => bound({}),
    withPassword: (password) => bound({ password }),
    elsewhere: () => bound({ database: `${input.database}_elsewhere` }),
    create: (table) => create(table),
    begin: async () => {
      const session = client.startSession();
      session.startTransaction();
      const end = async (work: Promise<unknown>) => {
        await work;
        await session.endSession();
      };
      return { ...writing(session), commit: () => end(session.commitTransaction()), rollback: () => end(session.abortTransaction()) };
    },
    connections: async () => server.connections(),
    cut: async () => server.cut(),
    leftovers: async () => (await db.listCollections().toArray()).map(({ name }) => name).sort(),
    types: {
      cases: typeCases,
      create: (table) => create({ name: table, key: ['id'] }, { validator: typeValidator }),
      write: async (table, id) =>
        void (await db.collection<Row>(table).insertOne({ _id: new Int32(id) as unknown as Id, ...documentOf() })),
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** The driver's types know keys of one kind; these are of any. */
type Id = string;

interface Row extends Document {
  _id: Id;
}

function bsonValue(value: Value): unknown {
  if (typeof value === 'bigint') return isInt(Number(value)) ? new Int32(Number(value)) : Long.fromBigInt(value);
  if (typeof value === 'number') return isInt(value) ? new Int32(value) : Long.fromNumber(value);
  if (value !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return new Date(value);
  return value;
}

function isInt(value: number): boolean {
  return value >= -(2 ** 31) && value < 2 ** 31;
}

/** `Tên.Họ` is a field of a document in a field. */
function setPath(document: Document, column: string, value: unknown): void {
  const [first = '', ...rest] = column.split('.');
  if (rest.length === 0) {
    document[first] = value;
    return;
  }
  document[first] ??= {};
  setPath(document[first], rest.join('.'), value);
}
