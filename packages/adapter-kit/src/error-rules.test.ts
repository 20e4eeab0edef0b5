import { expect, it } from 'vitest';
import { codeAlone, type ErrorRules, failureError, findRule, networkRules } from './error-rules.ts';

const rules: ErrorRules = {
  ...networkRules,
  '42': { code: 'COLLECTION_MISSING', speaks: true, remedy: 'Create it.' },
  '23': { code: 'SOURCE_BUSY' },
};
const fail = (code: string, message = 'the row "An Nguyễn"') =>
  failureError(rules, { code, message, doing: 'reading', cause: codeAlone('MyDB', code) });

it('gives the code of the rule, and shows what the server said only where the rule says that it may', () => {
  expect(fail('42')).toMatchObject({
    code: 'COLLECTION_MISSING',
    message: 'reading failed (42): the row "An Nguyễn"',
    remedy: 'Create it.',
    details: { code: '42' },
  });
  expect(fail('23')).toMatchObject({ code: 'SOURCE_BUSY', message: 'reading failed (23)' });
  expect(fail('42', '').message).toBe('reading failed (42)');
});

it.each([
  ['ECONNRESET', 'SOURCE_UNREACHABLE'],
  ['CERT_HAS_EXPIRED', 'SOURCE_TLS_FAILED'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'SOURCE_TLS_FAILED'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'SOURCE_TLS_FAILED'],
  ['1062', 'SOURCE_QUERY_FAILED'],
  ['', 'SOURCE_QUERY_FAILED'],
])('makes of the code %j %s', (code, ours) => {
  expect(fail(code).code).toBe(ours);
  expect(findRule(rules, code)?.code).toBe(ours === 'SOURCE_QUERY_FAILED' ? undefined : ours);
});

it('keeps nothing of a message in the cause', () => {
  const { cause } = fail('1062');
  expect(cause).toMatchObject({ message: 'MyDB 1062', code: '1062' });
  expect(fail('').details).toEqual({ code: undefined });
});
