import { createPrivateKey, type JsonWebKey } from 'node:crypto';
import { compactDecrypt } from 'jose';
import { describe, expect, it } from 'vitest';
import vectors from '../../vectors/protection.json' with { type: 'json' };
import { compileReader } from '../compile/reader.ts';
import type { Contract } from '../contract/contract.ts';
import { expectContract } from '../contract/parse.ts';
import { parseKeep } from '../contract/protection.ts';
import { recordLine } from '../record/record.ts';
import { snapshotVersion } from '../record/version.ts';
import { maskText } from './mask.ts';
import { createTokenizer } from './tokenizer.ts';

function contractOf(protection: unknown): Contract {
  return expectContract(
    `apiVersion: v3.1.0
kind: DataContract
id: mau
version: 1.0.0
status: active
schema:
  - name: bang
    properties:
      - { name: ma, logicalType: string, required: true, primaryKey: true }
      - { name: o, logicalType: string, customProperties: [{ property: protection, value: ${JSON.stringify(protection)} }] }
`,
    'vector.yaml',
  );
}

describe('the vectors of protected values', () => {
  it.each(vectors.tokens)('make the token of $text with version $version of $key', ({ key, version, secret, text, token }) => {
    const tokenizer = createTokenizer(key, { active: version, keys: { [version]: secret } }, expect.unreachable);
    expect(tokenizer?.token(text)).toBe(token);
  });

  it.each(vectors.masks)('mask $text by $keep', ({ keep, text, masked }) => {
    expect(maskText(parseKeep(keep) ?? expect.unreachable())(text)).toBe(masked);
  });

  it.each(vectors.encrypted)('open what was encrypted for $name', async ({ privateKey, header, text, jwe }) => {
    const key = createPrivateKey({ key: privateKey as unknown as JsonWebKey, format: 'jwk' }); // the import checks what it is
    const { plaintext, protectedHeader } = await compactDecrypt(jwe, key);
    expect(Buffer.from(plaintext).toString('utf8')).toBe(text);
    expect(protectedHeader).toMatchObject(header);
  });

  it.each(vectors.forms)('are taken or refused by readers: $protection', ({ protection, accepted, refused }) => {
    const contract = contractOf(protection);
    const reader = compileReader(contract);
    const taken = (value: string) =>
      !('code' in reader.read(recordLine('r', { version: snapshotVersion }, JSON.stringify({ ma: '1', o: value })).trimEnd()));
    expect(accepted.filter((value) => !taken(value))).toEqual([]);
    expect(refused.filter(taken)).toEqual([]);
  });
});
