import type { CollectionDescription } from '../adapter/collection.ts';
import type { RowValues } from '../adapter/read.ts';
import { type RowBlock, valuesOfBlock } from '../adapter/row-block.ts';
import { type ByteWriter, reserveBytes, writeString } from '../bytes/byte-writer.ts';
import type { Rejection } from '../check/rejection.ts';
import { compileRules } from '../check/rules.ts';
import type { Contract } from '../contract/contract.ts';
import type { Dictionary } from '../dictionary/dictionary.ts';
import { LienThongError } from '../errors/lienthong-error.ts';
import type { Mapping } from '../map/mapping.ts';
import { type PropertyPlan, planMapping } from '../map/plan.ts';
import { compileProtections } from '../protect/protect.ts';
import { noProtectionKeys, type ProtectionKeys } from '../protect/protection-keys.ts';
import type { QualityTally } from '../quality/tally.ts';
import { countRefused } from './count-refused.ts';
import { planCounting, tallyOf } from './counting.ts';
import { createRecordMemory, type RecordMemory } from './records/memory.ts';
import { type BlockRows, compileRecordWriter, type RecordFrame, type WriteRows } from './records/writer.ts';
import { compileTextEncoder, type TextEncode } from './text-encoder.ts';
import { writtenPlans } from './written-plan.ts';

export interface EncoderInput {
  readonly contract: Contract;
  readonly mapping: Mapping;
  /** The collection as the adapter described it: its columns' type mappings decide how raw values are read. */
  readonly collection: CollectionDescription;
  /** What the contract's protections name. Default: none. */
  readonly keys?: ProtectionKeys;
  /** What is known of values beyond the contract. Without it nothing is inspected and nothing counted. */
  readonly dictionary?: Dictionary | undefined;
  /** Where rows of blocks become records. Default: a memory of the encoder's own. */
  readonly memory?: RecordMemory;
}

/** Contract, mapping and checks of one dataset, compiled once: straight-line code for texts, a program for rows of bytes. */
export interface RecordEncoder {
  /** What to select, in the order `record` and `key` expect. */
  readonly columns: readonly string[];
  /** The columns that the primary key's properties come from. */
  readonly keyColumns: readonly string[];
  /** An empty tally for the records of this encoder; `undefined` when nothing is counted. */
  createTally(): QualityTally | undefined;
  /** Canonical JSON of the record (RFC 8785), or why it is refused. With a tally the record is counted. */
  record(row: RowValues, tally?: QualityTally): string | Rejection;
  /** Canonical JSON object of the primary-key properties; only the key columns need to be filled. */
  key(row: RowValues): string | Rejection;
  /** Appends what `record` gives for a row of a block; a refused row appends nothing. */
  writeRecord(block: RowBlock, index: number, out: ByteWriter, tally?: QualityTally): Rejection | undefined;
  /**
   * The same for many rows, each in its frame; `refuse` is told of every row that is refused. Ends before `until` when there are
   * `mostBytes` in `out`; one row at least is looked at. Gives the place behind the last one.
   */
  writeRecords(
    rows: BlockRows,
    frame: RecordFrame,
    out: ByteWriter,
    tally: QualityTally | undefined,
    refuse: (index: number, rejection: Rejection) => void,
  ): number;
  /** The same of `key`. */
  writeKey(block: RowBlock, index: number, out: ByteWriter): Rejection | undefined;
}

/** Throws MAPPING_INVALID with every problem at once, else PROTECTION_KEY_MISSING. */
export function compileEncoder(input: EncoderInput): RecordEncoder {
  const problems: string[] = [];
  const plans = planMapping(input, problems);
  problems.push(...plans.flatMap(unruly));
  // What is dropped is not even read, and so not counted either.
  const read = plans.filter(({ property }) => property.protection?.method !== 'drop');
  const counted = input.dictionary === undefined ? undefined : planCounting(read, input.dictionary, problems);
  const keyPlans = plans.filter((plan) => input.contract.primaryKey.includes(plan.property.name));
  if (keyPlans.length > 0 && keyPlans.every((plan) => columnsOf(plan).length === 0))
    problems.push('the primary key is constant: no two records would differ');
  if (problems.length > 0) {
    throw new LienThongError('MAPPING_INVALID', {
      message: `the mapping of ${input.contract.dataset} has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}: ${problems.join('; ')}`,
      details: { dataset: input.contract.dataset, problems },
    });
  }
  const written = writtenPlans(input.contract, read, compileProtections(input.contract, input.keys ?? noProtectionKeys));
  const writtenKey = written.filter((plan) => input.contract.primaryKey.includes(plan.property.name));
  const columns = [...new Set(written.flatMap(columnsOf))];
  const encodeText = compileTextEncoder(written, columns, counted);
  const key = compileTextEncoder(writtenKey, columns, undefined);
  const refused = counted === undefined ? undefined : countRefused(counted, columns);
  // Who does not count gets a tally that nobody reads.
  const unread = counted === undefined ? undefined : tallyOf(input.contract.dataset, counted);
  const record: TextEncode = (row, tally = unread) => {
    const encoded = encodeText(row, tally);
    if (typeof encoded !== 'string' && tally !== undefined) refused?.(row, tally);
    return encoded;
  };
  const memory = input.memory ?? createRecordMemory();
  const writeRecords = compileRecordWriter(written, columns, counted, memory);
  return {
    columns,
    keyColumns: [...new Set(writtenKey.flatMap(columnsOf))],
    createTally: () => (counted === undefined ? undefined : tallyOf(input.contract.dataset, counted)),
    record,
    key: (row) => key(row, undefined),
    writeRecord: overBytes(writeRecords, record, unread),
    writeRecords: manyOverBytes(writeRecords, record, unread),
    writeKey: overBytes(compileRecordWriter(writtenKey, columns, undefined, memory), key, undefined),
  };
}

/** Bytes for what is plain; whatever is refused is looked at as texts, so that there is one word on why, and one count. */
function overBytes(write: WriteRows, encode: TextEncode, unread: QualityTally | undefined): RecordEncoder['writeRecord'] {
  return (block, index, out, tally = unread) => {
    const one = { block, from: index, until: index + 1, mostBytes: Number.POSITIVE_INFINITY };
    if (write(one, out, undefined, tally) > index) return undefined;
    const encoded = encode(valuesOfBlock(block, index), tally);
    if (typeof encoded !== 'string') return encoded;
    writeString(out, encoded);
    return undefined;
  };
}

function manyOverBytes(write: WriteRows, encode: TextEncode, unread: QualityTally | undefined): RecordEncoder['writeRecords'] {
  return ({ block, from, until, mostBytes }, frame, out, tally = unread, refuse) => {
    let index = from;
    do {
      index = write({ block, from: index, until, mostBytes }, out, frame, tally);
      if (index === until || (index > from && out.length >= mostBytes)) return index;
      const encoded = encode(valuesOfBlock(block, index), tally);
      if (typeof encoded === 'string') {
        appendBytes(out, frame.head);
        writeString(out, encoded);
        appendBytes(out, frame.tail);
      } else refuse(index, encoded);
      index += 1;
    } while (index < until && out.length < mostBytes);
    return index;
  };
}

function appendBytes(out: ByteWriter, bytes: Uint8Array): void {
  reserveBytes(out, bytes.length).set(bytes, out.length);
  out.length += bytes.length;
}

function columnsOf({ source }: PropertyPlan): readonly string[] {
  if (source.kind === 'constant') return [];
  return source.kind === 'column' ? [source.column] : source.columns;
}

/** A constant or default that breaks the contract's own rules would refuse every record. */
function unruly({ property, source, fallback }: PropertyPlan): string[] {
  const fixed = source.kind === 'constant' ? source.text : fallback;
  if (fixed === undefined) return [];
  return compileRules(property.type, property.rules).flatMap((rule) => {
    const wrong = rule(fixed);
    return wrong === undefined ? [] : [`${property.name}: the ${source.kind === 'constant' ? 'constant' : 'default'} ${wrong.reason}`];
  });
}
