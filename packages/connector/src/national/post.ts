import { type Carrier, LienThongError } from '@lienthong/core';
import { jsonFrame, type NationalForm, type NationalFrame, type NationalProfile, xmlFrame } from '@lienthong/core/national';
import { type Verdict, verdictOf } from './answer.ts';

/** A message that is JSON or XML already, as UTF-8. */
export interface Outgoing {
  readonly bytes: Uint8Array;
  readonly published: number;
}

export interface PostInput<Message extends Outgoing> {
  readonly carrier: Carrier;
  readonly path: string;
  readonly form: NationalForm;
  readonly profile: NationalProfile;
  /** MaLoaiDuLieu, which selects the schema. */
  readonly dataType: string;
  /** The same message under a version above `least`, written down before this resolves. `isForeign`: nobody here gave what it has. */
  raise(message: Message, least: number, isForeign: boolean): Promise<Message>;
  readonly signal: AbortSignal;
}

export interface Refusal<Message> {
  readonly message: Message;
  readonly status: number;
  readonly code: string;
}

export const takenOverRemedy =
  'Stop the other connector, and start this one with a new epoch of the dataset: it tells every record once more, under a higher version.';

/** So often one record's version is raised before a person is asked. */
const mostRaises = 3;

/**
 * Sends messages and gives back those that the receiver does not take. A receiver refuses a whole batch for one record, and often does
 * not say which: the batch is cut in two until it stands alone, and the others are through.
 */
export async function post<Message extends Outgoing>(
  input: PostInput<Message>,
  messages: readonly Message[],
): Promise<readonly Refusal<Message>[]> {
  return await postPart(input, messages, false);
}

/** `mayBeKept`: a request with these messages was refused, and there are receivers that keep the others of it. */
async function postPart<Message extends Outgoing>(
  input: PostInput<Message>,
  messages: readonly Message[],
  mayBeKept: boolean,
): Promise<readonly Refusal<Message>[]> {
  if (messages.length === 0) return [];
  const verdict = await ask(input, messages);
  if (verdict.kind === 'taken') return [];
  const [message] = messages;
  if (message !== undefined && messages.length === 1) return await single(input, message, verdict, mayBeKept);
  const isRefused = mayBeKept || verdict.kind === 'refused';
  const middle = Math.ceil(messages.length / 2);
  const first = await postPart(input, messages.slice(0, middle), isRefused);
  return [...first, ...(await postPart(input, messages.slice(middle), isRefused))];
}

async function single<Message extends Outgoing>(
  input: PostInput<Message>,
  first: Message,
  answered: Exclude<Verdict, { kind: 'taken' }>,
  mayBeKept: boolean,
): Promise<readonly Refusal<Message>[]> {
  let message = first;
  let verdict: Verdict = answered;
  for (let raises = 0; verdict.kind === 'behind'; raises++) {
    // Also where it has the very version that we sent: our own whose answer was lost, or somebody else's of the same second.
    if (raises === mostRaises)
      throw new LienThongError('STREAM_TAKEN_OVER', {
        message: `the receiver has a higher version of a record of ${input.dataType} each time it is raised: somebody else publishes it`,
        remedy: takenOverRemedy,
      });
    const least = verdict.current ?? message.published;
    message = await input.raise(message, least, least > message.published || !(mayBeKept && raises === 0));
    verdict = await ask(input, [message]);
  }
  return verdict.kind === 'taken' ? [] : [{ message, status: verdict.status, code: verdict.code }];
}

async function ask<Message extends Outgoing>(input: PostInput<Message>, messages: readonly Message[]): Promise<Verdict> {
  const { carrier, path, form, profile, dataType, signal } = input;
  const body = framed(form === 'json' ? jsonFrame : xmlFrame(profile), messages);
  const headers = { 'content-type': `application/${form}; charset=utf-8`, accept: 'application/json', 'x-data-type': dataType };
  return verdictOf(await carrier.exchange({ method: 'POST', path, headers, body }, signal), Date.now());
}

function framed({ begin, between, end }: NationalFrame, messages: readonly Outgoing[]): Buffer {
  const comma = Buffer.from(between);
  const parts = messages.flatMap(({ bytes }, index) => (index === 0 || comma.length === 0 ? [bytes] : [comma, bytes]));
  return Buffer.concat([Buffer.from(begin), ...parts, Buffer.from(end)]);
}
