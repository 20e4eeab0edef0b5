import type { Finding } from './finding.ts';

/** Reads one line of CONFIG_INVALID: `lienthong.yaml:12:5 datasets[0].from message → suggestion`. */
export function readProblem(file: string, problem: string): Finding {
  const match = /^[^\n]*?:(\d+):(\d+) ([\s\S]*)$/.exec(problem);
  const [head = '', suggestion] = (match?.[3] ?? problem).split(' → ');
  const path = /^[A-Za-z_][\w.[\]-]*(?= )/.exec(head)?.[0] ?? '';
  const isPath = /[.[]/.test(path) || topLevel.has(path);
  return {
    file,
    line: Number(match?.[1] ?? 1),
    column: Number(match?.[2] ?? 1),
    level: 'error',
    code: 'config',
    path: isPath ? path : '',
    message: head,
    suggestion,
  };
}

const topLevel = new Set([
  'agency',
  'source',
  'platform',
  'state',
  'datasets',
  'batch',
  'spool',
  'delivery',
  'observe',
  'graceMs',
  'onHistoryLost',
  'deadLetters',
  'protection',
  'dictionary',
]);
