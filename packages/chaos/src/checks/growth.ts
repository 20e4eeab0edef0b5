import { readdirSync, readFileSync } from 'node:fs';

/** What a process holds at the end of a round, when nothing is left to do. */
export interface Footprint {
  readonly megabytes: number;
  /** Megabytes after what is no longer used was freed: until then they say when the collector felt like it. Freed memory stays with the process for a while all the same. */
  readonly kept: number;
  /** Megabytes of objects and buffers that were still in use then: what leaks shows here first. */
  readonly live: number;
  readonly descriptors: number;
}

export interface Process {
  readonly pid: number;
  collect(): Promise<number | undefined>;
}

/** Undefined where the system does not tell: only Linux does. */
export async function footprintOf(part: Process): Promise<Footprint | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    const { pid } = part;
    const held = { megabytes: megabytesOf(pid), descriptors: readdirSync(`/proc/${pid}/fd`).length };
    const live = await part.collect();
    return live === undefined ? undefined : { ...held, kept: megabytesOf(pid), live };
  } catch {
    return undefined;
  }
}

function megabytesOf(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return (pages * 4096) / 1_048_576;
}

/** A process stays below these at the end of every round … */
export const most = { megabytes: 350, descriptors: 90 };
/** … and its median of the last third is at most this far above that of the first. */
export const growth = { live: 50, kept: 60, descriptors: 10 };
/** So many rounds it takes to tell: a process that is new holds less than one that has met everything once, whatever it leaks. */
export const fewestRounds = { live: 9, kept: 24, descriptors: 9 };

/** What grew, or is too large. */
export function growthFaults(name: string, samples: readonly Footprint[]): readonly string[] {
  const valuesOf = (what: keyof Footprint) => samples.map((sample) => sample[what]);
  const peaks = (['megabytes', 'descriptors'] as const).flatMap((what) => {
    const highest = Math.max(0, ...valuesOf(what));
    return highest > most[what] ? [`${name} held ${Math.round(highest)} ${what}, more than ${most[what]}`] : [];
  });
  if (peaks.length > 0) return peaks;
  return (['live', 'kept', 'descriptors'] as const).flatMap((what) => {
    if (samples.length < fewestRounds[what]) return [];
    const values = valuesOf(what);
    const third = Math.floor(values.length / 3);
    const early = median(values.slice(0, third));
    const late = median(values.slice(-third));
    return late - early > growth[what] ? [`${name} grew from ${Math.round(early)} to ${Math.round(late)} ${units[what]}`] : [];
  });
}

const units = { live: 'megabytes in use', kept: 'megabytes', descriptors: 'descriptors' };

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
