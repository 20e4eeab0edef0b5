import { waitFor } from '@lienthong/testbed';
import { expect, inject, test } from 'vitest';
import { checkRest } from '../src/checks/check-rest.ts';
import { readSides } from '../src/checks/equal-sides.ts';
import { drain } from '../src/drain.ts';
import type { Incident } from '../src/parts/connector-part.ts';
import { openScene } from '../src/scene.ts';
import { citizens, tables } from '../src/writing/tables.ts';
import { writeRows } from '../src/writing/write-rows.ts';

test('G-10: an oplog that forgot what the connector missed stops both datasets by name, the platform keeps every record, and a new epoch mends it', async () => {
  await using scene = await openScene(inject('programs'), 'mongodb');
  const { source, storePool, journal, connector } = scene;
  await drain(scene);
  expect(await checkRest(scene)).toEqual([]);
  const kept = await readSides(source, storePool, citizens);
  connector.takeIncidents();

  await connector.kill();
  await writeRows(source, journal, (session) => session.update(citizens, 10, 60, true));
  await writeRows(source, journal, async (session) => {
    await session.delete(citizens, [100, 101, 102]);
    return [];
  });
  await source.forgetLog?.();
  const { snapshots } = connector.counts;
  connector.start();
  const incidents: Incident[] = [];
  const lost = (): readonly string[] =>
    incidents.flatMap((incident) =>
      incident.kind === 'failed' && incident.code === 'SOURCE_HISTORY_LOST' ? [incident.dataset ?? ''] : [],
    );
  const toldOf = (count: number) => (): boolean => {
    incidents.push(...connector.takeIncidents());
    return new Set(lost()).size >= count;
  };
  await waitFor(toldOf(1), { timeoutMs: 60_000, what: 'the refusal' });
  const there = await readSides(source, storePool, citizens);
  // The supervisor asks for a new epoch: what is gone in the source stays until that has read everything.
  expect(connector.counts.snapshots).toBe(snapshots);
  expect([...kept.platform.keys()].filter((key) => !there.platform.has(key))).toEqual([]);
  expect(['100', '101', '102'].filter((key) => there.platform.has(key) && !there.source.has(key))).toEqual(['100', '101', '102']);

  // The first refusal ends the process, so the other dataset may tell its own after the next start.
  await waitFor(toldOf(tables.length), { timeoutMs: 60_000, what: 'the refusal of the other' });
  const datasets = tables.map(({ dataset }) => dataset).toSorted();
  expect([...new Set(lost())].toSorted()).toEqual(datasets);

  // A new epoch reads both collections again, and what is gone goes.
  await drain(scene);
  expect(await checkRest(scene)).toEqual([]);
}, 300_000);
