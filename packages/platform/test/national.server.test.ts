import { changeVersion, fixedHex, verifyReceipt } from '@lienthong/core';
import { type Floor, type LedgerEntry, ledgerStep, nationalRecordId } from '@lienthong/core/national';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlatformOptions } from '../src/index.ts';
import { read } from './lines.ts';
import { people, peopleYaml, testPlatforms } from './platform.ts';
import { ask, registerPublisher } from './publisher.ts';
import { askToken, dataType, message, registerTestSender, type SenderOptions, tokenAnswer } from './sender.ts';
import { query, rowCounts } from './server.ts';

const platforms = testPlatforms();

/** A platform that takes national messages of the dataset of persons, and a sender. */
async function start(options: SenderOptions = {}, platformOptions: PlatformOptions = {}) {
  const url = await platforms.newDatabase();
  const platform = await platforms.again(url, platformOptions);
  await platform.admin.registerContract({ yaml: peopleYaml() });
  const sender = await registerTestSender(platform, options);
  const visible = async () => Object.fromEntries(await query(url, 'select ma, ten from thu_nghiem_nguoi order by ma'));
  return { url, platform, sender, visible };
}

describe('who may send national messages', () => {
  it('is a client with its secret, as long as it is not revoked', async () => {
    const { platform, sender } = await start();
    const { clientId, clientSecret } = sender;
    for (const [id, secret] of [
      [clientId, 'khác'],
      ['khac', clientSecret],
      ['', ''],
      ['a\u0000b', clientSecret],
    ] as const) {
      const answer = await tokenAnswer(platform.url, id, secret);
      expect([answer.status, answer.problem, JSON.parse(answer.text)]).toMatchObject([401, 'client-unknown', { error: 'invalid_client' }]);
      expect(answer.headers['www-authenticate']).toBe('Basic realm="lienthong"');
    }
    expect(JSON.parse((await tokenAnswer(platform.url, clientId, clientSecret, 'password')).text)).toMatchObject({
      status: 400,
      error: 'unsupported_grant_type',
    });
    expect((await sender.send([], { authorization: 'Bearer ltc_x' })).problem).toBe('token-invalid');
    expect((await sender.send([], { authorization: 'Basic x' })).problem).toBe('token-missing');
    expect((await sender.send(message('NEW', 1, 'a', '1', 'An'))).body).toMatchObject({ code: 'OK', accepted: 1, ignored: 0 });
    await platform.admin.revokeSender(clientId);
    expect((await sender.send([])).problem).toBe('token-invalid');
    expect((await tokenAnswer(platform.url, clientId, clientSecret)).problem).toBe('client-unknown');
  });

  it('is of the agency of the data type, with the right to publish the dataset', async () => {
    const { platform, sender } = await start();
    await platform.admin.registerAgency({ agency: 'H29' });
    const stranger = await platform.admin.registerSender({ agency: 'H29', name: 'Khác' });
    const authorization = `Bearer ${await askToken(platform.url, stranger.clientId, stranger.clientSecret)}`;
    expect((await sender.send([], { authorization })).problem).toBe('data-type-forbidden');
    expect((await sender.send([], { 'x-data-type': 'H26_002' })).problem).toBe('data-type-forbidden');
    expect((await sender.send([], { 'x-data-type': '' })).problem).toBe('data-type-forbidden');
    const headers = { authorization: `Bearer ${sender.token}`, 'content-type': 'application/json' };
    expect((await ask(platform.url, 'POST', '/v1/national/messages', headers, Buffer.from('[]'))).problem).toBe('request-malformed');
    await platform.admin.withdrawPublishing(people);
    expect((await sender.send([])).problem).toBe('publishing-forbidden');
  });

  it('sends what the data type and its source are registered for, under a contract that is not retired', async () => {
    const { url, platform, sender } = await start();
    const before = await rowCounts(url);
    const good = message('NEW', 1, 'a', '1', 'An');
    for (const [name, value] of [
      ['MaLoaiDuLieu', 'H26_002'],
      ['IdNguonDuLieu', 'H26.12.khac'],
    ] as const) {
      const answer = await sender.send([good, { ...good, NguonDuLieu: { ...good.NguonDuLieu, [name]: value } }]);
      expect(answer.body).toMatchObject({ status: 400, code: 'MALFORMED', index: 1, faults: [{ index: 1, path: `NguonDuLieu/${name}` }] });
    }
    await platform.admin.retireContract({ dataset: people.dataset, version: '1.0.0' });
    expect((await sender.send([good])).problem).toBe('contract-retired');
    expect(await rowCounts(url)).toEqual(before);
  });

  it('waits, or makes its requests smaller, where limits say so', async () => {
    const limits = { messageBytes: 2_000, requestsPerSecond: 0.001 };
    const { platform, sender } = await start({}, { limits });
    const large = Buffer.alloc(2_001, ' ');
    const headers = { 'content-type': 'application/json', 'x-data-type': dataType, authorization: `Bearer ${sender.token}` };
    expect((await sender.send(large)).problem).toBe('body-too-large');
    // Of a body that does not announce its length the first request is let in, and its bytes are counted.
    expect((await ask(platform.url, 'POST', '/v1/national/messages', headers, large, true)).problem).toBe('body-too-large');
    const answer = await sender.send([]);
    expect([answer.status, answer.problem, Number(answer.headers['retry-after']) > 0]).toEqual([429, 'rate-limited', true]);
    const busy = await start({}, { limits: { heldBytes: 100 } });
    expect((await busy.sender.send(message('NEW', 1, 'a', '1', 'x'.repeat(100)))).problem).toBe('overloaded');
    const three = await start({}, { limits: { records: 2 } });
    const [one, two, third] = ['1', '2', '3'].map((ma) => message('NEW', 1, ma, ma, 'An'));
    expect((await three.sender.send([one, two, third])).problem).toBe('too-many-records');
    expect((await three.sender.send([one, two])).status).toBe(200);
    for (const type of ['text/csv', 'application/jsonx', ''])
      expect((await three.sender.send([], { 'content-type': type })).problem).toBe('content-type-unsupported');
    expect((await three.sender.send([], { 'content-encoding': 'gzip' })).problem).toBe('content-encoding-unsupported');
  });
});

describe('a dataset of one agency', () => {
  it('comes in one profile, whichever was first', async () => {
    const { platform, publisher } = await platforms.start();
    const other = { ...people, source: 'ho-tich-2' };
    await publisher.send(publisher.batch([read('1', 'An')]));
    const input = { ...other, version: '1.0.0', national: { dataType } };
    await expect(platform.admin.registerDataType(input)).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });

    const second = await start();
    const lienthong = await registerPublisher(second.platform, people);
    const refused = await lienthong.send(lienthong.batch([read('1', 'An')]));
    expect([refused.status, refused.problem]).toEqual([409, 'profile-conflict']);
    const elsewhere = await registerPublisher(second.platform, other);
    expect((await elsewhere.send(elsewhere.batch([read('1', 'An')]))).problem).toBe('profile-conflict');
    // Another agency is another sender.
    const province = await registerPublisher(second.platform, { ...people, agency: 'H29' });
    expect((await province.send(province.batch([read('1', 'An')]))).status).toBe(200);
  });

  it('has one data type, whose plan fits its contract', async () => {
    const { platform } = await start();
    const input = { ...people, version: '1.0.0' };
    const register = (change: object) => platform.admin.registerDataType({ ...input, national: { dataType }, ...change });
    await expect(register({ national: { dataType: 'H26_002' } })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
    await expect(register({ source: 'khac' })).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });
    await expect(register({ version: '2.0.0' })).rejects.toThrow(/2\.0\.0 is not registered/);
    await expect(register({ national: { dataType, fields: { khong: 'X' } } })).rejects.toThrow(/fields\.khong/);
    expect(await register({})).toEqual([]);
  });
});

describe('national messages', () => {
  it('are stored with a receipt, and a repetition changes nothing at all', async () => {
    const { url, platform, sender } = await start();
    const body = [message('NEW', 1, 'a', '1', 'An'), message('NEW', 1, 'b', '2', 'Bình'), message('CANCEL', 4, 'c')];
    const { body: answer } = await sender.send(body);
    expect(answer).toMatchObject({ code: 'OK', accepted: 3, ignored: 0 });
    const receipt = await verifyReceipt(String(answer['receipt']), platform.receiptKey.publicKey);
    expect(receipt).toMatchObject({ batch: 'H26.12/ho-tich/thu-nghiem.nguoi/1/1', accepted: 2, number: 1 });
    const before = await rowCounts(url);
    expect((await sender.send(body)).body).toEqual({ code: 'OK', accepted: 0, ignored: 3 });
    expect(await rowCounts(url)).toEqual(before);
    expect((await sender.send([...body, message('NEW', 9, 'd', '4')])).body).toMatchObject({ accepted: 1, ignored: 3 });
  });

  it('that come at once are stored side by side, each record as its highest version says', async () => {
    const { sender, visible } = await start({ lowerVersions: 'ignore' });
    const expected: Record<string, string> = {};
    for (let round = 0; round < 6; round++) {
      // Each request has a record of its own, and one that all of them have: of that only one can be first.
      const requests = [1, 2, 3, 4].map((version) => [
        message('NEW', version, `own ${round} ${version}`, `${round}${version}`, `Riêng ${version}`),
        ...(round % 2 === 0 ? [message('NEW', version, `shared ${round}`, `${round}0`, `Chung ${version}`)] : []),
      ]);
      const answers = await Promise.all(requests.map((request) => sender.send(request)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      for (const version of [1, 2, 3, 4]) expected[`${round}${version}`] = `Riêng ${version}`;
      if (round % 2 === 0) expected[`${round}0`] = 'Chung 4';
    }
    expect(await visible()).toEqual(expected);
  });

  it('are served to consumers by the key of their contract, with the time of their source', async () => {
    const { platform, sender } = await start();
    const { token } = await platform.admin.registerConsumer({ agency: 'H26.12', name: 'Đọc', datasets: '*' });
    const get = async (path: string) => {
      const headers = { authorization: `Bearer ${token}`, 'lienthong-purpose': 'kiem thu' };
      return JSON.parse((await ask(platform.url, 'GET', `/v1/datasets/thu-nghiem.nguoi/${path}`, headers)).text) as {
        readonly items: readonly unknown[];
      };
    };
    await sender.send([message('NEW', 7, 'a', '1', 'An'), message('NEW', 7, 'b', '2', 'Bình')]);
    await sender.send([message('CANCEL', 8, 'b')]);
    expect((await get('records/1')).items).toEqual([
      {
        ...{ agency: 'H26.12', source: 'ho-tich', epoch: 1, version: changeVersion(fixedHex(7n), 0), at: '2026-10-07T01:00:00Z' },
        ...{ key: ['1'], record: { ma: '1', ten: 'An' } },
      },
    ]);
    expect((await get('changes')).items).toMatchObject([
      { op: 'u', key: ['1'] },
      { op: 'd', key: ['2'], version: changeVersion(fixedHex(8n), 0) },
    ]);
  });

  it('are refused as a whole for one record, which is told by its place', async () => {
    const { url, sender } = await start();
    await sender.send(message('NEW', 5, 'a', '1', 'An'));
    const before = await rowCounts(url);
    const good = message('NEW', 1, 'z', '9', 'Tốt');
    const refused: readonly (readonly [object, object])[] = [
      [message('NEW', 6, 'b', '2', 'x'.repeat(101)), { rejections: [{ index: 1, code: 'too-long', pointer: '/ten' }] }],
      [message('NEW', 6, 'b'), { rejections: [{ index: 1, code: 'required-missing', pointer: '/ma' }] }],
      [message('NEW', 6, 'b', 'ă'.repeat(1200)), { rejections: [{ index: 1, code: 'too-long' }] }],
      [message('NEW', 6, 'b', '2', 'a\u0000b'), { rejections: [{ index: 1, code: 'text-invalid' }] }],
      [{ ...message('NEW', 6, 'b'), DuLieuTiepNhan: { IdBanGhi: 'b', Ma: '2', Tuoi: 3 } }, { rejections: [{ code: 'property-unknown' }] }],
      [message('NEW', 6, 'b', '1', 'Khác'), { rejections: [{ index: 1, reason: expect.stringContaining('another record') }] }],
    ];
    for (const [bad, told] of refused) {
      const { body } = await sender.send([good, bad]);
      expect(body).toMatchObject({
        type: 'urn:lienthong:problem:messages-refused',
        status: 422,
        code: 'RECORD_REFUSED',
        index: 1,
        ...told,
      });
    }
    expect((await sender.send([good, message('UPDATE', 4, 'a', '1', 'Cũ')])).body).toMatchObject({
      ...{ type: 'urn:lienthong:problem:version-conflict', status: 409, code: 'VERSION_CONFLICT', index: 1, currentVersion: 5 },
    });
    expect(await rowCounts(url)).toEqual(before);
  });

  it('of which two come to have one key at once are refused, though nothing is known of either', async () => {
    const { url, sender } = await start();
    const before = await rowCounts(url);
    const { body } = await sender.send([message('NEW', 6, 'a', '1', 'An'), message('NEW', 7, 'b', '1', 'Khác')]);
    expect(body).toMatchObject({ status: 422, rejections: [{ index: 1, reason: expect.stringContaining('another record') }] });
    expect(await rowCounts(url)).toEqual(before);
  });

  it('give a key to another record when the first was cancelled or has another key now', async () => {
    const { sender, visible } = await start();
    await sender.send([message('NEW', 5, 'a', '1', 'An'), message('NEW', 5, 'b', '2', 'Bình')]);
    await sender.send(message('UPDATE', 6, 'a', '3', 'An'));
    expect(await visible()).toEqual({ 2: 'Bình', 3: 'An' });
    expect((await sender.send(message('NEW', 5, 'c', '1', 'Cư'))).body).toMatchObject({ status: 409, currentVersion: 6 });
    expect(
      (await sender.send([message('CANCEL', 7, 'b'), message('NEW', 8, 'd', '2', 'Dần'), message('NEW', 7, 'c', '1', 'Cư')])).status,
    ).toBe(200);
    // The one that was cancelled no longer takes away what another has.
    await sender.send(message('CANCEL', 9, 'b'));
    expect(await visible()).toEqual({ 1: 'Cư', 2: 'Dần', 3: 'An' });
  });

  it('end as the ledger of their sender says, in whatever order they come, however often', async () => {
    const { url, sender, visible } = await start({ lowerVersions: 'ignore' });
    const keys = ['1', '2', '3'];
    const sightings = fc.array(fc.record({ key: fc.constantFrom(...keys), content: fc.constantFrom(undefined, 'An', 'Ân', 'Bình') }), {
      ...{ minLength: 1, maxLength: 14 },
    });
    const orders = fc.record({ sightings, seed: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }) });
    const property = fc.asyncProperty(orders, async ({ sightings: seen, seed }) => {
      await query(url, 'truncate data."thu-nghiem.nguoi", lienthong.national_records');
      const { messages, ledger } = publish(seen);
      for (const request of requestsOf(messages, seed)) expect((await sender.send(request)).status).toBe(200);
      expect(await visible()).toEqual(shownBy(ledger));
    });
    await fc.assert(property, { numRuns: 20 });
  });
});

/** The name that our own connectors give the person with this number. */
const nameOf = (ma: string): string => nationalRecordId(people, JSON.stringify([ma]));

describe('records whose names follow from their keys', () => {
  const own = (event: 'NEW' | 'UPDATE' | 'CANCEL', version: number, ma: string, ten?: string) =>
    message(event, version, nameOf(ma), ma, ten);
  const keptIn = async (url: string) => Number((await query(url, 'select count(*) from lienthong.national_records'))[0]?.[0]);

  it('are known by their rows alone: of repetitions, conflicts and cancellations, too', async () => {
    const { url, sender, visible } = await start();
    const body = [own('NEW', 5, '1', 'An'), own('NEW', 5, '2', 'Bình'), own('CANCEL', 5, '3')];
    expect((await sender.send(body)).body).toMatchObject({ accepted: 3, ignored: 0 });
    const before = await rowCounts(url);
    expect((await sender.send(body)).body).toEqual({ code: 'OK', accepted: 0, ignored: 3 });
    for (const [bad, currentVersion] of [
      [own('UPDATE', 5, '1', 'Ân'), 5],
      [own('UPDATE', 4, '2', 'Bình'), 5],
      [own('NEW', 4, '3', 'Cư'), 5],
      [own('NEW', 5, '3', 'Cư'), 5],
      [own('CANCEL', 5, '1'), 5],
    ] as const)
      expect((await sender.send([own('NEW', 5, '9', 'Tốt'), bad])).body).toMatchObject({ status: 409, index: 1, currentVersion });
    expect(await rowCounts(url)).toEqual(before);
    expect((await sender.send([own('UPDATE', 6, '1', 'Ân'), own('CANCEL', 6, '2'), own('NEW', 6, '3', 'Cư')])).status).toBe(200);
    expect((await sender.send(own('NEW', 6, '2', 'Bình'))).body).toMatchObject({ status: 409, currentVersion: 6 });
    expect(await visible()).toEqual({ 1: 'Ân', 3: 'Cư' });
    expect(await keptIn(url)).toBe(0);
  });

  it.each([
    ['cancels by its name alone', message('CANCEL', 7, nameOf('2'))],
    ['has another name', message('NEW', 7, 'khac', '4', 'Dần')],
    ['has the name of another key', message('NEW', 7, nameOf('5'), '4', 'Dần')],
  ])('get their names written down for a message that %s', async (_, first) => {
    const { url, sender, visible } = await start();
    await sender.send([own('NEW', 5, '1', 'An'), own('NEW', 5, '2', 'Bình'), own('CANCEL', 5, '3')]);
    expect(await keptIn(url)).toBe(0);
    // What is refused leaves the names, which are right.
    expect((await sender.send([first, own('UPDATE', 5, '1', 'Ân')])).body).toMatchObject({ status: 409, index: 1, currentVersion: 5 });
    expect(await keptIn(url)).toBe(3);
    expect((await sender.send([first, own('UPDATE', 5, '1', 'An')])).body).toMatchObject({ accepted: 1, ignored: 1 });
    expect((await sender.send([own('CANCEL', 5, '3'), message('CANCEL', 9, nameOf('1'))])).body).toMatchObject({ accepted: 1, ignored: 1 });
    expect((await sender.send(message('NEW', 6, 'x', '1', 'Khác'))).body).toMatchObject({ status: 409, currentVersion: 9 });
    expect((await sender.send(message('NEW', 10, 'x', '1', 'Khác'))).status).toBe(200);
    const there = first.TrangThaiDuLieu.SuKien === 'CANCEL' ? { 1: 'Khác' } : { 1: 'Khác', 2: 'Bình', 4: 'Dần' };
    expect(await visible()).toEqual(there);
  });

  it.each([true, false])('end as the ledger of their sender says, in whatever order they come (keys told: %j)', async (areTold) => {
    let run = 0;
    const keys = ['1', '2'];
    const sightings = fc.array(fc.record({ key: fc.constantFrom(...keys), content: fc.constantFrom(undefined, undefined, 'An', 'Ân') }), {
      ...{ minLength: 4, maxLength: 14 },
    });
    const { url, sender, visible } = await start({ lowerVersions: 'ignore' });
    const orders = fc.record({ sightings, seed: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }) });
    const property = fc.asyncProperty(orders, async ({ sightings: seen, seed }) => {
      run += 1;
      await query(url, 'truncate data."thu-nghiem.nguoi", lienthong.national_records');
      await query(url, 'update lienthong.streams set names_kept = false');
      const { messages, ledger } = publish(seen, nameOf);
      const told = messages.map((one, index) => {
        const { IdBanGhi: id } = one.DuLieuTiepNhan;
        const ma = keys.find((key) => nameOf(key) === id);
        // Of some cancellations the key is known, of others not.
        const isTold = areTold || index % 2 === 0;
        return one.TrangThaiDuLieu.SuKien === 'CANCEL' && isTold ? message('CANCEL', one.TrangThaiDuLieu.PhienBan, id, ma) : one;
      });
      for (const request of requestsOf(told, seed)) expect((await sender.send(request)).status).toBe(200);
      expect(await visible()).toEqual(shownBy(ledger));
      if (areTold) expect(await keptIn(url)).toBe(0);
    });
    // A failure is told by its seed: to look for a smaller one takes minutes.
    await fc.assert(property, { numRuns: 100, endOnFailure: true });
    expect(run).toBeGreaterThanOrEqual(100);
  });
});

/** The messages in another order, a third of them twice, in requests of one to four. */
function requestsOf<Message>(messages: readonly Message[], seed: readonly number[]): readonly (readonly Message[])[] {
  const order = [...messages, ...messages.filter((_, index) => (seed[index] ?? 0) % 3 === 0)]
    .map((one, index) => ({ one, by: (seed[index] ?? 0) % 1009 }))
    .sort((left, right) => left.by - right.by)
    .map(({ one }) => one);
  const requests: (readonly Message[])[] = [];
  for (let at = 0; at < order.length; at += requests.at(-1)?.length ?? 1) requests.push(order.slice(at, at + 1 + ((seed[at] ?? 0) % 4)));
  return requests;
}

/** What a consumer sees when all of it has arrived. */
function shownBy(ledger: ReadonlyMap<string, LedgerEntry>): Readonly<Record<string, string>> {
  return Object.fromEntries([...ledger].filter(([, { event }]) => event !== 'cancel').map(([key, { content }]) => [key, content]));
}

/** What a connector tells of what it sees, one after another, and its ledger at the end. */
function publish(
  seen: readonly { readonly key: string; readonly content: string | undefined }[],
  named: (key: string) => string = (key) => `H26-${key}`,
) {
  const ledger = new Map<string, LedgerEntry>();
  const floor: Floor = { epoch: 0, version: changeVersion(fixedHex(0n), 0) };
  const messages = seen.flatMap(({ key, content }, place) => {
    const version = changeVersion(fixedHex(BigInt(place + 1)), 0);
    const sighting = { epoch: 1, version, isGone: content === undefined, hasContent: (known: string) => known === content };
    const step = ledgerStep(ledger.get(key), sighting, floor, 100 + (place >> 1));
    if (step.kind !== 'publish') return [];
    const { event, published } = step;
    ledger.set(key, { published, event, content: content ?? '', epoch: 1, version, confirmed: true });
    const name = event.toUpperCase() as Uppercase<typeof event>; // what the types of the profile's events are in capitals
    return [content === undefined ? message(name, published, named(key)) : message(name, published, named(key), key, content)];
  });
  return { messages, ledger };
}
