import { connect, type Socket } from 'node:net';
import { batchHeaders, contentDigest, createSigner, signRequest } from '@lienthong/core';
import { waitFor } from '@lienthong/testbed';
import { describe, expect, it } from 'vitest';
import { endOfSnapshot, read } from './lines.ts';
import { people, type Started, testPlatforms } from './platform.ts';
import { ask, type Publisher, registerPublisher } from './publisher.ts';
import { rowCounts } from './server.ts';
import { type Conversation, converse, requestBytes } from './wire.ts';

const platforms = testPlatforms();
const catalog = 'GET /v1/catalog HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

/** A batch as it goes over the wire, but for what a test does to its framing. */
async function batchOverWire(
  publisher: Publisher,
  line: string,
  framing: readonly (readonly [string, string])[],
): Promise<{ head: Buffer; body: Buffer }> {
  const batch = publisher.batch([line], {}, 'identity');
  const headers = batchHeaders(batch);
  const signer = createSigner(publisher.pair);
  const signature = await signRequest({ method: 'POST', path: '/v1/batches', headers, signer, created: Math.floor(Date.now() / 1000) });
  const lines = [['Host', 'x'], ...Object.entries({ ...headers, ...signature }), ...framing] as const;
  return { head: requestBytes('POST', '/v1/batches', lines as readonly (readonly [string, string])[]), body: Buffer.from(batch.body) };
}

function outcomes({ answers, rest }: Conversation): readonly (string | number)[] {
  return [...answers.map(({ problem, status }) => problem ?? status), ...(rest === '' ? [] : ['garbage'])];
}

async function expectHealth({ platform, publisher }: Started): Promise<void> {
  expect(await ask(platform.url, 'GET', '/readyz', {})).toMatchObject({ status: 200 });
  expect(await publisher.send(publisher.batch([read('9', 'Tốt')]))).toMatchObject({ status: 200 });
}

describe('a request that two servers could read differently is refused, and nothing behind it is served', () => {
  const post = 'POST /v1/batches HTTP/1.1\r\nHost: x\r\n';
  const chunked = `0\r\n\r\n${catalog}`;
  const ambiguous: readonly (readonly [name: string, text: string])[] = [
    ['a length and chunks', `${post}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`],
    ['chunks and a length', `${post}Transfer-Encoding: chunked\r\nContent-Length: ${chunked.length}\r\n\r\n${chunked}`],
    ['two lengths', `${post}Content-Length: 0\r\nContent-Length: ${catalog.length}\r\n\r\n${catalog}`],
    ['twice the same length', `${post}Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc${catalog}`],
    ['a list of lengths', `${post}Content-Length: 3, 3\r\n\r\nabc${catalog}`],
    ['a length with a sign', `${post}Content-Length: +3\r\n\r\nabc${catalog}`],
    ['a negative length', `${post}Content-Length: -1\r\n\r\n${catalog}`],
    ['a hexadecimal length', `${post}Content-Length: 0x3\r\n\r\nabc${catalog}`],
    ['a length beyond every number', `${post}Content-Length: 99999999999999999999999\r\n\r\n${catalog}`],
    ['an empty length', `${post}Content-Length: \r\n\r\n${catalog}`],
    ['chunked twice, in two headers', `${post}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`],
    ['chunked twice, in a list', `${post}Transfer-Encoding: chunked, chunked\r\n\r\n${chunked}`],
    ['chunked, then identity', `${post}Transfer-Encoding: chunked, identity\r\n\r\n${chunked}`],
    ['identity alone', `${post}Transfer-Encoding: identity\r\n\r\n${catalog}`],
    ['another encoding', `${post}Transfer-Encoding: gzip\r\n\r\n${catalog}`],
    ['chunked with a vertical tab', `${post}Transfer-Encoding: \x0bchunked\r\n\r\n${chunked}`],
    ['chunked in quotes', `${post}Transfer-Encoding: "chunked"\r\n\r\n${chunked}`],
    ['a blank before the colon', `${post}Transfer-Encoding : chunked\r\n\r\n${chunked}`],
    ['a folded header', `${post}X: a\r\n Transfer-Encoding: chunked\r\n\r\n${chunked}`],
    ['a folded encoding', `${post}Transfer-Encoding:\r\n chunked\r\n\r\n${chunked}`],
    ['a bare line feed between headers', `${post}X: a\nTransfer-Encoding: chunked\r\n\r\n${chunked}`],
    ['bare line feeds throughout', 'GET /v1/catalog HTTP/1.1\nHost: x\n\n'],
    ['a bare line feed at the end of the headers', 'GET /v1/catalog HTTP/1.1\r\nHost: x\r\n\n'],
    ['a bare carriage return', 'GET /v1/catalog HTTP/1.1\r\nHost: x\r\nX: a\rTransfer-Encoding: chunked\r\n\r\n'],
    ['U+0000 in a header', 'GET /v1/catalog HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n'],
    ['a header without a name', 'GET /v1/catalog HTTP/1.1\r\nHost: x\r\n: a\r\n\r\n'],
    ['a header without a colon', 'GET /v1/catalog HTTP/1.1\r\nHost: x\r\nabc\r\n\r\n'],
    ['two hosts', 'GET /v1/catalog HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n'],
    ['twice the same host', 'GET /v1/catalog HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n'],
    ['no host', 'GET /v1/catalog HTTP/1.1\r\n\r\n'],
    ['a tab in the request line', 'GET\t/v1/catalog\tHTTP/1.1\r\nHost: x\r\n\r\n'],
    ['another protocol', 'GET /v1/catalog HTTPS/1.1\r\nHost: x\r\n\r\n'],
    ['another version', 'GET /v1/catalog HTTP/1.9\r\nHost: x\r\n\r\n'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a TLS handshake', '\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03'],
    ['no HTTP at all', 'USER anonymous\r\nPASS x\r\n'],
  ];
  it.each(ambiguous)('%s', async (_, text) => {
    const started = await platforms.start();
    const talk = await converse(started.platform.port, Buffer.from(text, 'latin1'));
    expect(outcomes(talk)).toEqual(['request-malformed']);
    expect(talk.closed).toBe(true);
    await expectHealth(started);
  });

  it('chunks that are none: the batch is refused or the connection ends, and what stood behind them is not served', async () => {
    const started = await platforms.start();
    const before = await rowCounts(started.url);
    const sizes = ['g', '-1', '0x5', 'ffffffffffffffffff', '5;', ' 5', '5 ', '+5', '', `5;${'x'.repeat(40_000)}`, '5\n', '5;a="\r\n"'];
    for (const size of sizes) {
      const { head, body } = await batchOverWire(started.publisher, read('1', 'An'), [['Transfer-Encoding', 'chunked']]);
      const wrong = Buffer.from(`${size}\r\nabcde\r\n0\r\n\r\n${catalog}`);
      // The first chunk is right, so that the application reads already when the fault comes.
      const first = Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')]);
      const talk = await converse(started.platform.port, Buffer.concat([head, first, wrong]), { timeoutMs: 5_000 });
      const seen = outcomes(talk);
      expect([size, ...seen.filter((outcome) => outcome !== 'request-malformed' && outcome !== 'digest-mismatch')]).toEqual(
        seen.includes('digest-mismatch') ? [size, 200] : [size],
      );
    }
    expect(await rowCounts(started.url)).toEqual(before);
    await expectHealth(started);
  });
});

describe('what stands behind a refused request', () => {
  it('a second request behind a refused one is answered for itself, as often as it was sent', async () => {
    const started = await platforms.start();
    const { head, body } = await batchOverWire(started.publisher, read('1', 'An'), [['Content-Length', '37']]);
    const refused = 'POST /v1/batches HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcde';
    const wrong = Buffer.concat([head, Buffer.from(catalog.slice(0, 37))]);
    const talk = await converse(started.platform.port, Buffer.concat([Buffer.from(refused), wrong, Buffer.from(catalog)]));
    expect(outcomes(talk)).toEqual(['batch-malformed', 'digest-mismatch', 200]);
    expect(body.length).not.toBe(37);
    await expectHealth(started);
  });

  it('a request within the body of a refused one is never served', async () => {
    const started = await platforms.start();
    const inner = `${catalog}${catalog}`;
    const text = `POST /v1/batches HTTP/1.1\r\nHost: x\r\nContent-Length: ${inner.length}\r\n\r\n${inner}GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
    const talk = await converse(started.platform.port, text);
    expect(outcomes(talk)).toEqual(['batch-malformed', 200]);
    expect(talk.answers[1]?.text).toBe('{"status":"ok"}');
  });

  it('garbage behind a good batch does not take its receipt away from the next sender', async () => {
    const started = await platforms.start();
    const { head, body } = await batchOverWire(started.publisher, read('1', 'An'), []);
    const bytes = Buffer.from(head.toString('latin1').replace('\r\n\r\n', `\r\nContent-Length: ${body.length}\r\n\r\n`), 'latin1');
    const talk = await converse(started.platform.port, Buffer.concat([bytes, body, Buffer.from('GARBAGE\r\n\r\n')]));
    // Either the receipt came first, or the connection broke and the batch is simply sent again.
    expect([[200], [200, 'request-malformed'], []]).toContainEqual(outcomes(talk));
    await expectHealth(started);
  });

  it('a line break within a header value makes no second answer and no second header', async () => {
    const { platform } = await platforms.start();
    for (const target of [
      '/v1/keys%0d%0aX-Injected:%201',
      '/?lang=en%0d%0aSet-Cookie:%20a=b',
      '/v1/contracts/a%0d%0a%0d%0aHTTP/1.1%20200',
    ]) {
      const talk = await converse(platform.port, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(talk.answers).toHaveLength(1);
      expect(talk.rest).toBe('');
      expect([...(talk.answers[0]?.headers.keys() ?? [])].filter((name) => /injected|cookie/.test(name))).toEqual([]);
    }
  });
});

describe('lengths that lie', () => {
  const signed = async (started: Started, framing: readonly (readonly [string, string])[]) =>
    batchOverWire(started.publisher, read('1', 'An'), framing);

  it('a body announced too large is refused before it comes', async () => {
    const started = await platforms.start({ limits: { bodyBytes: 1_000 } });
    const { head } = await signed(started, [
      ['Content-Length', '1001'],
      ['Connection', 'close'],
    ]);
    expect(outcomes(await converse(started.platform.port, head, { answers: 1 }))).toEqual(['body-too-large']);
    await expectHealth(started);
  });

  it('a body that is announced short is one batch that does not fit its digest, and then no request', async () => {
    const started = await platforms.start();
    const before = await rowCounts(started.url);
    const { head, body } = await signed(started, [['Content-Length', '10']]);
    const seen = outcomes(await converse(started.platform.port, Buffer.concat([head, body])));
    expect([['digest-mismatch', 'request-malformed'], []]).toContainEqual(seen);
    expect(await rowCounts(started.url)).toEqual(before);
    await expectHealth(started);
  });

  it('a body that ends before its length is thrown away, whether its sender waits or leaves', async () => {
    const started = await platforms.start({ limits: { requestTimeoutMs: 500 } });
    const before = await rowCounts(started.url);
    const { head, body } = await signed(started, [['Content-Length', '100000']]);
    const bytes = Buffer.concat([head, body]);
    expect(outcomes(await converse(started.platform.port, bytes))).toEqual(['request-timeout']);
    const left = await converse(started.platform.port, bytes, { afterwards: (socket) => socket.end() });
    expect([[], ['request-malformed'], ['body-damaged']]).toContainEqual(outcomes(left));
    await converse(started.platform.port, bytes, { afterwards: (socket) => socket.resetAndDestroy() });
    expect(await rowCounts(started.url)).toEqual(before);
    await expectHealth(started);
  });

  it('a chunked body without end is stopped at the limit', async () => {
    const started = await platforms.start({ limits: { bodyBytes: 100_000, requestTimeoutMs: 5_000 } });
    const { head } = await signed(started, [['Transfer-Encoding', 'chunked']]);
    const chunk = Buffer.concat([Buffer.from('4000\r\n'), Buffer.alloc(0x4000, 'x'), Buffer.from('\r\n')]);
    let sent = 0;
    const pump = (socket: Socket): void => {
      const more = (): void => {
        while (!socket.destroyed && sent < 200_000_000 && socket.write(chunk)) sent += chunk.length;
      };
      socket.on('drain', more);
      more();
    };
    const talk = await converse(started.platform.port, head, { afterwards: pump, answers: 1 });
    expect(outcomes(talk)).toEqual(['body-too-large']);
    expect(sent).toBeLessThan(50_000_000);
    await expectHealth(started);
  });

  it('one chunk of a byte at a time is a batch like any other', async () => {
    const started = await platforms.start();
    const { head, body } = await signed(started, [
      ['Transfer-Encoding', 'chunked'],
      ['Connection', 'close'],
    ]);
    const bytes = [...body].map((byte) => Buffer.from([0x31, 13, 10, byte, 13, 10]));
    const talk = await converse(started.platform.port, Buffer.concat([head, ...bytes, Buffer.from('0\r\n\r\n')]));
    expect(outcomes(talk)).toEqual([200]);
  });
});

describe('slow senders', () => {
  /** Opens connections that send one byte now and then and never finish. */
  async function drip(
    port: number,
    count: number,
    begin: Buffer | string,
    byte: string,
  ): Promise<{ readonly closed: () => number; readonly answers: () => readonly string[]; end(): void }> {
    let closed = 0;
    const answers: string[] = [];
    const sockets = Array.from({ length: count }, () => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.once('data', (chunk: Buffer) => answers.push(chunk.toString()));
      socket.on('close', () => {
        closed++;
      });
      socket.write(begin);
      return socket;
    });
    await waitFor(() => sockets.every((socket) => !socket.connecting), { what: 'the connections' });
    const timer = setInterval(() => {
      for (const socket of sockets) if (socket.writable) socket.write(byte);
    }, 50);
    return {
      closed: () => closed,
      answers: () => answers,
      end() {
        clearInterval(timer);
        for (const socket of sockets) socket.destroy();
      },
    };
  }

  it('five hundred that drip their headers keep nobody waiting, and are cut off in time', async () => {
    const started = await platforms.start({ limits: { headersTimeoutMs: 1_000, requestTimeoutMs: 1_500 } });
    const slow = await drip(started.platform.port, 500, 'GET /v1/catalog HTTP/1.1\r\nHost: x\r\nX-A: ', 'a');
    try {
      await expectHealth(started);
      await waitFor(() => slow.closed() === 500, { what: 'the end of all slow connections', timeoutMs: 20_000 });
      await expectHealth(started);
    } finally {
      slow.end();
    }
  });

  it('a publisher that drips its bodies holds no place: the batches of the others are stored meanwhile', async () => {
    // All places and the whole queue would be taken, and nobody is cut off within the test.
    const started = await platforms.start({ limits: { concurrent: 2, waiting: 4, requestTimeoutMs: 60_000 } });
    const { head } = await batchOverWire(started.publisher, read('1', 'An'), [['Content-Length', '100000']]);
    const slow = await drip(started.platform.port, 50, head, 'a');
    try {
      for (let index = 0; index < 5; index++) await expectHealth(started);
      expect(slow.closed()).toBe(0);
    } finally {
      slow.end();
    }
  });

  it('what one key may have under way is bounded, and the others keep their room', async () => {
    const started = await platforms.start({ limits: { heldBytes: 400_000, requestTimeoutMs: 60_000 } });
    const { head } = await batchOverWire(started.publisher, read('1', 'An'), [['Content-Length', '120000']]);
    const part = Buffer.concat([head, Buffer.alloc(90_000, 'x')]);
    const slow = await drip(started.platform.port, 10, part, '');
    try {
      // Two hold 180,000 of the 200,000 bytes that a key may hold.
      await waitFor(() => slow.answers().length === 8, { what: 'eight refusals' });
      for (const answer of slow.answers())
        expect(answer).toMatch(/^HTTP\/1\.1 503 [^]*retry-after: 1\r\n[^]*urn:lienthong:problem:overloaded/i);
      const other = await registerOther(started);
      expect(await other.send(other.batch([read('1', 'An'), endOfSnapshot()]))).toMatchObject({ status: 200 });
    } finally {
      slow.end();
    }
    // What was under way is free again when its sender has gone.
    await waitFor(async () => (await started.publisher.send(started.publisher.batch([read('2', 'x'.repeat(90))]))).status === 200);
  });

  async function registerOther({ platform }: Started): Promise<Publisher> {
    return await registerPublisher(platform, { ...people, agency: 'H29' });
  }
});

it('a stream of changes ends with a problem, and not with a text of the server, when its consumer is shut out', async () => {
  const { platform, publisher } = await platforms.start();
  await platform.admin.registerAgency({ agency: 'G01' });
  const { id, token } = await platform.admin.registerConsumer({ agency: 'G01', name: 'x', datasets: '*' });
  const request = `GET /v1/datasets/thu-nghiem.nguoi/changes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nLienthong-Purpose: thu nghiem\r\nAccept: text/event-stream\r\n\r\n`;
  let seen = '';
  const talk = converse(platform.port, request, {
    answers: 1,
    afterwards: (socket) => {
      socket.on('data', (chunk: Buffer) => {
        seen += chunk.toString();
      });
    },
  });
  await waitFor(() => seen.includes(': connected'));
  await publisher.send(publisher.batch([read('1', 'An')]));
  await waitFor(() => seen.includes('event: change'));
  await platform.admin.revokeConsumer(id);
  await talk;
  expect(seen).toContain('event: problem');
  expect(seen).toContain('urn:lienthong:problem:token-invalid');
  expect(seen).not.toMatch(/Error:|\.ts:/);
});

it('a body that was refused unread does not keep the connection from ending', async () => {
  const started = await platforms.start({ limits: { requestTimeoutMs: 1_000 } });
  const body = Buffer.alloc(3_000_000, 'x');
  const head = `POST /v1/batches HTTP/1.1\r\nHost: x\r\nContent-Digest: ${contentDigest(body)}\r\nContent-Length: 16000000\r\n\r\n`;
  const talk = await converse(started.platform.port, Buffer.concat([Buffer.from(head), body]));
  expect(outcomes(talk)[0]).toBe('batch-malformed');
  expect(talk.closed).toBe(true);
  await expectHealth(started);
});
