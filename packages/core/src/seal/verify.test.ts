import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { createSigner as createOtherSigner, createVerifier, httpbis } from 'http-message-signatures';
import { type Parameters, serializeDictionary } from 'structured-headers';
import { describe, expect, it } from 'vitest';
import { isLienThongError } from '../errors/lienthong-error.ts';
import { signBytes } from './algorithms.ts';
import type { BatchHeader } from './batch.ts';
import { batchHeaders } from './headers.ts';
import { generateKeyPair, keyIdOf, signatureAlgorithm } from './keys.ts';
import { seal } from './seal.ts';
import { createSigner, signRequest } from './sign.ts';
import { requestComponents, signatureBase, signatureInput } from './signature-base.ts';
import { verifyRequest } from './verify.ts';

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

const now = 1_772_330_584;
const header: BatchHeader = {
  stream: { agency: 'H26.12', source: 'ho-tich', dataset: 'ho-tich.khai-sinh' },
  contractVersion: '1.2.0',
  epoch: 3,
  sequence: 17,
  count: 2,
  low: 'eyJhIjoxfQ',
  high: 'eyJhIjoyfQ',
  time: '2026-03-01T02:03:04.567Z',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};

const pair = generateKeyPair();
const keys: Record<'ed25519' | 'ecdsa-p256-sha256' | 'rsa-v1_5-sha256', { readonly privateKey: KeyObject; readonly publicKey: KeyObject }> =
  {
    ed25519: generateKeyPairSync('ed25519'),
    'ecdsa-p256-sha256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    'rsa-v1_5-sha256': generateKeyPairSync('rsa', { modulusLength: 2048 }),
  };

const body = new TextEncoder().encode('{"op":"r"}\n{"op":"r"}\n');
const unsigned: Request = {
  method: 'POST',
  path: '/v1/batches?mode=full',
  headers: {
    host: 'platform.example',
    'content-length': String(body.length),
    'lienthong-purpose': 'thong-ke',
    ...batchHeaders(seal({ header, encoding: 'gzip', body })),
  },
};
const signed: Request = await withSignature(unsigned, createSigner(pair));
const covered = Object.keys(unsigned.headers).filter((name) => name !== 'host' && name !== 'content-length');

async function withSignature(request: Request, signer: ReturnType<typeof createSigner>, created = now): Promise<Request> {
  return { ...request, headers: { ...request.headers, ...(await signRequest({ ...request, signer, created })) } };
}

/** Signs with the right key, but whatever coverage and parameters the test wants. */
function signFreely(request: Request, components: readonly string[], parameters: Parameters, label = 'lienthong'): Request {
  const base = signatureBase(requestComponents(request), components, parameters);
  return {
    ...request,
    headers: {
      ...request.headers,
      'signature-input': serializeDictionary(new Map([[label, signatureInput(components, parameters)]])),
      signature: serializeDictionary(new Map([[label, [Uint8Array.from(signBytes(privateKeyOf(), Buffer.from(base))), new Map()]]])),
    },
  };
}

function privateKeyOf(): KeyObject {
  return keys.ed25519.privateKey;
}

const freeKey = { keyId: 'free', publicKey: keys.ed25519.publicKey };
const allComponents = ['@method', '@path', '@query', ...covered];
const freeParameters = (change: Record<string, string | number | boolean | undefined> = {}): Parameters =>
  new Map(
    Object.entries({ created: now, keyid: 'free', alg: 'ed25519', ...change }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );

async function reasonOf(request: Request, options: { readonly now?: number } = {}): Promise<string> {
  try {
    const known = [{ keyId: pair.keyId, publicKey: pair.publicKey }, freeKey];
    await verifyRequest({ ...request, now: options.now ?? now, findKey: async (keyId) => known.find((key) => key.keyId === keyId) });
    return 'accepted';
  } catch (error) {
    if (!isLienThongError(error) || error.code !== 'SIGNATURE_INVALID') throw error;
    return String(error.details['reason']);
  }
}

function withHeader(name: string, value: string | readonly string[] | undefined): Request {
  return { ...signed, headers: { ...signed.headers, [name]: value } };
}

function textOf(name: string): string {
  const value = signed.headers[name];
  if (typeof value !== 'string') throw new Error(`${name} is missing`);
  return value;
}

function editInput(from: string | RegExp, to: string): Request {
  const changed = textOf('signature-input').replace(from, to);
  if (changed === textOf('signature-input')) throw new Error('the edit changed nothing');
  return withHeader('signature-input', changed);
}

describe('verifyRequest', () => {
  it('accepts what signRequest signed, and tells key and time', async () => {
    const result = await verifyRequest({ ...signed, now, findKey: async () => pair });
    expect(result).toEqual({ keyId: pair.keyId, created: now });
  });

  it('leaves headers alone that say nothing about the meaning of the request', async () => {
    expect(await reasonOf(withHeader('host', 'other.example'))).toBe('accepted');
    expect(await reasonOf(withHeader('x-forwarded-for', ['10.0.0.1', '10.0.0.2']))).toBe('accepted');
  });

  it('reads header names in any case', async () => {
    const headers = Object.fromEntries(Object.entries(signed.headers).map(([name, value]) => [name.toUpperCase(), value]));
    expect(await reasonOf({ ...signed, headers })).toBe('accepted');
  });

  it('accepts a signature beside that of a gateway', async () => {
    const input = `gateway=("@method");created=1;keyid="gateway", ${textOf('signature-input')}`;
    const request = {
      ...signed,
      headers: { ...signed.headers, 'signature-input': input, signature: `gateway=:AAAA:, ${textOf('signature')}` },
    };
    expect(await reasonOf(request)).toBe('accepted');
  });

  it.each(Object.keys(keys))('verifies %s', async (algorithm) => {
    const own = keys[algorithm as keyof typeof keys]; // the keys of this very object
    const request = await withSignature(unsigned, createSigner({ keyId: keyIdOf(own.publicKey), privateKey: own.privateKey }));
    const found = async () => ({ publicKey: own.publicKey });
    await expect(verifyRequest({ ...request, now, findKey: found })).resolves.toEqual({ keyId: keyIdOf(own.publicKey), created: now });
    const changed = { ...request, headers: { ...request.headers, 'ce-count': '3' } };
    await expect(verifyRequest({ ...changed, now, findKey: found })).rejects.toMatchObject({ details: { reason: 'wrong' } });
  });

  it.each(covered)('refuses a changed %s', async (name) => {
    expect(await reasonOf(withHeader(name, `${textOf(name)}x`))).toBe('wrong');
  });

  it.each(covered)('refuses a request without its %s', async (name) => {
    expect(await reasonOf(withHeader(name, undefined))).toBe('wrong');
  });

  it.each(covered)('refuses a second %s', async (name) => {
    expect(await reasonOf(withHeader(name, [textOf(name), textOf(name)]))).toBe('malformed');
    expect(await reasonOf(withHeader(name, `${textOf(name)}, ${textOf(name)}`))).toBe('wrong');
    expect(await reasonOf(withHeader(name.toUpperCase(), textOf(name)))).toBe('malformed');
  });

  it.each(allComponents)('refuses a signature by the right key that does not cover %s', async (name) => {
    const rest = allComponents.filter((component) => component !== name);
    expect(await reasonOf(signFreely(unsigned, rest, freeParameters()))).toBe('uncovered');
    expect(await reasonOf(signFreely(unsigned, allComponents, freeParameters()))).toBe('accepted');
  });

  const input = 'signature-input';
  const refused: readonly (readonly [string, () => Request, string])[] = [
    ['another method', () => ({ ...signed, method: 'PUT' }), 'wrong'],
    ['another path', () => ({ ...signed, path: '/v1/batcheS?mode=full' }), 'wrong'],
    ['another query', () => ({ ...signed, path: '/v1/batches?mode=half' }), 'wrong'],
    ['no query', () => ({ ...signed, path: '/v1/batches' }), 'wrong'],
    ['an encoded path', () => ({ ...signed, path: '/v1/%62atches?mode=full' }), 'wrong'],
    ['dot segments', () => ({ ...signed, path: '/v1/x/../batches?mode=full' }), 'malformed'],
    ['encoded dot segments', () => ({ ...signed, path: '/v1/x/%2E%2e/batches?mode=full' }), 'malformed'],
    ['an absolute target', () => ({ ...signed, path: 'http://platform.example/v1/batches?mode=full' }), 'malformed'],
    ['a lower-case method', () => ({ ...signed, method: 'post' }), 'malformed'],
    ['an extra CloudEvents attribute', () => withHeader('ce-partitionkey', 'x'), 'uncovered'],
    ['an extra content-encoding', () => signPlain('content-encoding', 'br'), 'uncovered'],
    ['an extra purpose', () => signPlain('lienthong-purpose', 'x'), 'uncovered'],
    ['no signature', () => withHeader('signature', undefined), 'missing'],
    ['no signature-input', () => withHeader(input, undefined), 'missing'],
    ['the label of another in signature', () => withHeader('signature', textOf('signature').replace('lienthong=', 'sig1=')), 'missing'],
    ['the label of another in signature-input', () => editInput('lienthong=', 'sig1='), 'missing'],
    ['a signature of another label only', () => signFreely(unsigned, allComponents, freeParameters(), 'sig1'), 'missing'],
    ['two signatures of our label', () => withHeader('signature', `${textOf('signature')}, ${textOf('signature')}`), 'malformed'],
    ['two inputs of our label', () => withHeader(input, `${textOf(input)}, ${textOf(input)}`), 'malformed'],
    ['the signature header twice', () => withHeader('signature', [textOf('signature'), textOf('signature')]), 'malformed'],
    ['the signature-input header twice', () => withHeader(input, [textOf(input), textOf(input)]), 'malformed'],
    ['created twice', () => editInput(/created=\d+/, `created=1;created=${now}`), 'malformed'],
    ['a component twice', () => signFreely(unsigned, [...allComponents, 'ce-id'], freeParameters()), 'malformed'],
    ['a component with a parameter', () => editInput('"content-digest"', '"content-digest";sf'), 'malformed'],
    ['a component in upper case', () => editInput('"content-digest"', '"Content-Digest"'), 'malformed'],
    ['a derived component out of the profile', () => editInput('"@method"', '"@method" "@target-uri"'), 'malformed'],
    ['an unlisted header', () => editInput('"@method"', '"@method" "date"'), 'wrong'],
    ['components in another order', () => editInput('"@method" "@path"', '"@path" "@method"'), 'wrong'],
    ['another created', () => editInput(/created=\d+/, `created=${now - 1}`), 'wrong'],
    ['no created', () => editInput(/;created=\d+/, ''), 'malformed'],
    ['created as text', () => editInput(/created=\d+/, `created="${now}"`), 'malformed'],
    ['created as a fraction', () => editInput(/created=\d+/, `created=${now}.5`), 'malformed'],
    ['an added parameter', () => editInput(';keyid=', ';nonce="x";keyid='), 'wrong'],
    ['another known key', () => editInput(/keyid="[^"]*"/, 'keyid="free"'), 'wrong'],
    ['an unknown key', () => editInput(/keyid="[^"]*"/, 'keyid="nobody"'), 'unknown-key'],
    ['no keyid', () => editInput(/;keyid="[^"]*"/, ''), 'malformed'],
    ['no alg', () => editInput(/;alg="[^"]*"/, ''), 'malformed'],
    ['the alg of another key type', () => editInput('alg="ed25519"', 'alg="ecdsa-p256-sha256"'), 'algorithm-mismatch'],
    ['a symmetric alg', () => editInput('alg="ed25519"', 'alg="hmac-sha256"'), 'algorithm-mismatch'],
    ['alg none', () => editInput('alg="ed25519"', 'alg="none"'), 'algorithm-mismatch'],
    [
      'a wrong alg signed by the right key',
      () => signFreely(unsigned, allComponents, freeParameters({ alg: 'rsa-v1_5-sha256' })),
      'algorithm-mismatch',
    ],
    ['a signature past its expires', () => signFreely(unsigned, allComponents, freeParameters({ expires: now - 1 })), 'expired'],
    ['an empty signature', () => withHeader('signature', 'lienthong=::'), 'wrong'],
    ['a signature cut short', () => withHeader('signature', `lienthong=:${'A'.repeat(84)}:`), 'wrong'],
    ['a token as signature', () => withHeader('signature', 'lienthong=abc'), 'malformed'],
    ['an item as input', () => withHeader(input, 'lienthong="x"'), 'malformed'],
    ['text that is no structured field', () => withHeader(input, 'lienthong=("'), 'malformed'],
    ['an endless signature-input', () => withHeader(input, `${textOf(input)}, x="${'x'.repeat(9000)}"`), 'malformed'],
    ['a line break in a header', () => withHeader('ce-id', `${textOf('ce-id')}\n"ce-time": x`), 'malformed'],
    ['letters outside of ASCII', () => withHeader('lienthong-purpose', 'thống kê'), 'malformed'],
    ['a body without digest', () => signBody({ 'content-digest': undefined }), 'uncovered'],
    [
      'a GET with a body without digest',
      () => signFreely({ method: 'GET', path: '/x', headers: { 'content-length': '1' } }, ['@method', '@path'], freeParameters()),
      'uncovered',
    ],
    [
      'a GET in chunks without digest',
      () => signFreely({ method: 'GET', path: '/x', headers: { 'transfer-encoding': 'chunked' } }, ['@method', '@path'], freeParameters()),
      'uncovered',
    ],
  ];

  it.each(refused)('refuses %s', async (_name, make, reason) => {
    expect(await reasonOf(make())).toBe(reason);
  });

  it('accepts a GET without body and without digest', async () => {
    const request: Request = { method: 'GET', path: '/v1/streams/H26/a/b', headers: { 'content-length': '0' } };
    expect(await reasonOf(await withSignature(request, createSigner(pair)))).toBe('accepted');
  });

  it('accepts exactly the ages between the limits', async () => {
    expect(await reasonOf(signed, { now: now + 300 })).toBe('accepted');
    expect(await reasonOf(signed, { now: now + 301 })).toBe('expired');
    expect(await reasonOf(signed, { now: now - 60 })).toBe('accepted');
    expect(await reasonOf(signed, { now: now - 61 })).toBe('from-future');
  });

  it('names no value in its errors', async () => {
    const request = withHeader('lienthong-purpose', 'CANARY');
    await expect(verifyRequest({ ...request, now, findKey: async () => pair })).rejects.toSatisfy(
      (error: unknown) => !JSON.stringify([String(error), error]).includes('CANARY'),
    );
  });

  it('refuses every change of a single character', async () => {
    const places = ['@method', '@path', 'signature', 'signature-input', ...covered];
    const change = fc.record({ place: fc.constantFrom(...places), at: fc.nat(), code: fc.integer({ min: 0x21, max: 0x7e }) });
    await fc.assert(
      fc.asyncProperty(change, async ({ place, at, code }) => {
        const replace = (text: string) => {
          const index = at % text.length;
          const character = String.fromCharCode(code);
          return `${text.slice(0, index)}${character === text[index] ? '~' : character}${text.slice(index + 1)}`;
        };
        const original = place === '@method' ? signed.method : place === '@path' ? signed.path : textOf(place);
        const text = replace(original);
        fc.pre(text !== original);
        const request =
          place === '@method' ? { ...signed, method: text } : place === '@path' ? { ...signed, path: text } : withHeader(place, text);
        expect(await reasonOf(request)).not.toBe('accepted');
      }),
      { numRuns: 3000 },
    );
  });

  function signPlain(name: string, value: string): Request {
    const plain = { ...unsigned, headers: { ...unsigned.headers, [name]: undefined } };
    const request = signFreely(
      plain,
      allComponents.filter((component) => component !== name),
      freeParameters(),
    );
    return { ...request, headers: { ...request.headers, [name]: value } };
  }

  function signBody(change: Record<string, undefined>): Request {
    const request = { ...unsigned, headers: { ...unsigned.headers, ...change } };
    return signFreely(
      request,
      allComponents.filter((component) => !(component in change)),
      freeParameters(),
    );
  }
});

describe('signRequest', () => {
  it('signs a request that has a body only with its digest', async () => {
    const request = { method: 'POST', path: '/v1/batches', headers: {}, created: now, signer: createSigner(pair) };
    await expect(signRequest(request)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID', details: { reason: 'uncovered' } });
  });

  it.each([now + 0.5, -1, Number.NaN])('does not sign with %d as time', async (created) => {
    await expect(withSignature(unsigned, createSigner(pair), created)).rejects.toMatchObject({ details: { reason: 'malformed' } });
  });

  it('works with a signer that keeps its key to itself', async () => {
    const seen: string[] = [];
    const inner = createSigner(pair);
    const signer = {
      keyId: pair.keyId,
      algorithm: 'ed25519' as const,
      sign: async (base: Uint8Array) => {
        seen.push(new TextDecoder().decode(base));
        return inner.sign(base);
      },
    };
    expect(await reasonOf(await withSignature(unsigned, signer))).toBe('accepted');
    expect(seen[0]?.split('\n')[0]).toBe('"@method": POST');
  });
});

describe('the independent library http-message-signatures', () => {
  const url = `https://platform.example${unsigned.path}`;
  const flat = (headers: Request['headers']) =>
    Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));

  it.each(Object.entries(keys))('verifies what we sign with %s', async (algorithm, own) => {
    const request = await withSignature(unsigned, createSigner({ keyId: 'own', privateKey: own.privateKey }));
    const verify = (headers: Record<string, string>) =>
      httpbis.verifyMessage(
        { keyLookup: async () => ({ id: 'own', algs: [algorithm], verify: createVerifier(own.publicKey, algorithm) }), notAfter: now },
        { method: 'POST', url, headers },
      );
    expect(await verify(flat(request.headers))).toBe(true);
    expect(await verify({ ...flat(request.headers), 'ce-count': '3' })).toBe(false);
  });

  it.each(Object.entries(keys))('signs what we verify with %s', async (algorithm, own) => {
    expect(signatureAlgorithm(own.publicKey)).toBe(algorithm);
    const message = await httpbis.signMessage(
      {
        key: createOtherSigner(own.privateKey, algorithm, 'own'),
        name: 'lienthong',
        fields: [...allComponents].reverse(),
        params: ['keyid', 'alg', 'created', 'nonce'],
        paramValues: { created: new Date(now * 1000), nonce: 'abc' },
      },
      { method: 'POST', url, headers: flat(unsigned.headers) },
    );
    const request: Request = { ...unsigned, headers: message.headers };
    const result = await verifyRequest({ ...request, now, findKey: async () => ({ publicKey: own.publicKey }) });
    expect(result).toEqual({ keyId: 'own', created: now });
  });
});
