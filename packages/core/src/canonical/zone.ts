/** A time zone: seconds east of UTC, at an instant or at a local time, both as seconds since 1970 on their own clock. */
export interface Zone {
  offsetOfInstant(seconds: number): number;
  /** In a gap or an overlap of the local clock: the offset before the change. */
  offsetOfLocal(seconds: number): number;
}

const fixed = /^([+-])(\d\d):?(\d\d)$/;

/** `+07:00`, `UTC` or an IANA name; `undefined` when there is no such zone. */
export function findZone(name: string): Zone | undefined {
  const parts = fixed.exec(name);
  if (parts !== null) {
    const seconds = (Number(parts[2]) * 3600 + Number(parts[3]) * 60) * (parts[1] === '-' ? -1 : 1);
    return { offsetOfInstant: () => seconds, offsetOfLocal: () => seconds };
  }
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  } catch {
    return undefined; // Intl says by a RangeError that it knows no such zone
  }
  return ianaZone(format);
}

function ianaZone(format: Intl.DateTimeFormat): Zone {
  // Offsets change at most a few times a year: an hour of local time shares one, and registers hold the same days again and again.
  const cache = new Map<number, number>();
  const offsetOfInstant = (seconds: number): number => {
    const hour = Math.floor(seconds / 900);
    const known = cache.get(hour);
    if (known !== undefined) return known;
    const offset = lookUp(format, seconds);
    if (cache.size > 100_000) cache.clear();
    cache.set(hour, offset);
    return offset;
  };
  const offsetOfLocal = (seconds: number): number => {
    const before = offsetOfInstant(seconds - 86400);
    const after = offsetOfInstant(seconds + 86400);
    if (before === after && offsetOfInstant(seconds - before) === before) return before;
    if (offsetOfInstant(seconds - before) === before) return before;
    return offsetOfInstant(seconds - after) === after ? after : before;
  };
  return { offsetOfInstant, offsetOfLocal };
}

function lookUp(format: Intl.DateTimeFormat, seconds: number): number {
  const parts: Record<string, string> = {};
  for (const part of format.formatToParts(seconds * 1000)) parts[part.type] = part.value;
  const year = Number(parts['year']);
  const local = new Date(0);
  local.setUTCFullYear(parts['era'] === 'BC' ? 1 - year : year, Number(parts['month']) - 1, Number(parts['day']));
  local.setUTCHours(Number(parts['hour']), Number(parts['minute']), Number(parts['second']));
  return Math.round(local.getTime() / 1000) - seconds;
}
