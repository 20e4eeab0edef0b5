import { sqlserver } from '@lienthong/adapter-sqlserver';
import { openSqlserver } from '../sqlserver-session.ts';
import { describeOne, type ReadableTable, type TablePlace } from './readable-table.ts';

const pageRows = 1_000;

/** For tables of texts, whole numbers, decimals and `datetime2`: what the server writes of these is what the type table expects. */
export function sqlserverTable({ connectionString, collection: name }: TablePlace): ReadableTable {
  return {
    describe: (signal) => describeOne(sqlserver({ connectionString }), name, signal),
    async *pages({ schema, name: table }, columns) {
      await using session = await openSqlserver({ connectionString, applicationName: 'lienthong demo proof' });
      await session.batch('set transaction isolation level snapshot');
      const texts = columns.map((column) => `convert(nvarchar(max), ${quote(column)}, 121)`);
      yield* session.pages(`select ${texts.join(', ')} from ${quote(schema)}.${quote(table)}`, pageRows);
    },
  };
}

function quote(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`;
}
