import { figure, greatest, median } from './figures.mjs';
import { perMillion } from './pairs.mjs';

export const cpuGroups = ['connector', 'platform', 'source', 'platformServer', 'tools', 'all'];

/** What a part cost: CPU time of each group of processes for a million records, and the peaks of memory. */
export function usageOf(title, samples) {
  const middle = (values) => {
    const known = values.filter((value) => value !== undefined);
    return known.length === 0 ? undefined : median(known);
  };
  const peak = (process) => greatest(samples.map((sample) => sample.peak[process]).filter((value) => value !== undefined));
  return {
    title,
    cpu: Object.fromEntries(cpuGroups.map((group) => [group, middle(samples.map((sample) => perMillion(sample, group)))])),
    peak: { connector: peak('connector'), platform: peak('platform') },
  };
}

/** The most that connector and platform held in any part. */
export function memoryFigures(usage) {
  if (usage.length === 0) return [];
  return ['connector', 'platform'].map((process) =>
    figure(
      `memory/${process}`,
      `peak memory, ${process}: the most of all parts`,
      'MB',
      usage.map(({ peak }) => peak[process]),
      {
        atMost: 200,
        pick: greatest,
      },
    ),
  );
}
