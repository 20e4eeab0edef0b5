import { join } from 'node:path';
import { expectContract } from '@lienthong/core';
import { planNational } from '@lienthong/core/national';
import { startNationalReceiver } from '@lienthong/testbed';
import { expect, test } from 'vitest';
import { createConnector, listDeadLetters } from '../src/index.ts';
import { httpCarrier, nationalTransport } from '../src/national/index.ts';
import { never } from './connect.ts';
import { citizens, contractYaml, dataset, fillPersons } from './persons.ts';
import { sourceServer } from './source-server.ts';
import { agency, sourceRows, type World } from './world.ts';

const newWorld = sourceServer();

test('a table is told as national messages: its rows, then its changes, and what was refused waits for a person', async () => {
  await using world = await newWorld(3_000);
  const receiver = await startNationalReceiver({ judge: (data) => (data.get('name') === 'Sai Tên' ? 'NAME_INVALID' : undefined) });
  const contract = expectContract(contractYaml(dataset), 'contract.yaml');
  const { plan } = planNational({
    contract,
    stream: { agency, source: 'ho-tich', dataset },
    options: { dataType: 'H26_001', updatedAt: 'updatedAt' },
  });
  if (plan === undefined) throw new Error('there is no plan');
  const run = () => {
    const carrier = httpCarrier({ url: receiver.url, timeoutMs: 10_000, connections: 2 });
    const platform = nationalTransport({ carrier, ledger: join(world.state, 'ledger'), datasets: [{ plan, contract }], form: 'xml' });
    return createConnector(world.options([citizens], { platform })).run(never, { once: true });
  };
  const rows = () =>
    [...receiver.kept.values()]
      .filter(({ event }) => event !== 'CANCEL')
      .map(({ data }) =>
        ['id', 'name', 'born', 'income']
          .map((name) => data.get(name))
          .filter((value) => value !== undefined)
          .join('|'),
      )
      .sort();
  try {
    await run();
    expect(rows()).toEqual(await rowsOf(world));
    expect(receiver.arrived.every(({ event }) => event === 'NEW')).toBe(true);
    const first = receiver.arrived.length;

    await world.source.query(`update cong_dan set ho_ten = 'Trần Thị Bé' where id <= 5`);
    await world.source.query('delete from cong_dan where id between 6 and 10');
    await world.source.query(`update cong_dan set ho_ten = 'Sai Tên' where id = 11`);
    // An answer that never comes: the batch is sent again.
    receiver.fail({ kind: 'lose-answer' });
    await run();
    expect(listDeadLetters(world.state).map(({ code, origin }) => ({ code, origin }))).toEqual([
      { code: 'receiver-refused', origin: 'platform' },
    ]);
    // A refused change leaves the last valid record.
    await world.source.query(`update cong_dan set ho_ten = 'Đúng Tên' where id = 11`);
    await run();
    expect(rows()).toEqual(await rowsOf(world));
    const events = receiver.arrived.slice(first).map(({ event }) => event);
    expect(new Set(events)).toEqual(new Set(['UPDATE', 'CANCEL']));

    // Read from scratch, nothing is told that the receiver has.
    const before = receiver.arrived.length;
    const carrier = httpCarrier({ url: receiver.url, timeoutMs: 10_000, connections: 2 });
    const platform = nationalTransport({ carrier, ledger: join(world.state, 'ledger'), datasets: [{ plan, contract }], form: 'xml' });
    await createConnector(world.options([citizens], { platform })).run(never, { once: true, newEpoch: [dataset] });
    expect(receiver.arrived.slice(before)).toEqual([]);

    await world.source.query('truncate cong_dan');
    await world.source.query(fillPersons('cong_dan', 5, 7));
    await run();
    expect(rows()).toEqual(await rowsOf(world));
  } finally {
    await receiver.close();
  }
});

async function rowsOf(world: World): Promise<readonly string[]> {
  return (await sourceRows(world, 'cong_dan')).map((row) => row.split('|').slice(0, -1).join('|')).sort();
}
