import { resolve } from 'node:path';
import { bytesOf, type ExportedPackage, exportPackages } from '@lienthong/connector';
import { LienThongError } from '@lienthong/core';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { GlobalFlags } from '../frame/flags.ts';
import { formatBytes } from '../frame/format-bytes.ts';
import { type Outcome, perform } from '../frame/perform.ts';
import { readConfig } from '../frame/read-config.ts';
import { stopSignals } from '../frame/stop-signals.ts';
import { formatTable } from '../frame/table.ts';

export interface PackageExportFlags extends GlobalFlags {
  readonly config: string;
  readonly to: string;
  readonly mostBytes: string;
  readonly newChain: boolean;
}

/** `lienthong package export` */
export async function packageExportCommand(this: CommandLine, flags: PackageExportFlags): Promise<void> {
  await perform(this, 'package export', () => writePackages(this, flags));
}

async function writePackages(line: CommandLine, flags: PackageExportFlags): Promise<Outcome> {
  const { words, globals } = line;
  const mostBytes = bytesOf(flags.mostBytes);
  if (mostBytes === undefined || mostBytes < 1) throw new LienThongError('OPTIONS_INVALID', { message: words.package.mostBytesWrong });
  const { options } = await readConfig(flags.config);
  using stop = stopSignals(() => {});
  const packages = await exportPackages({ options, to: resolve(flags.to), mostBytes, newChain: flags.newChain, signal: stop.signal });
  const records = packages.reduce((sum, one) => sum + one.records, 0);
  const summary =
    packages.length === 0 ? words.package.nothing : words.package.exported(packages.length, records.toLocaleString(globals.language));
  return {
    exitCode: exitCodes.ok,
    summary,
    result: { packages: packages.map((one) => ({ ...one })) },
    ...(packages.length === 0 ? {} : { text: `${table(line, packages)}\n\n${summary}` }),
  };
}

function table({ words, globals }: CommandLine, packages: readonly ExportedPackage[]): string {
  const { column, again } = words.package;
  return formatTable(
    [column.number, column.batches, column.records, column.size, column.file, ''],
    packages.map(({ number, batches, records, bytes, file, isRepeated }) => [
      ...[String(number), String(batches), records.toLocaleString(globals.language), formatBytes(bytes), file, isRepeated ? again : ''],
    ]),
  );
}
