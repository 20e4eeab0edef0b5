import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

/** Seconds of wall time, of this process's CPU and of the CPU of all (servers and platform run below us), and the peak of its memory so far. */
export async function measure(work) {
  const all = treeCpuSeconds(process.pid);
  const cpu = process.cpuUsage();
  const started = process.hrtime.bigint();
  const result = await work();
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const used = process.cpuUsage(cpu);
  const allCpuSeconds = all === undefined ? undefined : treeCpuSeconds(process.pid) - all;
  return {
    result,
    seconds,
    allCpuSeconds,
    cpuSeconds: (used.user + used.system) / 1e6,
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

export function median(values) {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)];
}

/** Runs a shell line; resolves when it ends well. */
export async function shell(line, env) {
  const child = spawn('sh', ['-c', line], { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`the command ended with ${code}: ${line}`);
}

// Of a process and all below it, where the system tells (Linux); undefined elsewhere.
function treeCpuSeconds(pid) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    // utime, stime and those of children that have ended, in ticks of a hundredth of a second.
    const own = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0) / 100;
    return own + children.reduce((sum, child) => sum + (treeCpuSeconds(child) ?? 0), 0);
  } catch {
    return undefined;
  }
}
