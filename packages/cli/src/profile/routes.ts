import { buildCommand, type Command, numberParser } from '@stricli/core';
import type { ProfileFlags } from '../commands/profile.ts';
import type { CommandLine } from '../frame/command-context.ts';
import type { globalFlags } from '../frame/global-flags.ts';
import type { Words } from '../words/words.ts';

const text = String;

/** `lienthong profile` */
export function profileRoute(words: Words, globals: ReturnType<typeof globalFlags>): Command<CommandLine> {
  return buildCommand<ProfileFlags, [], CommandLine>({
    loader: async () => (await import('../commands/profile.ts')).profileCommand,
    docs: { brief: words.commands.profile },
    parameters: {
      aliases: { c: 'config' },
      flags: {
        config: { kind: 'parsed', parse: text, brief: words.help.config, placeholder: 'file', default: 'lienthong.yaml' },
        url: { kind: 'parsed', parse: text, brief: words.describe.url, placeholder: 'url', optional: true },
        only: { kind: 'parsed', parse: text, brief: words.profile.only, placeholder: 'collection' },
        type: { kind: 'parsed', parse: text, brief: words.profile.type, placeholder: 'column=kind', optional: true, variadic: true },
        rows: { kind: 'parsed', parse: numberParser, brief: words.profile.rows, placeholder: 'number', optional: true },
        ...globals,
      },
    },
  });
}
