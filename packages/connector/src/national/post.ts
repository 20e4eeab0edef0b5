import { type Carrier, LienThongError } from '@lienthong/core';
import { jsonFrame, type NationalForm, type NationalFrame, type NationalProfile, xmlFrame } from '@lienthong/core/national';
import { type Verdict, verdictOf } from './answer.ts';

/** Messages that are JSON or XML already, as UTF-8. */
export interface Messages {
  readonly count: number;
  /** A request with all of them. */
  readonly body: Uint8Array;
  messageAt(index: number): Uint8Array;
  readonly announced: { entryAt(index: number): { readonly published: number } };
}

export interface PostInput {
  readonly carrier: Carrier;
  readonly path: string;
  readonly form: NationalForm;
  readonly profile: NationalProfile;
  /** MaLoaiDuLieu, which selects the schema. */
  readonly dataType: string;
  /** Puts the message under a version above `least`, written down before this resolves. `isForeign`: nobody here gave what it has. */
  raise(index: number, least: number, isForeign: boolean): Promise<void>;
  readonly signal: AbortSignal;
}

export interface Refusal {
  /** Among the messages. */
  readonly index: number;
  readonly status: number;
  readonly code: string;
}

export interface Posted {
  readonly refusals: readonly Refusal[];
  /** The first request was taken, so that the receiver has read all of its body. */
  readonly atOnce: boolean;
}

export const takenOverRemedy =
  'Stop the other connector, and start this one with a new epoch of the dataset: it tells every record once more, under a higher version.';

/** So often one record's version is raised before a person is asked. */
const mostRaises = 3;

/**
 * Sends messages and gives back those that the receiver does not take. A receiver refuses a whole batch for one record, and often does
 * not say which: the batch is cut in two until it stands alone, and the others are through.
 */
export async function post(input: PostInput, messages: Messages): Promise<Posted> {
  if (messages.count === 0) return { refusals: [], atOnce: true };
  const verdict = await ask(input, messages.body);
  if (verdict.kind === 'taken') return { refusals: [], atOnce: true };
  const posting = { ...input, messages };
  const all = Array.from({ length: messages.count }, (_, index) => index);
  return { refusals: await afterVerdict(posting, all, verdict, false), atOnce: false };
}

interface Posting extends PostInput {
  readonly messages: Messages;
}

/** `mayBeKept`: a request with these messages was refused, and there are receivers that keep the others of it. */
async function postPart(posting: Posting, part: readonly number[], mayBeKept: boolean): Promise<readonly Refusal[]> {
  const verdict = await ask(posting, framed(posting, part));
  return verdict.kind === 'taken' ? [] : await afterVerdict(posting, part, verdict, mayBeKept);
}

async function afterVerdict(
  posting: Posting,
  part: readonly number[],
  verdict: Exclude<Verdict, { kind: 'taken' }>,
  mayBeKept: boolean,
): Promise<readonly Refusal[]> {
  const [index] = part;
  if (index !== undefined && part.length === 1) return await single(posting, index, verdict, mayBeKept);
  const isRefused = mayBeKept || verdict.kind === 'refused';
  const middle = Math.ceil(part.length / 2);
  const halves = [part.slice(0, middle), part.slice(middle)];
  const refusals: Refusal[] = [];
  for (const half of halves) refusals.push(...(await postPart(posting, half, isRefused)));
  return refusals;
}

async function single(
  posting: Posting,
  index: number,
  answered: Exclude<Verdict, { kind: 'taken' }>,
  mayBeKept: boolean,
): Promise<readonly Refusal[]> {
  let verdict: Verdict = answered;
  for (let raises = 0; verdict.kind === 'behind'; raises++) {
    // Also where it has the very version that we sent: our own whose answer was lost, or somebody else's of the same second.
    if (raises === mostRaises)
      throw new LienThongError('STREAM_TAKEN_OVER', {
        message: `the receiver has a higher version of a record of ${posting.dataType} each time it is raised: somebody else publishes it`,
        remedy: takenOverRemedy,
      });
    const { published } = posting.messages.announced.entryAt(index);
    const least = verdict.current ?? published;
    await posting.raise(index, least, least > published || !(mayBeKept && raises === 0));
    verdict = await ask(posting, framed(posting, [index]));
  }
  return verdict.kind === 'taken' ? [] : [{ index, status: verdict.status, code: verdict.code }];
}

async function ask(input: PostInput, body: Uint8Array): Promise<Verdict> {
  const { carrier, path, form, dataType, signal } = input;
  const headers = { 'content-type': `application/${form}; charset=utf-8`, accept: 'application/json', 'x-data-type': dataType };
  return verdictOf(await carrier.exchange({ method: 'POST', path, headers, body }, signal), Date.now());
}

export function frameOf({ form, profile }: { readonly form: NationalForm; readonly profile: NationalProfile }): NationalFrame {
  return form === 'json' ? jsonFrame : xmlFrame(profile);
}

function framed({ messages, ...how }: Posting, part: readonly number[]): Uint8Array {
  const { begin, between, end } = frameOf(how);
  const comma = Buffer.from(between);
  const parts = part.flatMap((index, place) => {
    const bytes = messages.messageAt(index);
    return place === 0 || comma.length === 0 ? [bytes] : [comma, bytes];
  });
  return Buffer.concat([Buffer.from(begin), ...parts, Buffer.from(end)]);
}
