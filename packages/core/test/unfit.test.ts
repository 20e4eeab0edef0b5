import { expect, it } from 'vitest';
import {
  type CollectionDescription,
  type Contract,
  compileEncoder,
  createByteWriter,
  type Property,
  type RowBlock,
  Unfit,
  valueOfBlock,
  valuesOfRows,
} from '../src/index.ts';
import { blockOf } from './row-blocks.ts';

const property = (name: string, required = false): Property => ({
  ...{ name, title: undefined, type: { kind: 'string' }, required, classification: 'internal' },
  ...{ semanticType: undefined, codeList: undefined, protection: undefined, rules: {} },
});

const contract: Contract = {
  ...{ dataset: 'thu.nghiem', version: '1.0.0', title: undefined, status: 'active' },
  ...{ properties: [property('ma', true), property('ten')], primaryKey: ['ma'] },
  ...{ personalData: undefined, freshnessSeconds: undefined, authoritativePublisher: undefined },
};

const column = (name: string) => ({
  ...{ name, nativeType: 'string', type: { native: 'string', canonical: { kind: 'string' }, raw: 'text' }, nullable: true },
  ...{ generated: false, comment: undefined },
});

const collection = {
  collection: { schema: 's', name: 'c' },
  kind: 'documents',
  columns: ['ma', 'ho', 'ten'].map(column),
  ...{ primaryKey: ['ma'], uniqueKeys: [], rowEstimate: undefined, comment: undefined },
} as CollectionDescription; // the columns are text

const unfit = new Unfit('is int where column ten holds string');
const block: RowBlock = {
  ...blockOf([
    ['1', 'Lê', 'An'],
    ['2', 'Lê', 'CANARY'],
  ]),
  unfit: new Map([[1, new Map([[2, unfit]])]]),
};

it.each([
  ['one column', { ma: 'ma', ten: 'ten' }],
  ['a column with steps', { ma: 'ma', ten: { column: 'ten', trim: true } }],
  ['a column that is remembered', { ma: 'ma', ten: { column: 'ten', lookup: { An: 'an' }, default: 'khác' } }],
  ['several columns', { ma: 'ma', ten: { concat: ['ho', 'ten'], separator: ' ' } }],
] as const)('a value that does not fit its column refuses its record alone, from bytes and from values: %s', (_, properties) => {
  const encoder = compileEncoder({ contract, mapping: { properties }, collection });
  const places = encoder.columns.map((name) => ['ma', 'ho', 'ten'].indexOf(name));
  const selected: RowBlock = {
    ...blockOf(valuesOfRows(block).map((row) => places.map((place) => (row[place] instanceof Unfit ? 'CANARY' : String(row[place]))))),
    unfit: new Map([[1, new Map([[encoder.columns.indexOf('ten'), unfit]])]]),
  };
  const out = createByteWriter();
  expect(encoder.writeRecord(selected, 0, out)).toBeUndefined();
  const refused = encoder.writeRecord(selected, 1, out);
  expect(refused).toMatchObject({ code: 'type-mismatch' });
  expect(JSON.stringify(refused)).toContain('is int where column ten holds string');
  expect(encoder.record(valuesOfRows(selected)[1] ?? [])).toEqual(refused);
  expect(out.buffer.toString('utf8', 0, out.length)).not.toContain('CANARY');
  // The key lies in another column.
  expect(encoder.writeKey(selected, 1, out)).toBeUndefined();
});

it('stands in the place of the value', () => {
  expect(valueOfBlock(block, 1, 2)).toBe(unfit);
  expect(valueOfBlock(block, 1, 1)).toBe('Lê');
});
