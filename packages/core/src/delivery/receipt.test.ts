import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { CompactSign } from 'jose';
import { describe, expect, it } from 'vitest';
import { contentDigest } from '../seal/digest.ts';
import { generateKeyPair, readPrivateKey } from '../seal/keys.ts';
import type { Receipt } from './receipt.ts';
import { verifyReceiptChain } from './receipt-chain.ts';
import { receiptHash, signReceipt, verifyReceipt } from './sign-receipt.ts';

const pair = generateKeyPair();
const other = generateKeyPair();
const first: Receipt = {
  batch: 'H26.12/ho-tich/ho-tich.khai-sinh/1/1',
  digest: contentDigest(new TextEncoder().encode('x')),
  accepted: 5,
  superseded: 1,
  rejected: 2,
  rejections: [
    { index: 0, code: 'pattern-mismatch', pointer: '/maSo', reason: 'does not match its pattern' },
    { index: 4, code: 'required-missing', pointer: '/a~1b', reason: 'is required' },
    { index: 4, code: 'line-malformed', pointer: '', reason: 'chữ có dấu' },
  ],
  time: '2026-03-01T02:03:04.567Z',
  number: 1,
  previous: undefined,
};

async function chain(length: number): Promise<string[]> {
  const list: string[] = [];
  for (let number = 1; number <= length; number++) {
    const last = list.at(-1);
    list.push(
      await signReceipt(
        {
          ...first,
          batch: first.batch.replace(/1$/, String(number)),
          number,
          previous: last === undefined ? undefined : receiptHash(last),
        },
        pair,
      ),
    );
  }
  return list;
}

function signFreely(payload: unknown, header: Record<string, unknown> = {}): Promise<string> {
  return new CompactSign(new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'EdDSA', typ: 'lienthong-receipt+jws', kid: pair.keyId, ...header })
    .sign(readPrivateKey(pair.privateKey));
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a receipt', () => {
  it('comes back as it was signed', async () => {
    const jws = await signReceipt(first, pair);
    expect(await verifyReceipt(jws, pair.publicKey)).toEqual(first);
    expect(JSON.parse(Buffer.from(jws.split('.')[0] ?? '', 'base64url').toString())).toEqual({
      alg: 'EdDSA',
      typ: 'lienthong-receipt+jws',
      kid: pair.keyId,
    });
  });

  it('of anyone else is refused', async () => {
    await expect(verifyReceipt(await signReceipt(first, other), pair.publicKey)).rejects.toMatchObject({ code: 'RECEIPT_INVALID' });
  });

  it('changed in any single character is refused', async () => {
    const jws = await signReceipt(first, pair);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ ';
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: jws.length - 1 }), fc.constantFrom(...alphabet), async (at, character) => {
        fc.pre(jws[at] !== character);
        const changed = jws.slice(0, at) + character + jws.slice(at + 1);
        await expect(verifyReceipt(changed, pair.publicKey)).rejects.toMatchObject({ code: 'RECEIPT_INVALID' });
      }),
      { numRuns: 1500 },
    );
    // Most random characters miss the last one, whose spare bits a lenient decoder drops.
    for (const character of alphabet) {
      if (jws.endsWith(character)) continue;
      await expect(verifyReceipt(jws.slice(0, -1) + character, pair.publicKey)).rejects.toMatchObject({ code: 'RECEIPT_INVALID' });
    }
  });

  it('without algorithm or with another one is refused', async () => {
    const payload = encode(first);
    const signature = (await signReceipt(first, pair)).split('.')[2] ?? '';
    const header = { typ: 'lienthong-receipt+jws', kid: pair.keyId };
    for (const forged of [
      `${encode({ ...header, alg: 'none' })}.${payload}.`,
      `${encode({ ...header, alg: 'none' })}.${payload}.${signature}`,
      `${encode({ ...header, alg: 'HS256' })}.${payload}.${signature}`,
    ]) {
      await expect(verifyReceipt(forged, pair.publicKey)).rejects.toMatchObject({ code: 'RECEIPT_INVALID' });
    }
  });

  it.each<[string, Record<string, unknown>]>([
    ['another typ', { typ: 'JWT' }],
    ['no typ', { typ: undefined }],
    ['no kid', { kid: undefined }],
    ['a header member out of the standard', { jku: 'https://attacker.example' }],
  ])('with %s is refused', async (_name, header) => {
    await expect(verifyReceipt(await signFreely(first, header), pair.publicKey)).rejects.toMatchObject({ code: 'RECEIPT_INVALID' });
    await expect(verifyReceipt(await signFreely(first), pair.publicKey)).resolves.toEqual(first);
  });

  const rejection = first.rejections[0];
  it.each<[string, unknown]>([
    ['text in place of JSON', 'not json'],
    ['a list', []],
    ['an unknown member', { ...first, extra: 1 }],
    ['no batch', { ...first, batch: undefined }],
    ['a batch of a wrong agency', { ...first, batch: 'h26/ho-tich/ho-tich.khai-sinh/1/1' }],
    ['a batch with a part too many', { ...first, batch: `${first.batch}/1` }],
    ['a batch of sequence 0', { ...first, batch: 'H26/ho-tich/ho-tich.khai-sinh/1/0' }],
    ['a digest of another algorithm', { ...first, digest: 'sha-512=:AAAA:' }],
    ['two digests', { ...first, digest: `${first.digest}, sha-512=:AAAA:` }],
    ['a negative count', { ...first, accepted: -1 }],
    ['a count as text', { ...first, superseded: '1' }],
    ['a fraction', { ...first, accepted: 1.5 }],
    ['fewer rejected than listed', { ...first, rejected: 1 }],
    ['rejections out of order', { ...first, rejections: [...first.rejections].reverse() }],
    ['a rejection with a value in it', { ...first, rejections: [{ ...rejection, value: 'x' }], rejected: 1 }],
    ['a rejection without pointer', { ...first, rejections: [{ ...rejection, pointer: undefined }], rejected: 1 }],
    ['a pointer that is none', { ...first, rejections: [{ ...rejection, pointer: 'maSo' }], rejected: 1 }],
    ['a time without zone', { ...first, time: '2026-03-01T02:03:04' }],
    ['number 0', { ...first, number: 0 }],
    ['a second without previous', { ...first, number: 2 }],
    ['a first with previous', { ...first, previous: receiptHash('x') }],
    ['a previous that is no hash', { ...first, number: 2, previous: 'x' }],
    ['a previous of null', { ...first, previous: null }],
  ])('with %s is refused though its signature is right', async (_name, payload) => {
    await expect(verifyReceipt(await signFreely(payload), pair.publicKey)).rejects.toMatchObject({ code: 'RECEIPT_INVALID' });
  });

  it('is not signed when its shape is wrong, nor by a key of another type', async () => {
    await expect(signReceipt({ ...first, number: 2 }, pair)).rejects.toMatchObject({ code: 'RECEIPT_INVALID' });
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    await expect(signReceipt(first, { keyId: 'x', privateKey })).rejects.toMatchObject({ code: 'KEY_INVALID' });
  });
});

describe('a chain of receipts', () => {
  it('is whole as it was made', async () => {
    expect(await verifyReceiptChain(await chain(5), pair.publicKey)).toEqual({ ok: true, count: 5 });
    expect(await verifyReceiptChain([], pair.publicKey)).toEqual({ ok: true, count: 0 });
  });

  it('shows what was left out, repeated, exchanged or put in, and where', async () => {
    const [a = '', b = '', c = '', d = ''] = await chain(4);
    const verify = (list: readonly string[]) => verifyReceiptChain(list, pair.publicKey);
    const batch = first.batch.replace(/1$/, '2');
    const rewritten = await signReceipt({ ...first, batch, number: 2, previous: receiptHash(a), accepted: 99 }, pair);
    const foreign = await signReceipt({ ...first, batch: 'H27/ho-tich/ho-tich.khai-sinh/1/2', number: 2, previous: receiptHash(a) }, pair);
    const twice = await signReceipt({ ...first, number: 2, previous: receiptHash(a) }, pair);
    const forged = await signReceipt({ ...first, batch, number: 2, previous: receiptHash(a) }, other);
    expect(await verify([b, c, d])).toEqual({ ok: false, at: 0, reason: 'out-of-order' });
    expect(await verify([a, c, d])).toEqual({ ok: false, at: 1, reason: 'out-of-order' });
    expect(await verify([a, c, b, d])).toEqual({ ok: false, at: 1, reason: 'out-of-order' });
    expect(await verify([a, b, b, c])).toEqual({ ok: false, at: 2, reason: 'out-of-order' });
    expect(await verify([a, rewritten, c, d])).toEqual({ ok: false, at: 2, reason: 'broken-link' });
    expect(await verify([a, foreign])).toEqual({ ok: false, at: 1, reason: 'foreign-stream' });
    expect(await verify([a, twice])).toEqual({ ok: false, at: 1, reason: 'repeated-batch' });
    expect(await verify([a, forged])).toEqual({ ok: false, at: 1, reason: 'invalid' });
  });

  it('shows every permutation and every omission before its end', async () => {
    const list = await chain(6);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(list, { minLength: 1 }), async (part) => {
        const whole = part.every((jws, index) => jws === list[index]);
        expect((await verifyReceiptChain(part, pair.publicKey)).ok).toBe(whole);
      }),
      { numRuns: 300 },
    );
  });

  it('is not judged with a key that is none', async () => {
    await expect(verifyReceiptChain(await chain(1), 'x')).rejects.toMatchObject({ code: 'KEY_INVALID' });
  });
});
