import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { compactDecrypt } from 'jose';
import { describe, expect, test } from 'vitest';
import { expectContract } from '../contract/parse.ts';
import { publishedContract } from '../contract/published.ts';
import { secret } from '../secret.ts';
import { createEncryptor } from './encrypt.ts';
import { maskText } from './mask.ts';
import { protectionMark, readProtectionKeys } from './protection-keys.ts';
import { createRecipient, generateRecipientKeyPair, type Recipient } from './recipient.ts';
import { createTokenizer, generateTokenKey, type Tokenizer, type TokenKeyOptions } from './tokenizer.ts';

const wrong = (message: string): never => {
  throw new Error(message);
};

function tokenizerOf(name: string, options: TokenKeyOptions): Tokenizer {
  return createTokenizer(name, options, wrong) ?? wrong('no tokenizer');
}

function recipientOf(publicKey: string, keyId?: string): Recipient {
  return createRecipient('G01', { publicKey, ...(keyId === undefined ? {} : { keyId }) }, wrong) ?? wrong('no recipient');
}

const texts = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[0-9]{12}$/)).map((text) => text.normalize('NFC'));

describe('tokens', () => {
  const first = generateTokenKey();
  const second = generateTokenKey();

  test('are equal for equal values, and differ for others, other names, other versions and other keys', () => {
    const one = tokenizerOf('citizen', { active: 1, keys: { 1: secret(first) } });
    const same = tokenizerOf('citizen', { active: 1, keys: { 1: first, 2: second } });
    const others = [
      tokenizerOf('household', { active: 1, keys: { 1: first } }),
      tokenizerOf('citizen', { active: 2, keys: { 2: first } }),
      tokenizerOf('citizen', { active: 1, keys: { 1: second } }),
    ];
    fc.assert(
      fc.property(texts, texts, (text, other) => {
        expect(one.token(text)).toBe(same.token(text));
        expect(one.token(text) === one.token(other)).toBe(text === other);
        for (const tokenizer of others) expect(tokenizer.token(text).slice(3)).not.toBe(one.token(text).slice(3));
        expect(one.token(text)).toMatch(/^t1\.[A-Za-z0-9_-]{43}$/);
        if (text.length > 2) expect(one.token(text)).not.toContain(text);
      }),
    );
  });

  test('of the versions that are kept can all be computed, and of a retired one no longer', () => {
    const before = tokenizerOf('citizen', { active: 1, keys: { 1: first } });
    const after = tokenizerOf('citizen', { active: 2, keys: { 1: first, 2: second } });
    const retired = tokenizerOf('citizen', { active: 2, keys: { 2: second } });
    expect(after.tokensOf('001')).toEqual([after.token('001'), before.token('001')]);
    expect(retired.tokensOf('001')).toEqual([after.token('001')]);
  });

  test.each<[string, TokenKeyOptions, RegExp]>([
    ['too short', { active: 1, keys: { 1: 'c2hvcnQ' } }, /keys\.1 must have 32 to 1024 bytes/],
    ['no base64', { active: 1, keys: { 1: 'mật khẩu của tôi' } }, /keys\.1 is not base64/],
    ['a row of one letter', { active: 1, keys: { 1: 'A'.repeat(43) } }, /keys\.1 is not random/],
    ['without the active version', { active: 2, keys: { 1: generateTokenKey() } }, /active must be the number of one of its keys/],
    ['a version that is no number', { active: 1, keys: { v1: generateTokenKey() } }, /numbered from 1/],
    ['the same twice', { active: 1, keys: { 1: first, 2: `${first}=` } }, /keys\.2 is the same as keys\.1/],
  ])('are not made with a key that is %s', (_name, options, expected) => {
    const problems: string[] = [];
    expect(createTokenizer('citizen', options, (message) => problems.push(message))).toBeUndefined();
    expect(problems.join()).toMatch(expected);
    for (const key of Object.values(options.keys)) expect(problems.join()).not.toContain(String(key));
  });
});

describe('masks', () => {
  test.each([
    ['001099012345', { part: 'last', characters: 3 }, '***345'],
    ['001099012345', { part: 'first', characters: 2 }, '00***'],
    ['Nguyễn', { part: 'last', characters: 2 }, '***ễn'],
    ['𝔸𝔹ℂ𝔻', { part: 'last', characters: 2 }, '***ℂ𝔻'],
    ['abc', { part: 'last', characters: 2 }, '***'],
    ['', { part: 'last', characters: 1 }, '***'],
    ['1990-05-17', { part: 'year' }, '1990'],
    ['bất cứ gì', { part: 'nothing' }, '***'],
  ] as const)('of %s', (text, keep, expected) => {
    expect(maskText(keep)(text)).toBe(expected);
  });

  test('show at most half of a value', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 8 }), fc.constantFrom('first', 'last'), (text, characters, part) => {
        const shown = Array.from(maskText({ part, characters })(text)).length - 3;
        expect(shown).toBeLessThanOrEqual(Array.from(text).length / 2);
      }),
    );
  });
});

const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const x25519 = generateKeyPairSync('x25519');
const p256 = generateRecipientKeyPair();

const recipients: readonly (readonly [name: string, publicKey: string, privateKey: KeyObject, algorithm: string])[] = [
  ['P-256', p256.publicKey, createPrivateKey(p256.privateKey), 'ECDH-ES+A256KW'],
  ['X25519', pem(x25519.publicKey), x25519.privateKey, 'ECDH-ES+A256KW'],
  ['RSA', pem(rsa.publicKey), rsa.privateKey, 'RSA-OAEP-256'],
  ['a JWK', JSON.stringify(x25519.publicKey.export({ format: 'jwk' })), x25519.privateKey, 'ECDH-ES+A256KW'],
];

describe('encrypted values', () => {
  test.each(recipients)('for %s are opened by another implementation of JOSE', async (_name, publicKey, privateKey, algorithm) => {
    const encrypt = createEncryptor({ recipient: recipientOf(publicKey, 'khoa-2026'), property: 'ho-tich.cong-dan#hoTen', mostValues: 7 });
    const { rules } = publishedContract(expectContract(encrypted, 'a.yaml')).properties[1] ?? wrong('no property');
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const jwe = encrypt(text);
        if (typeof jwe !== 'string') throw new Error(jwe.reason);
        expect(jwe).toMatch(new RegExp(rules.pattern ?? '', 'u'));
        const { plaintext, protectedHeader } = await compactDecrypt(jwe, privateKey);
        expect(Buffer.from(plaintext).toString('utf8')).toBe(text);
        expect(protectedHeader).toMatchObject({ alg: algorithm, enc: 'A256GCM', kid: 'khoa-2026', property: 'ho-tich.cong-dan#hoTen' });
      }),
    );
  });

  test('never share a nonce, and share a content key for so many values or an hour', () => {
    let now = 0;
    const encrypt = createEncryptor({ recipient: recipientOf(p256.publicKey), property: 'a#b', now: () => now, mostValues: 100 });
    const parts = Array.from({ length: 250 }, () => String(encrypt('như nhau')).split('.'));
    expect(new Set(parts.map(([, , nonce]) => nonce)).size).toBe(250);
    expect(new Set(parts.map(([, , , text]) => text)).size).toBe(250);
    const keysOf = (of: readonly string[][]) => new Set(of.map(([header, key]) => `${header}.${key}`)).size;
    expect([keysOf(parts.slice(0, 100)), keysOf(parts)]).toEqual([1, 3]);
    now = 3_599_999;
    const late = String(encrypt('a')).split('.');
    now = 3_600_000;
    const later = String(encrypt('a')).split('.');
    expect([keysOf([...parts.slice(200), late]), keysOf([late, later])]).toEqual([1, 2]);
  });

  test('are at most 64 KiB, so that the longest still fits the form', () => {
    const encrypt = createEncryptor({ recipient: recipientOf(pem(rsa.publicKey)), property: 'a#b' });
    const { rules } = publishedContract(expectContract(encrypted, 'a.yaml')).properties[1] ?? wrong('no property');
    expect(String(encrypt('ế'.repeat(21_845))).length).toBeLessThan(rules.maxLength ?? 0);
    expect(encrypt('ế'.repeat(21_846))).toMatchObject({ code: 'too-long' });
    expect(encrypt('a'.repeat(65_537))).toMatchObject({ code: 'too-long' });
  });

  test.each([
    ['private', p256.privateKey, /is a private key/],
    ['private as JWK', JSON.stringify(x25519.privateKey.export({ format: 'jwk' })), /is a private key/],
    ['of Ed25519', pem(generateKeyPairSync('ed25519').publicKey), /must be P-256, X25519 or RSA/],
    ['of P-384', pem(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey), /must be P-256, X25519 or RSA/],
    ['RSA of 1024 bits', pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey), /fewer than 2048 bits/],
    ['no key', 'khóa', /neither PEM nor a JWK/],
    ['a broken PEM', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----', /no SPKI PEM that can be decoded/],
  ])('are not made with a key that is %s', (_name, publicKey, expected) => {
    const problems: string[] = [];
    expect(createRecipient('G01', { publicKey }, (message) => problems.push(message))).toBeUndefined();
    expect(problems.join()).toMatch(expected);
  });
});

const encrypted = `apiVersion: v3.1.0
kind: DataContract
id: mau
version: 1.0.0
status: active
schema:
  - name: bang
    properties:
      - { name: ma, logicalType: string, required: true, primaryKey: true, customProperties: [{ property: protection, value: { tokenize: citizen } }] }
      - { name: ten, logicalType: string, customProperties: [{ property: protection, value: { encrypt: G01 } }] }
`;

test('the mark of a protection moves with the version and with the key of tokens, not with the key of a recipient', () => {
  const contract = expectContract(encrypted, 'a.yaml');
  const [one, two] = [generateTokenKey(), generateTokenKey()];
  const mark = (citizen: TokenKeyOptions, publicKey = p256.publicKey) =>
    protectionMark(contract, readProtectionKeys({ tokenKeys: { citizen }, recipients: { G01: { publicKey } } }, []));
  const marks = [
    mark({ active: 1, keys: { 1: one } }),
    mark({ active: 1, keys: { 1: one, 2: two } }),
    mark({ active: 1, keys: { 1: one } }, generateRecipientKeyPair().publicKey),
    mark({ active: 2, keys: { 1: one, 2: two } }),
    mark({ active: 1, keys: { 1: two } }),
  ];
  expect(marks.map((found) => marks.indexOf(found))).toEqual([0, 0, 0, 3, 4]);
  expect(marks.join()).not.toContain(one);
  expect(
    protectionMark(
      { ...contract, properties: contract.properties.map((property) => ({ ...property, protection: undefined })) },
      readProtectionKeys({}, []),
    ),
  ).toBeUndefined();
});
