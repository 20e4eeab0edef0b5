import { bsonType } from '../bson/types.ts';
import { type Field, fieldsOf, numberOf, textOf, truthOf, type Value } from '../bson/value.ts';
import type { Content } from '../bson/writer.ts';
import { ServerError } from '../errors.ts';
import type { ServerState } from '../server-state.ts';
import type { Collection } from '../storage/collection.ts';
import type { RecordReader } from '../storage/ordered-records.ts';
import type { Scope, Transaction } from '../transactions.ts';
import type { Connection } from '../wire/connection.ts';
import type { Message } from '../wire/frames.ts';

/** Fields of an answer, without `ok` and the clock. */
export type Reply = Readonly<Record<string, Content>>;

/** A command as it came. */
export interface Request {
  readonly name: string;
  readonly db: string;
  readonly fields: ReadonlyMap<string, Field>;
  readonly sequences: Message['sequences'];
}

export interface CommandContext {
  readonly server: ServerState;
  readonly connection: Connection;
  readonly request: Request;
  /** Reads and writes of this command. */
  readonly scope: Scope;
  readonly transaction: Transaction | undefined;
  /** Throws 11602 when the member stepped down while the command waited: to be asked before a write goes on. */
  refuseInterrupted(): void;
  /** A collection as the read concern shows it. */
  reader(collection: Collection): RecordReader;
}

/** A command: who may give it where, which fields it knows, and what it does. */
export interface Command {
  readonly names: readonly [string, ...string[]];
  /** `anyone` runs before a login and on every member, `read` where reads go, `write` on a primary only. */
  readonly kind: 'anyone' | 'member' | 'read' | 'write';
  /** What it knows besides its own name and what all commands know. */
  readonly fields: readonly string[];
  readonly inTransaction?: boolean | undefined;
  run(context: CommandContext): Reply | Promise<Reply>;
}

export function fieldText(request: Request, name: string): string | undefined {
  const field = request.fields.get(name);
  if (field === undefined) return undefined;
  if (field.type !== bsonType.string) throw wrongType(request, name, 'string');
  return textOf(field);
}

/** The collection that the command names in its first field. */
export function collectionName(request: Request): string {
  const name = fieldText(request, request.name) ?? '';
  if (name === '' || name.includes('\0') || name.startsWith('.')) {
    throw new ServerError(73, `Invalid namespace specified '${request.db}.${name}'`);
  }
  return name;
}

function fieldNumber(request: Request, name: string): number | undefined {
  const field = request.fields.get(name);
  if (field === undefined || field.type === bsonType.null) return undefined;
  return numberOf(field, `${request.name}.${name}`);
}

/** A count that cannot be negative. */
export function fieldCount(request: Request, name: string): number | undefined {
  const value = fieldNumber(request, name);
  if (value !== undefined && value < 0) throw new ServerError(51024, `BSON field '${name}' value must be >= 0, actual value '${value}'`);
  return value;
}

export function fieldTruth(request: Request, name: string): boolean | undefined {
  const field = request.fields.get(name);
  return field === undefined ? undefined : truthOf(field);
}

export function fieldDocument(request: Request, name: string): Value | undefined {
  const field = request.fields.get(name);
  if (field === undefined) return undefined;
  if (field.type !== bsonType.object) throw wrongType(request, name, 'object');
  return field;
}

/** The elements of an array field, or of the document sequence that stands for it. */
export function fieldList(request: Request, name: string): readonly Value[] | undefined {
  const sequence = request.sequences.get(name);
  if (sequence !== undefined) return sequence;
  const field = request.fields.get(name);
  if (field === undefined) return undefined;
  if (field.type !== bsonType.array) throw wrongType(request, name, 'array');
  return fieldsOf(field);
}

export function requiredList(request: Request, name: string): readonly Value[] {
  const list = fieldList(request, name);
  if (list === undefined) throw new ServerError(40414, `BSON field '${request.name}.${name}' is missing but a required field`);
  return list;
}

function wrongType(request: Request, name: string, expected: string): ServerError {
  return new ServerError(14, `BSON field '${request.name}.${name}' is the wrong type, expected type '${expected}'`);
}
