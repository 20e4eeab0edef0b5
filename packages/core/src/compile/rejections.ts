import type { Failure } from '../canonical/failure.ts';
import type { Rejection } from '../check/rejection.ts';

export function rejectProperty(name: string, wrong: Failure): Rejection {
  return { code: wrong.code, pointer: `/${name}`, reason: `${name} ${wrong.reason}` };
}

export function rejectMissing(name: string): Rejection {
  return Object.freeze({
    code: 'required-missing',
    pointer: `/${name}`,
    reason: `${name} has no value and the contract requires one`,
  } as const);
}

export function rejectLine(reason: string): Rejection {
  return Object.freeze({ code: 'line-malformed', pointer: '', reason } as const);
}
