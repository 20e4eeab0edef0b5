/** What Linux tells of a process. On other systems all of it is undefined, and the report leaves it out. */
import { readFileSync, writeFileSync } from 'node:fs';

/** User and system time of a process, of all that live below it, and of their children that have ended. */
export function treeCpuSeconds(pid) {
  for (;;) {
    const before = cpuTimes(pid);
    if (before === undefined) return undefined;
    const children = childrenOf(pid).reduce((sum, child) => sum + (treeCpuSeconds(child) ?? 0), 0);
    const after = cpuTimes(pid);
    // What ended meanwhile may have been counted twice or not at all, with all it ever did.
    if (after?.ended === before.ended) return before.self + before.ended + children;
  }
}

/** Of the children of this very process that have ended: the tools we started. */
export function endedChildrenCpuSeconds() {
  return cpuTimes(process.pid)?.ended;
}

export function residentMegabytes(pid) {
  return statusMegabytes(pid, 'VmRSS');
}

/** The most since the start, or since `forgetPeak`. */
export function peakMegabytes(pid) {
  return statusMegabytes(pid, 'VmHWM');
}

/** Lets the peak begin anew; false where we may not. */
export function forgetPeak(pid) {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
    return true;
  } catch {
    return false;
  }
}

// In ticks of a hundredth of a second: USER_HZ is that on every Linux that Node runs on.
function cpuTimes(pid) {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system, endedUser, endedSystem] = fields.slice(11, 15).map((ticks) => Number(ticks) / 100);
  return { self: user + system, ended: endedUser + endedSystem };
}

function childrenOf(pid) {
  return (read(`/proc/${pid}/task/${pid}/children`) ?? '').trim().split(' ').filter(Boolean).map(Number);
}

function statusMegabytes(pid, name) {
  const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(read(`/proc/${pid}/status`) ?? '')?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
