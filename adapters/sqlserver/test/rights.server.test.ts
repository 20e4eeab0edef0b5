import { follow, never, readAll } from '@lienthong/conformance/reading';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everywhere, openSource, select, type TestServer } from './server.ts';

describe.each(everywhere)('rights on $label', (target) => {
  let server: TestServer;
  const login = { user: `doc_${process.pid}`, password: 'Doc-va-theo-1' };
  beforeAll(async () => {
    server = await target.open();
    await server.sql(`create login ${login.user} with password = '${login.password}'`);
    await server.sql(`create user ${login.user} for login ${login.user}`);
    await server.sql('create table ho_so (id int not null primary key, ten nvarchar(20) null, bi_mat nvarchar(20) null)');
    await server.sql('alter table ho_so enable change_tracking');
    await server.sql("insert into ho_so values (1, N'An', N'x')");
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });
  const open = () => openSource({ ...server.input, ...login });
  const selection = select('ho_so', ['id', 'ten'], ['id']);

  it('G-29: says which grant is missing, and reads once it was given (AC-MS-5)', async () => {
    await using source = await open();
    const before = await source.probe(never);
    expect(before.readiness.snapshot).toMatchObject({ ready: false, remedy: expect.stringContaining(`TO [${login.user}];`) });
    const refused: unknown = await readAll(source.snapshot, selection, 10, 10).catch((error: unknown) => error);
    expect(refused).toMatchObject({ remedy: expect.stringContaining(`GRANT SELECT ON [dbo].[ho_so] TO [${login.user}];`) });
    await server.sql(`grant select on ho_so to ${login.user}`);
    expect(await readAll(source.snapshot, selection, 10, 10)).toEqual([['1', 'An']]);
  });

  it('AC-MS-5: follows with SELECT and VIEW CHANGE TRACKING, and says so without the second', async () => {
    await server.sql(`grant select on ho_so to ${login.user}`);
    await using source = await open();
    const finding = (await source.probe(never)).findings.find(({ id }) => id === 'tracking-permission-missing');
    expect(finding?.remedy).toBe(`GRANT SELECT, VIEW CHANGE TRACKING ON [dbo].[ho_so] TO [${login.user}];`);
    await server.sql(finding?.remedy ?? '');
    const start = await source.changes.start([selection], never);
    await server.sql("update ho_so set ten = N'Ân' where id = 1");
    const seen = await follow(source.changes, [selection], start, (all) => all.length > 0);
    expect(seen.changes).toMatchObject([{ op: 'u', row: ['1', 'Ân'] }]);
    expect((await source.probe(never)).findings.map(({ id }) => id)).not.toContain('tracking-permission-missing');
  });
});
