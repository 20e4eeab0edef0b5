import { watermarkIsNull, zonedWatermark } from '@lienthong/adapter-kit';
import { pauseFor, type Version, watermarkVersion } from '@lienthong/core';
import type { CatalogueColumn } from './catalogue.ts';
import type { Session } from './client.ts';
import { formatOf } from './column-form.ts';
import { codeOf } from './errors.ts';
import type { KeyColumn } from './key-columns.ts';
import { type BindList, createBinds, plain, type Statement } from './sql.ts';

/** How a watermark of a type is bounded and turned into a version. */
export type WatermarkKind = 'integer' | 'local' | 'offset';

export function watermarkKind({ type, precision, scale }: CatalogueColumn): WatermarkKind | undefined {
  if (type === 'NUMBER')
    return (precision !== undefined || scale !== undefined) && (scale ?? 0) <= 0 && (precision ?? 38) <= 19 ? 'integer' : undefined;
  if (type === 'DATE' || type === 'TIMESTAMP') return 'local';
  return type.startsWith('TIMESTAMP') ? 'offset' : undefined;
}

export function boundCondition(column: KeyColumn, value: string, binds: BindList): string {
  return `${column.sql} <= ${column.operand(value, binds, 'bound')}`;
}

export function highestStatement(column: KeyColumn, from: string): Statement {
  return plain(`select max(${column.sql}) from ${from}`);
}

/** The server's clock, so long ago, as a value of the column's own type: a time without offset was written by programs of its zone. */
export function pastStatement({ type, scale }: CatalogueColumn, settleMs: number): Statement {
  const binds = createBinds();
  const past = `systimestamp - numtodsinterval(${binds.add('s', 'number', settleMs / 1000)}, 'SECOND')`;
  const digits = type === 'DATE' ? 0 : (scale ?? 6);
  return { text: `select to_char(${past}, '${formatOf(type, digits)}') from dual`, binds: binds.all };
}

/** Transactions that have written to a table and are open. */
export function writersStatement(objectId: number): Statement {
  const binds = createBinds();
  const id = binds.add('id', 'number', objectId);
  return { text: `select xidusn, xidslot, xidsqn from gv$locked_object where object_id = ${id} and xidusn > 0`, binds: binds.all };
}

export interface SettleInput {
  readonly column: CatalogueColumn;
  readonly key: KeyColumn;
  readonly kind: WatermarkKind;
  readonly from: string;
  readonly objectId: number;
  readonly settleMs: number;
  readonly signal: AbortSignal;
}

/** Up to where rows are settled, as the text of a key; `undefined` when there is no row. */
export async function settledBound(session: Session, input: SettleInput): Promise<string | undefined> {
  const { column, key, kind, from, objectId, settleMs, signal } = input;
  if (kind === 'integer') {
    const [row] = await session.query(highestStatement(key, from), signal);
    const highest = row?.[0] ?? null;
    if (highest === null) return undefined;
    await pauseFor(settleMs, signal);
    await writersDone(session, objectId, signal);
    return key.text(highest);
  }
  const [row] = await session.query(pastStatement(column, settleMs), signal);
  return key.text(row?.[0] ?? '');
}

const lookMs = 50;

/** A number has no clock, but who writes it holds a lock on the table: those that did a moment ago may bring lower ones. */
async function writersDone(session: Session, objectId: number, signal: AbortSignal): Promise<void> {
  const writers = async () => new Set((await session.query(writersStatement(objectId), signal)).map((row) => row.join('.')));
  let waiting: ReadonlySet<string>;
  try {
    waiting = await writers();
  } catch (error) {
    // Who may not see locks is left with `settleMs`; the probe says so.
    if (codeOf(error) === '942') return;
    throw error;
  }
  while (waiting.size > 0) {
    await pauseFor(lookMs, signal);
    const now = await writers();
    waiting = new Set([...waiting].filter((one) => now.has(one)));
  }
}

/** `value` is the text of the watermark as a key has it. */
export function versionOf(kind: WatermarkKind, value: string): Version {
  if (kind === 'integer') return watermarkVersion('integer', value);
  return watermarkVersion('instant', kind === 'local' ? value.replace(' ', 'T') : zonedWatermark(value));
}

export async function refuseNulls(session: Session, { column, key, from, signal }: SettleInput): Promise<void> {
  if (!column.nullable) return;
  const rows = await session.query(nullStatement(key, from), signal);
  if (rows.length === 0) return;
  throw watermarkIsNull({ schema: column.schema, name: column.table }, column.name, `ALTER TABLE ${from} MODIFY ${key.sql} NOT NULL`);
}

export function nullStatement(key: KeyColumn, from: string): Statement {
  return plain(`select 1 from ${from} where ${key.sql} is null and rownum <= 1`);
}
