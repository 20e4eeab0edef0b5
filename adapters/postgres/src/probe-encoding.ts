import type { ProbeFinding } from '@lienthong/core';
import type { PostgresOptions } from './options.ts';

/** Encodings in which every byte is a character, so that each text can be converted. */
const complete = new Set(['UTF8', 'LATIN1', 'LATIN2', 'LATIN3', 'LATIN4', 'LATIN5', 'LATIN9', 'WIN866', 'KOI8R', 'KOI8U']);

/** A database whose encoding does not explain every text that programs could keep in it. */
export function encodingFindings(encoding: string, { storedText }: PostgresOptions): readonly ProbeFinding[] {
  if (storedText || complete.has(encoding)) return [];
  const why = encoding === 'SQL_ASCII' ? 'checks no text: programs kept in it whatever they wrote' : 'does not know every byte';
  return [
    {
      level: 'warning',
      id: 'encoding-unconvertible',
      message: `the database's encoding, ${encoding}, ${why}: a text that is no UTF-8 behind its conversion stops the reading`,
      remedy: 'Set storedText: true, and give columns of legacy text an encoding in the mapping.',
    },
  ];
}
