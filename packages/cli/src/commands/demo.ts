import { type JsonValue, LienThongError } from '@lienthong/core';
import { type DemoEngine, usualRows } from '../demo/legacy/legacy-database.ts';
import { createProgress } from '../demo/progress.ts';
import { type Story, tellStory } from '../demo/story.ts';
import { formatSummary } from '../demo/summary.ts';
import { openWorkshop } from '../demo/workshop.ts';
import type { CommandLine } from '../frame/command-context.ts';
import { type ExitCode, exitCodes } from '../frame/exit-codes.ts';
import type { GlobalFlags } from '../frame/flags.ts';
import { type Outcome, perform } from '../frame/perform.ts';
import { stopSignals } from '../frame/stop-signals.ts';

export interface DemoFlags extends GlobalFlags {
  readonly engine: DemoEngine;
  /** Unless told, as many as the engine takes in a minute. */
  readonly rows?: number;
  readonly keep: boolean;
}

/** `lienthong demo` */
export async function demoCommand(this: CommandLine, flags: DemoFlags): Promise<void> {
  let interrupted: ExitCode | undefined;
  using stop = stopSignals((name) => {
    interrupted = name === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
  });
  await perform(this, 'demo', async () => {
    try {
      return await show(this, flags, stop.signal);
    } catch (error) {
      if (interrupted === undefined) throw error;
      return { exitCode: interrupted, summary: this.words.demo.summary.interrupted, result: null };
    }
  });
}

async function show(line: CommandLine, { engine, rows = usualRows[engine], keep }: DemoFlags, signal: AbortSignal): Promise<Outcome> {
  const { words, globals, terminal } = line;
  if (!Number.isInteger(rows) || rows < 100 || rows > 900_000)
    throw new LienThongError('OPTIONS_INVALID', { message: words.demo.rowsWrong });
  terminal.note(terminal.colors.bold(words.demo.title));
  await using workshop = await openWorkshop(engine, keep);
  using progress = createProgress(terminal);
  const story = await tellStory({ engine, rows, workshop, progress, words, language: globals.language, signal });
  const { product, proof, crashes, outages } = story;
  return {
    exitCode: proof.equal ? exitCodes.ok : exitCodes.failed,
    summary: proof.equal ? words.demo.summary.equal(proof.platformRecords.toLocaleString(globals.language)) : words.demo.summary.different,
    result: { source: product, datasets: [datasetJson(story)], crashes, outages },
    text: formatSummary(line, story, keep ? workshop.directory : undefined),
  };
}

function datasetJson({ dataset, proof, quality, rowsPerSecond }: Story) {
  const { sourceRows, platformRows, rejected, sourceHash, platformHash, equal, sourceRecords, platformRecords, held, refusals } = proof;
  return {
    id: dataset,
    sourceRows,
    platformRows,
    rejected,
    sourceHash,
    platformHash,
    equal,
    rowsPerSecond,
    sourceRecords,
    platformRecords,
    held,
    refusals: refusals.map(({ code, property, count }) => ({ code, property, count })),
    quality: quality === undefined ? null : (JSON.parse(JSON.stringify(quality)) as JsonValue), // JSON.parse gives nothing else
  };
}
