/** What 16 bytes at a time read or write too much: there is so much around each area, which begins at a multiple of it. */
const slackBytes = 64;
const pageBytes = 64 * 1024;

export interface LaidOut<Name extends string> {
  /** Where each begins. */
  readonly areas: Readonly<Record<Name, number>>;
  /** Behind the last one. */
  readonly end: number;
}

/** Areas of a module's memory, one behind the other in the order of `sizes` (in bytes), from `start` on. */
export function layOutAreas<Name extends string>(sizes: Readonly<Record<Name, number>>, start = 0): LaidOut<Name> {
  let end = start;
  const behind = (bytes: number): number => Math.ceil((end + bytes + slackBytes) / slackBytes) * slackBytes;
  const areas: [string, number][] = [];
  for (const [name, bytes] of Object.entries<number>(sizes)) {
    const first = behind(0);
    areas.push([name, first]);
    end = first + bytes;
  }
  return { areas: Object.fromEntries(areas) as Record<Name, number>, end: behind(0) }; // the names of `sizes`
}

/** How many pages of a module's memory hold so many bytes. */
export function pagesOf(bytes: number): number {
  return Math.ceil(bytes / pageBytes);
}

/** Bytes of an area that grows by doubling. */
export function roomFor(needed: number, usual: number): number {
  return needed <= usual ? usual : 2 ** Math.ceil(Math.log2(needed));
}
