import { expectContract, type PersonalDataPolicy, type RowMark } from '@lienthong/core';
import { expect, test } from 'vitest';
import { memorySource } from '../test/memory-source.ts';
import { contractYaml } from '../test/persons.ts';
import { createConnector } from './connector.ts';
import type { ConnectorOptions } from './options.ts';
import { resolveOptions } from './resolve-options.ts';

const dataset = { contract: contractYaml('ho-tich.cong-dan'), from: 'person' };
const good: ConnectorOptions = {
  agency: 'H26.12',
  source: { name: 'ho-tich', adapter: memorySource(0).adapter },
  platform: { url: 'http://127.0.0.1:1', key: { keyId: 'a', privateKey: 'b' }, receiptKey: 'c' },
  state: '/nowhere',
  datasets: [dataset],
};

test('what is left out gets its default', () => {
  const options = resolveOptions(good);
  expect(options.batch).toEqual({ bytes: 2 * 1024 * 1024, maxDelayMs: 200 });
  expect(options.onHistoryLost).toBe('stop');
  expect(options.datasets[0]).toMatchObject({
    read: { kind: 'changes' },
    collection: { schema: 'public', name: 'person' },
    mapping: { properties: { id: 'id' } },
  });
});

test('every problem of the options is told at once', () => {
  const wrong: ConnectorOptions = {
    ...good,
    agency: 'nobody',
    source: { ...good.source, name: 'Hộ tịch', limits: { rowsPerSecond: -1, allowedHours: ['all day'] } },
    batch: { bytes: 1 },
    datasets: [dataset, dataset, { ...dataset, contract: contractYaml('ho-tich.khac') }],
  };
  const problems = [
    /agency/,
    /source\.name/,
    /rowsPerSecond/,
    /allowedHours/,
    /batch\.bytes/,
    /ho-tich\.cong-dan is there twice/,
    /follow the changes of public\.person/,
  ];
  for (const problem of problems) expect(() => resolveOptions(wrong)).toThrow(problem);
  expect(() => resolveOptions(wrong)).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }));
});

test('a contract with personal data but without a purpose is refused before anything is read', () => {
  const undeclared = contractYaml('ho-tich.cong-dan').replace(/customProperties:\n[^]*?schema:/, 'schema:');
  expect(() => resolveOptions({ ...good, datasets: [{ ...dataset, contract: undeclared }] })).toThrow(/legal ?basis/i);
});

test('a contract made elsewhere without an item of the declaration publishes nothing', () => {
  const yaml = contractYaml('ho-tich.cong-dan');
  const contract = expectContract(yaml, 'contract');
  const { subjectRights: _, ...personalData } = contract.personalData ?? {};
  const made = { ...contract, personalData: personalData as PersonalDataPolicy }; // as code without types may hand it over
  expect(() => resolveOptions({ ...good, datasets: [{ ...dataset, contract: { contract: made, yaml } }] })).toThrow(
    expect.objectContaining({ code: 'PERSONAL_DATA_UNDECLARED', message: expect.stringContaining('does not declare subjectRights') }),
  );
  const [first, ...others] = contract.properties;
  const secretive = { ...contract, properties: first === undefined ? [] : [{ ...first, classification: 'sensitive' as const }, ...others] };
  expect(() => resolveOptions({ ...good, datasets: [{ ...dataset, contract: { contract: secretive, yaml } }] })).toThrow(
    /does not declare personalDataKind of id$/,
  );
});

test('the mark of state secrets is checked', () => {
  const marked = (stateSecret: RowMark) => () => resolveOptions({ ...good, datasets: [{ ...dataset, stateSecret }] });
  expect(marked({ column: 'do_mat', open: ['', null, 'Thường'] })).not.toThrow();
  expect(marked({ column: '', open: [''] })).toThrow(/datasets\[0\]\.stateSecret\.column must name/);
  expect(marked({ column: 'do_mat', open: [] })).toThrow(/datasets\[0\]\.stateSecret\.open must list/);
  expect(marked({ column: 'do_mat', open: ['', 'TỐI  MẬT'] })).toThrow(/stateSecret\.open holds TỐI {2}MẬT, which marks a state secret/);
});

test('a new epoch of a dataset that is not published is refused before anything is opened', async () => {
  const connector = createConnector(good);
  await expect(connector.run(new AbortController().signal, { newEpoch: ['ho-tich.cong-dna'] })).rejects.toMatchObject({
    code: 'OPTIONS_INVALID',
    message: expect.stringContaining('it publishes ho-tich.cong-dan'),
  });
});
