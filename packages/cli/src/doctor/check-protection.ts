import type { ConnectorOptions } from '@lienthong/connector';
import { readProtectionKeys } from '@lienthong/core';
import type { Words } from '../words/words.ts';
import type { Check } from './check.ts';
import { contractOf } from './contract-of.ts';

/** The keys of protections; that none is missing or wrong, reading the configuration has made sure of. */
export function checkProtection(options: ConnectorOptions, words: Words): readonly Check[] {
  const { tokenizers, recipients } = readProtectionKeys(options.protection ?? {}, []);
  const used = new Set(
    options.datasets.flatMap((dataset) =>
      contractOf(dataset).properties.map(({ protection }) =>
        protection?.method === 'tokenize'
          ? `tokenKeys.${protection.key}`
          : protection?.method === 'encrypt'
            ? `recipients.${protection.recipient}`
            : '',
      ),
    ),
  );
  const check = (place: string, name: string, message: string): readonly Check[] => {
    const key = `${place}.${name}`;
    const found: Check = { level: 'good', id: `protection-${name}`, message };
    return used.has(key)
      ? [found]
      : [found, { level: 'warning', id: 'protection-unused', message: words.doctor.keyUnused(`protection.${key}`) }];
  };
  return [
    ...[...tokenizers.values()].flatMap(({ name, active, kept }) => check('tokenKeys', name, words.doctor.tokenKey(name, active, kept))),
    ...[...recipients.values()].flatMap(({ name, keyId, algorithm }) =>
      check('recipients', name, words.doctor.recipientKey(name, keyId, algorithm)),
    ),
  ];
}
