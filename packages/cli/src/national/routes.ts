import { buildCommand, buildRouteMap, type RouteMap } from '@stricli/core';
import type { CommandLine } from '../frame/command-context.ts';
import type { ConfigFlags } from '../frame/flags.ts';
import type { globalFlags } from '../frame/global-flags.ts';
import type { Words } from '../words/words.ts';

const text = String;

/** `lienthong national …` */
export function nationalRoutes(words: Words, globals: ReturnType<typeof globalFlags>): RouteMap<CommandLine> {
  const config = { kind: 'parsed', parse: text, brief: words.help.config, placeholder: 'file', default: 'lienthong.yaml' } as const;
  return buildRouteMap({
    docs: { brief: words.commands.national },
    routes: {
      fields: buildCommand<ConfigFlags, string[], CommandLine>({
        loader: async () => (await import('../commands/national-fields.ts')).nationalFieldsCommand,
        docs: { brief: words.commands.nationalFields },
        parameters: {
          aliases: { c: 'config' },
          flags: { config, ...globals },
          positional: { kind: 'array', parameter: { parse: text, brief: words.national.contracts, placeholder: 'contract' } },
        },
      }),
    },
  });
}
