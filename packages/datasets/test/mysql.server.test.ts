import { type EmbeddedMysql, listMysqlInstallations, missingMysql, startMysql } from '@lienthong/embedded-mysql';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { describe, expect, it } from 'vitest';
import { type Cell, datasetNames, datasets, engines, generateRows, type LegacyColumn } from '../src/index.ts';

describe('the scripts for mariadb and mysql', async () => {
  // What this machine lacks is skipped by name, so that nobody takes it for tested.
  for (const missing of await missingMysql()) it(`without ${missing}`, (context) => context.skip());

  for (const installation of await listMysqlInstallations()) {
    it(`${installation.product} ${installation.version} keeps every cell of every dataset, byte for byte`, async () => {
      await using server = await startMysql({ installation });
      for (const name of datasetNames) {
        const { table } = datasets[name];
        const made = [...generateRows(datasets[name], { rows: 800, seed: 8, dirt: 'heavy' })].map(({ row }) => row);
        await execute(server, `${engines.mysql.schema(table)}${[...engines.mysql.load(table, made)].join('')}`);
        const cells = table.columns.map((column) => `IFNULL(HEX(${read(column)}), '-')`).join(', ');
        const stored = await execute(server, `SELECT ${cells} FROM ${table.schema}.${table.name}`);
        const wanted = made.map((row) => table.columns.map((column) => hexOf(column, row[column.name] ?? null)).join('\t'));
        // A table gives its rows in any order.
        expect({ name, rows: stored.map((row) => row.join('\t')).sort() }).toEqual({ name, rows: wanted.sort() });
      }
    });
  }
});

/** A script in a session of its own, as a client sends it; the rows of a script that is one query. */
async function execute({ host, port, user, password }: EmbeddedMysql, script: string): Promise<readonly (readonly string[])[]> {
  const connection = await createConnection({
    host,
    port,
    user,
    password,
    charset: 'utf8mb4',
    multipleStatements: true,
    rowsAsArray: true,
  });
  try {
    const [rows] = await connection.query<RowDataPacket[]>(script);
    return rows.flatMap((row) => (Array.isArray(row) ? [row.map(String)] : []));
  } finally {
    await connection.end();
  }
}

/** Bytes where a font wrote them, else characters in UTF-8. */
function read({ name, type }: LegacyColumn): string {
  if (type.kind === 'file') return name;
  const legacy = (type.kind === 'char' || type.kind === 'varchar') && type.text !== 'unicode';
  // MySQL takes the blanks of CHAR away when it reads.
  return legacy ? name : `CONVERT(${name} USING utf8mb4)`;
}

function hexOf({ type }: LegacyColumn, cell: Cell): string {
  if (cell === null) return '-';
  const text = typeof cell === 'string' ? canonical(cell, type) : cell;
  return (typeof text === 'string' ? Buffer.from(text, 'utf8') : Buffer.from(text)).toString('hex').toUpperCase();
}

function canonical(text: string, type: LegacyColumn['type']): string {
  if (type.kind === 'number') return Number(text).toFixed(type.scale);
  return type.kind === 'char' ? text.trimEnd() : text;
}
