import { buildCommand, buildRouteMap, type RouteMap } from '@stricli/core';
import type { PackageDeliverFlags } from '../commands/package-deliver.ts';
import type { PackageExportFlags } from '../commands/package-export.ts';
import type { PackageImportFlags } from '../commands/package-import.ts';
import type { CommandLine } from '../frame/command-context.ts';
import type { globalFlags } from '../frame/global-flags.ts';
import type { Words } from '../words/words.ts';

const text = String;

/** `lienthong package …`: the way to a platform that no network reaches. */
export function packageRoutes(words: Words, globals: ReturnType<typeof globalFlags>): RouteMap<CommandLine> {
  const aliases = { c: 'config' } as const;
  const config = { kind: 'parsed', parse: text, brief: words.help.config, placeholder: 'file', default: 'lienthong.yaml' } as const;
  const to = { kind: 'parsed', parse: text, brief: words.package.to, placeholder: 'folder' } as const;
  const files = (brief: string) => ({ kind: 'array', parameter: { parse: text, brief, placeholder: 'file' }, minimum: 1 }) as const;
  return buildRouteMap({
    docs: { brief: words.commands.package },
    routes: {
      export: buildCommand<PackageExportFlags, [], CommandLine>({
        loader: async () => (await import('../commands/package-export.ts')).packageExportCommand,
        docs: { brief: words.commands.packageExport },
        parameters: {
          aliases,
          flags: {
            config,
            to,
            mostBytes: { kind: 'parsed', parse: text, brief: words.package.mostBytes, placeholder: 'size', default: '1GiB' },
            newChain: { kind: 'boolean', brief: words.package.beginChain, default: false, withNegated: false },
            ...globals,
          },
        },
      }),
      deliver: buildCommand<PackageDeliverFlags, string[], CommandLine>({
        loader: async () => (await import('../commands/package-deliver.ts')).packageDeliverCommand,
        docs: { brief: words.commands.packageDeliver },
        parameters: {
          aliases,
          flags: {
            config: { ...config, brief: words.package.courier, default: 'courier.yaml' },
            to,
            newChain: { kind: 'boolean', brief: words.package.newChain, default: false, withNegated: false },
            ...globals,
          },
          positional: files(words.package.packages),
        },
      }),
      import: buildCommand<PackageImportFlags, string[], CommandLine>({
        loader: async () => (await import('../commands/package-import.ts')).packageImportCommand,
        docs: { brief: words.commands.packageImport },
        parameters: { aliases, flags: { config, ...globals }, positional: files(words.package.receipts) },
      }),
    },
  });
}
