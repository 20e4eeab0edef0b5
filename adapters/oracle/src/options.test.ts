import { inspect } from 'node:util';
import { LienThongError, secret } from '@lienthong/core';
import { expect, it } from 'vitest';
import { oracle } from './adapter.ts';
import { connectStringOf } from './connection-settings.ts';
import { type OracleInput, resolveOptions } from './options.ts';

it('encrypts and verifies by default, except on the loopback', () => {
  expect(resolveOptions({ host: 'db.gov.vn', database: 'd', user: 'u' })).toMatchObject({ port: 1521, tls: { mode: 'verify-full' } });
  expect(resolveOptions({ host: '127.0.0.1', database: 'd', user: 'u' })).toMatchObject({ tls: { mode: 'disable' } });
  expect(resolveOptions({ connectionString: 'oracle://u:p%40@db:1522/hotich?sslmode=require' })).toMatchObject({
    ...{ host: 'db', port: 1522, user: 'u', schema: 'U', tls: { mode: 'require' } },
    place: { kind: 'service', name: 'hotich' },
  });
});

it('calls a service, a SID or a descriptor', () => {
  const called = (input: Partial<OracleInput>) => resolveOptions({ host: 'h', user: 'u', ...input });
  expect(connectStringOf(called({ service: 's' }))).toContain('(CONNECT_DATA=(SERVICE_NAME=s))');
  expect(connectStringOf(called({ sid: 'x' }))).toContain('(CONNECT_DATA=(SID=x))');
  expect(connectStringOf(called({ database: 'd' }), 'root')).toContain('(SERVICE_NAME=root)');
  expect(connectStringOf(called({ connectString: '(DESCRIPTION=…)' }))).toBe('(DESCRIPTION=…)');
  expect(connectStringOf(called({ database: 'd' }))).toContain('(PROTOCOL=TCPS)');
  expect(connectStringOf(called({ database: 'd', ssl: { mode: 'disable' } }))).toContain('(PROTOCOL=TCP)');
  for (const wrong of [{}, { service: 's', sid: 'x' }, { service: 'x)(HOST=evil' }]) expect(() => called(wrong)).toThrow(LienThongError);
});

it('shows no credentials in the address, and nothing of a descriptor', () => {
  const login = { host: 'db', user: 'u', password: 'CANARY' };
  expect(oracle({ ...login, database: 'd' }).address).toBe('oracle://db:1521/d');
  expect(oracle({ ...login, connectString: '(… CANARY …)' }).address).toBe('oracle:(a descriptor)');
});

it('takes a wallet with its password, and libraries for old servers', () => {
  const options = { host: 'h', database: 'd', user: 'u', walletLocation: '/w', walletPassword: secret('CANARY'), thick: { libDir: '/ic' } };
  expect(resolveOptions(options)).toMatchObject({ wallet: { location: '/w' }, thickLibraries: '/ic' });
  expect(inspect(resolveOptions(options), { depth: 9 })).not.toContain('CANARY');
});

it('tells every problem at once, and never a value', () => {
  const wrong = {
    port: 0,
    passwort: 'CANARY',
    changes: 'CANARY',
    storedText: ['CANARY'],
    walletPassword: 'CANARY',
  } as unknown as OracleInput;
  try {
    resolveOptions(wrong);
    expect.unreachable();
  } catch (error) {
    const { code, message } = error as LienThongError;
    expect(code).toBe('OPTIONS_INVALID');
    for (const name of ['port', 'passwort', 'changes', 'storedText', 'walletPassword', 'database', 'user']) expect(message).toContain(name);
    expect(message).not.toContain('CANARY');
  }
});
