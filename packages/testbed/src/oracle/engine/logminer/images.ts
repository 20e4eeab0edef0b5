import type { OracleType } from '../../engine.ts';
import type { Image, Value } from '../redo/image.ts';
import type { CharacterSet } from '../values/character-sets.ts';
import { decoder } from '../values/codec.ts';
import { momentText, offsetOf } from '../values/moments.ts';

/** Reads rows of the journal: JSON by storage column, whose numbers must not pass through a double. */
export function imageReader(
  columns: readonly { readonly id: number; readonly type: OracleType }[],
  set: CharacterSet,
  sessionOffset: number,
): (json: string) => Image {
  const readers = columns.map(({ id, type }) => ({ key: `c${id}`, read: valueReader(type, set, sessionOffset) }));
  return (json) => {
    // The journal's own form.
    const row = JSON.parse(exact(json)) as Readonly<Record<string, unknown>>;
    return readers.map(({ key, read }) => read(row[key] ?? null));
  };
}

/** The same JSON with every number as a string. PostgreSQL writes `"name": value`, and a quote within a text has a backslash before it. */
function exact(json: string): string {
  return json.replaceAll(/(?<!\\)": (-?\d[\d.eE+-]*)/g, '": "$1"');
}

function valueReader(type: OracleType, set: CharacterSet, sessionOffset: number): (kept: unknown) => Value {
  if (type.name === 'timestamp with time zone') return zoned;
  if (type.name === 'boolean') return (kept) => (kept === null ? null : kept === true);
  const decode = decoder(type, set, sessionOffset);
  return (kept) => {
    if (kept === null) return null;
    const value = decode(typeof kept === 'string' ? kept : JSON.stringify(kept));
    return typeof value === 'object' && !Buffer.isBuffer(value) ? null : value;
  };
}

/** `ora.zoned`: UTC, and the zone that it is shown in. A region is written by its offset of that moment. */
function zoned(kept: unknown): Value {
  if (typeof kept !== 'object' || kept === null || !('at' in kept) || !('zone' in kept)) return null;
  const [at, zone] = [String(kept.at), String(kept.zone)];
  const offset = offsetOf(zone) ?? regionOffset(zone, Number(at));
  const [whole = '0', fraction] = at.split('.');
  const isBefore = at.startsWith('-') && fraction !== undefined;
  const nanoseconds =
    BigInt(whole) * 1_000_000_000n +
    BigInt(isBefore ? -Number((fraction ?? '').padEnd(9, '0').slice(0, 9)) : Number((fraction ?? '').padEnd(9, '0').slice(0, 9)));
  return `${momentText(decimal(nanoseconds + BigInt(offset) * 1_000_000_000n), true)} ${sign(offset)}`;
}

function decimal(nanoseconds: bigint): string {
  const digits = String(nanoseconds < 0n ? -nanoseconds : nanoseconds).padStart(10, '0');
  return `${nanoseconds < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

function sign(offset: number): string {
  const minutes = Math.abs(offset) / 60;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}

/** Seconds ahead of UTC of a region at a moment. */
function regionOffset(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(new Date(at * 1000));
  const shown = parts.find(({ type }) => type === 'timeZoneName')?.value.replace('GMT', '') ?? '';
  return offsetOf(shown) ?? 0;
}
