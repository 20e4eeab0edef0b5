import { contentDigest } from '@lienthong/core';
import type { Random } from '@lienthong/testbed';
import { type Attacker, type Fault, type HostileRequest, type Outcome, signedHeaders } from './hostile-request.ts';
import { canary, prototypeNames, strangeBytes, strangeJson, strangeText, strangeTexts } from './hostile-values.ts';
import { peopleYaml } from './platform.ts';

/** A request with a body and a right signature over it. */
async function signedCall(
  attacker: Attacker,
  method: string,
  target: string,
  body: Buffer | undefined,
  expected: readonly Outcome[],
  type = 'application/json',
): Promise<HostileRequest> {
  const headers: Record<string, string> = body === undefined ? {} : { 'content-type': type, 'content-digest': contentDigest(body) };
  return { method, target, headers: await signedHeaders(attacker, { method, path: target, headers }), body, expected };
}

const streamPath = ({ stream: { agency, source, dataset } }: Attacker) => `/v1/streams/${agency}/${source}/${dataset}`;

/** Characters that a path may bear as they are, and that mean something somewhere. */
function strangeSegment(random: Random): string {
  // PostgreSQL refuses U+0000 wherever it meets it: often enough that no way in is forgotten.
  if (random.chance(0.2)) return random.pick(['%00', 'a%00b', 'thu-nghiem.nguoi%00']);
  return random.pick([
    ...prototypeNames,
    '%2F..%2F',
    '%252e%252e',
    '%',
    '%zz',
    '%E0%A4%A',
    '%ED%A0%80',
    '%C0%AF',
    '%0d%0aX:1',
    encodeURIComponent("' or 1=1 --"),
    encodeURIComponent('<script>'),
    encodeURIComponent('đơn vị'),
    '$where',
    '[object%20Object]',
    '*',
    '-',
    'x'.repeat(random.between(121, 3_000)),
    "'",
    '!',
    '()',
    ';a=1',
    '@',
  ]);
}

/** Requests with a JSON body: resume and reconciliation. */
export const jsonFaults: Readonly<Record<string, Fault>> = {
  'a resume that is none': (random, attacker) =>
    signedCall(attacker, 'POST', `${streamPath(attacker)}/resume`, Buffer.from(strangeJson(random)), [
      'request-malformed',
      'body-too-large',
    ]),
  'a resume of wrong numbers': (random, attacker) => {
    const wrong = () => random.pick(['0', '-1', '1.5', '1e400', '"1"', 'null', '[1]', '{}', '9007199254740993', 'true', '{"__proto__":1}']);
    const body = random.pick<() => string>([
      () => `{"epoch":${wrong()},"abandoned":[1]}`,
      () => `{"epoch":1,"abandoned":[1,${wrong()}]}`,
      () => `{"epoch":1,"abandoned":${random.pick(['1', 'null', '{}', '"1"', '[[1]]', '[null]', '{"0":1,"length":1}'])}}`,
      () => '{"epoch":1}',
      () => `{"epoch":1,"abandoned":[${'1,'.repeat(10_000)}1]}`,
      () => `{"__proto__":{"epoch":1},"abandoned":[1]}`,
    ])();
    return signedCall(attacker, 'POST', `${streamPath(attacker)}/resume`, Buffer.from(body), ['request-malformed']);
  },
  'a resume of another epoch': (random, attacker) =>
    signedCall(attacker, 'POST', `${streamPath(attacker)}/resume`, Buffer.from(`{"epoch":${random.between(2, 1e9)},"abandoned":[1]}`), [
      'resume-conflict',
    ]),
  'a resume of numbers that came, or may still come': (random, attacker) =>
    signedCall(
      attacker,
      'POST',
      `${streamPath(attacker)}/resume`,
      Buffer.from(`{"epoch":1,"abandoned":[${random.pick(['1', '9007199254740991', '1,1', '1000000,1'])}]}`),
      ['resume-invalid'],
    ),
  'a resume of a stream that never was': (random, attacker) =>
    signedCall(
      attacker,
      'POST',
      `/v1/streams/H26.12/${random.pick(['constructor', 'khac', 'x1'])}/thu-nghiem.nguoi/resume`,
      Buffer.from('{"epoch":1,"abandoned":[1]}'),
      ['stream-unknown'],
    ),
  'a body whose digest is of another': async (random, attacker) => {
    const request = await signedCall(
      attacker,
      random.pick(['POST']),
      random.pick([`${streamPath(attacker)}/resume`, '/v1/datasets/thu-nghiem.nguoi/reconciliations']),
      Buffer.from('{"epoch":1,"abandoned":[]}'),
      ['digest-mismatch'],
    );
    const body = Buffer.from(random.pick(['{"epoch":1,"abandoned":[1]}', '', '{}', strangeJson(random)]));
    // What is nested deepest is larger than what is read at all.
    return { ...request, body, ...(body.length > 256 * 1024 ? { expected: ['body-too-large'] } : {}) };
  },
  'a body of no text': (random, attacker) =>
    signedCall(
      attacker,
      'POST',
      random.pick([`${streamPath(attacker)}/resume`, '/v1/datasets/thu-nghiem.nguoi/reconciliations']),
      Buffer.concat([Buffer.from('{"agency":"'), strangeBytes(random), Buffer.from('"}')]),
      ['request-malformed'],
    ),
  'a body that is too large': (random, attacker) =>
    signedCall(
      attacker,
      'POST',
      random.pick([`${streamPath(attacker)}/resume`, '/v1/datasets/thu-nghiem.nguoi/reconciliations']),
      Buffer.alloc(random.between(262_145, 300_000), ' '),
      ['body-too-large'],
    ),
  'a question that is none': (random, attacker) =>
    signedCall(attacker, 'POST', '/v1/datasets/thu-nghiem.nguoi/reconciliations', Buffer.from(strangeJson(random)), [
      'request-malformed',
      'body-too-large',
    ]),
  'a question with wrong members': (random, attacker) => {
    const name = random.pick(prototypeNames);
    const wrong = () =>
      random.pick([
        'null',
        '-1',
        '1.5',
        '1e400',
        `{"${name}":1}`,
        `["H26.12"]`,
        'true',
        '{"toString":1,"valueOf":1}',
        `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
      ]);
    const sum = '0'.repeat(64);
    const body = random.pick<() => string>([
      () => `{"agency":${wrong()},"source":"ho-tich","buckets":1,"digests":[]}`,
      () => `{"agency":"H26.12","source":${wrong()},"buckets":1,"digests":[]}`,
      () => `{"agency":"H26.12\\u0000","source":"ho-tich","buckets":1,"digests":[]}`,
      () => `{"agency":"H26.12","source":"ho-tich","buckets":${wrong()},"digests":[]}`,
      () => `{"agency":"H26.12","source":"ho-tich","buckets":65537,"digests":[]}`,
      () => `{"agency":"H26.12","source":"ho-tich","buckets":4,"bucket":${random.pick(['4', '-1', '1e9', 'null', '"1"'])}}`,
      () =>
        `{"agency":"H26.12","source":"ho-tich","buckets":4,"digests":${random.pick(['null', '{}', '1', '"x"', '[1]', '[null]', '[[]]'])}}`,
      () => `{"agency":"H26.12","source":"ho-tich","buckets":4,"digests":[{"bucket":4,"count":1,"sum":"${sum}"}]}`,
      () => `{"agency":"H26.12","source":"ho-tich","buckets":4,"digests":[{"bucket":1,"count":${wrong()},"sum":"${sum}"}]}`,
      () => `{"agency":"H26.12","source":"ho-tich","buckets":4,"digests":[{"bucket":1,"count":1,"sum":"${canary}"}]}`,
      () => `{"agency":"H26.12","source":"ho-tich","buckets":4,"digests":[{"__proto__":{"bucket":1,"count":1,"sum":"${sum}"}}]}`,
    ])();
    return signedCall(attacker, 'POST', '/v1/datasets/thu-nghiem.nguoi/reconciliations', Buffer.from(body), ['request-malformed']);
  },
  "a question about another's stream": (random, attacker) =>
    signedCall(
      attacker,
      'POST',
      '/v1/datasets/thu-nghiem.nguoi/reconciliations',
      Buffer.from(`{"agency":"${random.pick(['H29', 'G01'])}","source":"a","buckets":1,"digests":[]}`),
      ['agency-foreign'],
    ),
  'a question about a dataset that cannot be': (random, attacker) =>
    signedCall(attacker, 'POST', `/v1/datasets/${strangeSegment(random)}/reconciliations`, Buffer.from('{}'), [
      'dataset-unknown',
      'request-malformed',
    ]),
};

/** Signed requests for what is not there, or cannot be. */
export const pathFaults: Readonly<Record<string, Fault>> = {
  'a stream with a name that none can have': (random, attacker) => {
    const names = [attacker.stream.agency, attacker.stream.source, attacker.stream.dataset];
    names[random.between(0, 2)] = random.chance(0.8) ? strangeSegment(random) : 'X Y'.replace(' ', '%20');
    const expected: readonly Outcome[] = ['request-malformed', 'stream-unknown', 'publishing-forbidden', 'agency-foreign'];
    return signedCall(attacker, 'GET', `/v1/streams/${names.join('/')}`, undefined, expected);
  },
  "another's stream": (random, attacker) =>
    signedCall(attacker, 'GET', `/v1/streams/${random.pick(['H29', 'G01', 'H26'])}/ho-tich/thu-nghiem.nguoi`, undefined, [
      'agency-foreign',
    ]),
  'a contract that cannot be': (random, attacker) =>
    signedCall(
      attacker,
      'GET',
      random.pick([
        `/v1/contracts/${strangeSegment(random)}`,
        `/v1/contracts/${strangeSegment(random)}/1.0.0`,
        `/v1/contracts/thu-nghiem.nguoi/${strangeSegment(random)}`,
      ]),
      undefined,
      ['dataset-unknown', 'contract-unknown'],
    ),
  'a body where none belongs': async (random, attacker) => {
    const target = random.pick(['/v1/contracts', streamPath(attacker)]);
    const request = await signedCall(attacker, 'GET', target, undefined, ['signature-uncovered']);
    return { ...request, body: Buffer.from(strangeJson(random) || '1'), raw: true };
  },
  'a query that nobody signed': async (random, attacker) => {
    const request = await signedCall(attacker, 'GET', '/v1/contracts', undefined, ['signature-uncovered']);
    return { ...request, target: `/v1/contracts?${random.pick(['', 'x=1', '__proto__[a]=1', '%00', 'a=%zz'])}` };
  },
  'no signature at all': async (random, attacker) => ({
    method: 'GET',
    target: random.pick(['/v1/contracts', '/v1/contracts/a', '/v1/contracts/a/1.0.0', streamPath(attacker)]),
    headers: random.pick([[], [['signature', 'lienthong=:AAAA:'] as const], [['signature-input', strangeText(random)] as const]]),
    body: undefined,
    expected: ['signature-missing', 'signature-malformed'],
  }),
  'a path that leads nowhere': async (random) => ({
    method: random.pick(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'QUERY']),
    target: random.pick([
      `/${strangeSegment(random)}`,
      `/v1/${strangeSegment(random)}`,
      '/.git/config',
      '/v1/batches/../..%2f',
      '/v2/batches',
      `/${'a/'.repeat(2_000)}`,
    ]),
    headers: [],
    body: undefined,
    expected: ['not-found', 'method-not-allowed'],
    raw: true,
  }),
  'a method that is not served': async (random) => ({
    method: random.pick(['DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'LOCK', 'PROPFIND', 'QUERY']),
    target: random.pick([
      '/v1/batches',
      '/v1/contracts',
      '/v1/catalog',
      '/healthz',
      '/v1/datasets/a/records',
      '/v1/datasets/a/reconciliations',
      '/',
    ]),
    headers: [],
    body: undefined,
    expected: ['method-not-allowed'],
    raw: true,
  }),
  'a target that is no path': async (random) => ({
    method: random.pick(['GET', 'POST', 'OPTIONS']),
    target: random.pick(['*', 'healthz', 'ftp://127.0.0.1/healthz', '\\\\healthz', '/v1\\batches', 'http://', 'file:///etc/passwd', '//']),
    headers: [],
    body: undefined,
    expected: ['request-malformed', 'not-found', 'method-not-allowed'],
    raw: true,
  }),
  'a host that is none': async (random) => ({
    method: 'GET',
    target: random.pick(['/v1/catalog', '/', '/v1/keys']),
    headers: [['host', random.pick(['', 'a b', 'a/b', 'a@b', '<script>', '[::', 'a:b', 'a#b', '\u00e9'])]],
    body: undefined,
    expected: ['request-malformed'],
    raw: true,
  }),
  'an expectation that is none': async (random) => ({
    method: 'POST',
    target: '/v1/batches',
    headers: [['expect', random.pick(['200-ok', canary, '100-continues'])]],
    body: undefined,
    expected: ['expectation-unknown'],
    raw: true,
  }),
};

const read = '/v1/datasets/thu-nghiem.nguoi';
const purpose = ['lienthong-purpose', 'kiem%20thu'] as const;

function consumerCall(target: string, headers: HostileRequest['headers'], expected: readonly Outcome[], raw = false): HostileRequest {
  return { method: 'GET', target, headers, body: undefined, expected, raw };
}

/** Consumers' requests, with a token and without. */
export const consumerFaults: Readonly<Record<string, Fault>> = {
  'a token that is none': async (random, { token }) => {
    const wrong = random.pick([
      ...strangeTexts.map((text) => `Bearer ${text}`),
      'Bearer',
      'Bearer  x',
      `Basic ${canary}`,
      `${token}`,
      `Bearer ${token}x`,
      `Bearer ${token} ${token}`,
      `Bearer ${'a'.repeat(10_000)}`,
      `Bearer ${random.pick(prototypeNames)}`,
    ]);
    return consumerCall(
      `${read}/${random.pick(['records', 'changes', 'records/1'])}`,
      [['authorization', wrong], purpose],
      ['token-missing', 'token-invalid'],
    );
  },
  'a purpose that is none': async (random, { token }) =>
    consumerCall(
      `${read}/${random.pick(['records', 'changes', 'records/1'])}`,
      [
        ['authorization', `Bearer ${token}`],
        ...random.pick<HostileRequest['headers']>([
          [],
          [
            [
              'lienthong-purpose',
              random.pick([
                '',
                'a',
                '%',
                '%zz',
                '%00%00%00',
                'a%00bc',
                '%ED%A0%80abc',
                'abc%0Adef',
                '%1b[31mabc',
                'x'.repeat(501),
                '%20%20%20%20',
              ]),
            ],
          ],
        ]),
      ],
      ['purpose-missing'],
    ),
  'a query that is strange': async (random, { token }) => {
    const parts: readonly (readonly [string, Outcome])[] = [
      ...['-1', '1.5', 'x', '9007199254740993', '1e3', '%00', '[1]', '99999999999999999', '__proto__'].map(
        (cursor) => [`cursor=${cursor}`, 'cursor-invalid'] as const,
      ),
      ...['0', '-1', '5001', '1e3', 'x', '', '%00', '1.0', '9'.repeat(400)].map(
        (limit) => [`limit=${limit}`, 'request-malformed'] as const,
      ),
      ...['%00', 'h26', '%ED%A0%80', '', 'H26%27--', '__proto__', 'x'.repeat(500), '%', '%zz'].map(
        (agency) => [`agency=${agency}`, 'request-malformed'] as const,
      ),
      ...['%00', 'A', 'a_b', '', '%27', '__proto__', 'x'.repeat(64)].map((source) => [`source=${source}`, 'request-malformed'] as const),
    ];
    const [query, expected] = random.pick(parts);
    const noise = random.pick(['', '&__proto__[a]=1', '&%00', '&constructor.prototype=1', '&=&&&', `&${'a&'.repeat(1_000)}`]);
    return consumerCall(
      `${read}/${random.pick(['records', 'changes'])}?${query}${noise}`,
      [['authorization', `Bearer ${token}`], purpose],
      [expected],
    );
  },
  'an event id that is none': async (random, { token }) =>
    consumerCall(
      `${read}/changes`,
      [
        ['authorization', `Bearer ${token}`],
        purpose,
        ['accept', 'text/event-stream'],
        ['last-event-id', random.pick([...strangeTexts.filter((text) => !/^\d+$/.test(text)), '9007199254740993'])],
      ],
      ['cursor-invalid'],
    ),
  'a key that is none': async (random, { token }) =>
    consumerCall(
      `${read}/records/${random.pick(['[', '[1', '[]', '[1,2]', '[{}', encodeURIComponent('["a","b"]'), '['.repeat(10_000), `${'['.repeat(9_000)}${']'.repeat(9_000)}`, encodeURIComponent('[\u0000]')])}`,
      [['authorization', `Bearer ${token}`], purpose],
      ['request-malformed'],
    ),
  'a dataset that cannot be': async (random, { token }) =>
    consumerCall(
      `/v1/datasets/${strangeSegment(random)}/${random.pick(['records', 'changes', 'records/1'])}`,
      [['authorization', `Bearer ${token}`], purpose],
      ['dataset-unknown'],
    ),
  'a question for everybody, strangely asked': async (random) =>
    consumerCall(
      `${random.pick(['/v1/catalog', '/', '/healthz', '/readyz', '/v1/keys', '/v1/openapi.yaml', '/metrics'])}?${random.pick(['lang=%00', 'lang=__proto__', 'lang=toString', '%00=1', '__proto__[x]=1', 'a=%zz', '&&&', 'a'.repeat(8_000)])}`,
      [
        ['accept-language', random.pick(['__proto__', '\u00e9', '%00', '*'])],
        ['cookie', canary],
        ['x-forwarded-host', canary],
      ],
      ['ok'],
      true,
    ),
};

/** Contracts by HTTP: everything but the text itself, which has a test of its own. */
export const contractFaults: Readonly<Record<string, Fault>> = {
  'a contract for another place': (random, attacker) => {
    const yaml = peopleYaml({ version: '1.1.0' });
    const target = random.pick([
      '/v1/contracts/thu-nghiem.nguoi/1.2.0',
      '/v1/contracts/thu-nghiem.nguoi/constructor',
      '/v1/contracts/thu-nghiem.nguoi/%00',
      '/v1/contracts/thu-nghiem.nguoi/1.1.0%20',
    ]);
    return signedCall(attacker, 'PUT', target, Buffer.from(yaml), ['contract-misplaced'], 'application/yaml');
  },
  'a contract for a dataset that cannot be': (random, attacker) =>
    signedCall(
      attacker,
      'PUT',
      `/v1/contracts/${strangeSegment(random)}/1.0.0`,
      Buffer.from(peopleYaml()),
      ['dataset-unknown', 'publishing-forbidden'],
      'application/yaml',
    ),
  "a contract for another's dataset": (random, attacker) =>
    signedCall(
      attacker,
      'PUT',
      `/v1/contracts/${random.pick(['khac', 'constructor', 'x.y'])}/1.0.0`,
      Buffer.from(peopleYaml()),
      ['publishing-forbidden'],
      'application/yaml',
    ),
  'a contract that is no YAML': (random, attacker) =>
    signedCall(
      attacker,
      'PUT',
      '/v1/contracts/thu-nghiem.nguoi/1.1.0',
      Buffer.from(random.pick([strangeJson(random), `${strangeText(random)}\n`, '\t- a', 'a: [', '--- \n---\n', '%YAML 9.9\n---\na: 1'])),
      ['contract-invalid'],
      'application/yaml',
    ),
  'a contract that is no text': (random, attacker) =>
    signedCall(
      attacker,
      'PUT',
      '/v1/contracts/thu-nghiem.nguoi/1.1.0',
      Buffer.concat([Buffer.from('a: "'), strangeBytes(random)]),
      ['body-damaged'],
      'application/yaml',
    ),
  'a contract of another type': (random, attacker) =>
    signedCall(
      attacker,
      'PUT',
      '/v1/contracts/thu-nghiem.nguoi/1.1.0',
      Buffer.from(peopleYaml()),
      ['content-type-unsupported'],
      random.pick(['application/json', 'text/html', 'application/yamlx', ...strangeTexts]),
    ),
  'another text for a version that is there': (random, attacker) =>
    signedCall(
      attacker,
      'PUT',
      '/v1/contracts/thu-nghiem.nguoi/1.0.0',
      Buffer.from(`${peopleYaml()}\n# ${random.digits(9)}`),
      ['contract-conflict'],
      'application/yaml',
    ),
  'a contract changed on the way': async (random, attacker) => {
    const request = await signedCall(
      attacker,
      'PUT',
      '/v1/contracts/thu-nghiem.nguoi/1.1.0',
      Buffer.from(peopleYaml({ version: '1.1.0' })),
      ['digest-mismatch'],
      'application/yaml',
    );
    return { ...request, body: Buffer.from(random.pick([peopleYaml({ version: '1.1.0', recipients: [] }), '', canary])) };
  },
};
