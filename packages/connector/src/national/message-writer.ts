import { type ByteWriter, type Contract, type Rejection, writeString } from '@lienthong/core';
import {
  compileNationalJson,
  compileToMessage,
  digestOfRow,
  type NationalEvent,
  type NationalForm,
  type NationalPlan,
  nationalJson,
  nationalXml,
} from '@lienthong/core/national';
import { type BatchLines, recordOf } from './read-lines.ts';

export interface MessageInput {
  readonly event: NationalEvent;
  /** PhienBan. */
  readonly published: number;
  /** Its line; -1: the ledger alone knows of the record. */
  readonly row: number;
  /** Of its record, where there is no line. */
  readonly digest: Uint8Array | undefined;
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
  return (writer, { event, published: version, row, digest }, { lines, time }) => {
    const at = lines.times[row] ?? time;
    if (lines.scanned[row] === 1 && writeJson !== undefined) {
      writeJson(writer, { bytes: lines.view, lines, row }, { event, version, at });
      return undefined;
    }
    const ofLine = digest ?? digestOfRow(lines.digests, row);
    const message = toMessage(row < 0 ? {} : recordOf(lines, row), { event, version, digest: ofLine, at });
    if ('code' in message) return message;
    const text = form === 'json' ? nationalJson(message, plan.profile) : nationalXml(message, plan.profile);
    if (typeof text !== 'string') return text;
    writeString(writer, text);
    return undefined;
  };
}
