import { openAdmin, type RegisterEntry, registerCsv } from '@lienthong/platform';
import type { CommandLine } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { GlobalFlags } from '../frame/flags.ts';
import { type Outcome, perform } from '../frame/perform.ts';
import { formatTable } from '../frame/table.ts';
import { type StorageFlags, storageOf } from '../platform/storage.ts';

export interface PlatformRegisterFlags extends GlobalFlags, StorageFlags {
  readonly dataset?: string;
  readonly agency?: string;
  readonly purpose?: string;
  readonly from?: string;
  readonly to?: string;
  readonly csv: boolean;
}

/** `lienthong platform register` */
export async function platformRegisterCommand(this: CommandLine, flags: PlatformRegisterFlags): Promise<void> {
  await perform(this, 'platform register', () => register(this, flags));
}

async function register({ words }: CommandLine, flags: PlatformRegisterFlags): Promise<Outcome> {
  const { dataset, agency, purpose, from, to } = flags;
  await using opened = await openAdmin(storageOf(flags, words.platform.register.noStorage));
  const entries = await opened.admin.readRegister({ dataset, agency, purpose, from, to });
  const summary = words.platform.register.summary(
    entries.length,
    entries.reduce((sum, { records }) => sum + records, 0),
  );
  return {
    exitCode: exitCodes.ok,
    summary,
    result: { entries: entries.map((entry) => ({ ...entry })) },
    text: flags.csv
      ? registerCsv(entries).trimEnd()
      : entries.length === 0
        ? summary
        : `${table(entries, words.platform.register.column)}\n\n${summary}`,
  };
}

function table(entries: readonly RegisterEntry[], column: CommandLine['words']['platform']['register']['column']): string {
  const head = [
    column.dataset,
    column.agency,
    column.consumer,
    column.purpose,
    column.requests,
    column.records,
    column.first,
    column.last,
    column.data,
  ];
  return formatTable(
    head,
    entries.map((entry) => [
      ...[`${entry.dataset} ${entry.contractVersion ?? ''}`.trim(), entry.agency, entry.consumer, entry.purpose],
      ...[String(entry.requests), String(entry.records), entry.first, entry.last, [...entry.classifications, ...entry.kinds].join(' ')],
    ]),
  );
}
