import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasetNames, datasets, engines, generateRows } from '../src/index.ts';
import { type SqlServer, startOwnSqlServer, startSqlServerAt } from './start-sqlserver.ts';
import { legacyColumns, storedRows, wantedRows } from './stored-rows.ts';
import { sqlcmdBatches } from './tool-scripts.ts';

const external = process.env['LIENTHONG_TEST_SQLSERVER_URL'];
const targets = [
  { label: 'the wire server', start: startOwnSqlServer },
  ...(external === undefined ? [] : [{ label: 'LIENTHONG_TEST_SQLSERVER_URL', start: () => startSqlServerAt(external) }]),
];

const habits = { fonts: 'bytes', emptyIsNull: false, moment: (text: string) => `${text}.000` } as const;

for (const { label, start } of targets) {
  describe(`the scripts for sqlcmd on ${label}`, () => {
    let server: SqlServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server[Symbol.asyncDispose]());

    for (const name of datasetNames) {
      it(`${name}: the adapter reads every value that was made, and the bytes of fonts as they stand`, async () => {
        const { table } = datasets[name];
        // Two batches, of which a script has as many as it takes.
        const made = [...generateRows(datasets[name], { rows: 520, seed: 13, dirt: 'heavy' })].map(({ row }) => row);
        await server.execute(sqlcmdBatches(engines.sqlserver.schema(table)));
        await server.execute(sqlcmdBatches([...engines.sqlserver.load(table, made)].join('')));
        await using source = await server.open(legacyColumns(table));
        expect(await storedRows(source, table)).toEqual(wantedRows(table, made, habits));
      });
    }
  });
}
