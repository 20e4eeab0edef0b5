/** Nanoseconds of processor time of one call of `run`, over the values round and round: the best of some rounds, after as many to warm up. */
export function nanoseconds(values, run, calls) {
  const times = Array.from({ length: 8 }, () => round(values, run, calls));
  return Math.min(...times.slice(3));
}

function round(values, run, calls) {
  let kept = 0;
  // Not by the clock: others may use the machine, too.
  const begin = process.cpuUsage();
  for (let done = 0; done < calls; done += values.length) {
    // What comes out is looked at, so that the compiler cannot leave the call away.
    for (const value of values) if (run(value) === sentinel) kept++;
  }
  const { user, system } = process.cpuUsage(begin);
  const spent = (user + system) * 1000;
  if (kept > 0) throw new Error('a call gave the sentinel');
  return spent / (Math.ceil(calls / values.length) * values.length);
}

const sentinel = Symbol('none');
