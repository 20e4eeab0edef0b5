import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { datasetNames, datasets, type EngineName, engineNames, engines, generateRows } from '../src/index.ts';

const extensions: Readonly<Record<EngineName, string>> = { postgres: 'sql', mysql: 'sql', sqlserver: 'sql', oracle: 'sql', mongodb: 'js' };

describe('legacy schemas and rows', () => {
  for (const name of datasetNames) {
    for (const engine of engineNames) {
      it(`${name} for ${engine} is what lies in the folder`, async () => {
        await expect(engines[engine].schema(datasets[name].table)).toMatchFileSnapshot(`../${name}/legacy/${engine}.${extensions[engine]}`);
      });
    }
  }

  it('are written for every engine as the golden files have them', async () => {
    for (const engine of engineNames) {
      const made = datasetNames.map((name) => {
        const rows = [...generateRows(datasets[name], { rows: 3, seed: 7, dirt: 'heavy' })].map(({ row }) => row);
        return [...engines[engine].load(datasets[name].table, rows)].join('');
      });
      await expect(made.join('\n')).toMatchFileSnapshot(`golden/${engine}.txt`);
    }
  });

  it('are given out piece by piece: a million would not be held', () => {
    for (const engine of engineNames) {
      let taken = 0;
      const endless = (function* () {
        for (const { row } of generateRows(datasets.land, { rows: Number.POSITIVE_INFINITY })) {
          taken++;
          yield row;
        }
      })();
      const pieces = engines[engine].load(datasets.land.table, endless);
      pieces.next();
      pieces.next();
      expect({ engine, few: taken <= 1_000 }).toEqual({ engine, few: true });
    }
  });

  it('have no file that no test looks at', () => {
    for (const name of datasetNames) {
      const files = readdirSync(new URL(`../${name}/legacy`, import.meta.url)).sort();
      expect(files).toEqual(engineNames.map((engine) => `${engine}.${extensions[engine]}`).sort());
    }
  });
});
