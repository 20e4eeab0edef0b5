import { inspect } from 'node:util';
import { LienThongError, secret } from '@lienthong/core';
import { expect, it } from 'vitest';
import { sqlserver } from './adapter.ts';
import { resolveOptions, type SqlserverInput } from './options.ts';

it('encrypts and verifies by default, except on the loopback', () => {
  expect(resolveOptions({ host: 'db.gov.vn', database: 'd', user: 'u' })).toMatchObject({ port: 1433, tls: { mode: 'verify-full' } });
  expect(resolveOptions({ host: '127.0.0.1', database: 'Hộ Tịch', user: 'u' })).toMatchObject({ tls: { mode: 'disable' } });
  expect(resolveOptions({ connectionString: 'sqlserver://u:p%40@db:1434/d?sslmode=require' })).toMatchObject({
    host: 'db',
    port: 1434,
    database: 'd',
    authentication: { kind: 'password', user: 'u' },
    tls: { mode: 'require' },
  });
});

it('knows a named instance, and shows it in the address', () => {
  const named = { host: 'db', instance: 'HOTICH', database: 'd', user: 'u' };
  expect(resolveOptions(named)).toMatchObject({ instance: 'HOTICH' });
  expect(sqlserver(named).address).toBe('sqlserver://db/HOTICH/d');
  expect(() => resolveOptions({ ...named, port: 1433 })).toThrow(/instance and port exclude each other/);
});

it('logs in by password, NTLM, a token or a principal of Azure', () => {
  const kindOf = (input: Partial<SqlserverInput>) => resolveOptions({ host: 'h', database: 'd', ...input }).authentication.kind;
  expect(kindOf({ user: 'u', password: 'p' })).toBe('password');
  expect(kindOf({ user: 'u', password: 'p', domain: 'BTP' })).toBe('ntlm');
  expect(kindOf({ azure: { token: 't' } })).toBe('azure-token');
  expect(kindOf({ azure: { clientId: 'c', clientSecret: secret('s'), tenantId: 't' } })).toBe('azure-principal');
  for (const wrong of [{}, { user: 'u', azure: { token: 't' } }, { azure: { token: 't', clientId: 'c' } }, { azure: { clientId: 'c' } }])
    expect(() => kindOf(wrong)).toThrow(LienThongError);
});

it('tells every problem at once, and never a value', () => {
  const wrong = {
    port: 0,
    ssl: { mode: 'CANARY' },
    passwort: 'CANARY',
    connectionString: secret('CANARY:x'),
    storedText: 'CANARY',
    applicationIntent: 'CANARY',
    changes: 'CANARY',
    azure: { CANARY_NAME: 'CANARY' },
    domain: 'CANARY',
  };
  try {
    resolveOptions(wrong as unknown as SqlserverInput); // wrong on purpose
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({ code: 'OPTIONS_INVALID' });
    const text = inspect(error, { depth: 9 });
    for (const name of [
      'port',
      'ssl.mode',
      'passwort',
      'connectionString',
      'database',
      'storedText',
      'applicationIntent',
      'changes must be',
      'azure.clientId',
      'domain',
    ])
      expect(text).toContain(name);
    expect(text.replaceAll('azure.CANARY_NAME', '')).not.toContain('CANARY');
  }
});

it('finds the policy of a column whatever the case of its name', () => {
  const { columns } = resolveOptions({ database: 'd', user: 'u', storedText: ['dbo.ho_so.Ten'] });
  const at = (name: string) => columns.storedText({ schema: 'dbo', table: 'HO_SO', name });
  expect([at('ten'), at('ho')]).toEqual([true, false]);
});

it('never prints the password', () => {
  const inputs: readonly SqlserverInput[] = [
    { host: 'h', database: 'd', user: 'u', password: 'CANARY' },
    { connectionString: 'sqlserver://u:CANARY@h/d' },
    { database: 'd', azure: { token: 'CANARY' } },
    { database: 'd', azure: { clientId: 'c', clientSecret: 'CANARY', tenantId: 't' } },
  ];
  for (const input of inputs) {
    expect(inspect(resolveOptions(input), { depth: 9 })).not.toContain('CANARY');
    expect(JSON.stringify(resolveOptions(input))).not.toContain('CANARY');
  }
});
