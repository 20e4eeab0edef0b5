import {
  type CollectionDescription,
  compileEncoder,
  createByteWriter,
  expectContract,
  type Mapping,
  type RowBlock,
  takeBytes,
} from '@lienthong/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createDictionary, encodeText, personalId } from '../src/index.ts';
import { createRandom } from './text/random.ts';

const dictionary = createDictionary({ at: '2026-01-01' });

const contract = expectContract(
  `apiVersion: v3.1.0
kind: DataContract
id: thu.nghiem
version: 1.0.0
status: active
schema:
  - name: person
    logicalType: object
    properties:
      - { name: id, logicalType: string, required: true, primaryKey: true, customProperties: [{ property: semanticType, value: personal-id }] }
      - { name: name, logicalType: string, required: true }
`,
  'contract.yaml',
);

const text = { native: 'text', canonical: { kind: 'string' }, raw: 'text' } as const;
const collection: CollectionDescription = {
  collection: { schema: 'public', name: 'nguoi' },
  kind: 'table',
  columns: ['id', 'name'].map((name) => ({ name, nativeType: 'text', type: text, nullable: false, generated: false, comment: undefined })),
  primaryKey: ['id'],
  uniqueKeys: [],
  rowEstimate: undefined,
  comment: undefined,
};

const withDays = expectContract(
  `apiVersion: v3.1.0
kind: DataContract
id: thu.ngay
version: 1.0.0
status: active
schema:
  - name: ngay
    properties:
      - { name: id, logicalType: string, required: true, primaryKey: true }
      - { name: day, logicalType: date }
`,
  'test',
);
const daysCollection: CollectionDescription = {
  ...collection,
  columns: [
    ...collection.columns.slice(0, 1),
    {
      ...{ name: 'day', nativeType: 'date', type: { native: 'date', canonical: { kind: 'date' }, raw: 'date-text' } },
      ...{ nullable: true, generated: false, comment: undefined },
    },
  ],
};

const mapping: Mapping = {
  properties: { id: { column: 'id', identifier: 'normalise' }, name: { column: 'name', encoding: 'tcvn3' } },
};

it('reads legacy text out of the bytes of a block, which no string could hold, and counts what it did', () => {
  const encoder = compileEncoder({ contract, mapping, collection, dictionary });
  const tally = encoder.createTally();
  const source = createRandom(1);
  const random = (): number => source.below(1e9) / 1e9;
  const id = personalId.generate(random);
  const values = [
    [id, encodeText('Nguyễn Văn Định', 'tcvn3').bytes],
    [id, Buffer.from('NGUYEN VAN AN')],
    [`${id.slice(0, 3)} ${id.slice(3)}`, encodeText('NGUYỄN VĂN ĐỊNH', 'tcvn3').bytes],
  ] as const;
  const block = blockOf(values.map(([first, name]) => [Buffer.from(first), name]));
  const out = createByteWriter();
  for (let index = 0; index < block.count; index++) expect(encoder.writeRecord(block, index, out, tally)).toBeUndefined();
  const written = takeBytes(out).bytes.toString('utf8').replaceAll('}{', '}\n{').split('\n');
  expect(written.map((line): unknown => JSON.parse(line))).toEqual([
    { id, name: 'Nguyễn Văn Định' },
    { id, name: 'NGUYEN VAN AN' },
    { id, name: 'NGUYỄN VĂN ĐỊNH' },
  ]);
  const counts = tally?.take();
  const found = counts?.properties.flatMap(({ property, found: all }) =>
    all.map(({ code, origin, count }) => [property, origin, code, count]),
  );
  const always = personalId.check(id, { at: '2026-01-01' }).findings.map(({ code }) => ['id', 'dictionary', code, 3]);
  expect(found).toEqual(
    expect.arrayContaining([
      ...always,
      ['id', 'mapping', 'identifier-normalised', 1],
      ['name', 'mapping', 'text-decoded', 2],
      ['name', 'mapping', 'text-recased', 1],
    ]),
  );
  expect(found).toHaveLength(always.length + 3);
  expect(counts?.records).toBe(3);
});

it('counts a value once that speaks another encoding than its column, though its mapping and the dictionary both find it', () => {
  const mapped: Mapping = { properties: { id: 'id', name: { column: 'name', encoding: 'tcvn3', readAs: 'latin1' } } };
  const encoder = compileEncoder({ contract, mapping: mapped, collection, dictionary });
  const [overBytes, overTexts] = [encoder.createTally(), encoder.createTally()];
  const id = personalId.generate(() => 0.5);
  // VNI, whose bytes were read as Latin-1, as were those of TCVN3 around it.
  const names = ['Nguyễn Văn Đình', 'Trần Thị Hương'].map((name) => Buffer.from(encodeText(name, 'vni').bytes).toString('latin1'));
  for (const name of names) {
    encoder.record([id, name], overTexts);
    encoder.writeRecord(blockOf([[Buffer.from(id), Buffer.from(name)]]), 0, createByteWriter(), overBytes);
  }
  for (const tally of [overTexts, overBytes]) {
    const found = tally?.take()?.properties.find(({ property }) => property === 'name')?.found;
    expect(found?.map(({ code, origin, count }) => [code, origin, count])).toEqual([['text-other-encoding', 'mapping', 2]]);
  }
});

it('finds over bytes what it finds over texts, of right and of broken values', () => {
  const encoder = compileEncoder({ contract, mapping: { properties: { id: 'id', name: 'name' } }, collection, dictionary });
  const [overBytes, overTexts] = [encoder.createTally(), encoder.createTally()];
  const source = createRandom(7);
  const random = (): number => source.below(1e9) / 1e9;
  const names = ['Nguyễn Văn Định', 'Nguy?n', 'NGUYÔN V¡N §ØNH', 'Lê', 'An', 'Trần\ufffd', 'ở?'];
  for (let row = 0; row < 500; row++) {
    const right = personalId.generate(random);
    const id = [right, right.slice(1), right.replace(/.$/, 'O'), ` ${right}`, '123456789'][Math.floor(random() * 8)] ?? right;
    const name = names[row % names.length] ?? '';
    encoder.record([id, name], overTexts);
    encoder.writeRecord(blockOf([[Buffer.from(id), Buffer.from(name)]]), 0, createByteWriter(), overBytes);
  }
  const counts = overTexts?.take();
  expect(sorted(overBytes?.take())).toEqual(sorted(counts));
  expect(counts?.properties.map(({ withError }) => withError > 50)).toEqual([true, true]);
});

it('knows right texts and days by tests of the encoder that are no bolder than its own', () => {
  const dates = ['1900-01-01', '1753-01-01', '9999-12-31', '1965-02-03', '2011-01-01', '1900-01-02', '1900-11-01'];
  const letters = [...'a N"\\\t\u007f\u0001?ễăĩũöđðÐẞỿạỹẠ§\ufffdÔ'];
  const encoder = compileEncoder({
    contract: withDays,
    mapping: { properties: { id: 'id', day: 'day' } },
    collection: daysCollection,
    dictionary,
  });
  // Of few letters: most of many would have one that decides.
  const texts = fc
    .shuffledSubarray(letters, { minLength: 1, maxLength: 3 })
    .chain((few) => fc.array(fc.constantFrom(...few), { maxLength: 40 }));
  fc.assert(
    fc.property(texts, fc.constantFrom(...dates), (parts, day) => {
      const [overBytes, overTexts] = [encoder.createTally(), encoder.createTally()];
      const value = `x${parts.join('')}`;
      encoder.record([value, day], overTexts);
      encoder.writeRecord(blockOf([[Buffer.from(value), Buffer.from(day)]]), 0, createByteWriter(), overBytes);
      expect(sorted(overBytes?.take())).toEqual(sorted(overTexts?.take()));
    }),
    { numRuns: 3000 },
  );
});

function sorted(counts: ReturnType<NonNullable<ReturnType<ReturnType<typeof compileEncoder>['createTally']>>['take']>): unknown {
  return counts?.properties.map(({ found, ...rest }) => ({
    ...rest,
    found: found.map(({ code, severity, count }) => `${code} ${severity} ${count}`).sort(),
  }));
}

function blockOf(rows: readonly (readonly Uint8Array[])[]): RowBlock {
  const bounds: number[] = [];
  let length = 0;
  for (const value of rows.flat()) {
    bounds.push(length, length + value.length);
    length += value.length;
  }
  return { bytes: Buffer.concat(rows.flat()), bounds: Int32Array.from(bounds), width: 2, count: rows.length };
}
