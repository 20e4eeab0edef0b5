import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { never, readAll } from '@lienthong/conformance/reading';
import { makeCertificate } from '@lienthong/testbed';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mysql } from '../src/index.ts';
import { openSource, select, type TestServer, targets } from './server.ts';

describe.each(targets)('connections to $label', (target) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await target.open({ 'performance-schema': 'ON' });
    await server.sql('create table t (id int primary key, ten varchar(40))');
    await server.sql("insert into t values (1, 'CANARY')");
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  it('G-27: tells a wrong password, database, port or host, and never the password', async () => {
    const cases = [
      [{ ...server.input, password: 'CANARY' }, 'SOURCE_AUTH_FAILED'],
      [{ ...server.input, user: 'nobody', password: 'CANARY' }, 'SOURCE_AUTH_FAILED'],
      [{ ...server.input, database: 'không_có' }, 'SOURCE_AUTH_FAILED'],
      [{ ...server.input, port: 1 }, 'SOURCE_UNREACHABLE'],
      [{ ...server.input, host: 'không-có.invalid', ssl: { mode: 'disable' } }, 'SOURCE_UNREACHABLE'],
    ] as const;
    for (const [input, code] of cases) {
      const error: unknown = await openSource(input).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ code });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('CANARY');
    }
  });

  it('G-27: keeps what a server says of a value out of its errors', async () => {
    await server.sql(
      "create function keu(ten varchar(40) character set utf8mb4) returns int deterministic begin signal sqlstate '45000' set message_text = ten; return 1; end",
    );
    await server.sql('create view lo as select id, keu(ten) as x from t');
    await using source = await openSource(server.input);
    const error: unknown = await readAll(source.snapshot, select('lo', ['id', 'x'], ['id'])).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'SOURCE_QUERY_FAILED' });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('CANARY');
  });

  it('ends a statement at the time limit of the connector, and says so', async () => {
    // Sorting is what the limit reaches in both products: MySQL's sleep() ends early without an error.
    await server.sql('create table so (n int primary key)');
    await server.sql(`insert into so values ${Array.from({ length: 400 }, (_, index) => `(${index})`).join(', ')}`);
    await server.sql('create view cham as select a.n as id, count(*) as c from so a join so b join so d group by a.n');
    await using source = await mysql(server.input).open({
      signal: never,
      applicationName: 'lienthong-test',
      maxConnections: 4,
      statementTimeoutMs: 300,
    });
    await expect(readAll(source.snapshot, select('cham', ['id', 'c'], ['id']))).rejects.toMatchObject({ code: 'SOURCE_BUSY' });
    expect(await readAll(source.snapshot, select('t', ['id'], ['id']))).toEqual([['1']]);
  });

  it('gives its name, cannot write, and leaves nothing behind when it is closed', async () => {
    const source = await openSource(server.input);
    const sessions = async () =>
      server.sql(
        "select attr_value from performance_schema.session_connect_attrs where attr_name = 'program_name' and attr_value = 'lienthong-test' and processlist_id <> connection_id()",
      );
    expect((await sessions()).length).toBe(1);
    await source.close();
    await source.close();
    await expect.poll(async () => (await sessions()).length).toBe(0);
    await expect(source.describe(never)).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE' });
  });

  it('logs in with every way that the server has, with and without TLS', async (context) => {
    if (target.product === 'MariaDB') return context.skip('MariaDB 10.11 has one way with a password');
    await server.sql("create user sha2 identified with caching_sha2_password by 'bí mật'");
    await server.sql('grant select on *.* to sha2');
    for (const ssl of [{ mode: 'disable' }, { mode: 'require' }] as const) {
      // The first login of a new account goes the long way, the second one the short one.
      for (let round = 0; round < 2; round++) {
        await using source = await openSource({ ...server.input, user: 'sha2', password: 'bí mật', ssl });
        expect(await readAll(source.snapshot, select('t', ['id'], ['id']))).toEqual([['1']]);
      }
      await server.sql('flush privileges');
    }
  });
});

describe.each(targets)('TLS of $label', (target) => {
  it('verifies chain and host name', async (context) => {
    using made = makeCertificate();
    if (made === undefined) return context.skip('no openssl to make a certificate with');
    const ca = made.certificate;
    await using server = await target.open({ 'ssl-cert': made.certificateFile, 'ssl-key': made.keyFile, 'ssl-ca': made.certificateFile });
    await server.sql('create table t (id int primary key)');
    await expect(openSource({ ...server.input, host: 'localhost', ssl: { mode: 'verify-full' } })).rejects.toMatchObject({
      code: 'SOURCE_TLS_FAILED',
    });
    await expect(openSource({ ...server.input, host: '127.0.0.1', ssl: { mode: 'verify-full', ca } })).rejects.toMatchObject({
      code: 'SOURCE_TLS_FAILED',
    });
    for (const ssl of [{ mode: 'verify-full', ca }, { mode: 'require' }] as const) {
      await using source = await openSource({ ...server.input, host: 'localhost', ssl });
      expect((await source.probe(never)).product).toBe(target.product);
      expect(await readAll(source.snapshot, select('t', ['id'], ['id']))).toEqual([]);
    }
  });

  it('says that a server has no TLS', async () => {
    await using server = await target.open();
    // MySQL makes certificates of its own.
    const data = join(server.embedded?.directory ?? '', 'data');
    for (const file of readdirSync(data)) if (file.endsWith('.pem')) rmSync(join(data, file));
    await server.embedded?.restart(target.product === 'MySQL' ? { 'auto-generate-certs': 'OFF' } : { 'skip-ssl': '' });
    await expect(openSource({ ...server.input, ssl: { mode: 'require' } })).rejects.toMatchObject({ code: 'SOURCE_TLS_FAILED' });
  });
});
