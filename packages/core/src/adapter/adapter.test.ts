import { expect, it } from 'vitest';
import { isLienThongError } from '../errors/lienthong-error.ts';
import { defineAdapter, expectAdapter } from './adapter.ts';
import { expectPosition } from './position.ts';

const adapter = defineAdapter({
  name: 'thu',
  capabilities: ['snapshot'],
  types: [],
  defaultSchema: 'public',
  resolve: (input: { readonly host: string }) => ({ host: input.host.toLowerCase() }),
  address: ({ host }) => `thu://${host}`,
  open: () => Promise.reject(new Error('nothing to open')),
});

it('validates options at the call and opens nothing', () => {
  const bound = adapter({ host: 'MAY-CHU' });
  expect(bound).toMatchObject({ contract: 'adapter/1', name: 'thu', address: 'thu://may-chu', capabilities: ['snapshot'] });
  expect([adapter.name, adapter.contract, adapter.capabilities]).toEqual(['thu', 'adapter/1', ['snapshot']]);
});

it('recognises an adapter that comes from a configuration file, and refuses everything else by name', () => {
  expect(expectAdapter(adapter, 'thu')).toBe(adapter);
  for (const other of [undefined, {}, () => {}, Object.assign(() => {}, { contract: 'adapter/9' })]) {
    expect(() => expectAdapter(other, '@example/adapter')).toThrow(/@example\/adapter is not an adapter of contract adapter\/1/);
  }
});

it('refuses a position of another adapter or layout, and never prints what it holds', () => {
  try {
    expectPosition({ kind: 'mysql/gtid', format: 1, key: 'CANARY' }, 'postgres/lsn', 1);
    expect.unreachable();
  } catch (error) {
    if (!isLienThongError(error)) throw error;
    expect(error.code).toBe('POSITION_FOREIGN');
    expect(error.message).toContain('mysql/gtid');
    expect(JSON.stringify(error) + error.message).not.toContain('CANARY');
  }
});
