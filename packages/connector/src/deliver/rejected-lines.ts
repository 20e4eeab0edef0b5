import { type Contract, type JsonValue, type Operation, parseVersion, type Receipt, type SealedBatch, type Version } from '@lienthong/core';
import type { NewDeadLetter } from '../state/types.ts';
import { plainText } from './plain-text.ts';

/** Dead letters of the lines that the platform refused: the body is still here, and is read once more for them. */
export async function rejectedLines(batch: SealedBatch, receipt: Receipt, contract: Contract): Promise<readonly NewDeadLetter[]> {
  return receipt.rejections.length === 0 ? [] : await deadLetters(batch, receipt.rejections, contract);
}

/** Dead letters of every line of a batch in which the platform found nothing to keep; it says why of the first ones. */
export async function allLines(batch: SealedBatch, contract: Contract, listed: Receipt['rejections']): Promise<readonly NewDeadLetter[]> {
  const { count } = batch.header;
  const reason = 'the platform found nothing usable in the batch';
  const known = new Map(listed.toReversed().map((rejection) => [rejection.index, rejection]));
  const rejections = Array.from(
    { length: count },
    (_, index) => known.get(index) ?? { index, code: 'batch-unusable', pointer: '', reason },
  );
  return await deadLetters(batch, rejections, contract);
}

async function deadLetters(batch: SealedBatch, rejections: Receipt['rejections'], contract: Contract): Promise<readonly NewDeadLetter[]> {
  const lines = (await plainText(batch)).split('\n');
  return rejections.map((rejection) => {
    const line = lines[rejection.index] ?? '';
    const { op, version, at, key } = readLine(line, contract);
    return {
      dataset: batch.header.stream.dataset,
      epoch: batch.header.epoch,
      version,
      op,
      at,
      origin: 'platform',
      code: rejection.code,
      pointer: rejection.pointer,
      reason: rejection.reason,
      status: 'waiting',
      content: { key, columns: undefined, row: undefined, line },
    };
  });
}

interface WrittenLine {
  readonly op: Operation;
  readonly version: string;
  readonly at?: string;
  readonly after?: Readonly<Record<string, JsonValue>>;
  readonly key?: Readonly<Record<string, JsonValue>>;
}

function readLine(
  text: string,
  contract: Contract,
): { readonly op: Operation; readonly version: Version; readonly at: string | undefined; readonly key: string | undefined } {
  try {
    const line = JSON.parse(text) as WrittenLine; // we wrote it
    const record = line.after ?? line.key ?? {};
    // The same text as the encoder's: properties in order of their names, canonical values as they stand.
    const names = [...contract.primaryKey].sort().filter((name) => record[name] !== undefined);
    const key = `{${names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(record[name])}`).join(',')}}`;
    return { op: line.op, version: parseVersion(line.version) ?? ('' as Version), at: line.at, key: names.length === 0 ? undefined : key }; // '' is a version
  } catch {
    // The receipt names a line that the batch does not have: kept all the same, a person will look.
    return { op: 'u', version: '' as Version, at: undefined, key: undefined }; // '' is a version
  }
}
