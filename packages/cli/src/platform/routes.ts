import { buildCommand, buildRouteMap, numberParser, type RouteMap } from '@stricli/core';
import type { PlatformFlags } from '../commands/platform.ts';
import type { PlatformBreachReportFlags } from '../commands/platform-breach-report.ts';
import type { PlatformRegisterFlags } from '../commands/platform-register.ts';
import type { CommandLine } from '../frame/command-context.ts';
import type { globalFlags } from '../frame/global-flags.ts';
import type { Words } from '../words/words.ts';

const text = String;

/** `lienthong platform`, which serves, and what an operator asks of its storage. */
export function platformRoutes(words: Words, globals: ReturnType<typeof globalFlags>): RouteMap<CommandLine> {
  const directory = {
    kind: 'parsed',
    parse: text,
    brief: words.platform.directory,
    placeholder: 'folder',
    default: '.lienthong/platform',
  } as const;
  const database = { kind: 'parsed', parse: text, brief: words.platform.database, placeholder: 'url', optional: true } as const;
  const serve = buildCommand<PlatformFlags, [], CommandLine>({
    loader: async () => (await import('../commands/platform.ts')).platformCommand,
    docs: { brief: words.commands.platformServe },
    parameters: {
      flags: {
        directory,
        host: { kind: 'parsed', parse: text, brief: words.platform.host, placeholder: 'address', default: '127.0.0.1' },
        port: { kind: 'parsed', parse: numberParser, brief: words.platform.port, placeholder: 'number', default: '8080' },
        database,
        agency: { kind: 'parsed', parse: text, brief: words.platform.agency, placeholder: 'code=file', optional: true, variadic: true },
        consumer: { kind: 'parsed', parse: text, brief: words.platform.consumer, placeholder: 'code=file', optional: true, variadic: true },
        grace: { kind: 'parsed', parse: numberParser, brief: words.help.grace, placeholder: 'seconds', optional: true },
        ...globals,
      },
    },
  });
  const optional = (brief: string, placeholder: string) => ({ kind: 'parsed', parse: text, brief, placeholder, optional: true }) as const;
  const asked = words.platform.register;
  const register = buildCommand<PlatformRegisterFlags, [], CommandLine>({
    loader: async () => (await import('../commands/platform-register.ts')).platformRegisterCommand,
    docs: { brief: words.commands.platformRegister },
    parameters: {
      flags: {
        directory,
        database,
        dataset: optional(asked.dataset, 'dataset'),
        agency: optional(asked.agency, 'code'),
        purpose: optional(asked.purpose, 'text'),
        from: optional(asked.from, 'day'),
        to: optional(asked.to, 'day'),
        csv: { kind: 'boolean', brief: asked.csv, default: false, withNegated: false },
        ...globals,
      },
    },
  });
  const breachReport = buildCommand<PlatformBreachReportFlags, [string?], CommandLine>({
    loader: async () => (await import('../commands/platform-breach-report.ts')).platformBreachReportCommand,
    docs: { brief: words.commands.platformBreachReport },
    parameters: {
      flags: {
        directory,
        database,
        template: { kind: 'boolean', brief: words.breach.template, default: false, withNegated: false },
        format: { kind: 'parsed', parse: text, brief: words.breach.format, placeholder: 'text|json|html', default: 'text' },
        minutes: { kind: 'parsed', parse: numberParser, brief: words.breach.minutes, placeholder: 'number', default: '60' },
        out: optional(words.quality.out, 'file'),
        ...globals,
      },
      positional: { kind: 'tuple', parameters: [{ parse: text, brief: words.breach.file, placeholder: 'file', optional: true }] },
    },
  });
  return buildRouteMap({
    docs: { brief: words.commands.platform },
    routes: { serve, register, 'breach-report': breachReport },
    defaultCommand: 'serve',
  });
}
