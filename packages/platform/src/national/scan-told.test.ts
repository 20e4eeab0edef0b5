import { createBufferPool } from '@lienthong/core';
import { nationalJsonBatch } from '@lienthong/core/national';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyMessage, dataType, messageOf } from './scan-scene.ts';
import { scanTold } from './scan-told.ts';
import { readTold, type ToldMessages } from './told-messages.ts';

const buffers = createBufferPool(4);

/** All that is read, the records as their texts. */
function seen({ told, records, rejections, release }: ToldMessages) {
  const all = told.map(({ from, to, ...one }) => ({ ...one, record: records.toString('utf8', from, to) }));
  release();
  return { all, rejections };
}

it('reads of a request of ours what the parser would read of it', () => {
  fc.assert(
    fc.property(fc.array(anyMessage, { minLength: 1, maxLength: 6 }), fc.boolean(), (messages, isAlone) => {
      const texts = messages.map(messageOf);
      const text = isAlone ? (texts[0] ?? '') : nationalJsonBatch(texts);
      const scanned = scanTold(Buffer.from(text), dataType, buffers);
      expect(scanned).toBeDefined();
      scanned?.release();
      const parsed = readTold(Buffer.from(JSON.stringify(JSON.parse(text), null, 1)), 'json', dataType, 100, buffers);
      expect(seen(readTold(Buffer.from(text), 'json', dataType, 100, buffers))).toEqual(seen(parsed));
    }),
    { numRuns: 300 },
  );
});

it('leaves a request to the parser where anything in it is in another form', () => {
  const [one, two] = [1, 2].map((version) =>
    messageOf({ event: 'new', version, recordId: 'H26-1', updatedAt: '2026-10-07T08:00:00', record: { so: 'a', nam: 1 } }),
  );
  for (const body of [
    '',
    '[]',
    '[',
    `[${one},]`,
    `[${one}${two}]`,
    `[${one},${two}`,
    `[${one} ,${two}]`,
    `${one},${two}`,
    `[${one}]]`,
    `{}`,
  ])
    expect(scanTold(Buffer.from(body), dataType, buffers)).toBeUndefined();
  expect(scanTold(Buffer.from(`[${one},${two}]`), dataType, buffers)?.told).toHaveLength(2);
  expect(scanTold(Buffer.concat([Buffer.from(`[${one},"`), Buffer.of(0xff), Buffer.from('"]')]), dataType, buffers)).toBeUndefined();
});
