import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { eventType, readEvent, readRotation } from './event.ts';

/** A rotation to `binlog.000007` at 4, at the end of its file at 200. */
function rotation(): Buffer {
  const body = Buffer.concat([Buffer.from([4, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('binlog.000007')]);
  const event = Buffer.alloc(19 + body.length + 4);
  event.writeUInt32LE(1_700_000_000, 0);
  event[4] = eventType.rotate;
  event.writeUInt32LE(11, 5);
  event.writeUInt32LE(event.length, 9);
  event.writeUInt32LE(200, 13);
  body.copy(event, 19);
  event.writeUInt32LE(crc32(event.subarray(0, -4)), event.length - 4);
  return event;
}

it('reads an event without its checksum', () => {
  const bytes = rotation();
  const event = readEvent(bytes, 0, bytes.length, true);
  expect(event).toMatchObject({ type: eventType.rotate, timestamp: 1_700_000_000, serverId: 11, endsAt: 200, artificial: false });
  expect(readRotation(event)).toEqual({ file: 'binlog.000007', offset: 4 });
});

it('refuses an event of which a bit was turned on the way', () => {
  const bytes = rotation();
  bytes[25] = (bytes[25] ?? 0) ^ 1;
  expect(() => readEvent(bytes, 0, bytes.length, true)).toThrow(/checksum of an event/);
});
