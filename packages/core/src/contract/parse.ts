import { LienThongError } from '../errors/lienthong-error.ts';
import { datasetPattern } from '../seal/stream-name.ts';
import type { Contract } from './contract.ts';
import { readFreshness } from './freshness.ts';
import { nearest } from './nearest.ts';
import { odcsShape } from './odcs.ts';
import { documentSettings, readPolicy, readPublisher } from './personal-data/policy.ts';
import { readPrimaryKey } from './primary-key.ts';
import { type ContractProblem, createProblemList, type ProblemList } from './problem.ts';
import { type PropertyReading, readProperties } from './properties.ts';
import { readYaml } from './read-yaml.ts';
import { parseSemanticVersion } from './semantic-version.ts';
import { mapAt, readSettings, textAt } from './settings.ts';
import { checkShape } from './shape.ts';
import { refuseStateSecrets } from './state-secret.ts';
import { clip, entryOf, type YamlMap } from './yaml.ts';

export type { ContractProblem, ContractProblemCode } from './problem.ts';

export type ParsedContract =
  | { readonly contract: Contract; readonly problems: readonly ContractProblem[] }
  | { readonly contract: undefined; readonly problems: readonly ContractProblem[] };

/** ODCS v3.1 YAML → contract. Every problem is found at once; warnings leave the contract usable. */
export function parseContract(yaml: string): ParsedContract {
  const problems = createProblemList();
  const root = readYaml(yaml, problems);
  if (root !== undefined) checkShape(root, odcsShape, '', problems);
  const contract = root?.kind === 'map' ? readContract(root, problems) : undefined;
  const found = [...problems.found].sort((left, right) => left.line - right.line || left.column - right.column);
  const refused = contract === undefined || found.some((problem) => problem.level === 'error');
  return refused ? { contract: undefined, problems: found } : { contract, problems: found };
}

/** The contract, or CONTRACT_INVALID with every problem as `name:line:column path message → suggestion`. */
export function expectContract(yaml: string, name: string): Contract {
  const { contract, problems } = parseContract(yaml);
  if (contract !== undefined) return contract;
  const errors = problems.filter((problem) => problem.level === 'error');
  throw new LienThongError('CONTRACT_INVALID', {
    message: errors.map((problem) => formatProblem(problem, name)).join('\n'),
    details: { contract: name, problems: errors.length, codes: [...new Set(errors.map((problem) => problem.code))] },
  });
}

/** One line for people: `contract.yaml:12:5 schema[0].properties[1].name message → suggestion`. */
export function formatProblem(problem: ContractProblem, name: string): string {
  const { line, column, path, message, suggestion } = problem;
  return `${name}:${line}:${column}${path === '' ? '' : ` ${path}`} ${message}${suggestion === undefined ? '' : ` → ${suggestion}`}`;
}

function readContract(root: YamlMap, problems: ProblemList): Contract | undefined {
  checkApiVersion(root, problems);
  refuseStateSecrets(root, problems);
  const dataset = readDataset(root, problems);
  const version = readVersion(root, problems);
  const schema = readSchema(root, problems);
  const readings: readonly PropertyReading[] = schema === undefined ? [] : readProperties(schema, 'schema[0]', problems);
  const primaryKey = schema === undefined ? [] : readPrimaryKey(readings, schema.place, 'schema[0].properties', problems);
  const settings = readSettings(root, '', documentSettings, problems);
  const description = mapAt(root, 'description');
  const describedPurpose = description === undefined ? undefined : textAt(description, 'purpose')?.value.trim();
  const personalData = readPolicy(
    {
      ...{ settings, readings, describedPurpose: describedPurpose === '' ? undefined : describedPurpose },
      place: entryOf(root, 'customProperties')?.place ?? root.place,
    },
    problems,
  );
  const authoritativePublisher = readPublisher(settings, problems);
  const freshnessSeconds = readFreshness(root, problems);
  const status = statuses.find((word) => word === textAt(root, 'status')?.value);
  if (dataset === undefined || version === undefined || status === undefined) return undefined;
  const properties = readings.map((reading) => reading.property);
  return {
    dataset,
    version,
    title: textAt(root, 'name')?.value,
    status,
    properties,
    primaryKey,
    personalData,
    freshnessSeconds,
    authoritativePublisher,
  };
}

const statuses: readonly Contract['status'][] = ['proposed', 'draft', 'active', 'deprecated', 'retired'];
const current = 'v3.1.0';
const older = ['v3.0.0', 'v3.0.1', 'v3.0.2'];

function checkApiVersion(root: YamlMap, problems: ProblemList): void {
  const found = textAt(root, 'apiVersion');
  if (found === undefined || found.value === current) return;
  if (older.includes(found.value)) {
    problems.warning('version-old', found.place, 'apiVersion', `ODCS ${clip(found.value)} is read as ${current}`, current);
    return;
  }
  problems.error(
    'value-invalid',
    found.place,
    'apiVersion',
    `\`${clip(found.value)}\` is no version of ODCS that can be read`,
    nearest(found.value, older.concat(current)) ?? current,
  );
}

function readDataset(root: YamlMap, problems: ProblemList): string | undefined {
  const found = textAt(root, 'id');
  if (found === undefined) return undefined;
  if (datasetPattern.test(found.value)) return found.value;
  const plain = found.value
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/-*\.[-.]*/g, '.')
    .replace(/^[-.]+|[-.]+$/g, '');
  const message = 'a dataset id holds lower-case letters, digits and `-`, in groups separated by `.`, at most 120 characters';
  problems.error('value-invalid', found.place, 'id', message, datasetPattern.test(plain) ? plain : 'ho-tich.cong-dan');
  return undefined;
}

function readVersion(root: YamlMap, problems: ProblemList): string | undefined {
  const found = textAt(root, 'version');
  if (found === undefined) return undefined;
  if (parseSemanticVersion(found.value) !== undefined) return found.value;
  const parts = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?$/.exec(found.value.trim());
  const guess = parts === null ? '1.0.0' : [parts[1], parts[2], parts[3]].map((part) => String(Number(part ?? '0'))).join('.');
  problems.error('value-invalid', found.place, 'version', `\`${clip(found.value)}\` is no semantic version`, guess);
  return undefined;
}

function readSchema(root: YamlMap, problems: ProblemList): YamlMap | undefined {
  const node = root.entries.find((entry) => entry.key === 'schema')?.value;
  if (node?.kind !== 'list') return undefined;
  if (node.items.length !== 1) {
    const message = `a contract describes one dataset: \`schema\` must have exactly one object, has ${node.items.length}`;
    problems.error('value-invalid', node.place, 'schema', message, node.items.length === 0 ? undefined : 'write one contract per object');
  }
  const first = node.items[0];
  return first?.kind === 'map' ? first : undefined;
}
