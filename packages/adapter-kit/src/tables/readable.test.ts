import { expect, it } from 'vitest';
import { requireReadable } from './readable.ts';

const selection = { collection: { schema: 's', name: 't' }, columns: ['id', 'tên'], key: ['id'] };
const words = { quoteIdentifier: (name: string) => `"${name}"`, grant: () => Promise.resolve('GRANT SELECT ON s.t TO u;') };
const columns = [{ name: 'id' }, { name: 'tên' }];
const table = { rows: 5 };

it('gives the table back when all that is selected may be read', async () => {
  expect(await requireReadable(selection, table, columns, words)).toBe(table);
});

it.each([
  ['COLLECTION_MISSING', undefined, columns],
  ['SOURCE_PERMISSION_MISSING', table, []],
  ['SCHEMA_CHANGED', table, columns.slice(0, 1)],
] as const)('refuses with %s, and shows the grant', async (code, found, readable) => {
  await expect(requireReadable(selection, found, readable, words)).rejects.toMatchObject({
    ...{ code, details: { collections: ['s.t'] } },
    remedy: 'Check the names; if they are right: GRANT SELECT ON s.t TO u;',
  });
});

it('refuses a key of columns that are not selected, before it asks for any grant', async () => {
  const wrong = { ...selection, key: ['số'] };
  const grant = () => Promise.reject(new Error('nobody asks'));
  await expect(requireReadable(wrong, undefined, [], { ...words, grant })).rejects.toMatchObject({ code: 'MAPPING_INVALID' });
});
