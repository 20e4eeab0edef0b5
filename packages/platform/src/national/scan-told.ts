import { type BufferPool, createByteWriter, reserveBytes, takeBytes, viewOf, writeString } from '@lienthong/core';
import { nationalEvents, nationalSlots } from '@lienthong/core/national';
import type { DataType } from './data-types.ts';
import { scanMessages } from './scan-messages.ts';
import { contentDigestOf, contentHead, idDigestOf, instantOf, type Told } from './told.ts';

/** What a request of our own connectors tells. */
export interface ScannedMessages {
  readonly told: readonly Told[];
  readonly records: Buffer;
  release(): void;
}

/** `undefined`: something in the body is not in the form that our own connectors write, and all of it has to be parsed. */
export function scanTold(body: Buffer, { plan, contract }: DataType, buffers: BufferPool): ScannedMessages | undefined {
  const writer = createByteWriter(buffers);
  reserveBytes(writer, body.length);
  const view = viewOf(body);
  const instants = lastInstant(plan.profile.zone.name);
  const told: Told[] = [];
  const count = scanMessages(body, plan, (scanner) => {
    const keySlots = contract.contract.primaryKey.map((name) => scanner.slotOf(name));
    return (spans) => {
      const at = (slot: number): number => spans[slot] ?? 0;
      const event = nationalEvents[at(nationalSlots.event)] ?? 'new';
      const updatedAt = body.toString('latin1', at(nationalSlots.updatedAt), at(nationalSlots.updatedAt + 1));
      const instant = instants(updatedAt);
      const start = writer.length;
      writeString(writer, contentHead(event, instant ?? updatedAt));
      const from = writer.length;
      scanner.writeRecord(writer, view, spans);
      const ownKey = keyAt(body, spans, keySlots);
      // No spread: of thousands each would be put together member by member.
      told.push({
        index: told.length,
        from,
        to: writer.length,
        id: idDigestOf(body.subarray(at(nationalSlots.recordId), at(nationalSlots.recordId + 1))),
        version: Number(body.toString('latin1', at(nationalSlots.version), at(nationalSlots.version + 1))),
        content: contentDigestOf(writer.buffer.subarray(start, writer.length)),
        key: event === 'cancel' ? undefined : ownKey,
        ownKey,
        at: instant,
      });
      return true;
    };
  });
  const { bytes, release } = takeBytes(writer);
  if (count !== undefined) return { told, records: bytes, release };
  release();
  return undefined;
}

/** As a line's key is written. */
function keyAt(body: Buffer, spans: Int32Array, slots: readonly (number | undefined)[]): string {
  let key = '[';
  for (const slot of slots) {
    const from = slot === undefined ? -1 : (spans[slot] ?? -1);
    if (key.length > 1) key += ',';
    key += from < 0 || slot === undefined ? 'null' : body.toString('utf8', from, spans[slot + 1]);
  }
  return `${key}]`;
}

/** Most of a request changed in one second, or are told so. */
function lastInstant(zone: string): (local: string) => string | undefined {
  let known = '';
  let instant: string | undefined;
  return (local) => {
    if (local !== known) [known, instant] = [local, instantOf(local, zone)];
    return instant;
  };
}
