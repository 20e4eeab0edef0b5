import { readdirSync, readFileSync } from 'node:fs';

/** What a process holds at the end of a round, when nothing is left to do. */
export interface Footprint {
  readonly megabytes: number;
  /** Megabytes after what is no longer used was freed: until then they say when the collector felt like it. */
  readonly kept: number;
  readonly descriptors: number;
}

export interface Process {
  readonly pid: number;
  collect(): Promise<void>;
}

/** Undefined where the system does not tell: only Linux does. */
export async function footprintOf(part: Process): Promise<Footprint | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    const { pid } = part;
    const held = { megabytes: megabytesOf(pid), descriptors: readdirSync(`/proc/${pid}/fd`).length };
    await part.collect();
    return { ...held, kept: megabytesOf(pid) };
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
export const growth = { kept: 40, descriptors: 10 };

/** What grew, or is too large. */
export function growthFaults(name: string, samples: readonly Footprint[]): readonly string[] {
  const valuesOf = (what: keyof Footprint) => samples.map((sample) => sample[what]);
  const peaks = (['megabytes', 'descriptors'] as const).flatMap((what) => {
    const highest = Math.max(0, ...valuesOf(what));
    return highest > most[what] ? [`${name} held ${Math.round(highest)} ${what}, more than ${most[what]}`] : [];
  });
  if (peaks.length > 0 || samples.length < 9) return peaks;
  return (['kept', 'descriptors'] as const).flatMap((what) => {
    const values = valuesOf(what);
    const third = Math.floor(values.length / 3);
    const early = median(values.slice(0, third));
    const late = median(values.slice(-third));
    return late - early > growth[what] ? [`${name} grew from ${Math.round(early)} to ${Math.round(late)} ${units[what]}`] : [];
  });
}

const units = { kept: 'megabytes', descriptors: 'descriptors' };

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
