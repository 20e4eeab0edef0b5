import { importReceipts } from '@lienthong/connector';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { GlobalFlags } from '../frame/flags.ts';
import { type Outcome, perform } from '../frame/perform.ts';
import { readConfig } from '../frame/read-config.ts';
import { filesOf } from '../package/files-of.ts';

export interface PackageImportFlags extends GlobalFlags {
  readonly config: string;
}

/** `lienthong package import` */
export async function packageImportCommand(this: CommandLine, flags: PackageImportFlags, ...paths: string[]): Promise<void> {
  await perform(this, 'package import', () => take(this, flags, paths));
}

async function take({ words, globals }: CommandLine, { config }: PackageImportFlags, paths: readonly string[]): Promise<Outcome> {
  const { options } = await readConfig(config);
  const { imported, repeated, waiting, batches, refused } = await importReceipts({
    options,
    files: await filesOf(paths, 'receipts', words),
  });
  const summary = words.package.imported(imported.length, batches.toLocaleString(globals.language));
  return {
    exitCode: refused > 0 ? exitCodes.rejections : exitCodes.ok,
    summary,
    result: { imported: [...imported], repeated: [...repeated], waiting: [...waiting], batches, refused },
    text: [
      summary,
      ...(refused > 0 ? [words.package.refused(refused)] : []),
      ...(waiting.length > 0 ? [words.package.waiting(waiting.join(', '))] : []),
      words.package.next,
    ].join('\n'),
  };
}
