import { startMongoServer } from '@lienthong/testbed/mongodb';
import { MongoClient } from 'mongodb';
import { expect, it } from 'vitest';
import { runLienthong } from './run-lienthong.ts';

it('describes a database of documents and profiles a collection by its connection string, and shows no password', async () => {
  await using server = await startMongoServer({ users: { cu: { password: 'CANARY' } } });
  await using client = new MongoClient(server.uri, { auth: { username: 'cu', password: 'CANARY' } });
  const persons = client.db('ho_tich').collection<{ _id: string; dia_chi: { ma_xa: string } }>('cong_dan');
  await persons.insertMany(Array.from({ length: 20 }, (_, index) => ({ _id: `p${index}`, dia_chi: { ma_xa: '00001' } })));
  const url = `mongodb://cu:CANARY@${server.hosts[0]}/ho_tich`;
  const described = await runLienthong(['describe', '--url', url, '--json']);
  expect(described.stderr).toBe('');
  expect(described.code).toBe(0);
  expect(described.stdout).toContain('"ho_tich.cong_dan"');
  expect(described.stdout).toContain('"dia_chi.ma_xa"');
  const profiled = await runLienthong(['profile', '--only', 'ho_tich.cong_dan', '--url', url, '--json']);
  expect(profiled.code).toBe(0);
  expect(profiled.stdout).toContain('"complete":true');
  expect(described.stdout + profiled.stdout + profiled.stderr).not.toContain('CANARY');
});
