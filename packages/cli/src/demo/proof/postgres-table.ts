import { postgres } from '@lienthong/adapter-postgres';
import pg from 'pg';
import { describeOne, type ReadableTable, type TablePlace, type TextRow } from './readable-table.ts';

const pageRows = 10_000;

export function postgresTable({ connectionString, collection: name }: TablePlace): ReadableTable {
  return {
    describe: (signal) => describeOne(postgres({ connectionString }), name, signal),
    async *pages({ schema, name: table }, columns) {
      const client = new pg.Client({ connectionString, application_name: 'lienthong demo proof' });
      client.on('error', () => {});
      await client.connect();
      try {
        await client.query(sessionSettings);
        await client.query('begin isolation level repeatable read, read only');
        await client.query(
          `declare everything no scroll cursor for select ${columns.map(quote).join(', ')} from ${quote(schema)}.${quote(table)}`,
        );
        for (;;) {
          const { rows } = await client.query<[...TextRow]>({ text: `fetch ${pageRows} from everything`, rowMode: 'array', types: asText });
          if (rows.length > 0) yield rows;
          if (rows.length < pageRows) return;
        }
      } finally {
        await client.end();
      }
    },
  };
}

// The type tables of adapters are written for the text forms of the protocol.
const asText: pg.CustomTypesConfig = { getTypeParser: () => (text: unknown) => text };

// Text forms must not depend on how the server is set up.
const sessionSettings =
  "set timezone to 'UTC'; set datestyle to 'ISO, YMD'; set intervalstyle to 'iso_8601'; set extra_float_digits to 1; set bytea_output to 'hex'";

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
