import { packetOf } from './packets.ts';
import { packetType } from './protocol.ts';
import { MalformedMessage } from './reader.ts';

/** What a client asks a listener for. */
export interface ConnectRequest {
  /** Largest packet that it takes. */
  readonly sessionDataUnit: number;
  readonly descriptor: string;
}

/** Where another server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Called {
  readonly kind: 'service' | 'sid';
  readonly name: string;
}

const place = { version: 8, sessionDataUnit: 14, descriptorBytes: 24, descriptor: 26, largeSessionDataUnit: 58, large: 74 };
/** A client of 12.1 and later: lengths have four bytes. */
const leastVersion = 315;
/** Behind it answers would carry marks of their ends, and requests tokens, which are not spoken here. */
const acceptedVersion = 318;
const sessionDataUnit = { least: 512, most: 65_535 };

/** Undefined when the descriptor follows in a data packet: long ones do. */
export function readConnect(packet: Buffer): { readonly request: ConnectRequest; readonly follows: boolean } {
  if (packet.length < place.large) throw new MalformedMessage(`A connect packet of ${packet.length} bytes.`);
  if (packet.readUInt16BE(place.version) < leastVersion) throw new MalformedMessage('A client older than 12.1.');
  const bytes = packet.readUInt16BE(place.descriptorBytes);
  const from = packet.readUInt16BE(place.descriptor);
  const asked = packet.readUInt32BE(place.largeSessionDataUnit);
  const unit = Math.min(Math.max(asked, sessionDataUnit.least), sessionDataUnit.most);
  const follows = packet.length < from + bytes;
  const descriptor = follows ? '' : packet.toString('latin1', from, from + bytes);
  return { request: { sessionDataUnit: unit, descriptor }, follows };
}

/** How it calls the database; undefined when it does not. */
export function calledBy(descriptor: string): Called | undefined {
  const [, service] = /\(\s*SERVICE_NAME\s*=\s*([^()]*?)\s*\)/i.exec(descriptor) ?? [];
  if (service !== undefined) return { kind: 'service', name: service };
  const [, sid] = /\(\s*SID\s*=\s*([^()]*?)\s*\)/i.exec(descriptor) ?? [];
  return sid === undefined ? undefined : { kind: 'sid', name: sid };
}

/** What the client says it is; empty when it does not. */
export function programOf(descriptor: string): string {
  return /\(\s*PROGRAM\s*=\s*([^()]*?)\s*\)/i.exec(descriptor)?.[1] ?? '';
}

export function acceptPacket(unit: number): Buffer {
  const body = Buffer.alloc(37);
  body.writeUInt16BE(acceptedVersion, 0);
  body.writeUInt16BE(8192, 4);
  body.writeUInt16BE(65_535, 6);
  body.writeUInt16BE(1, 8);
  body.writeUInt16BE(headAndBody, 12);
  // No native network services follow: neither encryption nor checksums.
  body[15] = 0x08;
  body.writeUInt32BE(unit, 24);
  body.writeUInt32BE(2_097_152, 28);
  return packetOf(packetType.accept, body, false);
}

const headAndBody = 45;

/** With the number of an error of TNS: 12514, 12505. */
export function refusePacket(error: number): Buffer {
  const text = `(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR=${error})(ERROR_STACK=(ERROR=(CODE=${error})(EMFI=4))))`;
  const body = Buffer.alloc(4 + text.length);
  body[0] = 4;
  body[1] = 4;
  body.writeUInt16BE(text.length, 2);
  body.write(text, 4, 'latin1');
  return packetOf(packetType.refuse, body, false);
}

/** To another listener. */
export function redirectPacket({ host, port }: Address): Buffer {
  const address = `(ADDRESS=(PROTOCOL=tcp)(HOST=${host})(PORT=${port}))`;
  const body = Buffer.alloc(2 + address.length);
  body.writeUInt16BE(address.length, 0);
  body.write(address, 2, 'latin1');
  return packetOf(packetType.redirect, body, false);
}
