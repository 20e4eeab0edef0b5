import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { isSecret, reveal, secret } from './secret.ts';

it('prints as [secret] wherever a value may be printed, and gives itself only when asked', () => {
  const password = secret('CANARY');
  const printed = [
    String(password),
    ['x', password].join(' '),
    JSON.stringify({ password }),
    inspect({ deep: [password] }, { depth: 9, showHidden: true }),
    `${String([password])}`,
  ];
  for (const text of printed) {
    expect(text).toContain('[secret]');
    expect(text).not.toContain('CANARY');
  }
  expect(Object.getOwnPropertyNames(password).join()).not.toContain('CANARY');
  expect(password.reveal()).toBe('CANARY');
  expect(reveal(password)).toBe(reveal('CANARY'));
  expect(isSecret(password)).toBe(true);
  expect(isSecret({ reveal: () => 'x' })).toBe(false);
});
