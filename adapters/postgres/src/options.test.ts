import { inspect } from 'node:util';
import { LienThongError, secret } from '@lienthong/core';
import { expect, it } from 'vitest';
import { type PostgresInput, resolveOptions } from './options.ts';

it('verifies the server by default, except on the loopback', () => {
  expect(resolveOptions({ host: 'db.gov.vn', database: 'd', user: 'u' })).toMatchObject({
    port: 5432,
    tls: { mode: 'verify-full' },
    slot: 'lienthong_d',
  });
  expect(resolveOptions({ host: '127.0.0.1', database: 'Hộ Tịch', user: 'u' })).toMatchObject({
    tls: { mode: 'disable' },
    slot: 'lienthong_h__t_ch',
  });
  expect(resolveOptions({ connectionString: 'postgres://u:p%40@db:6432/d?sslmode=require' })).toMatchObject({
    host: 'db',
    port: 6432,
    database: 'd',
    user: 'u',
    tls: { mode: 'require' },
  });
});

it('tells every problem at once, and never a value', () => {
  const wrong = {
    port: 0,
    slot: 'Ä',
    ssl: { mode: 'CANARY' },
    passwort: 'CANARY',
    connectionString: secret('CANARY:x'),
    createPublication: 'CANARY',
  };
  try {
    resolveOptions(wrong as unknown as PostgresInput); // wrong on purpose
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(LienThongError);
    expect(error).toMatchObject({ code: 'OPTIONS_INVALID' });
    const text = inspect(error, { depth: 9 });
    for (const name of ['port', 'slot', 'ssl.mode', 'passwort', 'connectionString', 'database', 'user', 'createPublication'])
      expect(text).toContain(name);
    expect(text).not.toContain('CANARY');
  }
});

it('never prints the password', () => {
  expect(inspect(resolveOptions({ host: 'h', database: 'd', user: 'u', password: 'CANARY' }), { depth: 9 })).not.toContain('CANARY');
  expect(JSON.stringify(resolveOptions({ connectionString: 'postgres://u:CANARY@h/d' }))).not.toContain('CANARY');
});
