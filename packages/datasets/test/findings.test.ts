import { expectContract, type Property } from '@lienthong/core';
import { createDictionary, readBytesAs, repairText } from '@lienthong/dictionary';
import { randomOf } from '@lienthong/testbed';
import { describe, expect, it } from 'vitest';
import { type Cell, contractOf, type Dataset, type Dirt, datasetNames, datasets, generateRows, type StoredText } from '../src/index.ts';

const dictionary = createDictionary({ at: '2026-01-01' });

describe('what the dictionary says of dirt', () => {
  for (const name of datasetNames) {
    const dataset = datasets[name];
    const contract = expectContract(contractOf(name), `${name}/contract.yaml`);
    for (const dirt of dataset.dirt) {
      it(`${name}: ${dirt.kind} is ${dirt.expected.findings.join(', ') || 'nothing that it knows'}`, () => {
        const property = contract.properties.find(({ name }) => name === dirt.property);
        if (property === undefined) throw new Error(`the contract has no ${dirt.property}`);
        const made = [...generateRows(dataset, { rows: 600, seed: 9, dirt: { [dirt.kind]: 1 } })].filter((row) => row.dirt.length > 0);
        expect(made.length).toBeGreaterThan(5);
        const wrong = made.flatMap(({ index, row, truth }) => {
          const cell = row[dirt.column] ?? null;
          const codes = codesOf(dataset, dirt, property, cell);
          const always = codesOf(dataset, dirt, property, dataset.store(truth, randomOf(9 + 1, index), index)[dirt.column] ?? null);
          const found = codes.filter((code) => !always.includes(code) || dirt.expected.findings.includes(code));
          return found.join() === dirt.expected.findings.join() ? [] : [{ index, found }];
        });
        expect(wrong.slice(0, 3)).toEqual([]);
      });
    }
  }
});

/** Errors and warnings of a cell: of its encoding, and of what it means. */
function codesOf({ table }: Dataset, { column }: Dirt, property: Property, cell: Cell): readonly string[] {
  if (cell === null) return [];
  const stored = table.columns.find(({ name }) => name === column)?.type;
  const encoding: StoredText = stored?.kind === 'char' || stored?.kind === 'varchar' ? stored.text : 'ascii';
  const legacy = encoding !== 'ascii' && encoding !== 'unicode';
  const characters = legacy ? latin1(cell).replace(/^ +| +$/g, '') : latin1(cell).replace(/^[\s\u200b]+|[\s\u200b]+$/gu, '');
  const read = legacy ? repairText(characters, { encoding, readAs: 'latin1' }) : { text: characters, findings: [] };
  const inspector = dictionary.inspector(property);
  if (typeof inspector === 'string') throw new Error(inspector);
  // A text that stays as it is in another encoding is told of once.
  const meant =
    read.findings.length > 0 && property.semanticType === undefined && property.codeList === undefined
      ? []
      : (inspector?.inspect(read.text) ?? []);
  return [...read.findings, ...meant].filter(({ severity }) => severity !== 'needs-reference').map(({ code }) => code);
}

function latin1(cell: string | Uint8Array): string {
  return typeof cell === 'string' ? cell : readBytesAs(cell, 'latin1');
}
