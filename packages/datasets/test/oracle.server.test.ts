import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasetNames, datasets, engines, generateRows } from '../src/index.ts';
import { type OracleServer, startOracleAt, startOwnOracle } from './start-oracle.ts';
import { legacyColumns, storedRows, wantedRows } from './stored-rows.ts';
import { sqlplusStatements } from './tool-scripts.ts';

const external = process.env['LIENTHONG_TEST_ORACLE_URL'];
const targets = [
  { label: 'the wire server', start: startOwnOracle },
  ...(external === undefined ? [] : [{ label: 'LIENTHONG_TEST_ORACLE_URL', start: () => startOracleAt(external) }]),
];

const habits = { fonts: 'bytes', emptyIsNull: true, moment: (text: string) => text } as const;

for (const { label, start } of targets) {
  describe(`the scripts for SQL*Plus on ${label}`, () => {
    let server: OracleServer;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server[Symbol.asyncDispose]());

    for (const name of datasetNames) {
      it(`${name}: the adapter reads every value that was made, and the bytes of fonts as they stand`, async () => {
        // In a schema of our own: a real server may have one of this name.
        const table = { ...datasets[name].table, schema: server.schema };
        const made = [...generateRows(datasets[name], { rows: 200, seed: 12, dirt: 'heavy' })].map(({ row }) => row);
        await server.execute(sqlplusStatements(engines.oracle.schema(table)));
        await server.execute(sqlplusStatements([...engines.oracle.load(table, made)].join('')));
        await using source = await server.open(legacyColumns(table));
        expect(await storedRows(source, table)).toEqual(wantedRows(table, made, habits));
      });
    }
  });
}
