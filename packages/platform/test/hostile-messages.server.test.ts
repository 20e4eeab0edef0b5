import { randomOf } from '@lienthong/testbed';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { jsonMessageFaults, type MessageFault, wireMessageFaults, xmlMessageFaults } from './hostile-messages.ts';
import { canary } from './hostile-values.ts';
import { peopleYaml, testPlatforms } from './platform.ts';
import { message, registerTestSender } from './sender.ts';
import { query, rowCounts } from './server.ts';

/** `HOSTILE_SEED=… npx vitest run …` repeats a run that failed. */
const seed = Number(process.env['HOSTILE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const platforms = testPlatforms();

async function start(messageBytes: number) {
  const logged: string[] = [];
  const url = await platforms.newDatabase();
  const limits = { requestsPerSecond: 1_000_000, messageBytes };
  const logger = pino({ level: 'warn' }, { write: (line: string) => logged.push(line) });
  const platform = await platforms.again(url, { limits, logger });
  await platform.admin.registerContract({ yaml: peopleYaml() });
  return { url, logged, sender: await registerTestSender(platform) };
}

it(`refuses hostile messages with the right problem, stores nothing and stays healthy (HOSTILE_SEED=${seed})`, async () => {
  const { url, logged, sender } = await start(64 * 1024);
  const faults: readonly (readonly [string, MessageFault])[] = Object.entries({
    ...jsonMessageFaults,
    ...xmlMessageFaults,
    ...wireMessageFaults,
  });
  await sender.send(message('NEW', 5, 'H26-0', '0', 'An'));
  const before = await rowCounts(url);
  const wrong: string[] = [];
  for (let index = 0; index < 20 * faults.length; index++) {
    const [name = '', fault] = faults[index % faults.length] ?? [];
    if (fault === undefined) throw new Error('a fault is missing');
    const { body, headers, expected } = fault(randomOf(seed, index));
    const { problem, text } = await sender.send(body, headers);
    if (!expected.some((code) => code === problem))
      wrong.push(`${name} (${index}): got ${text.slice(0, 300)} for ${body.toString().slice(0, 300)}`);
    else if (text.includes(canary) || text.includes('.ts:')) wrong.push(`${name} (${index}): the answer tells too much`);
  }
  expect(wrong.slice(0, 10), `${wrong.length} wrong answers with HOSTILE_SEED=${seed}`).toEqual([]);
  expect(await rowCounts(url)).toEqual(before);
  expect(logged).toEqual([]);
  expect((await sender.send(message('UPDATE', 6, 'H26-0', '0', 'Ân'))).status).toBe(200);
  expect(await query(url, 'select ma, ten from thu_nghiem_nguoi')).toEqual([['0', 'Ân']]);
});

it('answers a body that is nothing but mistakes, however many they are', async () => {
  const { sender, logged } = await start(1024 * 1024);
  const most = 1024 * 1024 - 1_000;
  const many = (text: string) => text.repeat(Math.floor(most / text.length));
  const files = JSON.stringify(message('NEW', 1, 'a', '1')).replace(/\}\}$/, `,"PhanPhoi":[${many('{},')}1]}}`);
  const xml = { 'content-type': 'application/xml' };
  const answers = [
    await sender.send(`[${many('1,')}1]`),
    await sender.send(`[${many('{},')}1]`),
    await sender.send(many('[')),
    await sender.send(files),
    await sender.send(`<DanhSach>${many('<Root/>')}</DanhSach>`, xml),
    await sender.send(`<Root>${many('<a/>')}</Root>`, xml),
    await sender.send(many('<a>'), xml),
  ];
  expect(answers.map(({ problem }) => problem)).toEqual(answers.map(() => 'messages-malformed'));
  for (const { body } of answers) expect((body['faults'] as readonly unknown[]).length).toBeLessThanOrEqual(100);
  expect(logged).toEqual([]);
});
