import { type JsonValue, type RowValues, Unfit } from '@lienthong/core';

/** A driver's row as JSON that gives the same row back: bytes, bigints, missing values and what does not fit are tagged. */
export function rowToJson(row: RowValues): JsonValue[] {
  return row.map(toJson);
}

export function rowFromJson(values: readonly JsonValue[]): RowValues {
  return values.map(fromJson);
}

function toJson(value: unknown): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (value === undefined) return { $: 'undefined' };
  if (typeof value === 'number') return Number.isFinite(value) ? value : { $: 'number', value: String(value) };
  if (typeof value === 'bigint') return { $: 'bigint', value: value.toString() };
  if (value instanceof Uint8Array) return { $: 'bytes', value: Buffer.from(value).toString('base64') };
  if (value instanceof Date) return { $: 'date', value: value.toISOString() };
  if (value instanceof Unfit) return { $: 'unfit', value: value.reason };
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([name, field]): [string, JsonValue] => [name, toJson(field)]);
    return { $: 'object', value: Object.fromEntries(entries) };
  }
  return { $: 'undefined' };
}

function fromJson(value: JsonValue): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map(fromJson);
  const inner = value['value'] ?? null;
  const text = typeof inner === 'string' ? inner : '';
  switch (value['$']) {
    case 'number':
      return Number(text);
    case 'bigint':
      return BigInt(text);
    case 'bytes':
      return Buffer.from(text, 'base64');
    case 'date':
      return new Date(text);
    case 'unfit':
      return new Unfit(text);
    case 'object':
      return Object.fromEntries(Object.entries(inner ?? {}).map(([name, field]) => [name, fromJson(field)]));
    default:
      return undefined;
  }
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
