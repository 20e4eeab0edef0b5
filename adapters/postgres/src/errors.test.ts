import { inspect } from 'node:util';
import { LienThongError } from '@lienthong/core';
import { expect, it } from 'vitest';
import { codeOf, sourceError } from './errors.ts';

const failure = (code: string, fields: object = {}) => Object.assign(new Error('CANARY message'), { code, ...fields });

it.each([
  ['28P01', 'SOURCE_AUTH_FAILED'],
  ['42501', 'SOURCE_PERMISSION_MISSING'],
  ['42P01', 'COLLECTION_MISSING'],
  ['57014', 'SOURCE_BUSY'],
  ['57P01', 'SOURCE_BUSY'],
  ['53300', 'SOURCE_BUSY'],
  ['55006', 'SOURCE_POSITION_IN_USE'],
  ['58P01', 'SOURCE_HISTORY_LOST'],
  ['ECONNREFUSED', 'SOURCE_UNREACHABLE'],
  ['ECONNRESET', 'SOURCE_UNREACHABLE'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'SOURCE_TLS_FAILED'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'SOURCE_TLS_FAILED'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'SOURCE_TLS_FAILED'],
  ['XX000', 'SOURCE_QUERY_FAILED'],
])('turns %s into %s', (code, ours) => {
  const error = sourceError(failure(code), 'a statement');
  expect(error.code).toBe(ours);
  expect(codeOf(error)).toBe(code);
});

it('keeps no text of the server that may quote a value', () => {
  const error = sourceError(
    failure('23505', {
      severity: 'ERROR',
      detail: 'CANARY',
      where: 'CANARY',
      hint: 'CANARY',
      internalQuery: 'CANARY',
      table: 'people',
      constraint: 'people_pkey',
    }),
    'a statement',
  );
  const text = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error);
  expect(text).not.toContain('CANARY');
  expect(text).toContain('people_pkey');
});

it('passes errors of ours on', () => {
  const ours = new LienThongError('INTERNAL', { message: 'x' });
  expect(sourceError(ours, 'a statement')).toBe(ours);
});
