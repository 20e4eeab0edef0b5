import type { ServerMessage } from '../engine.ts';
import type { TokenWriter } from './token-writer.ts';

export const token = {
  returnStatus: 0x79,
  columns: 0x81,
  error: 0xaa,
  info: 0xab,
  returnValue: 0xac,
  loginAck: 0xad,
  featureAck: 0xae,
  row: 0xd1,
  rowWithNulls: 0xd2,
  environment: 0xe3,
  sspi: 0xed,
  federatedInfo: 0xee,
  done: 0xfd,
  doneProcedure: 0xfe,
  doneInProcedure: 0xff,
} as const;

export const doneStatus = { more: 0x01, error: 0x02, count: 0x10, attention: 0x20 } as const;

/** What every message says it comes from. */
const serverName = 'TESTBED';

export function writeDone(out: TokenWriter, kind: number, status: number, rows: number | undefined, isSelect: boolean): void {
  out.u8(kind);
  out.u16(status | (rows === undefined ? 0 : doneStatus.count));
  // Of the commands only SELECT is told: the engine does not say which the others are.
  out.u16(isSelect ? 0xc1 : 0);
  out.u64(BigInt(rows ?? 0));
}

export function writeMessage(out: TokenWriter, kind: typeof token.error | typeof token.info, message: ServerMessage): void {
  const procedure = message.procedure ?? '';
  out.u8(kind);
  out.u16(4 + 1 + 1 + (2 + message.message.length * 2) + (1 + serverName.length * 2) + (1 + procedure.length * 2) + 4);
  out.i32(message.number);
  out.u8(message.state);
  out.u8(message.severity);
  out.shortText(message.message);
  out.byteText(serverName);
  out.byteText(procedure);
  out.u32(message.line);
}

/** Kinds of ENVCHANGE (MS-TDS 2.2.7.9). */
const environment = { database: 1, packetSize: 4, collation: 7, begun: 8, committed: 9, rolledBack: 10, reset: 18 } as const;

export function writeDatabase(out: TokenWriter, to: string, from: string): void {
  writeTextChange(out, environment.database, to, from);
  const message = `Changed database context to '${to}'.`;
  writeMessage(out, token.info, { number: 5701, severity: 0, state: 2, message, line: 1 });
}

export function writePacketSize(out: TokenWriter, to: number, from: number): void {
  writeTextChange(out, environment.packetSize, String(to), String(from));
}

export function writeCollation(out: TokenWriter, to: Buffer): void {
  writeBytesChange(out, environment.collation, to, none);
}

export function writeBegun(out: TokenWriter, descriptor: Buffer): void {
  writeBytesChange(out, environment.begun, descriptor, none);
}

export function writeEnded(out: TokenWriter, how: 'committed' | 'rolledBack', descriptor: Buffer): void {
  writeBytesChange(out, environment[how], none, descriptor);
}

export function writeReset(out: TokenWriter): void {
  writeBytesChange(out, environment.reset, none, none);
}

export function writeReturnStatus(out: TokenWriter, status: number): void {
  out.u8(token.returnStatus);
  out.i32(status);
}

/** An int that a procedure of the server's own hands back: the handle of a prepared statement. */
export function writeReturnedInt(out: TokenWriter, ordinal: number, name: string, value: number): void {
  out.u8(token.returnValue);
  out.u16(ordinal);
  out.byteText(name);
  // An output parameter; no user type, no flags.
  out.u8(1);
  out.u32(0);
  out.u16(0);
  out.u8(0x26);
  out.u8(4);
  out.u8(4);
  out.i32(value);
}

const none = Buffer.alloc(0);

function writeTextChange(out: TokenWriter, kind: number, to: string, from: string): void {
  out.u8(token.environment);
  out.u16(1 + 1 + to.length * 2 + 1 + from.length * 2);
  out.u8(kind);
  out.byteText(to);
  out.byteText(from);
}

function writeBytesChange(out: TokenWriter, kind: number, to: Buffer, from: Buffer): void {
  out.u8(token.environment);
  out.u16(1 + 1 + to.length + 1 + from.length);
  out.u8(kind);
  out.u8(to.length);
  out.bytes(to);
  out.u8(from.length);
  out.bytes(from);
}
