import { dirname, relative, resolve } from 'node:path';
import { loadConfig, openDictionary } from '@lienthong/connector';
import { type Dictionary, isLienThongError, type Mapping, type PropertyMapping } from '@lienthong/core';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { importAdapterFor } from '../frame/read-config.ts';
import { checkContract } from './check-contract.ts';
import { checkMapping } from './check-mapping.ts';
import type { Finding } from './finding.ts';
import { readProblem } from './read-problem.ts';

/** Everything that is wrong with a configuration, the contracts it names and its mappings; no server is asked. */
export async function checkConfig(file: string, text: string, source: (file: string) => string): Promise<CheckedFiles> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const { problems: own, dictionary, mappings } = await ownProblems(file);
  const files = new Set([file]);
  const found: Finding[] = [];
  const broken = new Set<number>();
  for (const [index, dataset] of datasetsOf(document).entries()) {
    if (typeof dataset.contract !== 'string') continue;
    const path = relative(process.cwd(), resolve(dirname(file), dataset.contract));
    const yaml = attempt(() => source(path));
    // A file that is not there is among the configuration's own problems.
    if (yaml === undefined) continue;
    files.add(path);
    const { contract, findings } = checkContract(path, yaml, dictionary, true);
    found.push(...findings);
    if (contract === undefined) broken.add(index);
    else if (dataset.mapping !== undefined) {
      const mapping = mappings[index] ?? { properties: dataset.mapping };
      for (const { property, message } of checkMapping(contract, mapping, dictionary)) {
        const where = ['datasets', index, 'mapping', ...(property === undefined ? [] : [property])];
        const words = property === undefined ? message : `${property}: ${message}`;
        found.push({
          file,
          ...placeOf(document, where, lines),
          level: 'error',
          code: 'mapping',
          path: formatPath(where),
          message: words,
          suggestion: undefined,
        });
      }
    }
  }
  // What a contract's own findings say with their places need not be said again.
  const others = own.filter(({ path }) => ![...broken].some((index) => path === `datasets[${index}].contract`));
  return { files: [...files], findings: [...others, ...found] };
}

export interface CheckedFiles {
  readonly files: readonly string[];
  readonly findings: readonly Finding[];
}

interface RawDataset {
  readonly contract?: unknown;
  readonly mapping?: Readonly<Record<string, PropertyMapping>>;
}

interface OwnProblems {
  readonly problems: readonly Finding[];
  readonly dictionary: Dictionary;
  /** As the connector reads them; of a configuration that it refuses there are none. */
  readonly mappings: readonly (Mapping | undefined)[];
}

/** Lists that cannot be loaded are problems of their own; what they would have held is not known then. */
async function ownProblems(file: string): Promise<OwnProblems> {
  try {
    const { options } = await loadConfig(file, { importAdapter: importAdapterFor(resolve(file)) });
    return { problems: [], dictionary: openDictionary(options.dictionary ?? {}), mappings: options.datasets.map(({ mapping }) => mapping) };
  } catch (error) {
    if (!isLienThongError(error)) throw error;
    const problems = error.details['problems'];
    const texts = Array.isArray(problems) ? problems.map(String) : [error.message];
    return { problems: texts.map((problem) => readProblem(file, problem)), dictionary: openDictionary({}), mappings: [] };
  }
}

function datasetsOf(document: Document): readonly RawDataset[] {
  const datasets = (attempt(() => document.toJS() as unknown) as { datasets?: unknown } | null | undefined)?.datasets; // any YAML: checked on the next line
  return Array.isArray(datasets) ? datasets.map((one: unknown) => (isRawDataset(one) ? one : {})) : [];
}

function isRawDataset(value: unknown): value is RawDataset {
  if (typeof value !== 'object' || value === null) return false;
  return !('mapping' in value) || isMapping(value.mapping);
}

// The forms of a mapping are the configuration's own problems; here only what can be compiled is compiled.
function isMapping(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(
    (one: unknown) =>
      typeof one === 'string' || (typeof one === 'object' && one !== null && ('column' in one || 'concat' in one || 'constant' in one)),
  );
}

function placeOf(
  document: Document,
  path: readonly (string | number)[],
  lines: LineCounter,
): { readonly line: number; readonly column: number } {
  const parent = document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  const key = isMap(parent) ? parent.items.find((pair) => isScalar(pair.key) && pair.key.value === last)?.key : undefined;
  const node = isNode(key) ? key : document.getIn(path, true);
  const offset = isNode(node) ? node.range?.[0] : undefined;
  if (offset === undefined) return path.length === 0 ? { line: 1, column: 1 } : placeOf(document, path.slice(0, -1), lines);
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

function formatPath(path: readonly (string | number)[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
