import type { SqlValue, Variant } from '../../engine.ts';

// An engine that hands out a value of another kind than its column says has a defect: it is told, never written as something else.

export function expectNumber(value: SqlValue): number {
  return typeof value === 'number' ? value : refuse(value, 'a number');
}

export function expectBigint(value: SqlValue): bigint {
  return typeof value === 'bigint' ? value : refuse(value, 'a bigint');
}

export function expectBoolean(value: SqlValue): boolean {
  return typeof value === 'boolean' ? value : refuse(value, 'a boolean');
}

export function expectText(value: SqlValue): string {
  return typeof value === 'string' ? value : refuse(value, 'a text');
}

export function expectBytes(value: SqlValue): Buffer {
  return Buffer.isBuffer(value) ? value : refuse(value, 'bytes');
}

export function expectVariant(value: SqlValue): Variant {
  return typeof value === 'object' && value !== null && !Buffer.isBuffer(value) ? value : refuse(value, 'a variant');
}

function refuse(value: SqlValue, wanted: string): never {
  const got = value === null ? 'null' : Buffer.isBuffer(value) ? 'bytes' : typeof value;
  throw new TypeError(`The engine gave ${got} where ${wanted} belongs.`);
}
