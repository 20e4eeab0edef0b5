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

const mostMegabytes = 200;

/** The most that connector and platform held in any part; a part whose driver needs more has a limit of its own. */
export function memoryFigures(usage) {
  const parts = usage.filter((part) => part.mostMegabytes === undefined);
  const own = usage.filter((part) => part.mostMegabytes !== undefined);
  const pick = greatest;
  const common = (process) =>
    figure(
      `memory/${process}`,
      `peak memory, ${process}: the most of all parts`,
      'MB',
      parts.map(({ peak }) => peak[process]),
      { atMost: mostMegabytes, pick },
    );
  return [
    ...(parts.length === 0 ? [] : ['connector', 'platform'].map(common)),
    ...own.map(({ title, peak, mostMegabytes: atMost }) =>
      figure(`memory/connector/${title}`, `peak memory, connector: ${title}`, 'MB', [peak.connector], { atMost, pick }),
    ),
  ];
}
