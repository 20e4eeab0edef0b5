import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { iconv } from '../../test/text/iconv.ts';
import { readings } from './encodings.ts';
import { bytesBehind, readBytesAs } from './read-bytes.ts';

const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);

describe.each(readings)('bytes read as %s', (reading) => {
  it('come back from the string, every one', () => {
    expect(bytesBehind(readBytesAs(all, reading), reading)).toEqual(all);
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(bytesBehind(readBytesAs(bytes, reading), reading)).toEqual(bytes);
      }),
    );
  });

  it('are not behind a string with a character that none of them becomes', () => {
    for (const text of ['ế', '\ufffd', 'Nguyễn', '日']) expect(bytesBehind(text, reading)).toBeUndefined();
  });
});

it('cp1258 is read as the platform reads it, with the bytes that it does not define as C1 controls', () => {
  expect(readBytesAs(all, 'cp1258')).toBe(new TextDecoder('windows-1258').decode(all));
});

const present = iconv('CP1252', 'UTF-8', Uint8Array.of(0x78)) !== undefined;
it.skipIf(!present)(`cp1252 is read as iconv reads it${present ? '' : ' (skipped: no iconv here that knows CP1252)'}`, () => {
  for (const byte of all.subarray(0x80)) {
    const theirs = iconv('CP1252', 'UTF-8', Uint8Array.of(byte));
    expect(readBytesAs(Uint8Array.of(byte), 'cp1252')).toBe(
      theirs === undefined ? String.fromCharCode(byte) : new TextDecoder().decode(theirs),
    );
  }
});

it('tells the two western readings apart', () => {
  expect(bytesBehind('\x80', 'cp1252')).toBeUndefined();
  expect(bytesBehind('€', 'cp1252')).toEqual(Uint8Array.of(0x80));
  expect(bytesBehind('€', 'latin1')).toBeUndefined();
  expect(bytesBehind('\x81', 'cp1252')).toEqual(Uint8Array.of(0x81));
});

it('takes long values, too', () => {
  const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);
  expect(bytesBehind(readBytesAs(bytes, 'cp1252'), 'cp1252')).toEqual(bytes);
});
