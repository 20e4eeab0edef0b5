import { expect, it } from 'vitest';
import { viewOf } from './copy.ts';
import { writeText, writeTidyText, writeUuid } from './text.ts';

const out = Buffer.alloc(200);
const written = (write: typeof writeText, bytes: Buffer, end = bytes.length): string | undefined => {
  const behind = write(viewOf(bytes), 0, end, viewOf(out), 0);
  return behind < 0 ? undefined : out.toString('utf8', 0, behind);
};

it('writes text that is surely in NFC as JSON, and leaves everything else alone', () => {
  for (const text of ['', 'Nguyễn Văn A', 'Đường "số 1"\\2\n\t', '\u02ff\u0080', 'Ỹ'])
    expect(written(writeText, Buffer.from(text))).toBe(JSON.stringify(text));
  for (const text of ['e\u0302', '\u0300', '\u1dff', '\u1f00', '😀', '\u0001', '한'])
    expect(written(writeText, Buffer.from(text))).toBeUndefined();
});

it('never looks behind the end of a value: a character that is cut off is no text', () => {
  for (const character of ['ă', 'ễ']) {
    const bytes = Buffer.from(character);
    for (let end = 1; end < bytes.length; end++) expect(written(writeText, bytes, end)).toBeUndefined();
  }
  expect(written(writeText, Buffer.from([0xc3, 0x41]))).toBeUndefined();
  expect(written(writeText, Buffer.from([0xe1, 0xb8, 0x41]))).toBeUndefined();
  expect(written(writeText, Buffer.from([0x80]))).toBeUndefined();
});

it('knows what trimming would change', () => {
  for (const text of ['A', 'A B', '']) expect(written(writeTidyText, Buffer.from(text))).toBe(JSON.stringify(text));
  for (const text of [' A', 'A ', 'A  B', 'A\tB', 'A\u00a0B', ' ']) expect(written(writeTidyText, Buffer.from(text))).toBeUndefined();
});

it('takes a UUID in its canonical form only', () => {
  const uuid = '0189f7ea-ae2c-7809-8aeb-b819cf5e9e7f';
  expect(written(writeUuid, Buffer.from(uuid))).toBe(JSON.stringify(uuid));
  for (const other of [uuid.toUpperCase(), uuid.slice(1), uuid.replace('-', '0'), `${uuid}0`, uuid.replace('e', 'g')])
    expect(written(writeUuid, Buffer.from(other))).toBeUndefined();
});
