import { buildCommand, buildRouteMap, type RouteMap } from '@stricli/core';
import type { DictionaryCheckFlags } from '../commands/dictionary-check.ts';
import type { DictionaryDecodeFlags } from '../commands/dictionary-decode.ts';
import type { DictionaryListFlags } from '../commands/dictionary-list.ts';
import type { DictionaryUnitFlags } from '../commands/dictionary-unit.ts';
import type { CommandLine } from '../frame/command-context.ts';
import type { globalFlags } from '../frame/global-flags.ts';
import type { Words } from '../words/words.ts';

const text = String;

/** `lienthong dictionary …`: the dictionary by hand. */
export function dictionaryRoutes(words: Words, globals: ReturnType<typeof globalFlags>): RouteMap<CommandLine> {
  const day = { kind: 'parsed', parse: text, placeholder: 'YYYY-MM-DD' } as const;
  return buildRouteMap({
    docs: { brief: words.commands.dictionary },
    routes: {
      check: buildCommand<DictionaryCheckFlags, [string, ...string[]], CommandLine>({
        loader: async () => (await import('../commands/dictionary-check.ts')).dictionaryCheckCommand,
        docs: { brief: words.commands.dictionaryCheck },
        parameters: {
          flags: { at: { ...day, brief: words.dictionary.at, optional: true }, ...globals },
          positional: {
            kind: 'array',
            parameter: { parse: text, brief: words.dictionary.typeAndValues, placeholder: 'type value' },
            minimum: 2,
          },
        },
      }),
      decode: buildCommand<DictionaryDecodeFlags, [], CommandLine>({
        loader: async () => (await import('../commands/dictionary-decode.ts')).dictionaryDecodeCommand,
        docs: { brief: words.commands.dictionaryDecode },
        parameters: {
          flags: {
            from: { kind: 'parsed', parse: text, brief: words.dictionary.from, placeholder: 'encoding', default: 'auto' },
            ...globals,
          },
        },
      }),
      unit: buildCommand<DictionaryUnitFlags, [string], CommandLine>({
        loader: async () => (await import('../commands/dictionary-unit.ts')).dictionaryUnitCommand,
        docs: { brief: words.commands.dictionaryUnit },
        parameters: {
          flags: {
            at: { ...day, brief: words.dictionary.at },
            to: { ...day, brief: words.dictionary.to, optional: true },
            list: { kind: 'parsed', parse: text, brief: words.dictionary.unitList, placeholder: 'file', optional: true },
            ...globals,
          },
          positional: { kind: 'tuple', parameters: [{ parse: text, brief: words.dictionary.unitCode, placeholder: 'code' }] },
        },
      }),
      list: buildCommand<DictionaryListFlags, [string], CommandLine>({
        loader: async () => (await import('../commands/dictionary-list.ts')).dictionaryListCommand,
        docs: { brief: words.commands.dictionaryList },
        parameters: {
          flags: { at: { ...day, brief: words.dictionary.at, optional: true }, ...globals },
          positional: { kind: 'tuple', parameters: [{ parse: text, brief: words.dictionary.listName, placeholder: 'name' }] },
        },
      }),
    },
  });
}
