import { buildCommand, type Command } from '@stricli/core';
import type { QualityFlags } from '../commands/quality.ts';
import type { CommandLine } from '../frame/command-context.ts';
import type { globalFlags } from '../frame/global-flags.ts';
import type { Words } from '../words/words.ts';

const text = String;

/** `lienthong quality` */
export function qualityRoute(words: Words, globals: ReturnType<typeof globalFlags>): Command<CommandLine> {
  return buildCommand<QualityFlags, [], CommandLine>({
    loader: async () => (await import('../commands/quality.ts')).qualityCommand,
    docs: { brief: words.commands.quality },
    parameters: {
      aliases: { c: 'config' },
      flags: {
        config: { kind: 'parsed', parse: text, brief: words.help.config, placeholder: 'file', default: 'lienthong.yaml' },
        dataset: { kind: 'parsed', parse: text, brief: words.deadLetters.dataset, placeholder: 'dataset', optional: true },
        format: { kind: 'parsed', parse: text, brief: words.quality.format, placeholder: 'text|json|csv|html', default: 'text' },
        out: { kind: 'parsed', parse: text, brief: words.quality.out, placeholder: 'file', optional: true },
        ...globals,
      },
    },
  });
}
