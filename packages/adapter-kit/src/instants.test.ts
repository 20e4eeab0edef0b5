import { expect, it } from 'vitest';
import { utcInstant } from './instants.ts';
import { zonedWatermark } from './watermark.ts';

it.each([
  ['2024-02-29 13:45:30.1200', '2024-02-29T13:45:30.12Z'],
  ['2024-02-29T13:45:30.000', '2024-02-29T13:45:30Z'],
  ['2024-02-29 13:40:00', '2024-02-29T13:40:00Z'],
  ['2024-02-29 13:45:30.123456789', '2024-02-29T13:45:30.123456789Z'],
])('writes the moment %s as the standard does: without zeros at the end of its fraction', (text, instant) => {
  expect(utcInstant(text)).toBe(instant);
});

it('moves a watermark with an offset to UTC, and loses no digit of its fraction', () => {
  expect(zonedWatermark('2024-02-29 06:45:30.123456789+07:00')).toBe('2024-02-28T23:45:30.123456789Z');
  expect(zonedWatermark('2024-02-29T06:45:30Z')).toBe('2024-02-29T06:45:30Z');
  expect(() => zonedWatermark('2024-02-29 06:45:30')).toThrow(expect.objectContaining({ code: 'SOURCE_NOT_READY' }));
});
