import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type BatchHeader, batchHeaders, type ContentEncoding, contentDigest, type SealedBatch } from '@lienthong/core';
import type { Random } from '@lienthong/testbed';
import {
  type Attacker,
  type Fault,
  type HeaderLines,
  type HostileRequest,
  type Outcome,
  signedHeaders,
  withHeader,
  withoutHeader,
} from './hostile-request.ts';
import { canary, prototypeNames, strangeBytes, strangeJson, strangeText, strangeTexts } from './hostile-values.ts';
import { read } from './lines.ts';

const path = '/v1/batches';
const encodings: readonly ContentEncoding[] = ['br', 'gzip', 'identity'];

/** Headers that a batch must bear, each once. */
const attributes = [
  'ce-specversion',
  'ce-id',
  'ce-source',
  'ce-type',
  'ce-subject',
  'ce-dataschema',
  'ce-time',
  'ce-epoch',
  'ce-sequence',
  'ce-count',
] as const;
const optional = ['ce-low', 'ce-high', 'ce-traceparent'] as const;

function goodBatch(random: Random, attacker: Attacker, header: Partial<BatchHeader> = {}, encoding = random.pick(encodings)): SealedBatch {
  const lines = Array.from({ length: random.between(1, 4) }, (_, index) => read(`${attacker.number}-${index}`, canary));
  const optionals = { low: 'QQ', high: 'Qg', traceparent: `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01` };
  return attacker.publisher.batch(lines, { sequence: 1000 + attacker.number, ...optionals, ...header }, encoding);
}

function withBody(batch: SealedBatch, body: Buffer): SealedBatch {
  return { ...batch, body, digest: contentDigest(body) };
}

/** A batch as it should be, but for what the fault did to it before it was signed. */
async function signedBatch(
  attacker: Attacker,
  batch: SealedBatch,
  expected: readonly Outcome[],
  change: (headers: Record<string, string>) => void = () => {},
  signing: Partial<Parameters<typeof signedHeaders>[1]> = {},
): Promise<HostileRequest> {
  const headers = batchHeaders(batch);
  change(headers);
  return {
    method: 'POST',
    target: path,
    headers: await signedHeaders(attacker, { method: 'POST', path, headers, ...signing }),
    body: Buffer.from(batch.body),
    expected,
  };
}

/** As `signedBatch`, and the fault comes after the signature. */
async function tampered(
  attacker: Attacker,
  batch: SealedBatch,
  expected: readonly Outcome[],
  change: (request: HostileRequest) => Partial<HostileRequest>,
): Promise<HostileRequest> {
  const request = await signedBatch(attacker, batch, expected);
  return { ...request, ...change(request) };
}

/** Values that are wrong for each header, whoever reads it. */
function wrongValue(name: (typeof attributes)[number] | (typeof optional)[number], random: Random): string {
  const visible = strangeTexts.filter((text) => !/^[\w"]*$/.test(text));
  switch (name) {
    case 'ce-epoch':
    case 'ce-sequence':
      return random.pick([...visible, '0', '00', '1e3', '9007199254740993', '007', '1 ', '1,1'].filter((text) => text.trim() !== '1'));
    case 'ce-count':
      return random.pick([...visible, '10000001', '01', '1e1', '-0']);
    case 'ce-low':
    case 'ce-high':
      return random.pick([...visible.filter((text) => text !== '-1'), 'A'.repeat(4097), 'QQ==', 'Q Q']);
    case 'ce-time':
      return random.pick([
        ...visible,
        '2026-02-30T00:00:00Z',
        '2026-01-01T00:00:00',
        '2026-01-01T00:00:00+07:00',
        '2026-01-01T24:00:00Z',
        'now',
      ]);
    case 'ce-traceparent':
      return random.pick([...visible, `00-${'0'.repeat(32)}-${'2'.repeat(16)}-01`, `ff-${'1'.repeat(32)}-${'2'.repeat(16)}-01`]);
    default:
      return random.pick([...visible, ...prototypeNames, 'x'.repeat(9000)]);
  }
}

const anyAttribute = (random: Random) => random.pick([...attributes, ...optional]);

/** Headers: wrong, missing, doubled, too long, wrongly encoded. */
export const batchHeaderFaults: Readonly<Record<string, Fault>> = {
  'a wrong value, signed': (random, attacker) => {
    const name = anyAttribute(random);
    return signedBatch(attacker, goodBatch(random, attacker), ['batch-malformed'], (headers) => {
      headers[name] = wrongValue(name, random);
    });
  },
  'a wrong value, put in afterwards': (random, attacker) => {
    const name = anyAttribute(random);
    return tampered(attacker, goodBatch(random, attacker), ['batch-malformed'], ({ headers }) => ({
      headers: withHeader(headers, name, () => wrongValue(name, random)),
    }));
  },
  'a missing attribute': (random, attacker) => {
    const name = random.pick([...attributes, 'content-type', 'content-digest']);
    return tampered(attacker, goodBatch(random, attacker), ['batch-malformed'], ({ headers }) => ({
      headers: withoutHeader(headers, name),
    }));
  },
  'an optional attribute taken away': (random, attacker) =>
    tampered(attacker, goodBatch(random, attacker), ['signature-wrong'], ({ headers }) => ({
      headers: withoutHeader(headers, random.pick(optional)),
    })),
  'the encoding taken away': (random, attacker) =>
    tampered(attacker, goodBatch(random, attacker, {}, random.pick(['br', 'gzip'])), ['signature-wrong'], ({ headers }) => ({
      headers: withoutHeader(headers, 'content-encoding'),
    })),
  'a doubled attribute': (random, attacker) =>
    tampered(attacker, goodBatch(random, attacker), ['batch-malformed'], ({ headers }) => {
      const name = random.pick([...attributes, ...optional, 'content-type', 'content-digest']);
      const twin = headers.find(([key]) => key === name);
      const twins = random.chance(0.5) ? [...headers, ...(twin ? [twin] : [])] : [...(twin ? [twin] : []), ...headers];
      return { headers: twins };
    }),
  'a doubled signature': (random, attacker) =>
    tampered(attacker, goodBatch(random, attacker), ['signature-malformed'], ({ headers }) => {
      const name = random.pick(['signature', 'signature-input']);
      return { headers: [...headers, ...headers.filter(([key]) => key === name)] };
    }),
  'a doubled encoding': (random, attacker) =>
    tampered(attacker, goodBatch(random, attacker, {}, 'br'), ['content-encoding-unsupported'], ({ headers }) => ({
      headers: [...headers, ['content-encoding', random.pick(['br', 'gzip', 'identity'])]],
    })),
  'an attribute of raw bytes': (random, attacker) =>
    tampered(attacker, goodBatch(random, attacker), ['batch-malformed'], ({ headers }) => ({
      headers: withHeader(
        headers,
        anyAttribute(random),
        (value) => `${value}${random.pick(['\u00e9', '\u00ff\u00fe', '\u00c3\u00a9', '\u0080'])}`,
      ),
      raw: true,
    })),
  'a control character in a header': (random, attacker) =>
    tampered(attacker, goodBatch(random, attacker), ['request-malformed'], ({ headers }) => ({
      headers: withHeader(
        headers,
        anyAttribute(random),
        (value) => `${value}${random.pick(['\u0000', '\r', '\u0001', '\u007f', '\u000b'])}x`,
      ),
      raw: true,
    })),
  'a line break in a header': (random, attacker) =>
    tampered(attacker, goodBatch(random, attacker), ['request-malformed'], ({ headers }) => ({
      headers: withHeader(headers, anyAttribute(random), (value) => `${value}${random.pick(['\n', '\r\n ', '\n\t'])}X-Split: 1`),
      raw: true,
    })),
  'a header that is too long': (random, attacker) =>
    tampered(attacker, goodBatch(random, attacker), ['headers-too-large'], ({ headers }) => ({
      headers: [...headers, [random.pick(['x-long', 'ce-long', 'cookie']), 'x'.repeat(random.between(33_000, 60_000))]],
      raw: true,
    })),
  'too many headers': (random, attacker) =>
    tampered(attacker, goodBatch(random, attacker), ['headers-too-large'], ({ headers }) => ({
      headers: [...headers, ...Array.from({ length: random.between(2_500, 4_000) }, (_, index) => [`x-${index}`, 'xxxxxxxxxx'] as const)],
      raw: true,
    })),
  'a header that nobody signed': (random, attacker) =>
    tampered(attacker, goodBatch(random, attacker), ['signature-uncovered'], ({ headers }) => ({
      headers: [...headers, [random.pick(['ce-extra', 'ce-proto', 'lienthong-purpose', `ce-${'x'.repeat(80)}`]), strangeText(random)]],
    })),
  'a digest of something else': (random, attacker) => {
    const batch = goodBatch(random, attacker);
    return signedBatch(attacker, { ...batch, digest: contentDigest(Buffer.from(canary)) }, ['digest-mismatch']);
  },
  'a digest that is none': (random, attacker) =>
    signedBatch(attacker, goodBatch(random, attacker), ['batch-malformed'], (headers) => {
      headers['content-digest'] = random.pick([
        ...strangeTexts,
        'sha-512=:AAAA:',
        'sha-256=:AAAA:',
        'sha-256="AAAA"',
        `sha-256=:${'A'.repeat(3000)}:`,
        'md5=:AAAA:',
      ]);
    }),
  'another content type': (random, attacker) =>
    signedBatch(attacker, goodBatch(random, attacker), ['content-type-unsupported'], (headers) => {
      headers['content-type'] = random.pick(['application/json', 'text/plain', 'application/x-ndjsonx', ...strangeTexts]);
    }),
  'another charset': (random, attacker) =>
    signedBatch(attacker, goodBatch(random, attacker), ['batch-malformed'], (headers) => {
      headers['content-type'] =
        `application/x-ndjson; ${random.pick(['charset=utf-16', 'charset=', 'boundary=x', `x=${'y'.repeat(500)}`])}`;
    }),
  'another content encoding': (random, attacker) =>
    signedBatch(attacker, goodBatch(random, attacker), ['content-encoding-unsupported'], (headers) => {
      headers['content-encoding'] = random.pick(['zstd', 'deflate', 'compress', 'br, gzip', 'x-gzip', ...strangeTexts]);
    }),
};

const allSignatureFaults: readonly Outcome[] = [
  'signature-missing',
  'signature-malformed',
  'signature-wrong',
  'signature-uncovered',
  'signature-expired',
  'signature-from-future',
  'signature-algorithm-mismatch',
  'key-unknown',
];

function signatureFault(expected: readonly Outcome[], name: string, change: (value: string, random: Random) => string): Fault {
  return (random, attacker) =>
    tampered(attacker, goodBatch(random, attacker), expected, ({ headers }) => ({
      headers: withHeader(headers, name, (value) => change(value, random)),
    }));
}

/** Who says it: signatures, keys, rights. */
export const authenticityFaults: Readonly<Record<string, Fault>> = {
  'no signature': (random, attacker) =>
    tampered(attacker, goodBatch(random, attacker), ['signature-missing'], ({ headers }) => ({
      headers: withoutHeader(headers, random.pick(['signature', 'signature-input'])),
    })),
  'a signature of another text': signatureFault(['signature-wrong', 'signature-malformed'], 'signature', (value, random) => {
    const at = random.between(12, value.length - 6);
    return `${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`;
  }),
  'a signature that is garbage': signatureFault(allSignatureFaults, 'signature', (_, random) =>
    random.pick([...strangeTexts, 'x'.repeat(9000)]),
  ),
  'an input that is garbage': signatureFault(allSignatureFaults, 'signature-input', (value, random) =>
    random.pick([
      ...strangeTexts,
      `lienthong=${'('.repeat(8000)}`,
      `lienthong=("@method" "@method");created=1`,
      `${value}${value}`,
      `${value},a=1`,
    ]),
  ),
  'another label': signatureFault(['signature-missing'], 'signature-input', (value, random) =>
    value.replace('lienthong=', `${random.pick(['other', 'l', 'lienthong2'])}=`),
  ),
  'a key named like a prototype': signatureFault(['key-unknown'], 'signature-input', (value, random) =>
    value.replace(/keyid="[^"]*"/, `keyid="${random.pick(prototypeNames)}"`),
  ),
  'a key id that is a statement': signatureFault(['key-unknown'], 'signature-input', (value, random) =>
    value.replace(/keyid="[^"]*"/, `keyid="${random.pick(["' or true --", '$1', '%00', '\\\\', '..'])}"`),
  ),
  'a key id that is too long': signatureFault(['signature-malformed'], 'signature-input', (value, random) =>
    value.replace(/keyid="[^"]*"/, `keyid="${'k'.repeat(random.between(201, 4000))}"`),
  ),
  'another algorithm': signatureFault(['signature-algorithm-mismatch'], 'signature-input', (value, random) =>
    value.replace(/alg="[^"]*"/, `alg="${random.pick(['rsa-v1_5-sha256', 'hmac-sha256', 'none', '__proto__'])}"`),
  ),
  'a time that is none': signatureFault(['signature-malformed'], 'signature-input', (value, random) =>
    value.replace(
      /created=\d+/,
      `created=${random.pick(['-1', '1.5', '"now"', '?1', '999999999999999', ':AAAA:']).replace('999999999999999', '-999999999999999')}`,
    ),
  ),
  'a time that is over': signatureFault(['signature-expired'], 'signature-input', (value, random) =>
    value.replace(/created=\d+/, `created=${random.pick([0, 1, 1_000_000_000])}`),
  ),
  'a time that has not come': signatureFault(['signature-from-future'], 'signature-input', (value, random) =>
    value.replace(/created=\d+/, `created=${random.pick(['99999999999', '999999999999999'])}`),
  ),
  'less covered than needed': signatureFault(['signature-uncovered'], 'signature-input', (value, random) =>
    value.replace(random.pick(['"@method" ', '"@path" ', '"content-digest" ', '"ce-count" ', '"ce-epoch" ', '"ce-high" ']), ''),
  ),
  'the key of nobody': (random, attacker) =>
    signedBatch(attacker, goodBatch(random, attacker), ['key-unknown'], () => {}, { pair: attacker.stranger }),
  "nobody's key under another's name": (random, attacker) =>
    signedBatch(attacker, goodBatch(random, attacker), ['signature-wrong'], () => {}, {
      pair: { ...attacker.stranger, keyId: attacker.publisher.pair.keyId },
    }),
  'an old batch sent again': (random, attacker) =>
    signedBatch(attacker, goodBatch(random, attacker), ['signature-expired'], () => {}, {
      created: attacker.now - random.between(301, 1e6),
    }),
  'another agency': (random, attacker) =>
    signedBatch(attacker, goodBatch(random, attacker, { stream: { ...attacker.stream, agency: random.pick(['H29', 'G01', 'H26']) } }), [
      'agency-foreign',
    ]),
  'a dataset without the right to it': (random, attacker) =>
    signedBatch(
      attacker,
      goodBatch(random, attacker, { stream: { ...attacker.stream, dataset: random.pick(['constructor', 'tostring', 'khac', 'valueof']) } }),
      ['publishing-forbidden'],
    ),
  'a contract that nobody registered': (random, attacker) =>
    signedBatch(attacker, goodBatch(random, attacker, { contractVersion: random.pick(['9.9.9', '1.0.1', '1.0.0-a', '1.0.0+a']) }), [
      'contract-unknown',
    ]),
  'another method or path under the same signature': (random, attacker) => {
    const [method, target, expected] = random.pick<readonly [string, string, Outcome]>([
      ['POST', '/v1/batches?x=1', 'signature-uncovered'],
      ['POST', '/v1/./batches', 'signature-malformed'],
      ['POST', '/v1/x/../batches', 'signature-malformed'],
      ['POST', '/v1/%62atches', 'signature-wrong'],
      ['PUT', '/v1/batches', 'method-not-allowed'],
      ['DELETE', '/v1/batches', 'method-not-allowed'],
      ['PATCH', '/v1/batches', 'method-not-allowed'],
      ['POST', '/v1/batches/', 'not-found'],
      ['POST', '//v1/batches', 'not-found'],
      ['POST', '/v1/batches%00', 'not-found'],
    ]);
    return tampered(attacker, goodBatch(random, attacker), [expected], () => ({ method, target, raw: true }));
  },
};

function compressed(text: Buffer, encoding: ContentEncoding): Buffer {
  if (encoding === 'gzip') return gzipSync(text);
  return encoding === 'br' ? brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }) : text;
}

function ofBody(expected: readonly Outcome[], body: (random: Random, encoding: ContentEncoding) => Buffer, only = encodings): Fault {
  return (random, attacker) => {
    const encoding = random.pick(only);
    return signedBatch(attacker, withBody(goodBatch(random, attacker, { count: 1 }, encoding), body(random, encoding)), expected);
  };
}

/** A line that no contract of the test accepts. */
function wrongLine(random: Random): string {
  const name = random.pick(prototypeNames);
  const after = (record: string) => `{"op":"r","version":"0","after":${record}}`;
  return random.pick<() => string>([
    () => strangeJson(random).replaceAll('\n', ' '),
    () => after(strangeJson(random) || '1'),
    () => after(`{"ma":"1","${name}":"${canary}"}`),
    () => after(`{"${name}":"1"}`),
    () => after(`{"ma":{"${name}":1}}`),
    () => after('{"ma":"\\u0000"}'),
    () => after('{"ma":"\\ud800"}'),
    () => after(`{"ma":${random.digits(30)}}`),
    () => after('{"ma":1e400}'),
    () => after('{"ma":"1","ma":null}'),
    () => after(`{"ma":"${'k'.repeat(random.between(2_001, 4_000))}"}`),
    () => after(`{"ma":"e\u0301"}`),
    () => after(`{"ma":"1","ten":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    () => after(`{"ma":"1","ten":"${'x'.repeat(101)}"}`),
    () => `{"op":"${random.pick(['x', '', 'rr', name])}","version":"0","after":{"ma":"1"}}`,
    () => `{"op":"u","version":"${random.pick(['0', '', '1', '1:', '2:zz', '1:\\u0000', "1:' or 1=1"])}","after":{"ma":"1"}}`,
    () => `{"op":"d","version":"1:01-01","after":{"ma":"1"}}`,
    () => `{"op":"d","version":"1:01-01","key":{"ma":"1","ten":"${canary}"}}`,
    () => `{"op":"t","version":"","key":{}}`,
    () =>
      `{"op":"r","version":"0","at":"${random.pick(['0000-01-01T00:00:00Z', '2026-02-30T00:00:00Z', 'infinity', canary])}","after":{"ma":"1"}}`,
    () => `{"op":"r","version":"0","tx":"${random.pick(['\\u0000', '\\ud800', 'x'.repeat(101)])}","after":{"ma":"1"}}`,
    () => `{"op":"r","version":"0","${name}":1,"after":{"ma":"1"}}`,
    () => `{"__proto__":{"op":"r"},"version":"0","after":{"ma":"1"}}`,
  ])();
}

/** Bodies: damaged, swollen, miscounted, full of lines that are none. */
export const batchBodyFaults: Readonly<Record<string, Fault>> = {
  'a body changed on the way': (random, attacker) =>
    tampered(attacker, goodBatch(random, attacker), ['digest-mismatch'], ({ body = Buffer.alloc(1) }) => {
      const changed = Buffer.from(body);
      const at = random.between(0, changed.length - 1);
      changed[at] = (changed[at] ?? 0) ^ (1 << random.between(0, 7));
      return { body: changed };
    }),
  'a body cut off on the way': (random, attacker) =>
    tampered(attacker, goodBatch(random, attacker), ['digest-mismatch'], ({ body = Buffer.alloc(1) }) => ({
      body: body.subarray(0, random.between(0, body.length - 1)),
    })),
  'a body that grew on the way': (random, attacker) =>
    tampered(attacker, goodBatch(random, attacker), ['digest-mismatch'], ({ body = Buffer.alloc(1) }) => ({
      body: Buffer.concat([body, strangeBytes(random)]),
    })),
  'a stream of bytes cut off': ofBody(
    ['body-damaged'],
    (random, encoding) => {
      const whole = compressed(Buffer.from(`${read('1', canary.repeat(20))}\n`), encoding);
      return whole.subarray(0, random.between(1, whole.length - 1));
    },
    ['br', 'gzip'],
  ),
  'a stream of bytes that is none': ofBody(['body-damaged'], (random) => Buffer.from(`no stream ${random.digits(40)}`), ['gzip']),
  'one compression said, another meant': (random, attacker) => {
    const [said, meant] = random.pick<readonly [ContentEncoding, ContentEncoding]>([
      ['br', 'gzip'],
      ['gzip', 'br'],
      ['br', 'identity'],
      ['gzip', 'identity'],
    ]);
    const body = compressed(Buffer.from(`${read('1', 'An')}\n`), meant);
    return signedBatch(attacker, withBody(goodBatch(random, attacker, { count: 1 }, said), body), ['body-damaged']);
  },
  'text that is no UTF-8': ofBody(['body-damaged'], (random, encoding) =>
    compressed(Buffer.concat([Buffer.from('{"op":"'), strangeBytes(random), Buffer.from('"}')]), encoding),
  ),
  'a bomb': ofBody(['decompressed-too-large'], (random, encoding) => bombs(random, encoding), ['br', 'gzip']),
  'a body that is too large': ofBody(['body-too-large'], (random) => Buffer.alloc(random.between(256 * 1024 + 1, 300_000), '\n'), [
    'identity',
  ]),
  'another number of lines': (random, attacker) => {
    const count = random.pick([0, 5, 17, 100]);
    return signedBatch(attacker, goodBatch(random, attacker, { count }), ['count-mismatch']);
  },
  'more lines than permitted': (random, attacker) =>
    signedBatch(attacker, goodBatch(random, attacker, { count: random.pick([101, 5_000, 10_000_000]) }), ['too-many-records']),
  'nothing but line feeds': ofBody(['count-mismatch'], (random, encoding) =>
    compressed(Buffer.alloc(random.between(2, 200_000), '\n'), encoding),
  ),
  'lines that are none': (random, attacker) => {
    const lines = Array.from({ length: random.between(1, 5) }, () => wrongLine(random).replaceAll('\n', ' '));
    const batch = attacker.publisher.batch(lines, { sequence: 1000 + attacker.number }, random.pick(['br', 'gzip']));
    return signedBatch(attacker, batch, ['batch-unusable']);
  },
};

const swollen = new Map<string, Buffer>();

// Packing one takes longer than all the rest.
function bombs(random: Random, encoding: ContentEncoding): Buffer {
  const key = `${encoding} ${random.pick(['\n', ' ', '['])}`;
  const bomb = swollen.get(key) ?? compressed(Buffer.alloc(8 * 1024 * 1024, key.at(-1)), encoding);
  swollen.set(key, bomb);
  return bomb;
}

/** Anything at any place: bytes of a whole request turned, taken out, put in, doubled. What it carries could not be stored anyway. */
export const byteFaults: Readonly<Record<string, Fault>> = {
  'bytes changed anywhere': async (random, attacker) => {
    const request = await signedBatch(attacker, goodBatch(random, attacker, { count: 99 }, 'identity'), []);
    const lines: HeaderLines = [
      ['host', '127.0.0.1'],
      ['connection', 'close'],
      ...request.headers,
      ['content-length', String(request.body?.length ?? 0)],
    ];
    const head = `POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
    let bytes: Buffer = Buffer.concat([Buffer.from(head, 'latin1'), request.body ?? Buffer.alloc(0)]);
    for (let times = random.between(1, 6); times > 0; times--) {
      const at = random.between(0, bytes.length - 1);
      const length = random.between(1, 8);
      const noise = Buffer.from(Array.from({ length }, () => random.between(0, 255)));
      const [before, behind] = [bytes.subarray(0, at), bytes.subarray(at)];
      bytes = random.pick<() => Buffer>([
        () => Buffer.concat([before, noise, behind]),
        () => Buffer.concat([before, behind.subarray(length)]),
        () => Buffer.concat([before, behind.subarray(0, length), behind]),
        () => Buffer.concat([before, noise, behind.subarray(length)]),
      ])();
    }
    return { ...request, bytes, raw: true };
  },
};
