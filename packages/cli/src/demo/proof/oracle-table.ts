import { oracle } from '@lienthong/adapter-oracle';
import { openOracle } from '../oracle-session.ts';
import { describeOne, type ReadableTable, type TablePlace } from './readable-table.ts';

const pageRows = 1_000;

/** For tables of texts, numbers and DATE: what the client gets of these is what the type table expects. */
export function oracleTable({ connectionString, collection: name }: TablePlace): ReadableTable {
  return {
    describe: (signal) => describeOne(oracle({ connectionString }), name, signal),
    async *pages({ schema, name: table }, columns) {
      await using session = await openOracle({ connectionString, applicationName: 'lienthong-demo-proof' });
      yield* session.pages(columns.map(quote), `${quote(schema)}.${quote(table)}`, pageRows);
    },
  };
}

/** No name of Oracle's has a quotation mark. */
function quote(name: string): string {
  return `"${name}"`;
}
