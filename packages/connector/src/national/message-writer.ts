import { type ByteWriter, type Contract, type Rejection, writeString } from '@lienthong/core';
import {
  compileNationalJson,
  compileToMessage,
  type LedgerEntry,
  type LedgerLine,
  type NationalForm,
  type NationalPlan,
  nationalJson,
  nationalXml,
} from '@lienthong/core/national';
import { type BatchLines, recordOf } from './read-lines.ts';

export interface MessageInput {
  readonly entry: LedgerEntry;
  readonly digest: Uint8Array;
  /** `undefined`: the ledger alone knows of the record. */
  readonly line: LedgerLine | undefined;
}

/** Where its lines are, and the time of one that says none. */
export interface MessageBatch {
  readonly lines: BatchLines;
  readonly time: string;
}

/** Appends a message; a rejection, and nothing is appended, where the record cannot be one. */
export type WriteMessage = (writer: ByteWriter, input: MessageInput, batch: MessageBatch) => Rejection | undefined;

export function compileMessages(plan: NationalPlan, contract: Contract, form: NationalForm): WriteMessage {
  const toMessage = compileToMessage(plan);
  const writeJson = form === 'json' ? compileNationalJson(plan, contract) : undefined;
  return (writer, { entry: { event, published: version }, digest, line }, { lines, time }) => {
    const at = line?.at ?? time;
    if (line?.isScanned === true && writeJson !== undefined) {
      const { start, end, index, digest: hexadecimal } = line;
      const scanned = { bytes: lines.view, start, end, spans: lines.spans, place: index * lines.size };
      writeJson(writer, scanned, { event, version, at, digest: hexadecimal });
      return undefined;
    }
    const message = toMessage(line === undefined ? {} : recordOf(lines, line), { event, version, digest, at });
    if ('code' in message) return message;
    const text = form === 'json' ? nationalJson(message, plan.profile) : nationalXml(message, plan.profile);
    if (typeof text !== 'string') return text;
    writeString(writer, text);
    return undefined;
  };
}
