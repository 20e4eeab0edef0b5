import type { TokenWriter } from '../token-writer.ts';
import { days1900, daysOf, ticksOf } from './calendar.ts';
import type { Fixed, TypeOf } from './encoding.ts';
import { expectText } from './expected.ts';

export const dateForms: Readonly<Record<'date' | 'datetime' | 'smalldatetime', Fixed>> = {
  date: {
    fixed: undefined,
    nullable: 0x28,
    bytes: 3,
    properties: [],
    sized: false,
    write: (out, value) => out.u24(daysOf(expectText(value))),
  },
  datetime: {
    fixed: 0x3d,
    nullable: 0x6f,
    bytes: 8,
    properties: [],
    sized: true,
    write: (out, value) => {
      const text = expectText(value);
      out.i32(daysOf(text) - days1900);
      // Counted in 1/300 s.
      out.u32(Math.round((ticksOf(text, timeStart, text.length, 3) * 3) / 10));
    },
  },
  smalldatetime: {
    fixed: 0x3a,
    nullable: 0x6f,
    bytes: 4,
    properties: [],
    sized: true,
    write: (out, value) => {
      const text = expectText(value);
      out.u16(daysOf(text) - days1900);
      out.u16(ticksOf(text, timeStart, text.length, 0) / 60);
    },
  },
};

export function timeForm({ name, scale }: TypeOf<'time' | 'datetime2' | 'datetimeoffset'>): Fixed {
  const form = { fixed: undefined, properties: [scale], sized: false };
  const bytes = timeBytes(scale);
  if (name === 'time') {
    const write = (out: TokenWriter, text: string): void => writeTicks(out, ticksOf(text, 0, text.length, scale), bytes);
    return { ...form, nullable: 0x29, bytes, write: (out, value) => write(out, expectText(value)) };
  }
  if (name === 'datetime2') {
    const write = (out: TokenWriter, text: string): void => {
      writeTicks(out, ticksOf(text, timeStart, text.length, scale), bytes);
      out.u24(daysOf(text));
    };
    return { ...form, nullable: 0x2a, bytes: bytes + 3, write: (out, value) => write(out, expectText(value)) };
  }
  return { ...form, nullable: 0x2b, bytes: bytes + 5, write: (out, value) => writeOffset(out, expectText(value), scale) };
}

/** Of the time alone (MS-TDS 2.2.5.5.1.8). */
export function timeBytes(scale: number): number {
  if (scale <= 2) return 3;
  return scale <= 4 ? 4 : 5;
}

/** Where the time begins behind 'YYYY-MM-DD '. */
const timeStart = 11;

/** The text has the local time, TDS the one of UTC, and the offset beside it. */
function writeOffset(out: TokenWriter, text: string, scale: number): void {
  const end = text.length - ' +07:00'.length;
  const minutes = ticksOf(`${text.slice(end + 2)}:00`, 0, 8, 0) / 60;
  const offset = text[end + 1] === '-' ? -minutes : minutes;
  const day = 86_400 * 10 ** scale;
  const ticks = ticksOf(text, timeStart, end, scale) - offset * 60 * 10 ** scale;
  const carried = Math.floor(ticks / day);
  writeTicks(out, ticks - carried * day, timeBytes(scale));
  out.u24(daysOf(text) + carried);
  out.i16(offset);
}

function writeTicks(out: TokenWriter, ticks: number, bytes: number): void {
  if (bytes === 3) out.u24(ticks);
  else if (bytes === 4) out.u32(ticks);
  else out.u40(ticks);
}
