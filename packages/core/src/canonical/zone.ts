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

const day = 86_400;
const quarter = 900;

function ianaZone(format: Intl.DateTimeFormat): Zone {
  // Asking Intl costs some microseconds. In the tz database two changes are days apart: where both ends of a day (of UTC) agree, one
  // offset holds between them, and twenty years are seven thousand days. On the other days a quarter of an hour shares one.
  const days = remembered<number | undefined>((number) => {
    const offset = edges(number);
    return offset === edges(number + 1) ? offset : undefined;
  });
  const edges = remembered((number) => lookUp(format, number * day));
  const quarters = remembered((number) => lookUp(format, number * quarter));
  const offsetOfInstant = (seconds: number): number => days(Math.floor(seconds / day)) ?? quarters(Math.floor(seconds / quarter));
  const offsetOfLocal = (seconds: number): number => {
    const before = offsetOfInstant(seconds - 86400);
    const after = offsetOfInstant(seconds + 86400);
    if (before === after && offsetOfInstant(seconds - before) === before) return before;
    if (offsetOfInstant(seconds - before) === before) return before;
    return offsetOfInstant(seconds - after) === after ? after : before;
  };
  return { offsetOfInstant, offsetOfLocal };
}

function remembered<Value>(compute: (number: number) => Value): (number: number) => Value {
  const known = new Map<number, { readonly value: Value }>();
  return (number) => {
    const found = known.get(number);
    if (found !== undefined) return found.value;
    const value = compute(number);
    if (known.size > 100_000) known.clear();
    known.set(number, { value });
    return value;
  };
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
