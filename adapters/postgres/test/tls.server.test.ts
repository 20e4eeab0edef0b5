import { never } from '@lienthong/conformance/reading';
import { makeCertificate } from '@lienthong/testbed';
import { expect, it } from 'vitest';
import { openSource, targets } from './server.ts';

const [target] = targets;

it('asks for TLS where it is not switched off, and says that the server has none', async () => {
  await using server = await openTarget({});
  await expect(openSource({ ...server.input, ssl: { mode: 'verify-full' } })).rejects.toMatchObject({ code: 'SOURCE_TLS_FAILED' });
});

it('verifies chain and host name', async (context) => {
  using made = makeCertificate();
  if (made === undefined) return context.skip('no openssl to make a certificate with');
  const ca = made.certificate;
  await using server = await openTarget({});
  // Written by the server itself, so that its account owns them; the command runs in the folder of the data.
  const [row] = await server.sql("select current_setting('data_directory')");
  for (const [name, text] of Object.entries({ key: made.key, crt: made.certificate })) {
    await server.sql(`create table ${name} (line text); insert into ${name} select unnest(string_to_array('${text.trim()}', E'\\n'));
      copy ${name} to '${row?.[0] ?? ''}/server.${name}'`);
  }
  // It reads its input first: a program that ends before the row is written fails the statement.
  await server.sql("copy (select 1) to program 'cat > /dev/null; chmod 600 server.key'");
  await server.sql('alter system set ssl = on');
  await server.embedded?.restart();
  const { port, user, password, database } = server.embedded ?? { port: 0, user: '', password: '', database: '' };
  const open = (host: string, ssl: object) => openSource({ host, port, user, password, database, ssl });
  await expect(open('localhost', { mode: 'verify-full' })).rejects.toMatchObject({ code: 'SOURCE_TLS_FAILED' });
  await expect(open('127.0.0.1', { mode: 'verify-full', ca })).rejects.toMatchObject({ code: 'SOURCE_TLS_FAILED' });
  for (const ssl of [{ mode: 'verify-full', ca }, { mode: 'require' }]) {
    await using source = await open('localhost', ssl);
    expect((await source.probe(never)).product).toBe('PostgreSQL');
    expect(
      await server.sql(
        "select count(*) from pg_stat_ssl join pg_stat_activity using (pid) where ssl and application_name = 'lienthong-test'",
      ),
    ).toEqual([['1']]);
  }
});

function openTarget(settings: Readonly<Record<string, string>>) {
  if (target === undefined) throw new Error('no PostgreSQL was found');
  return target.open(settings);
}
