import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { codeOf, driverError } from './errors.ts';

const told = (error: unknown) => driverError(error, 'reading rows');

it('knows the numbers of the server and the codes of driver and Node', () => {
  expect(told({ code: 'EREQUEST', number: 208 })).toMatchObject({ code: 'COLLECTION_MISSING', retry: 'operator' });
  expect(told({ code: 'EREQUEST', number: 1222 })).toMatchObject({ code: 'SOURCE_BUSY', retry: 'backoff' });
  expect(told({ code: 'ELOGIN', number: 18456 })).toMatchObject({ code: 'SOURCE_AUTH_FAILED' });
  expect(told({ code: 'ETIMEOUT' })).toMatchObject({ code: 'SOURCE_BUSY' });
  expect(told({ code: 'ESOCKET', cause: { code: 'SELF_SIGNED_CERT_IN_CHAIN' } })).toMatchObject({ code: 'SOURCE_TLS_FAILED' });
  expect(told({ code: 'ESOCKET', cause: { code: 'ECONNREFUSED' } })).toMatchObject({ code: 'SOURCE_UNREACHABLE' });
  expect(told(new AggregateError([{ code: 'ECONNREFUSED' }]))).toMatchObject({ code: 'SOURCE_UNREACHABLE' });
  expect(codeOf(told({ code: 'EREQUEST', number: 1205 }))).toBe('1205');
});

it('shows nothing that the server says, which may quote a value', () => {
  const error = told(
    Object.assign(new Error("Conversion failed when converting the varchar value 'CANARY'"), { code: 'EREQUEST', number: 245 }),
  );
  expect(error).toMatchObject({ code: 'SOURCE_QUERY_FAILED' });
  expect(error.message).toContain('245');
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('CANARY');
});
