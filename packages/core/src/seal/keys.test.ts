import { generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { isLienThongError } from '../errors/lienthong-error.ts';
import { secret } from '../secret.ts';
import { generateKeyPair, keyIdOf, readPrivateKey, readPublicKey, signatureAlgorithm } from './keys.ts';

const pem = { publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } } as const;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048, ...pem });
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256', ...pem });

describe('keys', () => {
  it('generated are Ed25519 PEM that reads back, each with its own id', () => {
    const pair = generateKeyPair();
    expect(signatureAlgorithm(readPublicKey(pair.publicKey))).toBe('ed25519');
    expect(signatureAlgorithm(readPrivateKey(secret(pair.privateKey)))).toBe('ed25519');
    expect(pair.keyId).toMatch(/^lt-[A-Za-z0-9_-]{16}$/);
    expect(pair.keyId).not.toBe(generateKeyPair().keyId);
    expect(keyIdOf(pair.publicKey)).toBe(pair.keyId);
  });

  it.each([
    ['Ed25519', generateKeyPair().publicKey],
    ['P-256', p256.publicKey],
    ['RSA', rsa.publicKey],
  ])('of %s get the thumbprint that jose computes', async (_name, publicKey) => {
    const thumbprint = await calculateJwkThumbprint(await exportJWK(readPublicKey(publicKey)), 'sha256');
    expect(keyIdOf(publicKey)).toBe(`lt-${thumbprint.slice(0, 16)}`);
  });

  it('tell their one algorithm', () => {
    expect(signatureAlgorithm(readPublicKey(p256.publicKey))).toBe('ecdsa-p256-sha256');
    expect(signatureAlgorithm(readPrivateKey(rsa.privateKey))).toBe('rsa-v1_5-sha256');
  });

  const weak = generateKeyPairSync('rsa', { modulusLength: 1024, ...pem });
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384', ...pem });
  const x25519 = generateKeyPairSync('x25519', pem);
  const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048, ...pem });
  const encrypted = generateKeyPairSync('ed25519', {
    ...pem,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
  });

  it.each([
    ['RSA below 2048 bits', () => readPublicKey(weak.publicKey)],
    ['RSA below 2048 bits, private', () => readPrivateKey(weak.privateKey)],
    ['P-384', () => readPublicKey(p384.publicKey)],
    ['X25519', () => readPublicKey(x25519.publicKey)],
    ['RSA-PSS', () => readPublicKey(pss.publicKey)],
    ['an encrypted private key', () => readPrivateKey(encrypted.privateKey)],
    ['a private key as public key', () => readPublicKey(rsa.privateKey)],
    ['a public key as private key', () => readPrivateKey(rsa.publicKey)],
    ['a key object of the wrong side', () => readPublicKey(readPrivateKey(rsa.privateKey))],
    ['PEM cut short', () => readPrivateKey(generateKeyPair().privateKey.replace(/.{8}\n-----END/, '\n-----END'))],
    ['text', () => readPublicKey('CANARY')],
  ])('refuse %s and print nothing of it', (_name, read) => {
    try {
      read();
    } catch (error) {
      if (!isLienThongError(error)) throw error;
      expect(error.code).toBe('KEY_INVALID');
      expect(error.message).not.toMatch(/CANARY|MII|MC4/);
      expect(error.cause).toBeUndefined();
      return;
    }
    throw new Error('was accepted');
  });
});
