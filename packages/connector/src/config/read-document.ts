import { nearest, secret } from '@lienthong/core';
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { bytesOf } from './bytes.ts';
import { interpolate, type Surroundings } from './interpolate.ts';
import type { ConfigProblem } from './problem.ts';
import type { Field, Shape } from './shape-kinds.ts';

/** A configuration file, read by its shape. */
export interface ReadDocument {
  readonly value: unknown;
  readonly problems: ConfigProblem[];
  /** Adds a problem at a place that was found later to be wrong. */
  complain(path: readonly (string | number)[], message: string): void;
}

interface Reading {
  readonly document: Document;
  readonly surroundings: Surroundings;
  complain(node: Node | undefined, path: string, message: string, suggestion?: string): void;
}

const secretName = /pass(word|phrase)?$|secret|token|private_?key|connection_?string/i;

/** Reads YAML by a shape and tells every problem at once. */
export function readDocument(text: string, shape: Shape, surroundings: Surroundings): ReadDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true, uniqueKeys: true });
  const problems: ConfigProblem[] = [];
  const add = (offset: number, path: string, message: string, suggestion?: string): void => {
    const { line, col } = lines.linePos(offset);
    problems.push({ line: Math.max(1, line), column: Math.max(1, col), path, message, suggestion });
  };
  // The library's messages quote the source: only its kind of error is told.
  for (const error of document.errors) add(error.pos[0], '', `this is not YAML (${error.code.toLowerCase().replaceAll('_', ' ')})`);
  const reading: Reading = {
    document,
    surroundings,
    complain: (node, path, message, suggestion) => add(node?.range?.[0] ?? 0, path, message, suggestion),
  };
  const value = problems.length > 0 ? undefined : readNode(reading, document.contents ?? undefined, shape, '', '');
  return {
    value,
    problems,
    complain(path, message) {
      const node = document.getIn(path, true);
      const shown = path
        .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
        .join('')
        .replace(/^\./, '');
      reading.complain(isNode(node) ? node : undefined, shown, message);
    },
  };
}

function readNode(reading: Reading, given: Node | undefined, shape: Shape, path: string, name: string): unknown {
  const node = isAlias(given) ? given.resolve(reading.document) : given;
  switch (shape.kind) {
    case 'object':
      return readObject(reading, node, shape.fields, path);
    case 'variant':
      return readVariant(reading, node, shape, path);
    case 'map':
      return readMap(reading, node, shape.value, path);
    case 'list':
      if (!isSeq(node)) return wrong(reading, node, path, 'a list');
      return node.items.map((item, index) => readNode(reading, isNode(item) ? item : undefined, shape.item, `${path}[${index}]`, name));
    case 'either':
      return readNode(reading, node, isMap(node) ? shape.map : shape.short, path, name);
    case 'any':
      return readAny(reading, node, path, name);
    default:
      return readScalar(reading, node, shape, path);
  }
}

function readObject(reading: Reading, node: Node | undefined, fields: Readonly<Record<string, Field>>, path: string): unknown {
  if (!isMap(node)) return wrong(reading, node, path, 'a map of settings');
  const result: Record<string, unknown> = {};
  for (const { key, keyNode, value } of entries(node)) {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    const place = path === '' ? key : `${path}.${key}`;
    if (field === undefined) {
      const near = nearest(key, Object.keys(fields));
      reading.complain(
        keyNode,
        place,
        'is no setting of a connector',
        near === undefined ? `one of ${Object.keys(fields).join(', ')}` : near,
      );
    } else if (value === undefined || isEmpty(value)) {
      // `limits:` with nothing behind it: as if it were not there.
      if (field.required === true) reading.complain(keyNode, place, 'is empty');
    } else result[key] = readNode(reading, value, field.shape, place, key);
  }
  for (const [key, field] of Object.entries(fields)) {
    if (field.required === true && !node.has(key)) reading.complain(node, path === '' ? key : `${path}.${key}`, 'is missing');
  }
  return result;
}

function readVariant(
  reading: Reading,
  node: Node | undefined,
  { by = 'kind', variants, otherwise }: Extract<Shape, { readonly kind: 'variant' }>,
  path: string,
): unknown {
  const names = Object.keys(variants);
  if (!isMap(node))
    return wrong(reading, node, path, otherwise === undefined ? `a map with ${by}: ${names.join(' | ')}` : 'a map of settings');
  if (otherwise !== undefined && !node.has(by)) return readObject(reading, node, otherwise, path);
  const kind = node.get(by);
  const fields = typeof kind === 'string' && Object.hasOwn(variants, kind) ? variants[kind] : undefined;
  if (fields === undefined) {
    const found = node.get(by, true);
    reading.complain(isNode(found) ? found : node, `${path}.${by}`, `must be one of ${names.join(', ')}`, nearest(String(kind), names));
    return undefined;
  }
  return readObject(reading, node, { [by]: { shape: { kind: 'text' }, required: true }, ...fields }, path);
}

function readMap(reading: Reading, node: Node | undefined, value: Shape, path: string): unknown {
  if (!isMap(node)) return wrong(reading, node, path, 'a map');
  // Keys are other people's names: `__proto__` must not become more than one of them.
  const result: [string, unknown][] = [];
  for (const entry of entries(node)) result.push([entry.key, readNode(reading, entry.value, value, `${path}.${entry.key}`, entry.key)]);
  return Object.fromEntries(result);
}

function readAny(reading: Reading, node: Node | undefined, path: string, name: string): unknown {
  if (isMap(node))
    return Object.fromEntries(
      entries(node).map(({ key, value }) => [key, readNode(reading, value, { kind: 'any' }, `${path}.${key}`, key)]),
    );
  if (isSeq(node))
    return node.items.map((item, index) => readNode(reading, isNode(item) ? item : undefined, { kind: 'any' }, `${path}[${index}]`, name));
  if (!isScalar(node) || node.value === null) return undefined;
  if (typeof node.value !== 'string') return secretName.test(name) ? secret(sourceOf(node.value, node.source)) : node.value;
  const found = interpolate(node.value, reading.surroundings);
  if ('problem' in found) return complain(reading, node, path, found.problem);
  if (secretName.test(name)) return secret(found.text);
  return found.replaced && node.type === 'PLAIN' ? plainValue(found.text) : found.text;
}

// `port: ${PORT}` means a number where the variable holds one. A variable never becomes more than a scalar.
function plainValue(text: string): string | number | boolean {
  if (/^-?(0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  return text === 'true' ? true : text === 'false' ? false : text;
}

type ScalarShape = Extract<Shape, { readonly kind: 'text' | 'number' | 'boolean' | 'scalar' }>;

const scalarNames = { text: 'a text', number: 'a number', boolean: 'true or false', scalar: 'a text, a number, true or false' } as const;

function readScalar(reading: Reading, node: Node | undefined, shape: ScalarShape, path: string): unknown {
  if (isScalar(node) && node.value === null && shape.kind === 'text' && shape.nullable === true) return null;
  if (!isScalar(node) || node.value === null) return wrong(reading, node, path, scalarNames[shape.kind]);
  const { value } = node;
  const found = typeof value === 'string' ? interpolate(value, reading.surroundings) : { text: sourceOf(value, node.source) };
  if ('problem' in found) return complain(reading, node, path, found.problem);
  const { text } = found;
  switch (shape.kind) {
    case 'text':
      return readText(reading, node, shape, text, path);
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : wrong(reading, node, path, scalarNames.boolean);
    case 'number':
      return readNumber(reading, node, shape, text, path);
    case 'scalar':
      return typeof value === 'string' ? text : value;
  }
}

function readText(reading: Reading, node: Node, shape: Extract<Shape, { readonly kind: 'text' }>, text: string, path: string): unknown {
  const { choices } = shape;
  if (choices !== undefined && !choices.includes(text)) {
    return complain(reading, node, path, `must be one of ${choices.join(', ')}`, nearest(text, choices));
  }
  return shape.secret === true ? secret(text) : text;
}

function readNumber(reading: Reading, node: Node, shape: Extract<Shape, { readonly kind: 'number' }>, text: string, path: string): unknown {
  const value = shape.bytes === true ? bytesOf(text) : Number(text.replaceAll('_', '') || 'none');
  if (value !== undefined && shape.choices?.includes(value) === false)
    return complain(reading, node, path, `must be one of ${shape.choices.join(', ')}`);
  if (value !== undefined && !Number.isNaN(value)) return value;
  return wrong(reading, node, path, shape.bytes === true ? 'a size, such as 512MiB' : scalarNames.number);
}

function entries(map: YAMLMap): readonly { readonly key: string; readonly keyNode: Node | undefined; readonly value: Node | undefined }[] {
  return map.items.map(({ key, value }) => ({
    key: isScalar(key) ? sourceOf(key.value, key.source) : '',
    keyNode: isNode(key) ? key : undefined,
    value: isNode(value) ? value : undefined,
  }));
}

// As written: a code such as 01 must stay what it is.
function sourceOf(value: unknown, source: string | undefined): string {
  return typeof value === 'string' ? value : (source ?? String(value));
}

function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null;
}

function wrong(reading: Reading, node: Node | undefined, path: string, expected: string): undefined {
  return complain(reading, node, path, `must be ${expected}`);
}

function complain(reading: Reading, node: Node | undefined, path: string, message: string, suggestion?: string): undefined {
  reading.complain(node, path, message, suggestion);
  return undefined;
}
