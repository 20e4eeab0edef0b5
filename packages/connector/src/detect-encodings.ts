import {
  type Dictionary,
  formatCollection,
  type LegacyText,
  LienThongError,
  type RecordEncoder,
  type Selection,
  type Source,
  valuesOfRows,
} from '@lienthong/core';
import { isAbort } from './failure.ts';
import type { ResolvedDataset } from './resolve-dataset.ts';

/** Ranges that samples are read from, evenly over the table, and rows of each. */
const mostRanges = 10;
const rowsOfRange = 400;
/** However slow the source is: what was read by then has to do. */
const longestMs = 15_000;

/** Finds out in which encodings columns are written, from a few thousand rows. Nothing is kept of the rows. */
export async function detectEncodings(input: {
  readonly dataset: ResolvedDataset;
  readonly properties: readonly string[];
  readonly encoder: RecordEncoder;
  readonly source: Source;
  readonly dictionary: Dictionary;
  readonly rowsPerRange: number;
  readonly signal: AbortSignal;
}): Promise<ReadonlyMap<string, LegacyText>> {
  const { dataset, properties, encoder, source, dictionary } = input;
  const selection = { collection: dataset.collection, columns: encoder.columns, key: encoder.keyColumns };
  const rows = await sampleRows(source, selection, input.rowsPerRange, input.signal);
  return new Map(
    properties.map((property) => {
      const places = columnsOf(dataset, property).map((column) => encoder.columns.indexOf(column));
      const samples = places.flatMap((place) => rows.map((row) => row[place]).filter(isSample));
      return [property, dictionary.detectText(samples)];
    }),
  );
}

function columnsOf({ mapping }: ResolvedDataset, property: string): readonly string[] {
  const mapped = mapping.properties[property];
  if (typeof mapped !== 'object') return [];
  return 'column' in mapped ? [mapped.column] : 'concat' in mapped ? mapped.concat : [];
}

function isSample(value: unknown): value is string | Uint8Array {
  return typeof value === 'string' || value instanceof Uint8Array;
}

async function sampleRows(
  source: Source,
  selection: Selection,
  rowsPerRange: number,
  signal: AbortSignal,
): Promise<readonly (readonly unknown[])[]> {
  const reader = source.snapshot;
  if (reader === undefined) {
    throw new LienThongError('CAPABILITY_MISSING', {
      message: `encoding: auto reads samples by snapshot, and the adapter cannot read ${formatCollection(selection.collection)} so`,
      remedy: 'Name the encoding in the mapping.',
    });
  }
  const patience = AbortSignal.timeout(longestMs);
  const both = AbortSignal.any([signal, patience]);
  const rows: (readonly unknown[])[] = [];
  try {
    const ranges = await reader.split({ selection, rowsPerRange, signal: both });
    const step = Math.max(1, ranges.length / mostRanges);
    for (let at = 0; at < ranges.length; at += step) {
      const range = ranges[Math.floor(at)];
      if (range === undefined) continue;
      let left = rowsOfRange;
      for await (const batch of reader.read({ selection, range, after: undefined, batchRows: rowsOfRange, signal: both })) {
        const values = valuesOfRows(batch.rows).slice(0, left);
        rows.push(...values);
        left -= values.length;
        if (left <= 0) break;
      }
    }
  } catch (error) {
    if (signal.aborted || rows.length === 0 || !isAbort(error, both)) throw error;
  }
  return rows;
}
