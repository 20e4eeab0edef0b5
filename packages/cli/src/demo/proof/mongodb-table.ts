import { mongodb } from '@lienthong/adapter-mongodb';
import { LienThongError } from '@lienthong/core';
import { type Document, MongoClient } from 'mongodb';
import { describeOne, type ReadableTable, type TablePlace, type TextRow } from './readable-table.ts';

const pageRows = 1_000;

/** For documents of texts, numbers and dates, in documents or not, whose fields have no dots in their names. */
export function mongodbTable({ connectionString, collection: name }: TablePlace): ReadableTable {
  return {
    describe: (signal) => describeOne(mongodb({ connectionString }), name, signal),
    async *pages({ schema, name: collection }, columns) {
      await using client = await new MongoClient(connectionString, { authSource: 'admin', appName: 'lienthong demo proof' }).connect();
      const documents = client
        .db(schema)
        .collection(collection)
        .find({}, { batchSize: pageRows, readConcern: { level: 'snapshot' } });
      let page: TextRow[] = [];
      for await (const document of documents) {
        page.push(columns.map((column) => textOf(column, valueAt(document, column))));
        if (page.length < pageRows) continue;
        yield page;
        page = [];
      }
      if (page.length > 0) yield page;
    },
  };
}

function valueAt(document: Document, column: string): unknown {
  let value: unknown = document;
  for (const field of column.split('.')) value = isDocument(value) ? value[field] : undefined;
  return value;
}

function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null;
}

function textOf(column: string, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (value instanceof Date) return value.toISOString();
  throw new LienThongError('INTERNAL', { message: `the proof reads no values of the type that lies in ${column}` });
}
