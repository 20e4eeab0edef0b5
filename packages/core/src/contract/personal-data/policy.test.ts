import { expect, test } from 'vitest';
import { expectContract, parseContract } from '../parse.ts';
import { type PolicyItemName, policyItems } from './policy-items.ts';

const head = 'apiVersion: v3.1.0\nkind: DataContract\nid: mau\nversion: 1.0.0\nstatus: active\n';
const names = Object.keys(policyItems) as PolicyItemName[]; // the keys of the table
const schema = `schema:
  - name: bang
    properties:
      - { name: ma, logicalType: string, required: true, primaryKey: true, classification: personal }
`;

function contract(items: readonly PolicyItemName[]): string {
  const lines = items.map((name) => `  - { property: ${name}, value: ${policyItems[name].example} }\n`);
  return `${head}${lines.length === 0 ? '' : `customProperties:\n${lines.join('')}`}${schema}`;
}

test('the examples of all items together are a declaration', () => {
  const { problems } = parseContract(contract(names));
  expect(problems).toEqual([]);
  const { personalData } = expectContract(contract(names), 'mau');
  expect(personalData).toMatchObject({
    legalBasis: 'state-agency-activity',
    legalCitation: 'Luật Hộ tịch 60/2014/QH13',
    recipients: ['*'],
  });
});

test.each(names)('without %s the contract is refused, with what to add', (name) => {
  const { contract: read, problems } = parseContract(contract(names.filter((other) => other !== name)));
  expect(read).toBeUndefined();
  expect(problems).toEqual([
    expect.objectContaining({ code: 'personal-data-undeclared', line: 6, column: 1, message: expect.stringContaining(`\`${name}\``) }),
  ]);
  expect(problems[0]?.suggestion).toContain(`{ property: ${name}, value: ${policyItems[name].example} }`);
  // What is to be added, added: the advice mends the contract.
  const advice = /\{ property.*\}$/.exec(problems[0]?.suggestion ?? '')?.[0] ?? '';
  const mended = contract(names.filter((other) => other !== name)).replace('customProperties:\n', `customProperties:\n  - ${advice}\n`);
  expect(parseContract(mended).problems).toEqual([]);
});

test('a contract without personal data needs no declaration', () => {
  expect(parseContract(contract([]).replace('classification: personal', 'classification: internal')).problems).toEqual([]);
});

test('the purpose may be that of the description', () => {
  const text = contract(names.filter((name) => name !== 'purpose')).replace('schema:', 'description: { purpose: Đối soát }\nschema:');
  expect(expectContract(text, 'mau').personalData?.purpose).toBe('Đối soát');
});
