import { expect, it } from 'vitest';
import { type Cell, datasetNames, datasets, engines, generateRows, type LegacyColumn } from '../src/index.ts';
import { hasMariaDb, startMariaDb } from './start-mariadb.ts';

// Where no server is installed the test is skipped, and the report says so: apt-get install mariadb-server.
it.skipIf(!(await hasMariaDb()))('a real MariaDB keeps every cell of every dataset, byte for byte', async () => {
  await using server = await startMariaDb();
  for (const name of datasetNames) {
    const { table } = datasets[name];
    const made = [...generateRows(datasets[name], { rows: 800, seed: 8, dirt: 'heavy' })].map(({ row }) => row);
    await server.execute(`${engines.mysql.schema(table)}${[...engines.mysql.load(table, made)].join('')}`);
    const cells = table.columns.map((column) => `IFNULL(HEX(${read(column)}), '-')`).join(', ');
    const stored = await server.execute(`SELECT ${cells} FROM ${table.schema}.${table.name}`);
    const wanted = made.map((row) => table.columns.map((column) => hexOf(column, row[column.name] ?? null)).join('\t'));
    // A table gives its rows in any order.
    expect({ name, rows: stored.trimEnd().split('\n').sort() }).toEqual({ name, rows: wanted.sort() });
  }
});

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
