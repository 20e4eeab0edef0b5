import { type Carrier, LienThongError } from '@lienthong/core';
import { jsonFrame, type NationalForm, type NationalFrame, type NationalProfile, xmlFrame } from '@lienthong/core/national';
import { type Verdict, verdictOf } from './answer.ts';

/** A message that is JSON or XML already, as UTF-8; where it stands in memory that others share. */
export interface Outgoing {
  readonly memory: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly entry: { readonly published: number };
}

export interface PostInput<Message extends Outgoing> {
  readonly carrier: Carrier;
  readonly path: string;
  readonly form: NationalForm;
  readonly profile: NationalProfile;
  /** MaLoaiDuLieu, which selects the schema. */
  readonly dataType: string;
  /** Puts the message under a version above `least`, written down before this resolves. `isForeign`: nobody here gave what it has. */
  raise(message: Message, least: number, isForeign: boolean): Promise<void>;
  readonly signal: AbortSignal;
}

export interface Refusal<Message> {
  readonly message: Message;
  readonly status: number;
  readonly code: string;
}

export interface Posted<Message> {
  readonly refusals: readonly Refusal<Message>[];
  /** The first request was taken, so that the receiver has read all of its body. */
  readonly atOnce: boolean;
}

export const takenOverRemedy =
  'Stop the other connector, and start this one with a new epoch of the dataset: it tells every record once more, under a higher version.';

/** So often one record's version is raised before a person is asked. */
const mostRaises = 3;

/**
 * Sends messages and gives back those that the receiver does not take. A receiver refuses a whole batch for one record, and often does
 * not say which: the batch is cut in two until it stands alone, and the others are through. `whole` is the body with all of them.
 */
export async function post<Message extends Outgoing>(
  input: PostInput<Message>,
  messages: readonly Message[],
  whole: Uint8Array,
): Promise<Posted<Message>> {
  if (messages.length === 0) return { refusals: [], atOnce: true };
  const verdict = await ask(input, whole);
  if (verdict.kind === 'taken') return { refusals: [], atOnce: true };
  return { refusals: await afterVerdict(input, messages, verdict, false), atOnce: false };
}

/** `mayBeKept`: a request with these messages was refused, and there are receivers that keep the others of it. */
async function postPart<Message extends Outgoing>(
  input: PostInput<Message>,
  messages: readonly Message[],
  mayBeKept: boolean,
): Promise<readonly Refusal<Message>[]> {
  const verdict = await ask(input, framed(input, messages));
  return verdict.kind === 'taken' ? [] : await afterVerdict(input, messages, verdict, mayBeKept);
}

async function afterVerdict<Message extends Outgoing>(
  input: PostInput<Message>,
  messages: readonly Message[],
  verdict: Exclude<Verdict, { kind: 'taken' }>,
  mayBeKept: boolean,
): Promise<readonly Refusal<Message>[]> {
  const [message] = messages;
  if (message !== undefined && messages.length === 1) return await single(input, message, verdict, mayBeKept);
  const isRefused = mayBeKept || verdict.kind === 'refused';
  const middle = Math.ceil(messages.length / 2);
  const halves = [messages.slice(0, middle), messages.slice(middle)];
  const refusals: Refusal<Message>[] = [];
  for (const half of halves) refusals.push(...(await postPart(input, half, isRefused)));
  return refusals;
}

async function single<Message extends Outgoing>(
  input: PostInput<Message>,
  message: Message,
  answered: Exclude<Verdict, { kind: 'taken' }>,
  mayBeKept: boolean,
): Promise<readonly Refusal<Message>[]> {
  let verdict: Verdict = answered;
  for (let raises = 0; verdict.kind === 'behind'; raises++) {
    // Also where it has the very version that we sent: our own whose answer was lost, or somebody else's of the same second.
    if (raises === mostRaises)
      throw new LienThongError('STREAM_TAKEN_OVER', {
        message: `the receiver has a higher version of a record of ${input.dataType} each time it is raised: somebody else publishes it`,
        remedy: takenOverRemedy,
      });
    const { published } = message.entry;
    const least = verdict.current ?? published;
    await input.raise(message, least, least > published || !(mayBeKept && raises === 0));
    verdict = await ask(input, framed(input, [message]));
  }
  return verdict.kind === 'taken' ? [] : [{ message, status: verdict.status, code: verdict.code }];
}

async function ask<Message extends Outgoing>(input: PostInput<Message>, body: Uint8Array): Promise<Verdict> {
  const { carrier, path, form, dataType, signal } = input;
  const headers = { 'content-type': `application/${form}; charset=utf-8`, accept: 'application/json', 'x-data-type': dataType };
  return verdictOf(await carrier.exchange({ method: 'POST', path, headers, body }, signal), Date.now());
}

export function frameOf({ form, profile }: { readonly form: NationalForm; readonly profile: NationalProfile }): NationalFrame {
  return form === 'json' ? jsonFrame : xmlFrame(profile);
}

function framed(input: Pick<PostInput<Outgoing>, 'form' | 'profile'>, messages: readonly Outgoing[]): Uint8Array {
  const { begin, between, end } = frameOf(input);
  const comma = Buffer.from(between);
  const parts = messages.flatMap(({ memory, start, end: behind }, index) => {
    const bytes = memory.subarray(start, behind);
    return index === 0 || comma.length === 0 ? [bytes] : [comma, bytes];
  });
  return Buffer.concat([Buffer.from(begin), ...parts, Buffer.from(end)]);
}
