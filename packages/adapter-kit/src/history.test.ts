import { LienThongError } from '@lienthong/core';
import { expect, it } from 'vitest';
import { hasHistory } from './history.ts';

const refusing = (error: Error) => hasHistory(() => Promise.reject(error));

it('says yes when nothing was refused', async () => {
  expect(await hasHistory(() => Promise.resolve())).toBe(true);
});

it.each(['POSITION_FOREIGN', 'SOURCE_HISTORY_LOST', 'SOURCE_IDENTITY_CHANGED', 'SOURCE_NOT_READY'] as const)(
  'says no when reading would be refused with %s',
  async (code) => {
    expect(await refusing(new LienThongError(code, { message: 'gone' }))).toBe(false);
  },
);

it('says nothing when something else went wrong', async () => {
  const busy = new LienThongError('SOURCE_BUSY', { message: 'later' });
  await expect(refusing(busy)).rejects.toBe(busy);
  const other = new Error('a mistake');
  await expect(refusing(other)).rejects.toBe(other);
});
