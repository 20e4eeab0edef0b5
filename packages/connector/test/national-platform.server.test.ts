import { expect, test } from 'vitest';
import { createConnector, listDeadLetters } from '../src/index.ts';
import { never } from './connect.ts';
import { citizens, dataset, fillPersons } from './persons.ts';
import { sourceServer } from './source-server.ts';
import { agency, platformRows, sourceRows } from './world.ts';

const newWorld = sourceServer();

test.each(['json', 'xml'] as const)('a table is the same at the reference platform, told as national messages (%s)', async (form) => {
  await using world = await newWorld(1_500);
  const { admin } = world.platform;
  // Stricter than the sender's: what it refuses there, it refuses alone.
  await admin.registerContract({ yaml: citizens.contract.replace('maxLength: 60', 'maxLength: 40') });
  const national = { dataType: 'H26_001', updatedAt: 'updatedAt' };
  await admin.registerDataType({ agency, source: 'ho-tich', dataset, version: '1.0.0', national });
  const { clientId, clientSecret } = await admin.registerSender({ agency, name: 'Hộ tịch' });
  const oauth = { tokenUrl: `${world.platform.url}/v1/national/token`, clientId, clientSecret };
  const platform = { profile: 'qcvn-09-2025-bca', url: world.platform.url, path: '/v1/national/messages', form, oauth } as const;
  const run = (newEpoch: readonly string[] = []) =>
    createConnector(world.options([{ ...citizens, national }], { platform })).run(never, { once: true, newEpoch });
  const feed = async () => Number((await world.receiver.query<{ told: string }>('select told from lienthong.datasets')).rows[0]?.told);
  const expectEqual = async () => expect(await platformRows(world, dataset)).toEqual(await sourceRows(world, 'cong_dan'));

  await run();
  await expectEqual();

  await world.source.query(`update cong_dan set ho_ten = 'Trần Thị Bé' where id <= 5`);
  await world.source.query('delete from cong_dan where id between 6 and 10');
  await world.source.query(`update cong_dan set ho_ten = repeat('x', 41) where id = 11`);
  await run();
  expect(listDeadLetters(world.state).map(({ code, origin }) => ({ code, origin }))).toEqual([
    { code: 'receiver-refused', origin: 'platform' },
  ]);
  await world.source.query(`update cong_dan set ho_ten = 'Đúng Tên' where id = 11`);
  await run();
  await expectEqual();

  // Read from scratch, nothing is told that the platform has.
  const before = await feed();
  await run([dataset]);
  expect(await feed()).toBe(before);

  // What is gone without a line of its own is cancelled by its id alone.
  await world.source.query('truncate cong_dan');
  await world.source.query(fillPersons('cong_dan', 5, 7));
  await run();
  await expectEqual();
  expect(await sourceRows(world, 'cong_dan')).toHaveLength(3);
});
