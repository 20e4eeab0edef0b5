/** One moment as machines compare it and as people in Vietnam read it. */
export interface Moment {
  /** RFC 3339 with `Z`. */
  readonly utc: string;
  /** RFC 3339 with `+07:00`. */
  readonly vietnam: string;
}

const hourMs = 3_600_000;
// Without summer time, since 1975.
const vietnamHours = 7;

/** `utc` is RFC 3339. */
export function momentOf(utc: string): Moment {
  const date = new Date(utc);
  const local = new Date(date.getTime() + vietnamHours * hourMs).toISOString();
  return { utc: seconds(date.toISOString()), vietnam: seconds(local).replace('Z', '+07:00') };
}

export function hoursBehind(utc: string, hours: number): string {
  return new Date(Date.parse(utc) + hours * hourMs).toISOString();
}

/** The day in Vietnam, `YYYY-MM-DD`. */
export function vietnamDay(utc: string): string {
  return momentOf(utc).vietnam.slice(0, 10);
}

/** The same day some years later; 29 February becomes 1 March, so that nothing ends early. */
export function yearsBehind(day: string, years: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year + years, month - 1, date)).toISOString().slice(0, 10);
}

const form = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** RFC 3339, with its zone, as UTC; `undefined` for anything else, and for days that the calendar lacks. */
export function readMoment(text: string): string | undefined {
  const day = form.exec(text)?.[1];
  const date = new Date(text);
  if (day === undefined || Number.isNaN(date.getTime())) return undefined;
  return new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) === day ? date.toISOString() : undefined;
}

/** Cut, never rounded up: no deadline ends later than it does. */
function seconds(iso: string): string {
  return iso.replace(/\.\d+/, '');
}
