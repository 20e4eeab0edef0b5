import { recordLine, snapshotVersion } from '@lienthong/core';
import { expect, it } from 'vitest';
import { read } from './lines.ts';
import { peopleYaml, testPlatforms } from './platform.ts';
import { registerPublisher } from './publisher.ts';
import { query, rowCounts } from './server.ts';

const platforms = testPlatforms();
const path = (version: string) => `/v1/contracts/thu-nghiem.nguoi/${version}`;
const year = '{ name: namSinh, logicalType: integer }';

it('registers a version, takes the same text again and refuses another text for it', async () => {
  const { publisher } = await platforms.start();
  const put = (version: string, yaml: string) => publisher.call('PUT', path(version), yaml, 'application/yaml');
  expect(await put('1.1.0', peopleYaml({ version: '1.1.0', more: [year] }))).toMatchObject({ status: 201 });
  expect(await put('1.1.0', peopleYaml({ version: '1.1.0', more: [year] }))).toMatchObject({ status: 200 });
  expect(await put('1.1.0', peopleYaml({ version: '1.1.0' }))).toMatchObject({ problem: 'contract-conflict' });
  expect(await put('1.2.0', peopleYaml({ version: '1.3.0', more: [year] }))).toMatchObject({ problem: 'contract-misplaced' });
  const text = await publisher.call('GET', path('1.1.0'));
  expect(text.text).toBe(peopleYaml({ version: '1.1.0', more: [year] }));
  expect(JSON.parse((await publisher.call('GET', '/v1/contracts/thu-nghiem.nguoi')).text)).toMatchObject({
    versions: [
      { version: '1.0.0', status: 'active' },
      { version: '1.1.0', status: 'active' },
    ],
  });
  expect(JSON.parse((await publisher.call('GET', '/v1/contracts')).text)).toEqual({
    datasets: [{ dataset: 'thu-nghiem.nguoi', versions: 2 }],
  });
});

it('refuses a breaking change without a new major version, tells why and stores nothing', async () => {
  const { publisher, url } = await platforms.start();
  const broken = peopleYaml({ more: ['{ name: soDienThoai, logicalType: string, required: true }'], version: '1.1.0' });
  const before = await rowCounts(url);
  const answer = await publisher.call('PUT', path('1.1.0'), broken, 'application/yaml');
  expect(answer).toMatchObject({ status: 409, problem: 'contract-incompatible' });
  expect(JSON.parse(answer.text)).toMatchObject({
    leastVersion: '2.0.0',
    differences: [{ code: 'required-added', property: 'soDienThoai' }],
  });
  expect(await rowCounts(url)).toEqual(before);
  const major = broken.replace('version: 1.1.0', 'version: 2.0.0');
  expect(await publisher.call('PUT', path('2.0.0'), major, 'application/yaml')).toMatchObject({ status: 201 });
});

it('tells every problem of a contract with its place', async () => {
  const { publisher } = await platforms.start();
  const answer = await publisher.call(
    'PUT',
    path('1.1.0'),
    peopleYaml({ version: '1.1.0', more: ['{ name: x, logicalType: txt }'] }),
    'application/yaml',
  );
  expect(answer).toMatchObject({ status: 422, problem: 'contract-invalid' });
  expect(JSON.parse(answer.text)).toMatchObject({ problems: [{ level: 'error', path: 'schema[0].properties[2].logicalType' }] });
});

it('refuses a contract that lacks an item of the declaration of personal data, and tells each', async () => {
  const { publisher, url } = await platforms.start();
  const before = await rowCounts(url);
  const lacking = peopleYaml({ version: '1.1.0' }).replace(/ {2}- \{ property: (?:deletion|subjectRights),.*\n/g, '');
  const answer = await publisher.call('PUT', path('1.1.0'), lacking, 'application/yaml');
  expect(answer).toMatchObject({ status: 422, problem: 'contract-invalid' });
  const { problems } = JSON.parse(answer.text) as { problems: { code: string; message: string; line: number; suggestion: string }[] };
  expect(problems.map(({ code, message }) => [code, /`(\w+)`/.exec(message)?.[1]])).toEqual([
    ['personal-data-undeclared', 'deletion'],
    ['personal-data-undeclared', 'subjectRights'],
  ]);
  expect(problems[0]?.suggestion).toContain('{ property: deletion, value: ');
  expect(await rowCounts(url)).toEqual(before);
});

it('refuses a contract of state secrets, and one whose sensitive data has no kind', async () => {
  const { publisher } = await platforms.start();
  const put = async (more: string) => {
    const answer = await publisher.call('PUT', path('1.1.0'), peopleYaml({ version: '1.1.0', more: [more] }), 'application/yaml');
    const { problems } = JSON.parse(answer.text) as { problems: { code: string }[] };
    return [answer.problem, ...problems.map(({ code }) => code)];
  };
  expect(await put('{ name: doMat, logicalType: string, classification: Tối mật }')).toEqual(['contract-invalid', 'state-secret']);
  expect(await put('{ name: benh, logicalType: string, classification: sensitive }')).toEqual([
    'contract-invalid',
    'personal-data-undeclared',
  ]);
});

it('lets only agencies register that may publish the dataset', async () => {
  const { platform } = await platforms.start();
  const other = await registerPublisher(platform, { agency: 'H29', source: 'a', dataset: 'khac' });
  const answer = await other.call('PUT', path('1.1.0'), peopleYaml({ version: '1.1.0' }), 'application/yaml');
  expect(answer.problem).toBe('publishing-forbidden');
  const tampered = await other.call('PUT', '/v1/contracts/khac/1.0.0', peopleYaml({ dataset: 'khac' }), 'application/yaml', {
    tamper: (message) => {
      message.body = Buffer.from(peopleYaml({ dataset: 'khac', recipients: [] }));
    },
  });
  expect(tampered.problem).toBe('digest-mismatch');
});

it('takes records of old and new versions side by side, in one table and one view', async () => {
  const { publisher, url } = await platforms.start();
  const line = (record: object) => recordLine('r', { version: snapshotVersion }, JSON.stringify(record));
  await publisher.send(publisher.batch([read('1', 'An'), read('2', 'Bình')]));
  await query(url, 'create view cua_toi as select ma from thu_nghiem_nguoi');
  const minor = peopleYaml({ version: '1.1.0', more: [year] });
  expect((await publisher.call('PUT', path('1.1.0'), minor, 'application/yaml')).status).toBe(201);
  await publisher.send(publisher.batch([line({ ma: '2', namSinh: 1990, ten: 'Bình' })], { contractVersion: '1.1.0' }));
  const all = 'select ma, ten, "namSinh" from thu_nghiem_nguoi order by ma';
  expect(await query(url, all)).toEqual([
    ['1', 'An', null],
    ['2', 'Bình', '1990'],
  ]);
  // The older version again: what only the newer one has goes away with the record that had it.
  await publisher.send(publisher.batch([read('2', 'Bình')]));
  expect((await query(url, all))[1]).toEqual(['2', 'Bình', null]);
  const major = peopleYaml({ version: '2.0.0', more: ['{ name: namSinh, logicalType: string }'] });
  // A view of others on ours lives through added columns; for others it must give way by hand.
  expect((await publisher.call('PUT', path('2.0.0'), major, 'application/yaml')).problem).toBe('contract-blocked');
  await query(url, 'drop view cua_toi');
  expect((await publisher.call('PUT', path('2.0.0'), major, 'application/yaml')).status).toBe(201);
  await publisher.send(publisher.batch([line({ ma: '3', namSinh: 'khoảng 1950' })], { contractVersion: '2.0.0' }));
  expect(await query(url, all)).toEqual([
    ['1', 'An', null],
    ['2', 'Bình', null],
    ['3', null, 'khoảng 1950'],
  ]);
});

it('registers versions while batches arrive, and neither waits for the other forever', async () => {
  const { publisher } = await platforms.start();
  const more: string[] = [];
  const registering = (async () => {
    for (let minor = 1; minor <= 6; minor++) {
      more.push(`{ name: them${minor}, logicalType: string }`);
      const version = `1.${minor}.0`;
      const answer = await publisher.call('PUT', path(version), peopleYaml({ version, more }), 'application/yaml');
      expect(answer.status).toBe(201);
    }
  })();
  const sending = Array.from({ length: 4 }, async (_, worker) => {
    for (let index = 0; index < 12; index++) {
      expect((await publisher.send(publisher.batch([read(`${worker} ${index}`, 'An')]))).status).toBe(200);
    }
  });
  await Promise.all([registering, ...sending]);
});
