import { characterSet, intervalBias, messageType } from '../protocol.ts';
import type { Writer } from '../writer.ts';

/** Lengths and places of the capabilities of both sides. */
const compileTime = { bytes: 53, fieldVersion: 7 };
const runTime = { bytes: 11, compatibility: 0, timeZone: 1, texts: 6 };
/** The database's zone is told; strings have up to 32767 bytes. */
const tellsZone = 0x01;
const longStrings = 0x04;
/** Of what the server is: its national character set stands in the last two bytes. */
const description = Buffer.alloc(11);
description.writeUInt16BE(characterSet.utf16, 9);

/**
 * Texts travel in UTF-8 whatever the database keeps: the server converts, and the thin driver takes nothing else.
 * Both sides then speak in the lower layout of messages.
 */
export function writeProtocol(out: Writer, fields: number): void {
  out.u8(messageType.protocol);
  out.u8(6);
  out.u8(0);
  out.raw(Buffer.from('x86_64/Linux 2.4.xx\0'));
  // Little-endian, as nothing else.
  out.u8(characterSet.utf8 & 0xff);
  out.u8(characterSet.utf8 >> 8);
  out.u8(1);
  out.u16(0);
  out.u16(description.length);
  out.raw(description);
  const compiled = Buffer.alloc(compileTime.bytes);
  compiled[compileTime.fieldVersion] = fields;
  out.bytes(compiled);
  const running = Buffer.alloc(runTime.bytes);
  running[runTime.compatibility] = 2;
  running[runTime.timeZone] = tellsZone;
  running[runTime.texts] = longStrings;
  out.bytes(running);
}

/** All types as the client has them. The database's zone is +00:00: without being told, clients would ask by a query of their own. */
export function writeDataTypes(out: Writer): void {
  out.u8(messageType.dataTypes);
  const zone = Buffer.alloc(11);
  zone.writeUInt32BE(intervalBias.whole, 0);
  zone[4] = intervalBias.parts;
  zone[5] = intervalBias.parts;
  zone[6] = 0x80;
  out.raw(zone);
  out.u16(0);
}
