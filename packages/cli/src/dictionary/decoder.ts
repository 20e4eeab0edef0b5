import { type Detection, detectEncoding, type Finding, repairText, type TextEncoding } from '@lienthong/dictionary';
import { byteLines } from './byte-lines.ts';

/** What is understood and repaired on the way, and how often something was found. */
export interface Decoder {
  /** How the lines were read; known with the first of them. */
  readonly encoding: Detection['encoding'] | undefined;
  readonly lines: number;
  readonly found: ReadonlyMap<Finding['code'], { readonly finding: Finding; count: number }>;
  decode(input: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, undefined>;
}

/** Findings of a line that was not converted. */
const leftAlone: ReadonlySet<Finding['code']> = new Set(['text-unexplained', 'text-other-encoding']);

/** Lines that `auto` looks at before it decides. */
const sampleLines = 5000;
const sampleBytes = 4 * 1024 * 1024;

/** Each line is a value of one column: what the encoding does not explain stays as it is, with a finding. */
export function createDecoder(from: TextEncoding | 'auto'): Decoder {
  const found = new Map<Finding['code'], { readonly finding: Finding; count: number }>();
  let column: Pick<Detection, 'encoding' | 'readAs'> | undefined = from === 'auto' ? undefined : { encoding: from, readAs: undefined };
  let lines = 0;
  const repaired = (line: Buffer, by: Pick<Detection, 'encoding' | 'readAs'>): Buffer => {
    const end = lengthWithoutEnd(line);
    const { text, findings } = repairText(line.subarray(0, end), by);
    lines++;
    for (const finding of findings) {
      const known = found.get(finding.code);
      if (known === undefined) found.set(finding.code, { finding, count: 1 });
      else known.count++;
    }
    const isLeftAlone = findings.some(({ code }) => leftAlone.has(code));
    return isLeftAlone ? line : Buffer.concat([Buffer.from(text), line.subarray(end)]);
  };
  return {
    get encoding() {
      return column?.encoding;
    },
    get lines() {
      return lines;
    },
    found,
    async *decode(input) {
      let sample: Buffer[] = [];
      let size = 0;
      const decide = (): Pick<Detection, 'encoding' | 'readAs'> => {
        column ??= detectEncoding(sample.map((line) => line.subarray(0, lengthWithoutEnd(line))));
        return column;
      };
      for await (const line of byteLines(input)) {
        if (column === undefined) {
          sample.push(line);
          size += line.length;
          if (sample.length < sampleLines && size < sampleBytes) continue;
          const by = decide();
          for (const waiting of sample) yield repaired(waiting, by);
          sample = [];
        } else yield repaired(line, column);
      }
      const by = decide();
      for (const waiting of sample) yield repaired(waiting, by);
    },
  };
}

function lengthWithoutEnd(line: Buffer): number {
  const feed = line.at(-1) === 10 ? line.length - 1 : line.length;
  return feed > 0 && line[feed - 1] === 13 ? feed - 1 : feed;
}
