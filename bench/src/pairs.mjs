/** Of yardsticks that ran directly before and after a part: what the machine could do at that moment. */
export function ratioTo(yardsticks, measured) {
  const known = yardsticks.filter((sample) => sample !== undefined);
  if (known.length === 0) return undefined;
  return rate(measured) === undefined ? undefined : rate(measured) / mean(known.map(rate));
}

/** The same for the CPU time of all processes, for as many records. */
export function cpuRatioTo(yardsticks, measured) {
  const known = yardsticks.filter((sample) => sample?.cpu.all !== undefined);
  if (known.length === 0 || measured.cpu.all === undefined) return undefined;
  return perMillion(measured, 'all') / mean(known.map((sample) => perMillion(sample, 'all')));
}

export function rate({ count, seconds }) {
  return count / seconds;
}

export function perMillion({ cpu, count }, group) {
  return cpu[group] === undefined ? undefined : (cpu[group] * 1e6) / count;
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
