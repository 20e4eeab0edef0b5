import { spawnSync } from 'node:child_process';
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign as signWith } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPair, keyIdOf } from '@lienthong/core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openSigner, type SignerOptions } from '../src/index.ts';
import { httpCarrier, signedCarrier } from '../src/national/index.ts';
import { signDetached, signJws, verifyJws } from '../src/sign/jws.ts';
import { messageType } from '../src/sign/signed-carrier.ts';
import { readTrustedKeys } from '../src/sign/trusted-keys.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lienthong-signers-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const payload = Buffer.from('{"một":"bản kê"}');
const kinds = ['ed25519', 'ec', 'rsa'] as const;
type Kind = (typeof kinds)[number];

function pairOf(kind: Kind): { readonly privateKey: KeyObject; readonly publicPem: string } {
  const { privateKey, publicKey } =
    kind === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : kind === 'ec'
        ? generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
        : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { privateKey, publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

async function fileOf(name: string, text: string, mode = 0o600): Promise<string> {
  const file = join(directory, name);
  await writeFile(file, text);
  await chmod(file, mode);
  return file;
}

/** Signs, verifies, and shows that neither another text nor another key would pass. */
async function expectSigns(options: SignerOptions, publicPem: string): Promise<void> {
  const signer = openSigner(options);
  try {
    const jws = await signJws(signer, 'test+jws', payload);
    const trusted = readTrustedKeys(publicPem, 'trusted');
    const verified = await verifyJws(jws, 'test+jws', trusted);
    expect(verified).toMatchObject({ kind: 'verified', keyId: keyIdOf(publicPem) });
    expect(Buffer.from(verified.kind === 'verified' ? verified.payload : '')).toEqual(payload);
    expect(await verifyJws(jws, 'other+jws', trusted)).toEqual({ kind: 'invalid' });
    const [header = '', , signature = ''] = jws.split('.');
    const forged = `${header}.${Buffer.from('{}').toString('base64url')}.${signature}`;
    expect(await verifyJws(forged, 'test+jws', trusted)).toEqual({ kind: 'invalid' });
    const stranger = readTrustedKeys(generateKeyPair().publicKey, 'trusted');
    expect(await verifyJws(jws, 'test+jws', stranger)).toEqual({ kind: 'unknown-signer', keyId: keyIdOf(publicPem) });
    expect((await signDetached(signer, 'test+jws', payload)).split('.')[1]).toBe('');
  } finally {
    await signer.close();
  }
}

describe('a key in a file', () => {
  test.each(kinds)('signs (%s), as PEM and as JWK', async (kind) => {
    const { privateKey, publicPem } = pairOf(kind);
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await expectSigns({ key: { file: await fileOf(`${kind}.pem`, pem) } }, publicPem);
    const jwk = JSON.stringify(privateKey.export({ format: 'jwk' }));
    await expectSigns({ key: { file: await fileOf(`${kind}.jwk`, jwk) } }, publicPem);
  });

  test('that others may read is not used, and one that is none is told without what is in it', async () => {
    const { privateKey } = generateKeyPair();
    const open = await fileOf('open.pem', privateKey, 0o640);
    expect(() => openSigner({ key: { file: open } })).toThrow(/others than the owner may read/);
    const broken = await fileOf('broken.pem', '{"kty":"OKP","d":"bí mật"}');
    expect(() => openSigner({ key: { file: broken } })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('bí mật') }),
    );
    expect(() => openSigner({ key: { file: join(directory, 'none') } })).toThrow(/cannot be read/);
    expect(() => openSigner({} as SignerOptions)).toThrow(/one of key, token and service/);
  });
});

describe('a signing service', () => {
  type Answer = (asked: Readonly<Record<string, string>>) => { readonly status?: number; readonly body: unknown };

  async function startService(answer: Answer) {
    const asked: Readonly<Record<string, string>>[] = [];
    const server = createServer((request, response) => {
      let text = '';
      request.on('data', (part: Buffer) => {
        text += part.toString('utf8');
      });
      request.on('end', () => {
        const question = JSON.parse(text) as Readonly<Record<string, string>>; // our own request
        asked.push(question);
        const { status = 200, body } = answer(question);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(
      () =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    );
    const { port } = server.address() as AddressInfo; // it listens on a port
    return { url: `http://127.0.0.1:${port}/sign`, asked };
  }

  test('of an Ed25519 key gets the input', async () => {
    const { privateKey, publicPem } = pairOf('ed25519');
    const service = await startService(({ input = '' }) => ({
      body: { signature: signWith(null, Buffer.from(input, 'base64url'), privateKey).toString('base64url') },
    }));
    await expectSigns({ service: { url: service.url, publicKey: publicPem } }, publicPem);
    expect(service.asked[0]).toMatchObject({ keyId: keyIdOf(publicPem), algorithm: 'ed25519' });
  });

  test('of another key gets the digest alone, and never the text', async () => {
    // A service that has the digest alone needs a raw signature: node gives one of ECDSA for a digest that it takes for the text's own.
    const { privateKey, publicPem } = pairOf('ec');
    const expected = new Map<string, Buffer>();
    const service = await startService(({ digest = '' }) => ({
      body: {
        signature: signWith('sha256', expected.get(digest) ?? Buffer.alloc(0), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString(
          'base64url',
        ),
      },
    }));
    const signer = openSigner({ service: { url: service.url, publicKey: publicPem } });
    const input = Buffer.from('header.payload');
    expected.set(createHash('sha256').update(input).digest('base64url'), input);
    expect(await signer.sign(input)).toHaveLength(64);
    await signer.close();
    expect(Object.keys(service.asked[0] ?? {}).sort()).toEqual(['algorithm', 'digest', 'keyId']);
  });

  test('that gives no signature, or one of another key, is told apart from one that asks to wait', async () => {
    const { publicPem } = pairOf('ed25519');
    const other = createPrivateKey(generateKeyPair().privateKey);
    const answers: Answer[] = [
      ({ input = '' }) => ({ body: { signature: signWith(null, Buffer.from(input, 'base64url'), other).toString('base64url') } }),
      () => ({ body: { result: 'ok' } }),
      () => ({ status: 403, body: {} }),
      () => ({ status: 503, body: {} }),
    ];
    const service = await startService((asked) => answers.shift()?.(asked) ?? { status: 500, body: {} });
    const signer = openSigner({ service: { url: service.url, publicKey: publicPem } });
    for (const code of ['SIGNATURE_INVALID', 'PLATFORM_ANSWER_INVALID', 'PLATFORM_REFUSED', 'PLATFORM_BUSY'])
      await expect(signer.sign(payload)).rejects.toMatchObject({ code });
    await signer.close();
    const gone = openSigner({ service: { url: 'http://127.0.0.1:1/sign', publicKey: publicPem } });
    await expect(gone.sign(payload)).rejects.toMatchObject({ code: 'PLATFORM_UNREACHABLE' });
    await gone.close();
  });
});

test('a national message bears a signature over its body, in the header that the receiver wants', async () => {
  const pair = pairOf('ed25519');
  const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const arrived: { readonly signature: string; readonly body: Buffer }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      arrived.push({ signature: String(request.headers['x-chu-ky'] ?? ''), body: Buffer.concat(parts) });
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  const http = httpCarrier({ url: `http://127.0.0.1:${port}`, timeoutMs: 5_000, connections: 1 });
  const sign = { key: { file: await fileOf('message.pem', pem) } };
  const carrier = signedCarrier(http, { header: 'X-Chu-Ky', sign });
  await carrier.exchange({ method: 'POST', path: '', headers: {}, body: payload }, new AbortController().signal);
  await carrier.exchange({ method: 'GET', path: '', headers: {} }, new AbortController().signal);
  await carrier.close();
  await new Promise((resolve) => server.close(resolve));
  const [message, question] = arrived;
  const [header = '', , signature = ''] = message?.signature.split('.') ?? [];
  const whole = `${header}.${message?.body.toString('base64url')}.${signature}`;
  expect(await verifyJws(whole, messageType, readTrustedKeys(pair.publicPem, 'trusted'))).toMatchObject({ kind: 'verified' });
  expect(question?.signature).toBe('');
  for (const taken of ['Authorization', 'x y', ''])
    expect(() => signedCarrier(http, { header: taken, sign })).toThrow(/a header of its own/);
});

const softHsm = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/pkcs11/libsofthsm2.so', '/opt/homebrew/lib/softhsm/libsofthsm2.so'].find(
  (file) => existsSync(file),
);
const hasTools =
  softHsm !== undefined &&
  ['softhsm2-util', 'pkcs11-tool'].every((program) => spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined);

describe.skipIf(!hasTools)('a PKCS #11 token (skipped without SoftHSM2 and OpenSC)', () => {
  const module = softHsm ?? '';
  const pin = '9274';
  beforeAll(async () => {
    mkdirSync(join(directory, 'tokens'));
    const settings = await fileOf('softhsm2.conf', `directories.tokendir = ${join(directory, 'tokens')}\nlog.level = ERROR\n`);
    process.env['SOFTHSM2_CONF'] = settings;
    run('softhsm2-util', ['--init-token', '--free', '--label', 'ho-tich', '--so-pin', '5678', '--pin', pin]);
  });
  afterAll(() => {
    delete process.env['SOFTHSM2_CONF'];
  });

  /** The key is made outside only so that the test knows its public half in all three kinds. */
  async function importKey(kind: Kind, id: string): Promise<string> {
    const { privateKey, publicPem } = pairOf(kind);
    const file = await fileOf(`token-${kind}.pem`, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    run('softhsm2-util', ['--import', file, '--token', 'ho-tich', '--label', kind, '--id', id, '--pin', pin]);
    return publicPem;
  }

  test.each<[Kind, string]>([
    ['ec', 'a1'],
    ['rsa', 'a2'],
  ])('signs (%s)', async (kind, id) => {
    const publicKey = await importKey(kind, id);
    await expectSigns({ token: { module, label: 'ho-tich', id, pin, publicKey } }, publicKey);
  });

  test('says what is wrong with it, and never its PIN', async () => {
    const publicKey = await importKey('ec', 'a3');
    const good = { module, label: 'ho-tich', id: 'a3', pin, publicKey };
    const failures: readonly (readonly [Partial<typeof good> & { program?: string }, string])[] = [
      [{ pin: '1111' }, 'CKR_PIN_INCORRECT'],
      [{ id: 'ff' }, 'no such'],
      [{ module: join(directory, 'no-such.so') }, 'cannot be loaded'],
      [{ program: join(directory, 'no-such-program') }, 'cannot be started'],
    ];
    for (const [change, text] of failures) {
      const signer = openSigner({ token: { ...good, ...change } });
      await expect(signer.sign(payload)).rejects.toMatchObject({ code: 'CAPABILITY_MISSING', message: expect.stringContaining(text) });
    }
    const signer = openSigner({ token: { ...good, publicKey: pairOf('ec').publicPem } });
    await expect(signer.sign(payload)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' });
    expect(() => openSigner({ token: { ...good, id: 'x; rm' } })).toThrow(/hexadecimal/);
  });
});

function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
}

test('trusted keys are read from PEMs, a JWK and a JWK Set, and never from a private key', () => {
  const [one, two] = [pairOf('ed25519'), pairOf('ec')];
  const set = readTrustedKeys(`${one.publicPem}\n${two.publicPem}`, 'trusted');
  expect([...set.keys()]).toEqual([keyIdOf(one.publicPem), keyIdOf(two.publicPem)]);
  const jwks = JSON.stringify({ keys: [{ ...[...set.values()][1]?.export({ format: 'jwk' }), kid: 'ky-so-2026' }] });
  expect([...readTrustedKeys(jwks, 'trusted').keys()]).toEqual(['ky-so-2026']);
  const secretPem = one.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  for (const wrong of [secretPem, JSON.stringify(one.privateKey.export({ format: 'jwk' })), 'x', '{"keys":[]}'])
    expect(() => readTrustedKeys(wrong, 'trusted')).toThrow(expect.objectContaining({ code: 'KEY_INVALID' }));
});
