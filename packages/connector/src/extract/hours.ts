/** A span of the day in minutes, in `Asia/Ho_Chi_Minh`; `end` before `start` passes midnight. */
export interface Hours {
  readonly start: number;
  readonly end: number;
}

const minutesPerDay = 24 * 60;
// Viet Nam has kept UTC+7 without summer time since 1975.
const zoneMinutes = 7 * 60;

/** Reads `22:00-05:00`; `undefined` when it is none. */
export function parseHours(text: string): Hours | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/.exec(text.trim());
  if (match === null) return undefined;
  const [start = 0, startMinute = 0, end = 0, endMinute = 0] = match.slice(1).map(Number);
  if (end === 24 && endMinute > 0) return undefined;
  return { start: start * 60 + startMinute, end: end * 60 + endMinute };
}

/** Milliseconds until reading is allowed; 0 when it is now. No spans: always. */
export function waitForHours(spans: readonly Hours[], now: number): number {
  if (spans.length === 0) return 0;
  const minute = (now / 60_000 + zoneMinutes) % minutesPerDay;
  const waits = spans.map(({ start, end }) => {
    const inside = start < end ? minute >= start && minute < end : minute >= start || minute < end;
    return inside ? 0 : (start - minute + minutesPerDay) % minutesPerDay;
  });
  return Math.ceil(Math.min(...waits) * 60_000);
}
