import { expectContract, type Property, type PropertyInspector } from '@lienthong/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datePlaceholders } from '../dates/placeholders.ts';
import { createDictionary } from './create-dictionary.ts';

const dictionary = createDictionary({ at: '2026-01-01' });

function property(settings: Readonly<Record<string, string>>, logicalType = 'string'): Property {
  const custom = Object.entries(settings).map(([name, value]) => `{ property: ${name}, value: "${value}" }`);
  const contract = expectContract(
    `apiVersion: v3.1.0
kind: DataContract
id: a.b
version: 1.0.0
status: active
schema:
  - name: a
    properties:
      - { name: id, logicalType: string, required: true, primaryKey: true }
      - { name: x, logicalType: ${logicalType}, customProperties: [${custom.join(', ')}] }
`,
    'test',
  );
  const found = contract.properties.find(({ name }) => name === 'x');
  if (found === undefined) throw new Error('the contract lost its property');
  return found;
}

function inspector(settings: Readonly<Record<string, string>>): PropertyInspector {
  const found = dictionary.inspector(property(settings));
  if (typeof found !== 'object') throw new Error(found ?? 'nothing is known');
  return found;
}

const codesOf = (of: PropertyInspector, text: string) => of.inspect(text).map(({ code }) => code);

describe('a semantic type', () => {
  it('is checked, and masked', () => {
    const personalId = inspector({ semanticType: 'personal-id' });
    expect(codesOf(personalId, '001099012345')).toEqual(['personal-id-register']);
    expect(codesOf(personalId, '1099012345')).toContain('identifier-leading-zero-lost');
    expect(personalId.mask('001099012345')).toBe('*********345');
    expect(personalId.mask('nobody')).toBeUndefined();
  });
  it('that nobody knows is told with what was meant', () => {
    expect(dictionary.inspector(property({ semanticType: 'personal_id' }))).toMatch(
      /no semantic type personal_id; did you mean personal-id\?/,
    );
  });
});

describe('a code list', () => {
  it('wants codes, and tells what stands in their place', () => {
    const ethnic = inspector({ codeList: 'ethnic-group' });
    expect(codesOf(ethnic, '01')).toEqual([]);
    expect(codesOf(ethnic, '1')).toEqual(['code-zero-lost']);
    expect(codesOf(ethnic, 'Kinh')).toEqual(['code-name-in-place']);
    expect(codesOf(ethnic, 'Quenya')).toEqual(['code-unknown']);
  });
  it('whose codes are not confirmed says so', () => {
    expect(codesOf(inspector({ codeList: 'religion' }), '1')).toEqual(expect.arrayContaining([expect.stringMatching(/^code-/)]));
  });
  it('is one of the source before it is ours', () => {
    const own = { list: 'sex', version: 'own', from: '2000-01-01', to: undefined, source: 'the source', entries: [] };
    const ours = createDictionary({ at: '2026-01-01', codeLists: [{ list: 'sex', versions: [own] }] }).inspector(
      property({ codeList: 'sex' }),
    );
    expect(typeof ours === 'object' ? codesOf(ours, '1') : ours).toEqual(['code-unknown']);
    expect(codesOf(inspector({ codeList: 'sex' }), '1')).toEqual([]);
  });
  it('or a version that nobody knows is told with what there is', () => {
    expect(dictionary.inspector(property({ codeList: 'ethnic-groups' }))).toMatch(/did you mean ethnic-group\?/);
    expect(dictionary.inspector(property({ codeList: 'ethnic-group@1066' }))).toMatch(/no version 1066; there are /);
    expect(dictionary.inspector(property({ codeList: 'province@1066' }))).toMatch(/no version 1066; there are .*2025-07-01/);
    expect(dictionary.inspector(property({ codeList: 'commune@1066' }))).toMatch(/load the list/);
  });
});

describe('a date', () => {
  const found = dictionary.inspector(property({}, 'date'));
  const dates = typeof found === 'object' ? found : inspector({});
  const plainly = (text: string) => {
    const bytes = Buffer.from(`"${text}"`);
    return dates.plain?.holds(new DataView(bytes.buffer, bytes.byteOffset), 1, bytes.length - 1);
  };

  it('is looked at for the days that systems write where none is known', () => {
    expect(['1753-01-01', '9999-12-31', '0001-01-01', '1899-12-30'].map((day) => codesOf(dates, day).join())).toEqual(
      Array.from({ length: 4 }, () => 'date-placeholder'),
    );
    expect(codesOf(dates, '1753-01-01T00:00:00')).toEqual(['date-placeholder']);
    expect(codesOf(dates, '1900-01-01')).toEqual(['date-placeholder-suspected']);
    expect(['1965-01-01', '1900-01-02', '1753', '9999-12', '2025-12-31'].flatMap((day) => codesOf(dates, day))).toEqual([]);
    expect(dates.mask('1965-02-03')).toBeUndefined();
  });
  it('is told by its bytes where nothing is found', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1700-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), (date) => {
        const text = date.toISOString().slice(0, 19);
        return !plainly(text) || codesOf(dates, text).length === 0;
      }),
    );
    for (const { day } of datePlaceholders) expect([plainly(day), plainly(`${day}T00:00:00`)]).toEqual([false, false]);
    expect([plainly('1965-02-03'), plainly('1965-02-03T04:05:06Z'), plainly('1965')]).toEqual([true, true, false]);
  });
  it('has none of it where its kind is another, and is inspected with a time and without a day', () => {
    expect(dictionary.inspector(property({}, 'time'))).toBeUndefined();
    for (const type of ['date', 'timestamp']) expect(dictionary.inspector(property({}, type))).toBe(dates);
  });
});

describe('units', () => {
  it('are looked up in the version that the contract names', () => {
    const before = inspector({ codeList: 'province@VN-DVHC:2025-01-01' });
    expect(codesOf(before, '02')).toEqual([]);
    expect(codesOf(inspector({ codeList: 'province' }), '02')).toContain('unit-code-ended');
    expect(codesOf(before, '99')).toEqual(['unit-code-not-in-version']);
    expect(codesOf(before, '1')).toEqual(['unit-code-zero-lost']);
  });
  it('of which no list is loaded are seen by their form', () => {
    const commune = inspector({ codeList: 'commune' });
    expect(codesOf(commune, '00004')).toEqual(['unit-list-missing']);
    expect(codesOf(commune, '4')).toEqual(['unit-code-zero-lost']);
    expect(codesOf(commune, 'Bến Nghé')).toEqual(['unit-code-form']);
  });
});

describe('any other property', () => {
  it('of text is looked through for what was lost', () => {
    const text = inspector({});
    expect(codesOf(text, 'Nguyễn Văn Đình')).toEqual([]);
    expect(codesOf(text, 'Nguy\ufffdn')).toEqual(['text-lost']);
    expect(text.mask('Nguyễn')).toBeUndefined();
  });
  it('of another type is not looked at', () => {
    expect(dictionary.inspector(property({}, 'integer'))).toBeUndefined();
  });
});
