import { inspect } from 'node:util';
import { LienThongError } from '@lienthong/core';
import { expect, it } from 'vitest';
import { answerError, codeOf, sourceError } from './errors.ts';

const failure = (fields: object) => Object.assign(new Error('CANARY message'), fields);

it.each([
  [{ errno: 1045, code: 'ER_ACCESS_DENIED_ERROR' }, '1045', 'SOURCE_AUTH_FAILED'],
  [{ errno: 1049, code: 'ER_BAD_DB_ERROR' }, '1049', 'SOURCE_AUTH_FAILED'],
  [{ errno: 1142 }, '1142', 'SOURCE_PERMISSION_MISSING'],
  [{ errno: 1227 }, '1227', 'SOURCE_PERMISSION_MISSING'],
  [{ errno: 1146 }, '1146', 'COLLECTION_MISSING'],
  [{ errno: 1054 }, '1054', 'SCHEMA_CHANGED'],
  [{ errno: 1040 }, '1040', 'SOURCE_BUSY'],
  [{ errno: 1205 }, '1205', 'SOURCE_BUSY'],
  [{ errno: 3024 }, '3024', 'SOURCE_BUSY'],
  [{ errno: 1969 }, '1969', 'SOURCE_BUSY'],
  [{ errno: 3159 }, '3159', 'SOURCE_TLS_FAILED'],
  [{ errno: -111, code: 'ECONNREFUSED' }, 'ECONNREFUSED', 'SOURCE_UNREACHABLE'],
  [{ code: 'PROTOCOL_CONNECTION_LOST' }, 'PROTOCOL_CONNECTION_LOST', 'SOURCE_UNREACHABLE'],
  [{ code: 'HANDSHAKE_SSL_ERROR' }, 'HANDSHAKE_SSL_ERROR', 'SOURCE_TLS_FAILED'],
  [{ code: 'HANDSHAKE_SSL_ERROR', errno: -104, syscall: 'read' }, 'ECONNRESET', 'SOURCE_UNREACHABLE'],
  [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SOURCE_TLS_FAILED'],
  [{ errno: 1105 }, '1105', 'SOURCE_QUERY_FAILED'],
])('turns %o into an error of ours', (fields, code, ours) => {
  const error = sourceError(failure(fields), 'a statement');
  expect(error.code).toBe(ours);
  expect(codeOf(error)).toBe(code);
});

it('keeps no text of the server that may quote a value, and shows those that name objects', () => {
  for (const errno of [1062, 1105, 1366, 1292, 1690]) {
    const error = answerError({ errno, sqlState: '23000', message: "Duplicate entry 'CANARY' for key" }, 'a statement');
    expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toContain('CANARY');
  }
  expect(answerError({ errno: 1146, sqlState: '42S02', message: "Table 'a.b' doesn't exist" }, 'a statement').message).toContain("'a.b'");
});

it('passes errors of ours on', () => {
  const ours = new LienThongError('INTERNAL', { message: 'x' });
  expect(sourceError(ours, 'a statement')).toBe(ours);
});
