import { createHash, type KeyObject } from 'node:crypto';
import { CompactSign, compactVerify } from 'jose';
import { LienThongError } from '../errors/lienthong-error.ts';
import { readPrivateKey, readPublicKey, signatureAlgorithm } from '../seal/keys.ts';
import type { Secret } from '../secret.ts';
import type { Receipt } from './receipt.ts';
import { receiptFault, receiptPayload } from './receipt-shape.ts';

/** `typ` of a receipt's JWS header: keeps other JWS of the same key from passing as receipts. */
export const receiptType = 'lienthong-receipt+jws';

export interface ReceiptSigningKey {
  readonly keyId: string;
  /** Ed25519. */
  readonly privateKey: string | Secret | KeyObject;
}

// Room for some hundred thousand rejections.
const maxReceiptLength = 64 * 1024 * 1024;

/** Signs a receipt: compact JWS (RFC 7515), EdDSA. */
export async function signReceipt(receipt: Receipt, key: ReceiptSigningKey): Promise<string> {
  const fault = receiptFault(receipt);
  if (fault !== undefined) throw receiptInvalid(fault);
  const privateKey = expectEd25519(readPrivateKey(key.privateKey));
  const header = { alg: 'EdDSA', typ: receiptType, kid: key.keyId };
  return new CompactSign(new TextEncoder().encode(receiptPayload(receipt))).setProtectedHeader(header).sign(privateKey);
}

/** Verifies signature, header and shape; throws RECEIPT_INVALID. */
export async function verifyReceipt(jws: string, publicKey: string | KeyObject): Promise<Receipt> {
  const key = expectEd25519(readPublicKey(publicKey));
  expectCanonical(jws);
  const { header, payload } = await verifyJws(jws, key);
  const known = Object.keys(header).every((name) => name === 'alg' || name === 'typ' || name === 'kid');
  if (!known || header['typ'] !== receiptType || typeof header['kid'] !== 'string')
    throw receiptInvalid('the JWS header is not that of a receipt');
  const value = parseJson(payload);
  const fault = receiptFault(value);
  if (fault !== undefined) throw receiptInvalid(fault);
  const receipt = value as Receipt; // receiptFault found nothing
  return { ...receipt, previous: receipt.previous };
}

/** What the stream's next receipt names as `previous`: base64url sha-256 of the compact JWS. */
export function receiptHash(jws: string): string {
  return createHash('sha256').update(jws, 'ascii').digest('base64url');
}

function receiptInvalid(message: string): LienThongError {
  return new LienThongError('RECEIPT_INVALID', { message });
}

async function verifyJws(jws: string, key: KeyObject): Promise<{ header: Readonly<Record<string, unknown>>; payload: Uint8Array }> {
  try {
    const { protectedHeader, payload } = await compactVerify(jws, key, { algorithms: ['EdDSA'] });
    return { header: protectedHeader, payload };
  } catch (cause) {
    throw new LienThongError('RECEIPT_INVALID', { message: 'the signature of the receipt is wrong', cause });
  }
}

// The last character of a base64url text has spare bits: without this check one signature would have several texts, and a receipt several hashes.
function expectCanonical(jws: string): void {
  if (jws.length > maxReceiptLength) throw receiptInvalid('the receipt is too long');
  const parts = jws.split('.');
  const canonical = parts.length === 3 && parts.every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
  if (!canonical) throw receiptInvalid('the receipt is no compact JWS in its one canonical form');
}

function expectEd25519(key: KeyObject): KeyObject {
  if (signatureAlgorithm(key) !== 'ed25519') throw new LienThongError('KEY_INVALID', { message: 'receipts are signed with Ed25519 keys' });
  return key;
}

function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload)) as unknown; // JSON.parse gives any
  } catch {
    throw receiptInvalid('the payload is no JSON');
  }
}
