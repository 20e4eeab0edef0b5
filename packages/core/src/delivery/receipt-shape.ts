import { isInstant } from '../seal/batch-rules.ts';
import { canonicalDigest } from '../seal/digest.ts';
import { isStreamName } from '../seal/stream-name.ts';
import type { Receipt, ReceiptRejection } from './receipt.ts';

const members = ['batch', 'digest', 'accepted', 'superseded', 'rejected', 'rejections', 'time', 'number', 'previous'];
const rejectionMembers = ['index', 'code', 'pointer', 'reason'];

/** What is wrong with the payload of a receipt, as one sentence; `undefined` when it is a receipt. */
export function receiptFault(value: unknown): string | undefined {
  if (!isObject(value)) return 'the payload is no object';
  const unknown = Object.keys(value).find((name) => !members.includes(name));
  // Its name is untrusted text: it stays out of the message.
  if (unknown !== undefined) return 'the payload has a member that the standard does not know';
  const wrong = [
    ['batch', isBatchId(value['batch'])],
    ['digest', typeof value['digest'] === 'string' && canonicalDigest(value['digest']) === value['digest']],
    ['accepted', isCount(value['accepted'], 0)],
    ['superseded', isCount(value['superseded'], 0)],
    ['rejected', isCount(value['rejected'], 0)],
    ['time', typeof value['time'] === 'string' && isInstant(value['time'])],
    ['number', isCount(value['number'], 1)],
    ['previous', value['previous'] === undefined || isHash(value['previous'])],
  ].find(([, ok]) => ok !== true);
  if (wrong !== undefined) return `the member ${String(wrong[0])} is missing or wrong`;
  if ((value['number'] === 1) !== (value['previous'] === undefined)) return 'only the first receipt of a stream has no previous';
  return rejectionsFault(value['rejections'], value['rejected']);
}

/** The receipt without a member that is `undefined`, in the order of the standard: what is signed. */
export function receiptPayload(receipt: Receipt): string {
  const { batch, digest, accepted, superseded, rejected, rejections, time, number, previous } = receipt;
  const plain = rejections.map(({ index, code, pointer, reason }): ReceiptRejection => ({ index, code, pointer, reason }));
  return JSON.stringify({ batch, digest, accepted, superseded, rejected, rejections: plain, time, number, previous });
}

function rejectionsFault(rejections: unknown, rejected: unknown): string | undefined {
  if (!Array.isArray(rejections)) return 'the member rejections is missing or wrong';
  let last = -1;
  let lines = 0;
  for (const rejection of rejections as readonly unknown[]) {
    // isArray gives any[]
    if (!isRejection(rejection)) return 'a rejection is wrong';
    if (rejection.index < last) return 'the rejections are not in the order of the batch';
    if (rejection.index > last) lines += 1;
    last = rejection.index;
  }
  return lines === rejected ? undefined : 'the count of rejected records is not that of the rejections';
}

function isRejection(value: unknown): value is ReceiptRejection {
  if (!isObject(value) || Object.keys(value).length !== rejectionMembers.length) return false;
  const { index, code, pointer, reason } = value;
  return (
    isCount(index, 0) &&
    typeof code === 'string' &&
    /^[a-z0-9-]{1,64}$/.test(code) &&
    typeof pointer === 'string' &&
    /^(\/([^/~]|~[01])*)*$/.test(pointer) &&
    typeof reason === 'string'
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown, least: number): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= least;
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/.test(value);
}

function isBatchId(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const [agency = '', source = '', dataset = '', epoch = '', sequence = '', ...rest] = value.split('/');
  const positive = (text: string) => /^[1-9]\d{0,15}$/.test(text) && Number.isSafeInteger(Number(text));
  return rest.length === 0 && isStreamName({ agency, source, dataset }) && positive(epoch) && positive(sequence);
}
