import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dropSlot, openConnector, slotOf } from '../connector.mjs';
import { expectEqual } from '../equal.mjs';
import { figure } from '../figures.mjs';
import { measureConnector } from '../part.mjs';
import { withPatience } from '../patience.mjs';
import { findTool, shell } from '../processes/tools.mjs';
import { settle } from '../settle.mjs';
import { countCitizens } from '../source/citizen.mjs';

const name = 'writer-cost';
const clients = 4;

/** What pgbench writes, as fast as it can, with nobody following and with a connector that does: on one machine, with the platform. */
export async function measureWriterCost(setting, { seconds, runs }) {
  const tool = findTool('pgbench');
  if (tool === undefined) {
    setting.skip('cost on the writer: pgbench is not installed');
    return { figures: [], samples: {} };
  }
  const rows = await countCitizens(setting.client);
  const script = join(setting.folder, 'writer.sql');
  writeFileSync(script, `\\set id random(1, ${rows})\nupdate citizen set income = income + 1, updated_at = now() where id = :id;\n`);
  const write = () => pgbench(setting, tool, script, seconds);
  const samples = [];
  setting.say('cost on the writer: warming up …');
  await pgbench(setting, tool, script, 1);
  for (let run = 1; run <= runs; run++) {
    setting.say(`cost on the writer, run ${run} of ${runs} …`);
    await settle(setting);
    const before = await write();
    const followed = await writeFollowed(setting, write);
    await settle(setting);
    const after = await write();
    const alone = { tps: (before.tps + after.tps) / 2, latencyMs: (before.latencyMs + after.latencyMs) / 2 };
    samples.push({ before, followed, after, tpsRatio: followed.tps / alone.tps, latencyRatio: followed.latencyMs / alone.latencyMs });
  }
  const values = (pick) => samples.map(pick);
  return {
    samples: { 'writer-cost': samples },
    figures: [
      figure(
        'writer-cost/tps-alone',
        'pgbench alone',
        'per second',
        samples.flatMap(({ before, after }) => [before.tps, after.tps]),
      ),
      figure(
        'writer-cost/tps-followed',
        'pgbench with a connector following',
        'per second',
        values(({ followed }) => followed.tps),
      ),
      figure(
        'writer-cost/tps',
        'pgbench with a connector following: transactions, of alone',
        'ratio',
        values(({ tpsRatio }) => tpsRatio),
      ),
      figure(
        'writer-cost/latency',
        'pgbench with a connector following: time of each, of alone',
        'ratio',
        values(({ latencyRatio }) => latencyRatio),
      ),
    ],
  };
}

async function writeFollowed(setting, write) {
  // A platform and a slot of its own each time: alone means that nothing of ours is there.
  await setting.renewPlatform();
  await measureConnector(
    setting,
    { name: `${name}-${setting.platforms}`, run: { once: true }, keepSlot: true },
    'the snapshot before pgbench',
  );
  const what = { name: `${name}-${setting.platforms}` };
  const connector = await openConnector(setting, { ...what, until: 'stopped' });
  try {
    await settle(setting);
    connector.run();
    await withPatience(setting, 'cost on the writer: the connector follows', () => connector.following());
    const written = await write();
    connector.stop();
    await withPatience(setting, 'cost on the writer: the connector stops', () => connector.ended());
    await connector.leave();
    await measureConnector(setting, { ...what, run: { once: true } }, 'cost on the writer: the rest of the changes');
    await expectEqual(setting, what.name);
    return written;
  } finally {
    await connector.leave();
    await dropSlot(setting, slotOf(what.name));
  }
}

async function pgbench({ source }, tool, script, seconds) {
  const output = await shell(`"$TOOL" -n -c ${clients} -j 1 -T ${seconds} -f "$SCRIPT" "$SOURCE"`, {
    TOOL: tool,
    SCRIPT: script,
    SOURCE: source.connectionString,
  });
  const found = (pattern) => Number(pattern.exec(output)?.[1] ?? Number.NaN);
  return { tps: found(/^tps = ([\d.]+)/m), latencyMs: found(/^latency average = ([\d.]+) ms/m) };
}
