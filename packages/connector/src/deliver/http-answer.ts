import { LienThongError, type ReceiptRejection } from '@lienthong/core';

export interface RefusingAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly retryAfter: string | undefined;
}

// A receipt lists every rejection of its batch: some hundred bytes each.
const maxAnswerBytes = 64 * 1024 * 1024;
const problemPrefix = 'urn:lienthong:problem:';
const codePattern = /^[a-z0-9-]{1,60}$/;

/** What a status means: wait, or call a person. Only names of the answer go into the error, never its text. */
export function answerError(answer: RefusingAnswer, to: string): LienThongError {
  const { status } = answer;
  const body = problemBody(answer);
  const problem = problemCode(body);
  const details = { status, problem };
  const named = problem === undefined ? `${status}` : `${status} ${problem}`;
  if (status === 429 || status === 503) {
    const retryAfterMs = retryAfter(answer.retryAfter, Date.now());
    return new LienThongError('PLATFORM_BUSY', { message: `the platform asked to wait (${named}) with ${to}`, details, retryAfterMs });
  }
  if (status === 408)
    return new LienThongError('PLATFORM_UNREACHABLE', { message: `${to} did not reach the platform in time (${named})`, details });
  // Without our problem type it is a proxy, a gateway or another server that answers in the platform's place.
  if (status >= 500 || status < 400 || problem === undefined) {
    return new LienThongError('PLATFORM_ANSWER_INVALID', {
      message: `the platform answered ${named} to ${to}`,
      details,
      retryAfterMs: retryAfter(answer.retryAfter, Date.now()),
    });
  }
  if (problem === 'contract-incompatible') {
    return new LienThongError('CONTRACT_INCOMPATIBLE', { message: `the platform refused ${to}: it breaks the version before`, details });
  }
  const error = new LienThongError('PLATFORM_REFUSED', {
    message: `the platform refused ${to} (${named})`,
    remedy: remedies[problem],
    details,
  });
  rejections.set(error, listedRejections(body));
  return error;
}

// What waits in the spool stays there: each of these ends with a start that delivers it.
const remedies: Readonly<Record<string, string>> = {
  'key-unknown':
    "Let the platform's operator register a key of this agency, name it in platform.key and start again: what waits in the spool is delivered then.",
  'agency-foreign': 'Use a key of the agency that the configuration names, and start again.',
  'publishing-forbidden': "Let the platform's operator allow this agency to publish the dataset, and start again.",
  'signature-expired': "Set this machine's clock right, and start again.",
  'signature-from-future': "Set this machine's clock right, and start again.",
  'batch-conflict': 'Let only one connector publish this stream, and start it again: the dataset is read anew in a new epoch.',
};

// Beside the error, not in it: errors are logged, and a reason is text of the other side.
const rejections = new WeakMap<object, readonly ReceiptRejection[]>();

/** Records that a refusal names, as far as it names any. */
export function rejectionsOf(error: object): readonly ReceiptRejection[] {
  return rejections.get(error) ?? [];
}

/** `Retry-After` in seconds or as a date, as milliseconds; at most an hour, whatever a server says. */
export function retryAfter(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  const milliseconds = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(milliseconds) ? undefined : Math.min(Math.max(0, milliseconds), 3_600_000);
}

/** Reads an answer, and refuses one that does not end. */
export async function readLimited(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.byteLength;
    if (bytes > maxAnswerBytes)
      throw new LienThongError('PLATFORM_ANSWER_INVALID', { message: 'the answer of the platform is larger than any receipt' });
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

type ProblemBody = Readonly<Record<string, unknown>>;

function problemBody(answer: RefusingAnswer): ProblemBody {
  if (!answer.type.startsWith('application/problem+json')) return {};
  try {
    const value: unknown = JSON.parse(answer.text);
    return typeof value === 'object' && value !== null ? (value as ProblemBody) : {}; // an object: any field may be asked for
  } catch {
    // Not JSON: not the platform's.
    return {};
  }
}

function problemCode({ type }: ProblemBody): string | undefined {
  if (typeof type !== 'string' || !type.startsWith(problemPrefix)) return undefined;
  const code = type.slice(problemPrefix.length);
  return codePattern.test(code) ? code : undefined;
}

function listedRejections({ rejections: listed }: ProblemBody): readonly ReceiptRejection[] {
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { index, code, pointer, reason } = entry as ProblemBody; // an object: any field may be asked for
    if (typeof index !== 'number' || typeof code !== 'string' || !codePattern.test(code)) return [];
    return [{ index, code, pointer: shortText(pointer), reason: shortText(reason) }];
  });
}

function shortText(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 1_000) : '';
}
