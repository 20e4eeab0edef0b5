import { inspect } from 'node:util';
import { LienThongError, secret } from '@lienthong/core';
import { expect, it } from 'vitest';
import { type MysqlInput, resolveOptions } from './options.ts';

it('verifies the server by default, except on the loopback', () => {
  expect(resolveOptions({ host: 'db.gov.vn', database: 'd', user: 'u' })).toMatchObject({ port: 3306, tls: { mode: 'verify-full' } });
  expect(resolveOptions({ host: '127.0.0.1', database: 'Hộ Tịch', user: 'u' })).toMatchObject({ tls: { mode: 'disable' } });
  expect(resolveOptions({ connectionString: 'mysql://u:p%40@db:3307/d?sslmode=require' })).toMatchObject({
    host: 'db',
    port: 3307,
    database: 'd',
    user: 'u',
    tls: { mode: 'require' },
  });
  expect(resolveOptions({ connectionString: 'mariadb://u@localhost/d?socket=/run/mysqld.sock' }).host).toBe('/run/mysqld.sock');
});

it('registers as a replica under a number of its own for each database and login', () => {
  const idOf = (database: string, user: string) => resolveOptions({ database, user }).serverId;
  expect(idOf('ho_tich', 'lienthong')).toBe(idOf('ho_tich', 'lienthong'));
  expect(new Set([idOf('ho_tich', 'lienthong'), idOf('dat_dai', 'lienthong'), idOf('ho_tich', 'khac')]).size).toBe(3);
  expect(resolveOptions({ database: 'd', user: 'u', serverId: 4_294_967_295 }).serverId).toBe(4_294_967_295);
});

it('tells every problem at once, and never a value', () => {
  const wrong = {
    port: 0,
    serverId: 0,
    ssl: { mode: 'CANARY' },
    passwort: 'CANARY',
    connectionString: secret('CANARY:x'),
    storedText: 'CANARY',
    zeroDates: { CANARY: 'never' },
    durations: ['CANARY'],
  };
  try {
    resolveOptions(wrong as unknown as MysqlInput); // wrong on purpose
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(LienThongError);
    expect(error).toMatchObject({ code: 'OPTIONS_INVALID' });
    const text = inspect(error, { depth: 9 });
    for (const name of [
      'port',
      'serverId',
      'ssl.mode',
      'passwort',
      'connectionString',
      'database',
      'user',
      'storedText',
      'zeroDates',
      'durations',
    ])
      expect(text).toContain(name);
    expect(text).not.toContain('CANARY');
  }
});

it('finds the policy of a column whatever the case of its name', () => {
  const { columns } = resolveOptions({
    database: 'd',
    user: 'u',
    storedText: ['d.ho_so.Ten'],
    zeroDates: { 'D.HO_SO.NGAY': 'null' },
    durations: ['d.ho_so.gio'],
  });
  const at = (name: string) => ({ schema: 'd', table: 'ho_so', name });
  expect([columns.storedText(at('ten')), columns.storedText(at('ho'))]).toEqual([true, false]);
  expect([columns.zeroDates(at('ngay')), columns.zeroDates(at('gio'))]).toEqual(['null', 'refuse']);
  expect([columns.duration(at('gio')), columns.duration(at('ngay'))]).toEqual([true, false]);
  expect(resolveOptions({ database: 'd', user: 'u', storedText: true }).columns.storedText(at('ho'))).toBe(true);
});

it('never prints the password', () => {
  expect(inspect(resolveOptions({ host: 'h', database: 'd', user: 'u', password: 'CANARY' }), { depth: 9 })).not.toContain('CANARY');
  expect(JSON.stringify(resolveOptions({ connectionString: 'mysql://u:CANARY@h/d' }))).not.toContain('CANARY');
});
