import { inspect } from 'node:util';
import { LienThongError } from '@lienthong/core';
import { expect, it } from 'vitest';
import { codeOf, sourceError } from './errors.ts';

const named = (name: string, fields: object = {}) => Object.assign(new Error('the server says CANARY'), { name, ...fields });

it.each([
  [{ code: 13 }, '13', 'SOURCE_PERMISSION_MISSING', 'operator'],
  [{ code: 18 }, '18', 'SOURCE_AUTH_FAILED', 'operator'],
  [{ code: 50 }, '50', 'SOURCE_BUSY', 'backoff'],
  [{ code: 189 }, '189', 'SOURCE_BUSY', 'backoff'],
  [{ code: 286 }, '286', 'SOURCE_HISTORY_LOST', 'operator'],
  [{ code: 10334 }, '10334', 'SOURCE_NOT_READY', 'operator'],
  [{ code: 11000 }, '11000', 'SOURCE_QUERY_FAILED', undefined],
  [{ cause: named('Error', { code: 'ECONNREFUSED' }) }, 'ECONNREFUSED', 'SOURCE_UNREACHABLE', 'backoff'],
  [{ cause: named('Error', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }) }, 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SOURCE_TLS_FAILED', undefined],
  [
    {
      reason: { servers: new Map([['db:27017', { error: named('MongoNetworkError', { cause: named('Error', { code: 'ENOTFOUND' }) }) }]]) },
    },
    'ENOTFOUND',
    'SOURCE_UNREACHABLE',
    'backoff',
  ],
])('%o is %s', (fields, number, code, retry) => {
  const error = sourceError(named('MongoServerError', fields), 'a command');
  expect([codeOf(error), error.code]).toEqual([number, code]);
  if (retry !== undefined) expect(error.retry).toBe(retry);
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('CANARY');
});

it('goes by the class of the driver where nothing else is said, and lets ours pass', () => {
  expect(sourceError(named('MongoNetworkTimeoutError'), 'a command')).toMatchObject({ code: 'SOURCE_UNREACHABLE', retry: 'backoff' });
  expect(sourceError('what', 'a command')).toMatchObject({ code: 'SOURCE_QUERY_FAILED' });
  const own = new LienThongError('SOURCE_BUSY', { message: 'ours' });
  expect(sourceError(own, 'a command')).toBe(own);
});
