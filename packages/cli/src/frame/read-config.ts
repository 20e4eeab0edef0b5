import { createRequire } from 'node:module';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ConnectorConfig, type ConnectorOptions, loadConfig } from '@lienthong/connector';
import { LienThongError } from '@lienthong/core';
import type { ConfiguredAdapter } from './open-source.ts';

/** Reads a configuration: YAML, or a module whose default export is a connector's options. */
export async function readConfig(path: string): Promise<ConnectorConfig> {
  const file = resolve(path);
  if (!moduleExtensions.has(extname(file))) return loadConfig(file, { importAdapter: importAdapterFor(file) });
  return { file, options: await importOptions(file), observe: undefined };
}

/** The adapter of a configuration, or the one of a connection string's scheme: looking needs no contract yet. */
export async function readAdapter(path: string, url: string | undefined): Promise<ConfiguredAdapter> {
  if (url === undefined) return (await readConfig(path)).options.source.adapter;
  const scheme = /^[a-z]+(?=:)/i.exec(url)?.[0].toLowerCase() ?? '';
  const bind = Object.hasOwn(adapters, scheme) ? adapters[scheme] : undefined;
  if (bind !== undefined) return bind(url);
  // The string itself is not repeated: it holds a password.
  throw new LienThongError('CONFIG_INVALID', {
    message: 'the connection string names no database that is known here',
    remedy: `Begin it with one of ${Object.keys(adapters)
      .map((name) => `${name}://`)
      .join(', ')}, or name a configuration.`,
  });
}

type Bind = (url: string) => Promise<ConfiguredAdapter>;

const postgres: Bind = async (url) => (await import('@lienthong/adapter-postgres')).postgres({ connectionString: url });
const mysql: Bind = async (url) => (await import('@lienthong/adapter-mysql')).mysql({ connectionString: url });
const mongodb: Bind = async (url) => (await import('@lienthong/adapter-mongodb')).mongodb({ connectionString: url });
const sqlserver: Bind = async (url) => (await import('@lienthong/adapter-sqlserver')).sqlserver({ connectionString: url });
const oracle: Bind = async (url) => (await import('@lienthong/adapter-oracle')).oracle({ connectionString: url });

const adapters: Readonly<Record<string, Bind>> = {
  postgres,
  postgresql: postgres,
  mysql,
  mariadb: mysql,
  sqlserver,
  mssql: sqlserver,
  oracle,
  mongodb,
};

const moduleExtensions = new Set(['.js', '.mjs', '.ts', '.mts']);

/** An adapter that lies beside the configuration wins over the one that came with the command. */
export function importAdapterFor(file: string): (name: string) => Promise<unknown> {
  return async (name) => {
    let url: string;
    try {
      url = pathToFileURL(createRequire(file).resolve(name)).href;
    } catch {
      return (await import(name)) as unknown; // whoever asked finds out what it is
    }
    return (await import(url)) as unknown; // whoever asked finds out what it is
  };
}

async function importOptions(file: string): Promise<ConnectorOptions> {
  let loaded: unknown;
  try {
    loaded = await import(pathToFileURL(file).href);
  } catch (cause) {
    const typescript = cause instanceof Error && 'code' in cause && cause.code === 'ERR_UNKNOWN_FILE_EXTENSION';
    throw new LienThongError('CONFIG_INVALID', {
      message: `the configuration ${file} cannot be loaded${cause instanceof Error ? `: ${cause.message.split('\n', 1)[0] ?? ''}` : ''}`,
      ...(typescript ? { remedy: 'Use Node 22.18 or newer, which reads TypeScript, or compile it to JavaScript.' } : {}),
      cause,
    });
  }
  const options = typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined;
  if (!isOptions(options)) {
    throw new LienThongError('CONFIG_INVALID', {
      message: `${file} has no default export with a connector's options`,
      remedy: 'Write `export default { … } satisfies ConnectorOptions`.',
    });
  }
  return options;
}

// What is inside, `createConnector` checks.
function isOptions(value: unknown): value is ConnectorOptions {
  return (
    typeof value === 'object' && value !== null && 'agency' in value && 'source' in value && 'platform' in value && 'datasets' in value
  );
}
