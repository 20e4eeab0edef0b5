import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LienThongError } from '@lienthong/core';
import { encodings, type TextEncoding } from '@lienthong/dictionary';
import { createDecoder, type Decoder } from '../dictionary/decoder.ts';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { GlobalFlags } from '../frame/flags.ts';
import { type Outcome, perform } from '../frame/perform.ts';

export interface DictionaryDecodeFlags extends GlobalFlags {
  readonly from: string;
}

/** `lienthong dictionary decode`: bytes on stdin, text on stdout, what was repaired or lost on stderr. */
export async function dictionaryDecodeCommand(this: CommandLine, flags: DictionaryDecodeFlags): Promise<void> {
  await perform(this, 'dictionary decode', () => decode(this, flags));
}

async function decode(line: CommandLine, flags: DictionaryDecodeFlags): Promise<Outcome> {
  const { words, globals } = line;
  const from = (['auto', ...encodings] as const).find((name) => name === flags.from);
  if (from === undefined) {
    const remedy = words.dictionary.choose(['auto', ...encodings].join(', '));
    throw new LienThongError('OPTIONS_INVALID', { message: words.dictionary.noEncoding(flags.from), remedy });
  }
  const decoder = createDecoder(from satisfies TextEncoding | 'auto');
  const pieces: Buffer[] = [];
  const lines = decoder.decode(process.stdin);
  if (globals.json) for await (const text of lines) pieces.push(text);
  else await pipeline(Readable.from(lines), process.stdout, { end: false }).catch(whenReaderLeft);
  const found = [...decoder.found.values()];
  const summary = words.dictionary.decoded(decoder.lines, decoder.encoding ?? 'ascii');
  if (!globals.json) tell(line, summary, decoder);
  return {
    exitCode: found.some(({ finding }) => finding.severity === 'error') ? exitCodes.failed : exitCodes.ok,
    summary,
    result: {
      encoding: decoder.encoding ?? 'ascii',
      lines: decoder.lines,
      findings: found.map(({ finding, count }) => ({ ...finding, count })),
      text: Buffer.concat(pieces).toString(),
    },
    text: null,
  };
}

/** `decode … | head` has seen enough: that is no failure. */
function whenReaderLeft(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error;
}

function tell({ terminal }: CommandLine, summary: string, { found }: Decoder): void {
  const { colors, glyphs } = terminal;
  terminal.note(summary);
  for (const { finding, count } of found.values()) {
    const mark = finding.severity === 'error' ? colors.red(glyphs.bad) : colors.yellow(glyphs.warning);
    terminal.note(`  ${mark} ${count} × ${finding.code}  ${colors.dim(finding.message)}`);
  }
}
