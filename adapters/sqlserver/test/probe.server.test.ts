import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { never } from '@lienthong/conformance/reading';
import type { ProbeFinding } from '@lienthong/core';
import { expect, it } from 'vitest';
import { openSource, targets } from './server.ts';

const [target] = targets;

/** Every id that the probe's sources can tell. */
function tellable(): readonly string[] {
  const folder = fileURLToPath(new URL('../src/', import.meta.url));
  const sources = readdirSync(folder).filter((file) => /^probe.*(?<!\.test)\.ts$/.test(file));
  const ids = sources.flatMap((file) => [...readFileSync(`${folder}${file}`, 'utf8').matchAll(/\bid: '([a-z-]+)'/g)]);
  return [...new Set(ids.map((match) => match[1] ?? ''))].sort();
}

const ids = (findings: readonly ProbeFinding[]) => findings.map(({ id }) => id);
/** Of a server without what the others have: `probe-lacking.server.test.ts`. Of a version that cannot be had here: a test would show no more than the condition. */
const elsewhere = ['change-tracking-unknown', 'agent-stopped', 'version-untested'];

it('G-29, G-32: tells what is missing, and is silent when it was mended by its own remedies', async () => {
  if (target === undefined) throw new Error('no server');
  await using server = await target.open({ tracking: false, snapshotIsolation: false });
  await server.sql('create table khong_khoa (id int null)');
  await server.sql('create table cu (id int not null primary key, ten varchar(20) collate SQL_Latin1_General_CP1_CI_AS null)');
  const told = new Set<string>();
  const probe = async () => {
    await using source = await openSource(server.input);
    const found = await source.probe(never);
    for (const id of ids(found.findings)) told.add(id);
    return found;
  };
  const before = await probe();
  expect(before.readiness.snapshot).toEqual({ ready: true });
  expect(before.readiness.changes).toMatchObject({ ready: false });
  expect(ids(before.findings)).toEqual(
    expect.arrayContaining(['snapshot-isolation-off', 'change-tracking-off', 'key-missing', 'code-page-western']),
  );
  for (const { id, remedy } of before.findings)
    if (id === 'snapshot-isolation-off' || id === 'change-tracking-off') await server.sql(remedy ?? '');
  const between = await probe();
  expect(between.readiness.changes).toEqual({ ready: true });
  expect(ids(between.findings)).toContain('table-untracked');
  for (const { id, remedy } of between.findings)
    if (id === 'table-untracked' && remedy?.includes('[cu]') === true) await server.sql(remedy);
  await server.sql(`alter database ${server.input.database} set change_tracking (change_retention = 2 hours)`);
  const short = await probe();
  expect(ids(short.findings)).toContain('retention-short');
  for (const { id, remedy } of short.findings) if (id === 'retention-short') await server.sql(remedy ?? '');
  const after = await probe();
  for (const mended of ['retention-short', 'snapshot-isolation-off', 'change-tracking-off'])
    expect(ids(after.findings)).not.toContain(mended);
  expect([...told, ...elsewhere].sort()).toEqual(
    expect.arrayContaining(tellable().filter((id) => !['tracking-permission-missing', 'type-unknown', 'table-uncaptured'].includes(id))),
  );
});
