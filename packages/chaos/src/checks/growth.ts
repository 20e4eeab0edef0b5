import { readdirSync, readFileSync } from 'node:fs';

/** What a process holds at the end of a round, when nothing is left to do. */
export interface Footprint {
  readonly megabytes: number;
  readonly descriptors: number;
}

/** Undefined where the system does not tell: only Linux does. */
export function footprintOf(pid: number): Footprint | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
    return { megabytes: (pages * 4096) / 1_048_576, descriptors: readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return undefined;
  }
}

/** A process stays below these at the end of every round … */
export const most: Footprint = { megabytes: 350, descriptors: 90 };
/** … and its median of the last third is at most this far above that of the first. */
export const growth: Footprint = { megabytes: 40, descriptors: 10 };

/** What grew, or is too large. */
export function growthFaults(name: string, samples: readonly Footprint[]): readonly string[] {
  return (['megabytes', 'descriptors'] as const).flatMap((what) => {
    const values = samples.map((sample) => sample[what]);
    const highest = Math.max(0, ...values);
    if (highest > most[what]) return [`${name} held ${Math.round(highest)} ${what}, more than ${most[what]}`];
    if (values.length < 9) return [];
    const third = Math.floor(values.length / 3);
    const early = median(values.slice(0, third));
    const late = median(values.slice(-third));
    return late - early > growth[what] ? [`${name} grew from ${Math.round(early)} to ${Math.round(late)} ${what}`] : [];
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
