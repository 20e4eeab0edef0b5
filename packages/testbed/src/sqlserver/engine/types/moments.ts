/** Ticks of 100 ns since 0001-01-01 and the texts that `SqlValue` has for them. */

const ticksPerDay = 864_000_000_000n;
const ticksPerMinute = 600_000_000n;
/** Days from 0001-01-01 to 1970-01-01. */
const unixDay = 719_162;

export function dayText(day: number): string {
  return new Date((day - unixDay) * 86_400_000).toISOString().slice(0, 10);
}

export function timeText(ticks: bigint, scale: number): string {
  const seconds = Number(ticks / 10_000_000n);
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return scale === 0
    ? clock
    : `${clock}.${String(ticks % 10_000_000n)
        .padStart(7, '0')
        .slice(0, scale)}`;
}

/** `datetime` shows milliseconds, of which its ticks have a third more or less: rounded. */
export function momentText(ticks: bigint, scale: number): string {
  const shown = scale === 3 ? ((ticks + 5000n) / 10_000n) * 10_000n : ticks;
  const day = shown / ticksPerDay;
  return `${dayText(Number(day))} ${timeText(shown - day * ticksPerDay, scale)}`;
}

export function offsetText(value: bigint, scale: number): string {
  const minutes = Number(value % 2000n) - 840;
  const local = value / 2000n + BigInt(minutes) * ticksPerMinute;
  const day = local / ticksPerDay;
  const size = Math.abs(minutes);
  const zone = `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
  return `${dayText(Number(day))} ${timeText(local - day * ticksPerDay, scale)} ${zone}`;
}

const shape =
  /^(?:(?<day>\d{4}-\d{2}-\d{2}))? ?(?:(?<h>\d{2}):(?<m>\d{2}):(?<s>\d{2})(?:\.(?<f>\d{1,7}))?)?(?: (?<zone>[+-]\d{2}:\d{2}))?$/;

/** Ticks of a text of `SqlValue`; with a zone, the number that stands for a datetimeoffset. */
export function ticksOf(text: string): bigint {
  const { day, h = '0', m = '0', s = '0', f = '', zone } = shape.exec(text)?.groups ?? {};
  const days = day === undefined ? 0 : Date.parse(`${day}T00:00:00Z`) / 86_400_000 + unixDay;
  const ticks = BigInt(days) * ticksPerDay + BigInt(Number(h) * 3600 + Number(m) * 60 + Number(s)) * 10_000_000n + BigInt(f.padEnd(7, '0'));
  if (zone === undefined) return ticks;
  const minutes = (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6))) * (zone.startsWith('-') ? -1 : 1);
  return (ticks - BigInt(minutes) * ticksPerMinute) * 2000n + BigInt(minutes) + 840n;
}
