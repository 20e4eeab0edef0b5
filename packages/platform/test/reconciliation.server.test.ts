import { createHash } from 'node:crypto';
import { recordHash, recordLine, setDigest, snapshotVersion } from '@lienthong/core';
import { expect, it } from 'vitest';
import { read, remove } from './lines.ts';
import { peopleYaml, testPlatforms } from './platform.ts';
import { registerPublisher } from './publisher.ts';

const platforms = testPlatforms();
const path = '/v1/datasets/thu-nghiem.nguoi/reconciliations';
const buckets = 8;
const bucketOf = (ma: string) => createHash('sha256').update(`["${ma}"]`).digest().readUInt16BE(0) % buckets;
const record = (ma: string, ten: string) => `{"ma":"${ma}","ten":"${ten}"}`;

function digests(records: ReadonlyMap<string, string>) {
  const sets = Array.from({ length: buckets }, () => setDigest());
  for (const [ma, ten] of records) sets[bucketOf(ma)]?.add(recordHash(record(ma, ten)));
  return sets.map((set, bucket) => ({ bucket, count: set.count, sum: set.sum() }));
}

it('answers with the buckets that differ, then with the keys and hashes of one', async () => {
  const { publisher } = await platforms.start();
  const source = new Map(Array.from({ length: 50 }, (_, index) => [`${index}`, `Tên ${index}`]));
  await publisher.send(publisher.batch([...source].map(([ma, ten]) => read(ma, ten))));
  await publisher.send(publisher.batch([read('thừa', 'x'), remove('thừa', 1)]));
  const question = { agency: 'H26.12', source: 'ho-tich', buckets };
  const ask = async (body: object) =>
    JSON.parse((await publisher.call('POST', path, JSON.stringify({ ...question, ...body }))).text) as Record<string, unknown>;
  expect(await ask({ digests: digests(source) })).toMatchObject({ buckets, count: 50, differing: [] });
  const platformDigests = digests(source);
  source.set('7', 'Đổi');
  source.set('mới', 'Mới');
  source.delete('8');
  const differing = [...new Set(['7', 'mới', '8'].map(bucketOf))].sort((left, right) => left - right);
  expect((await ask({ digests: digests(source) }))['differing']).toEqual(differing.map((bucket) => platformDigests[bucket]));
  const { keys } = await ask({ bucket: bucketOf('7') });
  expect(keys).toContainEqual({ key: '["7"]', hash: Buffer.from(recordHash(record('7', 'Tên 7'))).toString('hex') });
  // A bucket that is not named is taken for empty on the other side.
  expect((await ask({ digests: [] }))['differing']).toEqual(platformDigests.filter(({ count }) => count > 0));
});

it('refuses the question of another agency and a malformed one', async () => {
  const { platform, publisher } = await platforms.start();
  const other = await registerPublisher(platform, { agency: 'H29', source: 'a', dataset: 'thu-nghiem.nguoi' });
  const body = JSON.stringify({ agency: 'H26.12', source: 'ho-tich', buckets, digests: [] });
  expect((await other.call('POST', path, body)).problem).toBe('agency-foreign');
  for (const wrong of [
    '[]',
    '{',
    JSON.stringify({ agency: 'H26.12', source: 'ho-tich', buckets: 0, digests: [] }),
    body.replace('[]', '[{"bucket":9}]'),
  ]) {
    expect((await publisher.call('POST', path, wrong)).problem).toBe('request-malformed');
  }
});

it('leaves encrypted values out of the digests: equal ones never have one ciphertext', async () => {
  const { platform, publisher } = await platforms.start();
  const more = ['{ name: mat, logicalType: string, customProperties: [{ property: protection, value: { encrypt: G01 } }] }'];
  await platform.admin.registerContract({ yaml: peopleYaml({ version: '1.1.0', more }) });
  // Of the right form is enough: the platform cannot open it.
  const jwe = `eyJhbGciOiJ4In0.AAAA.${'A'.repeat(16)}.AAAA.${'A'.repeat(22)}`;
  const line = recordLine('r', { version: snapshotVersion }, JSON.stringify({ ma: '1', mat: jwe, ten: 'Một' }));
  const answer = await publisher.send(publisher.batch([line], { contractVersion: '1.1.0' }));
  expect(answer.status).toBe(200);
  const question = { agency: 'H26.12', source: 'ho-tich', buckets, digests: digests(new Map([['1', 'Một']])) };
  const { text } = await publisher.call('POST', path, JSON.stringify(question));
  expect(JSON.parse(text)).toMatchObject({ count: 1, differing: [] });
});
