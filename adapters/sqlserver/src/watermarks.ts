import { watermarkIsNull, zonedWatermark } from '@lienthong/adapter-kit';
import { pauseFor, type Version, watermarkVersion } from '@lienthong/core';
import type { CatalogueColumn } from './catalogue.ts';
import type { Session } from './client.ts';
import type { KeyColumn } from './key-columns.ts';
import type { Isolation, ServerFacts } from './session-settings.ts';
import { readingLevel } from './session-settings.ts';
import { createParameters, type ParameterList, type Statement } from './sql.ts';
import { declaredType } from './type-mappings.ts';

/** How a watermark of a type is bounded and turned into a version. */
export type WatermarkKind = 'integer' | 'rowversion' | 'local' | 'offset' | 'date';

const kinds: Readonly<Record<string, WatermarkKind>> = {
  tinyint: 'integer',
  smallint: 'integer',
  int: 'integer',
  bigint: 'integer',
  timestamp: 'rowversion',
  datetime: 'local',
  smalldatetime: 'local',
  datetime2: 'local',
  datetimeoffset: 'offset',
  date: 'date',
};

export function watermarkKind(column: CatalogueColumn): WatermarkKind | undefined {
  return kinds[column.type];
}

/** Up to where rows are settled: as the text of a key, `included` or not. */
export interface SettledBound {
  readonly value: string;
  readonly included: boolean;
}

export function boundCondition(column: KeyColumn, { value, included }: SettledBound, parameters: ParameterList): string {
  return `${column.sql} ${included ? '<=' : '<'} ${column.operand(value, parameters, 'bound')}`;
}

/**
 * A number has no clock, but who writes it holds a lock: a read that waits for locks steps over no row that is about to come. Times and
 * rowversions are settled without that.
 */
export function watermarkLevel(kind: WatermarkKind, server: ServerFacts): Isolation {
  return kind === 'integer' ? 'repeatable read' : readingLevel(server);
}

export const activeRowversionStatement: Statement = { text: 'select min_active_rowversion()', parameters: [] };

export function highestStatement(column: KeyColumn, from: string): Statement {
  return { text: `select max(${column.sql}) from ${from}`, parameters: [] };
}

/** The server's clock, so long ago, as a value of the column's own type: a time without offset was written by programs of its zone. */
export function pastStatement(column: CatalogueColumn, kind: 'local' | 'offset' | 'date', settleMs: number): Statement {
  const parameters = createParameters();
  // Whole minutes may be up to half a minute ahead.
  const ago = settleMs + (column.type === 'smalldatetime' ? 60_000 : 0);
  const past = `dateadd(millisecond, ${parameters.add('ms', 'int', -Math.round(ago))}, ${kind === 'offset' ? 'sysdatetimeoffset()' : 'sysdatetime()'})`;
  const [size, style] = kind === 'date' ? ['varchar(10)', 23] : kind === 'offset' ? ['varchar(33)', 126] : ['varchar(27)', 121];
  return { text: `select convert(${size}, convert(${declaredType(column)}, ${past}), ${style})`, parameters: parameters.all };
}

export interface SettleInput {
  readonly column: CatalogueColumn;
  readonly key: KeyColumn;
  readonly kind: WatermarkKind;
  readonly from: string;
  readonly settleMs: number;
  readonly signal: AbortSignal;
}

/** `undefined` when there is no row. */
export async function settledBound(session: Session, input: SettleInput): Promise<SettledBound | undefined> {
  const { column, key, kind, from, settleMs, signal } = input;
  if (kind === 'rowversion') {
    // Every transaction that may still bring a lower one is above it: the server itself says so.
    const [row] = await session.query(activeRowversionStatement, signal);
    return { value: key.text(row?.[0] ?? null), included: false };
  }
  if (kind === 'integer') {
    const [row] = await session.query(highestStatement(key, from), signal);
    const highest = row?.[0] ?? null;
    if (highest === null) return undefined;
    await pauseFor(settleMs, signal);
    return { value: key.text(highest), included: true };
  }
  const [row] = await session.query(pastStatement(column, kind, settleMs), signal);
  // A day is settled when it is over: later rows of the same day may have a lower key.
  return { value: String(row?.[0] ?? ''), included: kind !== 'date' };
}

/** `value` is the text of the watermark as a key has it. */
export function versionOf(kind: WatermarkKind, value: string): Version {
  switch (kind) {
    case 'integer':
      return watermarkVersion('integer', value);
    case 'rowversion':
      return watermarkVersion('integer', String(BigInt(`0x${value}`)));
    case 'date':
      return watermarkVersion('instant', `${value}T00:00:00`);
    case 'local':
      return watermarkVersion('instant', value.replace(' ', 'T'));
    case 'offset':
      return watermarkVersion('instant', zonedWatermark(value));
  }
}

export async function refuseNulls(session: Session, { column, key, from, signal }: SettleInput): Promise<void> {
  if (!column.nullable) return;
  const rows = await session.query(nullStatement(key, from), signal);
  if (rows.length === 0) return;
  throw watermarkIsNull(
    { schema: column.schema, name: column.table },
    column.name,
    `ALTER TABLE ${from} ALTER COLUMN ${key.sql} ${declaredType(column)} NOT NULL`,
  );
}

export function nullStatement(key: KeyColumn, from: string): Statement {
  return { text: `select top (1) 1 from ${from} where ${key.sql} is null`, parameters: [] };
}
