import { expectContract, type JsonObject } from '@lienthong/core';
import { contractOf, datasets, generateRows } from '@lienthong/datasets';
import { expect, it } from 'vitest';
import { compare } from './compare.ts';

const contract = expectContract(contractOf('land'), 'land/contract.yaml');
const rows = [...generateRows(datasets.land, { rows: 3, dirt: 'none' })];
// As a platform gives them: what has no value is not there.
const records = rows.map(({ truth }) => JSON.parse(JSON.stringify(truth)) as JsonObject);
const [first = {}, second = {}, third = {}] = records;

it('tells what is missing, what is wrong and what nobody wrote', () => {
  expect(compare(contract, rows, records)).toMatchObject({ refused: 0, compared: 3, differences: [] });
  expect(compare(contract, rows, [first, second]).differences).toEqual(['1 × a record is missing']);
  expect(compare(contract, rows, [first, second, { ...third, dienTich: '0.1' }]).differences).toEqual(['1 × dienTich is not what is true']);
  expect(compare(contract, rows, [...records, { ...first, maThua: 'x' }]).differences).toEqual([
    '1 × 1 records are there that nobody wrote, and 0 lost their key',
  ]);
});

it('asks nothing of rows that must be refused, and not for the values that were lost', () => {
  const dirty = [...generateRows(datasets.land, { rows: 200, dirt: 'heavy' })];
  const { refused, compared, values } = compare(
    contract,
    dirty,
    dirty.map(({ truth }) => JSON.parse(JSON.stringify(truth)) as JsonObject),
  );
  expect(refused).toBeGreaterThan(0);
  expect(refused + compared).toBeLessThanOrEqual(200);
  expect(values).toBeLessThan(compared * contract.properties.length);
});
