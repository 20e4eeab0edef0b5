import { expect, test } from 'vitest';
import { createByteWriter } from '../bytes/byte-writer.ts';
import { createLineHeads } from './line-heads.ts';
import { deletionLineHead, type LineInput, recordLineHead } from './record.ts';
import { changeVersion, fixedHex, type Version } from './version.ts';

test('gives the very heads that are given as text, whatever came before', () => {
  const version = changeVersion(fixedHex(77n), 3);
  const inputs: readonly LineInput[] = [
    { version },
    { version },
    { version, at: '2026-02-03T17:59:49.01234Z' },
    { version, at: '2026-02-03T17:59:49.01234Z', tx: '0-1-5' },
    { version: changeVersion(fixedHex(77n), 4), at: '2026-02-03T17:59:49.01234Z', tx: '0-1-5' },
    { version: changeVersion(fixedHex(77n), 5), at: '2026-02-03T17:59:49.01234Z', tx: '0-1-5' },
    { version, at: '2026-02-03T17:59:49.01234Z', tx: '0-1-6' },
    { version, tx: 'giao dịch "1" \\' },
    { version: '1:a"b\\c' as Version, tx: 'giao dịch "1" \\' },
    { version },
    { version },
  ];
  const heads = createLineHeads();
  const writer = createByteWriter();
  for (const input of inputs) {
    for (const op of ['c', 'u', 'd'] as const) {
      writer.length = 0;
      heads(writer, op, input);
      const expected = op === 'd' ? deletionLineHead(input) : recordLineHead(op, input);
      expect(writer.buffer.toString('utf8', 0, writer.length)).toBe(expected);
    }
  }
});
