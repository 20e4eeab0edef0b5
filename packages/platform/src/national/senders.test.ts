import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { senderTokens, tokenSeconds } from './senders.ts';

const keyOf = () => generateKeyPairSync('ed25519').privateKey;

it('knows its own tokens until they are over, and no others', () => {
  const own = senderTokens(keyOf());
  const now = Date.parse('2026-03-01T00:00:00Z');
  const token = own.issue('abc', now);
  const [, client, until, seal] = token.split('.');
  expect(own.read(token, now)).toBe('abc');
  expect(own.read(token, now + tokenSeconds * 1000 - 1)).toBe('abc');
  expect(own.read(token, now + tokenSeconds * 1000)).toBeUndefined();
  expect(senderTokens(keyOf()).read(token, now)).toBeUndefined();
  for (const other of [
    '',
    'lts',
    token.slice(0, -1),
    `${token}x`,
    `lts.abd.${until}.${seal}`,
    `lts.${client}.${Number(until) + 1}.${seal}`,
    `lts.${client}.${until}.`,
    `lts.${client}.${until}`,
  ])
    expect(own.read(other, now)).toBeUndefined();
});
