import { buildCommand, buildRouteMap, numberParser, type RouteMap } from '@stricli/core';
import type { DeadLettersListFlags } from './commands/dead-letters-list.ts';
import type { DeadLettersRetryFlags } from './commands/dead-letters-retry.ts';
import type { DeadLettersShowFlags } from './commands/dead-letters-show.ts';
import type { DemoFlags } from './commands/demo.ts';
import type { DescribeFlags } from './commands/describe.ts';
import type { KeysGenerateFlags } from './commands/keys-generate.ts';
import type { RunFlags } from './commands/run.ts';
import { demoEngines } from './demo/legacy/legacy-database.ts';
import { dictionaryRoutes } from './dictionary/routes.ts';
import type { CommandLine } from './frame/command-context.ts';
import type { ConfigFlags } from './frame/flags.ts';
import { globalFlags } from './frame/global-flags.ts';
import { packageRoutes } from './package/routes.ts';
import { platformRoutes } from './platform/routes.ts';
import { profileRoute } from './profile/routes.ts';
import { qualityRoute } from './quality/routes.ts';
import type { Words } from './words/words.ts';

const text = String;

/** The commands with their options; each module is loaded when its command runs, so that `--help` loads none. */
export function buildRoutes(words: Words): RouteMap<CommandLine> {
  const globals = globalFlags(words);
  const config = { kind: 'parsed', parse: text, brief: words.help.config, placeholder: 'file', default: 'lienthong.yaml' } as const;
  const grace = { kind: 'parsed', parse: numberParser, brief: words.help.grace, placeholder: 'seconds', optional: true } as const;
  const aliases = { c: 'config' } as const;
  return buildRouteMap({
    docs: { brief: words.commands.root, fullDescription: `${words.commands.root}\n\n${words.help.exitCodes}` },
    routes: {
      run: buildCommand<RunFlags, [], CommandLine>({
        loader: async () => (await import('./commands/run.ts')).runCommand,
        docs: { brief: words.commands.run },
        parameters: {
          aliases,
          flags: {
            config,
            once: { kind: 'boolean', brief: words.run.once, default: false, withNegated: false },
            newEpoch: { kind: 'parsed', parse: text, brief: words.run.newEpoch, placeholder: 'dataset', optional: true, variadic: true },
            grace,
            metrics: { kind: 'parsed', parse: text, brief: words.run.metrics, placeholder: 'address', optional: true },
            ...globals,
          },
        },
      }),
      platform: platformRoutes(words, globals),
      doctor: buildCommand<ConfigFlags, [], CommandLine>({
        loader: async () => (await import('./commands/doctor.ts')).doctorCommand,
        docs: { brief: words.commands.doctor },
        parameters: { aliases, flags: { config, ...globals } },
      }),
      describe: buildCommand<DescribeFlags, [], CommandLine>({
        loader: async () => (await import('./commands/describe.ts')).describeCommand,
        docs: { brief: words.commands.describe },
        parameters: {
          aliases,
          flags: {
            config,
            url: { kind: 'parsed', parse: text, brief: words.describe.url, placeholder: 'url', optional: true },
            only: { kind: 'parsed', parse: text, brief: words.describe.only, placeholder: 'collection', optional: true },
            contract: { kind: 'boolean', brief: words.describe.contract, default: false, withNegated: false },
            ...globals,
          },
        },
      }),
      profile: profileRoute(words, globals),
      quality: qualityRoute(words, globals),
      validate: buildCommand<ConfigFlags, string[], CommandLine>({
        loader: async () => (await import('./commands/validate.ts')).validateCommand,
        docs: { brief: words.commands.validate },
        parameters: {
          aliases,
          flags: { config, ...globals },
          positional: { kind: 'array', parameter: { parse: text, brief: words.validate.files, placeholder: 'file' } },
        },
      }),
      status: buildCommand<ConfigFlags, [], CommandLine>({
        loader: async () => (await import('./commands/status.ts')).statusCommand,
        docs: { brief: words.commands.status },
        parameters: { aliases, flags: { config, ...globals } },
      }),
      keys: buildRouteMap({
        docs: { brief: words.commands.keys },
        routes: {
          generate: buildCommand<KeysGenerateFlags, [], CommandLine>({
            loader: async () => (await import('./commands/keys-generate.ts')).keysGenerateCommand,
            docs: { brief: words.commands.keysGenerate },
            parameters: {
              flags: {
                kind: { kind: 'enum', values: ['signing', 'recipient', 'token'], brief: words.keys.kind, default: 'signing' },
                out: { kind: 'parsed', parse: text, brief: words.keys.out, placeholder: 'folder', default: '.' },
                name: { kind: 'parsed', parse: text, brief: words.keys.name, placeholder: 'name', default: 'lienthong' },
                force: { kind: 'boolean', brief: words.keys.force, default: false, withNegated: false },
                ...globals,
              },
            },
          }),
        },
      }),
      'dead-letters': deadLetterRoutes(words, config),
      package: packageRoutes(words, globals),
      dictionary: dictionaryRoutes(words, globals),
      demo: buildCommand<DemoFlags, [], CommandLine>({
        loader: async () => (await import('./commands/demo.ts')).demoCommand,
        docs: { brief: words.commands.demo },
        parameters: {
          flags: {
            engine: { kind: 'enum', values: demoEngines, brief: words.demo.engine, default: 'postgres' },
            rows: { kind: 'parsed', parse: numberParser, brief: words.demo.rows, placeholder: 'number', optional: true },
            keep: { kind: 'boolean', brief: words.demo.keep, default: false, withNegated: false },
            ...globals,
          },
        },
      }),
    },
  });
}

interface ConfigFlag {
  readonly kind: 'parsed';
  readonly parse: (input: string) => string;
  readonly brief: string;
  readonly placeholder: string;
  readonly default: string;
}

function deadLetterRoutes(words: Words, config: ConfigFlag): RouteMap<CommandLine> {
  const globals = globalFlags(words);
  const aliases = { c: 'config' } as const;
  const dataset = { kind: 'parsed', parse: text, brief: words.deadLetters.dataset, placeholder: 'dataset', optional: true } as const;
  return buildRouteMap({
    docs: { brief: words.commands.deadLetters },
    routes: {
      list: buildCommand<DeadLettersListFlags, [], CommandLine>({
        loader: async () => (await import('./commands/dead-letters-list.ts')).deadLettersListCommand,
        docs: { brief: words.commands.deadLettersList },
        parameters: {
          aliases,
          flags: {
            config,
            dataset,
            code: { kind: 'parsed', parse: text, brief: words.deadLetters.code, placeholder: 'code', optional: true },
            limit: { kind: 'parsed', parse: numberParser, brief: words.deadLetters.limit, placeholder: 'number', default: '50' },
            ...globals,
          },
        },
      }),
      show: buildCommand<DeadLettersShowFlags, [number], CommandLine>({
        loader: async () => (await import('./commands/dead-letters-show.ts')).deadLettersShowCommand,
        docs: { brief: words.commands.deadLettersShow },
        parameters: {
          aliases,
          flags: { config, values: { kind: 'boolean', brief: words.deadLetters.values, default: false, withNegated: false }, ...globals },
          positional: { kind: 'tuple', parameters: [{ parse: numberParser, brief: words.deadLetters.id, placeholder: 'id' }] },
        },
      }),
      retry: buildCommand<DeadLettersRetryFlags, number[], CommandLine>({
        loader: async () => (await import('./commands/dead-letters-retry.ts')).deadLettersRetryCommand,
        docs: { brief: words.commands.deadLettersRetry },
        parameters: {
          aliases,
          flags: {
            config,
            dataset,
            all: { kind: 'boolean', brief: words.deadLetters.all, default: false, withNegated: false },
            ...globals,
          },
          positional: { kind: 'array', parameter: { parse: numberParser, brief: words.deadLetters.ids, placeholder: 'id' } },
        },
      }),
    },
  });
}
