import { endedChildrenCpuSeconds, forgetPeak, peakMegabytes, residentMegabytes, treeCpuSeconds } from './proc.mjs';

const intervalMs = 100;
const mostPoints = 40;

/**
 * Wall time of the work, CPU time of each group of processes (and of tools that we start and that end meanwhile), and the
 * memory of the named ones. A group is the process and all below it.
 * @param {{ groups: Record<string, number>, memory?: readonly string[] }} what
 */
export async function measure({ groups, memory = [] }, work) {
  const cleared = Object.fromEntries(memory.map((name) => [name, forgetPeak(groups[name])]));
  const series = [];
  const before = cpuOf(groups);
  const started = process.hrtime.bigint();
  const seconds = () => Number(process.hrtime.bigint() - started) / 1e9;
  const timer = setInterval(() => series.push([seconds(), ...memory.map((name) => residentMegabytes(groups[name]))]), intervalMs);
  try {
    const result = await work();
    const took = seconds();
    const after = cpuOf(groups);
    const cpu = Object.fromEntries(Object.keys(after).map((name) => [name, difference(before[name], after[name])]));
    const known = Object.values(cpu).filter((value) => value !== undefined);
    return {
      result,
      seconds: took,
      cpu: { ...cpu, all: known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) },
      peak: Object.fromEntries(memory.map((name) => [name, round(peakMegabytes(groups[name]))])),
      // Where it could not be cleared the peak is that of the process's whole life.
      peakIsOfThisPart: cleared,
      memory: { columns: ['seconds', ...memory].join(' '), points: thin(series) },
    };
  } finally {
    clearInterval(timer);
  }
}

function cpuOf(groups) {
  const entries = Object.entries(groups).map(([name, pid]) => [name, treeCpuSeconds(pid)]);
  return Object.fromEntries([...entries, ['tools', endedChildrenCpuSeconds()]]);
}

function difference(before, after) {
  return before === undefined || after === undefined ? undefined : after - before;
}

function thin(series) {
  const step = Math.max(1, Math.ceil(series.length / mostPoints));
  return series.filter((_, index) => index % step === 0).map((point) => point.map(round).join(' '));
}

function round(value) {
  return value === undefined ? undefined : Math.round(value * 10) / 10;
}
