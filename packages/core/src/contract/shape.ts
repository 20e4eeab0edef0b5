import { nearest } from './nearest.ts';
import type { ProblemList } from './problem.ts';
import { clip, type YamlMap, type YamlNode, type YamlScalar } from './yaml.ts';

/** What a part of an ODCS document must look like. */
export type Shape =
  | 'text'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'scalar'
  | 'any'
  | ListShape
  | KeysShape
  | ChoiceShape
  | EitherShape
  | LazyShape;

interface ListShape {
  readonly list: Shape;
}

interface KeysShape {
  readonly keys: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  /** Keys that are not listed are fine. */
  readonly open?: true;
}

interface ChoiceShape {
  readonly choice: readonly string[];
}

/** A list of the one or a map of the other. */
interface EitherShape {
  readonly ifList: Shape;
  readonly ifMap: Shape;
}

type LazyShape = () => Shape;

/** Reports every place where the tree does not have the shape. */
export function checkShape(node: YamlNode, shape: Shape, path: string, problems: ProblemList): void {
  if (typeof shape === 'function') return checkShape(node, shape(), path, problems);
  if (shape === 'any') return;
  if (typeof shape === 'string') return checkScalar(node, shape, path, problems);
  if ('ifList' in shape) return checkShape(node, node.kind === 'list' ? shape.ifList : shape.ifMap, path, problems);
  if ('choice' in shape) return checkChoice(node, shape.choice, path, problems);
  if ('list' in shape) {
    if (node.kind !== 'list') return wrongKind(node, 'a list', path, problems);
    for (const [index, item] of node.items.entries()) checkShape(item, shape.list, `${path}[${index}]`, problems);
    return;
  }
  if (node.kind !== 'map') return wrongKind(node, 'a map of keys and values', path, problems);
  checkKeys(node, shape, path, problems);
}

/** The path of a key below a path. */
export function joinPath(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function checkKeys(map: YamlMap, shape: KeysShape, path: string, problems: ProblemList): void {
  const names = Object.keys(shape.keys);
  const present = new Set(map.entries.map((entry) => entry.key));
  for (const name of shape.required ?? []) {
    if (!present.has(name)) problems.error('missing', map.place, joinPath(path, name), `\`${name}\` is missing`);
  }
  for (const entry of map.entries) {
    // The distance to every key, ninety thousand times, takes ten seconds.
    if (problems.full) return;
    if (Object.hasOwn(shape.keys, entry.key)) {
      checkShape(entry.value, shape.keys[entry.key] ?? 'any', joinPath(path, entry.key), problems);
      continue;
    }
    if (shape.open === true) continue;
    const guess = nearest(
      entry.key,
      names.filter((name) => !present.has(name)),
    );
    const hint = guess === undefined ? 'keep own data in `customProperties`' : `did you mean \`${guess}\`?`;
    problems.warning(
      'key-unknown',
      entry.place,
      joinPath(path, clip(entry.key)),
      `ODCS has no key \`${clip(entry.key)}\` here: it is ignored`,
      hint,
    );
  }
}

function checkScalar(
  node: YamlNode,
  shape: 'text' | 'integer' | 'number' | 'boolean' | 'scalar',
  path: string,
  problems: ProblemList,
): void {
  if (node.kind !== 'scalar') return wrongKind(node, words[shape], path, problems);
  const { value } = node;
  if (shape === 'scalar') return;
  if (shape === 'text') {
    if (typeof value !== 'string') wrongKind(node, words.text, path, problems, value === null ? undefined : `"${clip(node.source)}"`);
    return;
  }
  if (shape === 'boolean') {
    if (typeof value !== 'boolean') wrongKind(node, words.boolean, path, problems, booleanGuess(node));
    return;
  }
  if (typeof value === 'number' && (shape === 'number' || Number.isInteger(value))) return;
  const unquoted = typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? value : undefined;
  wrongKind(node, words[shape], path, problems, unquoted);
}

function checkChoice(node: YamlNode, choice: readonly string[], path: string, problems: ProblemList): void {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') return wrongKind(node, words.text, path, problems);
  if (choice.includes(node.value)) return;
  const guess = nearest(node.value, choice);
  problems.error('value-invalid', node.place, path, `\`${clip(node.value)}\` is none of ${choice.join(', ')}`, guess);
}

const words = { text: 'text', integer: 'a whole number', number: 'a number', boolean: 'true or false', scalar: 'a single value' } as const;

function wrongKind(node: YamlNode, expected: string, path: string, problems: ProblemList, suggestion?: string): void {
  problems.error('wrong-kind', node.place, path, `must be ${expected}, is ${describe(node)}`, suggestion);
}

function describe(node: YamlNode): string {
  if (node.kind === 'map') return 'a map of keys and values';
  if (node.kind === 'list') return 'a list';
  if (node.value === null) return 'empty';
  return typeof node.value === 'string' ? 'text' : typeof node.value === 'number' ? 'a number' : 'true or false';
}

// YAML 1.2 reads yes, no, on and off as text.
function booleanGuess(node: YamlScalar): string | undefined {
  const word = node.source.toLowerCase();
  if (['yes', 'on', '1', 'true', 'y'].includes(word)) return 'true';
  return ['no', 'off', '0', 'false', 'n'].includes(word) ? 'false' : undefined;
}
