import type { JsonObject } from '@lienthong/core';
import { type ProblemCode, problems } from './problems.ts';

const marker = Symbol.for('lienthong.problem');

export interface ProblemInput {
  /** What happened here, with names and without values. */
  readonly detail?: string | undefined;
  /** Further members of the problem document, without values. */
  readonly members?: JsonObject | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/** A refusal that the client is told: thrown by whatever finds it, written by the application's error handler. */
export class Problem extends Error {
  readonly [marker] = true;
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly members: JsonObject;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ProblemCode, input: ProblemInput = {}) {
    super(input.detail ?? problems[code].title);
    this.code = code;
    this.members = input.members ?? {};
    this.retryAfterSeconds = input.retryAfterSeconds;
  }
}

export function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && marker in error;
}

/** A problem as it goes over the wire. */
export interface ProblemDocument {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `application/problem+json` (RFC 9457). */
export function problemDocument(problem: Problem): ProblemDocument {
  const { status, title } = problems[problem.code];
  const headers: Record<string, string> = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
  if (problem.retryAfterSeconds !== undefined) headers['retry-after'] = String(Math.ceil(problem.retryAfterSeconds));
  if (status === 401) headers['www-authenticate'] = `${schemeOf(problem.code)} realm="lienthong"`;
  const body = { ...problem.members, type: `urn:lienthong:problem:${problem.code}`, title, status, detail: problem.message };
  return { status, headers, body: JSON.stringify(body) };
}

function schemeOf(code: ProblemCode): string {
  if (code === 'client-unknown') return 'Basic';
  return code.startsWith('token') ? 'Bearer' : 'Signature';
}

export function problemResponse(problem: Problem): Response {
  const { status, headers, body } = problemDocument(problem);
  return new Response(body, { status, headers });
}
