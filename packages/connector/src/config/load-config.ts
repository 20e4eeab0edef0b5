import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type BoundAdapter,
  expectAdapter,
  expectContract,
  isLienThongError,
  LienThongError,
  type PropertyMapping,
  type RowMark,
} from '@lienthong/core';
import type { NationalOptions } from '@lienthong/core/national';
import type {
  ConnectorOptions,
  DatasetOptions,
  NationalPlatformOptions,
  PackagePlatformOptions,
  PlatformOptions,
  ReadOptions,
  SourceLimits,
} from '../options.ts';
import { type ResolvedOptions, resolveOptions } from '../resolve-options.ts';
import { platformBelow, readText, throwProblems } from './config-file.ts';
import { type DictionaryEntry, readDictionary } from './read-dictionary.ts';
import { type ReadDocument, readDocument } from './read-document.ts';
import { configShape } from './shape.ts';

export interface LoadConfigInput {
  /** Default: the process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Loads the package of an adapter; default: from the folder of the file, then from where this package lies. */
  readonly importAdapter?: (name: string) => Promise<unknown>;
}

/** A configuration file, read and checked; nothing of it is opened. */
export interface ConnectorConfig {
  /** Absolute. */
  readonly file: string;
  readonly options: ConnectorOptions;
  /** Where health and metrics are served; `undefined`: not at all. */
  readonly observe: { readonly host: string; readonly port: number } | undefined;
}

// The file as `configShape` lets it through.
interface ConfigFile {
  readonly agency: string;
  readonly source: { readonly name: string; readonly adapter: string; readonly options: unknown; readonly limits?: SourceLimits };
  readonly platform: PlatformOptions | NationalPlatformOptions | PackagePlatformOptions;
  readonly state: string;
  readonly datasets: readonly DatasetEntry[];
  readonly dictionary?: DictionaryEntry;
  readonly observe?: { readonly host?: string; readonly port?: number };
}

interface DatasetEntry {
  readonly contract: string;
  readonly from: string;
  readonly mapping?: Readonly<Record<string, PropertyMapping>>;
  readonly read?: ReadOptions;
  readonly stateSecret?: RowMark;
  readonly national?: NationalOptions;
}

/** YAML → options. Every problem is told at once, with line and column, in one CONFIG_INVALID. */
export async function loadConfig(path: string, input: LoadConfigInput = {}): Promise<ConnectorConfig> {
  const file = resolve(path);
  const folder = dirname(file);
  const read = readDocument(readText(file), configShape, {
    environment: input.environment ?? process.env,
    readFile: (name) => readFileSync(resolve(folder, name), 'utf8'),
  });
  throwProblems(read, file);
  const config = read.value as ConfigFile; // `configShape` was read without a problem
  const datasets = config.datasets.map((dataset, index) => datasetOptions(dataset, index, folder, read));
  const dictionary = config.dictionary === undefined ? undefined : readDictionary(config.dictionary, folder, read);
  const adapter = await bindAdapter(config, file, input, read);
  throwProblems(read, file);
  if (adapter === undefined) throw new LienThongError('INTERNAL', { message: 'an adapter failed without a problem' });
  const { observe, dictionary: _files, ...rest } = config;
  const options: ConnectorOptions = {
    ...rest,
    ...(dictionary === undefined ? {} : { dictionary }),
    platform: platformBelow(folder, config.platform),
    state: resolve(folder, config.state),
    source: { ...config.source, adapter },
    datasets,
  };
  try {
    const resolved = resolveOptions(options);
    if ('profile' in config.platform && config.platform.profile !== 'package') await checkNational(resolved, read);
  } catch (error) {
    if (!isLienThongError(error) || error.code !== 'OPTIONS_INVALID') throw error;
    read.complain([], error.message);
  }
  throwProblems(read, file);
  return { file, options, observe: observe?.port === undefined ? undefined : { host: observe.host ?? '127.0.0.1', port: observe.port } };
}

/** A plan of messages that cannot be is told with its place, before anything is opened. */
async function checkNational(resolved: ResolvedOptions, read: ReadDocument): Promise<void> {
  const { planDatasets } = await import('../national/plan-datasets.ts');
  for (const { index, path, message } of planDatasets(resolved).problems) read.complain(['datasets', index, 'national', ...path], message);
}

function datasetOptions(dataset: DatasetEntry, index: number, folder: string, read: ReadDocument): DatasetOptions {
  const { contract: path, from, mapping, read: reading, stateSecret, national } = dataset;
  const rest = {
    from,
    ...(mapping === undefined ? {} : { mapping: { properties: mapping } }),
    ...(reading === undefined ? {} : { read: reading }),
    ...(stateSecret === undefined ? {} : { stateSecret }),
    ...(national === undefined ? {} : { national }),
  };
  let yaml: string;
  try {
    yaml = readFileSync(resolve(folder, path), 'utf8');
  } catch {
    read.complain(['datasets', index, 'contract'], `the file ${path} cannot be read`);
    return { contract: '', ...rest };
  }
  try {
    return { contract: { contract: expectContract(yaml, path), yaml }, ...rest };
  } catch (error) {
    read.complain(['datasets', index, 'contract'], error instanceof Error ? error.message : 'the contract cannot be read');
    return { contract: yaml, ...rest };
  }
}

async function bindAdapter(
  config: ConfigFile,
  file: string,
  input: LoadConfigInput,
  read: ReadDocument,
): Promise<BoundAdapter | undefined> {
  const { adapter: name, options } = config.source;
  // `postgres` is short for our own package.
  const packageName = /^[a-z0-9-]+$/.test(name) ? `@lienthong/adapter-${name}` : name;
  let adapter: ReturnType<typeof expectAdapter>;
  try {
    const module = await (input.importAdapter ?? importFrom(file))(packageName);
    adapter = expectAdapter(defaultOf(module), packageName);
  } catch (error) {
    read.complain(
      ['source', 'adapter'],
      isLienThongError(error) ? error.message : `the package ${packageName} cannot be loaded: is it installed?`,
    );
    return undefined;
  }
  try {
    return adapter(options);
  } catch (error) {
    if (!isLienThongError(error)) throw error;
    read.complain(['source', 'options'], error.message);
    return undefined;
  }
}

function importFrom(file: string): (name: string) => Promise<unknown> {
  return async (name) => {
    let url: string;
    try {
      url = pathToFileURL(createRequire(file).resolve(name)).href;
    } catch {
      // Not beside the file: perhaps beside us.
      return (await import(name)) as unknown; // what it is, `expectAdapter` finds out
    }
    return (await import(url)) as unknown; // what it is, `expectAdapter` finds out
  };
}

function defaultOf(module: unknown): unknown {
  return typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
}
