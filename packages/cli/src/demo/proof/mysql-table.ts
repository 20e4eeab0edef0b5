import { mysql } from '@lienthong/adapter-mysql';
import { createConnection } from 'mysql2';
import { describeOne, type ReadableTable, type TablePlace, type TextRow } from './readable-table.ts';

const pageRows = 1_000;

/** For tables of texts, whole numbers, decimals, dates and DATETIME: what the server prints of these is what the type table expects. */
export function mysqlTable({ connectionString, collection: name }: TablePlace): ReadableTable {
  return {
    describe: (signal) => describeOne(mysql({ connectionString }), name, signal),
    async *pages({ schema, name: table }, columns) {
      const connection = createConnection(connectionString);
      connection.on('error', () => {});
      try {
        // One statement reads one state of the table.
        const rows: AsyncIterable<TextRow> = connection
          .query({
            sql: `select ${columns.map(quote).join(', ')} from ${quote(schema)}.${quote(table)}`,
            rowsAsArray: true,
            typeCast: (field) => field.string(),
          })
          .stream({ highWaterMark: pageRows });
        let page: TextRow[] = [];
        for await (const row of rows) {
          page.push(row);
          if (page.length < pageRows) continue;
          yield page;
          page = [];
        }
        if (page.length > 0) yield page;
      } finally {
        connection.destroy();
      }
    },
  };
}

function quote(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
