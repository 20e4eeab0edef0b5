import { type CollectionDescription, parseContract } from '@lienthong/core';
import { expect, test } from 'vitest';
import { contractDraft } from './contract-draft.ts';

const text = { native: 'text', canonical: { kind: 'string' }, raw: 'text' } as const;
const table: CollectionDescription = {
  collection: { schema: 'ho_tich', name: 'cong_dan' },
  kind: 'table',
  uniqueKeys: [],
  comment: undefined,
  primaryKey: ['ma'],
  rowEstimate: undefined,
  columns: [
    { name: 'ma', nativeType: 'text', type: text, nullable: false, generated: false, comment: undefined },
    { name: 'ho_ten', nativeType: 'text', type: text, nullable: true, generated: false, comment: undefined },
  ],
};

test('a draft is no contract until the declaration of personal data is written, and is one then', () => {
  const draft = contractDraft(table);
  const codes = parseContract(draft).problems.map(({ code }) => code);
  expect(new Set(codes)).toEqual(new Set(['personal-data-undeclared']));
  expect(codes).toHaveLength(10);
  const declared = draft.replace(/# customProperties:\n(?:#  .*\n)+/, (lines) => lines.replaceAll(/^# /gm, ''));
  expect(parseContract(declared).problems).toEqual([]);
});
