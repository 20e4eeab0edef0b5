import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { positionTexts } from './position-texts.ts';
import { openVault } from './vault.ts';

const position = { kind: 'postgres/keys', format: 1, from: ['yến-lộ-bí-mật'] } as const;
const texts = positionTexts(openVault(join(mkdtempSync(join(tmpdir(), 'lienthong-vault-')), 'key')));

test('a position lies sealed, and one of an older state is still read', () => {
  const text = texts.write(position);
  expect(text).toMatch(/^[A-Za-z0-9+/]+=*$/);
  expect(Buffer.from(text, 'base64').toString('utf8')).not.toContain('yến');
  expect(texts.read(text)).toEqual(position);
  expect(texts.read(JSON.stringify(position))).toEqual(position);
  expect(() => texts.read(`${text.slice(0, -8)}AAAAAAA=`)).toThrow(expect.objectContaining({ code: 'STATE_DAMAGED' }));
  expect(() => texts.read('{"kind":')).toThrow(expect.objectContaining({ code: 'STATE_DAMAGED' }));
});
