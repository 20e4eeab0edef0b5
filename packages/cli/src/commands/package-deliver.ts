import { resolve } from 'node:path';
import { type DeliveredPackage, deliverPackages, loadCourierConfig } from '@lienthong/connector';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { GlobalFlags } from '../frame/flags.ts';
import { type Outcome, perform } from '../frame/perform.ts';
import { stopSignals } from '../frame/stop-signals.ts';
import { formatTable } from '../frame/table.ts';
import { filesOf } from '../package/files-of.ts';

export interface PackageDeliverFlags extends GlobalFlags {
  readonly config: string;
  readonly to: string;
  readonly newChain: boolean;
}

/** `lienthong package deliver` */
export async function packageDeliverCommand(this: CommandLine, flags: PackageDeliverFlags, ...paths: string[]): Promise<void> {
  await perform(this, 'package deliver', () => carry(this, flags, paths));
}

async function carry(line: CommandLine, { config, to, newChain }: PackageDeliverFlags, paths: readonly string[]): Promise<Outcome> {
  const { words } = line;
  const options = loadCourierConfig(config);
  const files = await filesOf(paths, 'package', words);
  using stop = stopSignals(() => {});
  const delivered = await deliverPackages({ options, files, to: resolve(to), newChain, signal: stop.signal });
  const refused = delivered.reduce((sum, one) => sum + one.refused, 0);
  const summary = words.package.delivered(delivered.length);
  return {
    exitCode: refused > 0 ? exitCodes.rejections : exitCodes.ok,
    summary,
    result: { packages: delivered.map((one) => ({ ...one })) },
    text: [table(line, delivered), '', ...(refused > 0 ? [words.package.refused(refused)] : []), summary].join('\n'),
  };
}

function table({ words }: CommandLine, delivered: readonly DeliveredPackage[]): string {
  const { column, again } = words.package;
  return formatTable(
    [column.sender, column.number, column.batches, column.refused, column.left, column.file, ''],
    delivered.map(({ sender, number, batches, refused, left, file, isRepeated }) => [
      ...[sender, String(number), String(batches), String(refused), String(left), file, isRepeated ? again : ''],
    ]),
  );
}
