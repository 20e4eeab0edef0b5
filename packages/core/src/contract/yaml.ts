import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Place, ProblemList } from './problem.ts';

/** YAML with the place of everything, aliases resolved: what the rooms of the parser work on. */
export type YamlNode = YamlMap | YamlList | YamlScalar;

export interface YamlMap {
  readonly kind: 'map';
  readonly place: Place;
  readonly entries: readonly YamlEntry[];
}

export interface YamlEntry {
  readonly key: string;
  readonly place: Place;
  readonly value: YamlNode;
}

export interface YamlList {
  readonly kind: 'list';
  readonly place: Place;
  readonly items: readonly YamlNode[];
}

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly place: Place;
  readonly value: string | number | boolean | null;
  /** As written, so that no digit of a number is lost. */
  readonly source: string;
}

const maxBytes = 1024 * 1024;
const maxDepth = 32;
const maxRawDepth = 200;
// A million commas cost the library ten seconds.
const maxFlow = 50_000;
const maxNodes = 100_000;
const start: Place = { line: 1, column: 1 };

/** Reads one YAML 1.2 document; `undefined` when nothing can be made of it. */
export function readYaml(text: string, problems: ProblemList): YamlNode | undefined {
  if (text.length > maxBytes || new TextEncoder().encode(text).length > maxBytes) {
    problems.error(
      'too-large',
      start,
      '',
      'the contract is larger than 1 MiB',
      'a contract describes one dataset; move data and documentation elsewhere',
    );
    return undefined;
  }
  const deep = nestingPlace(text);
  if (deep !== undefined) {
    problems.error('too-deep', deep, '', `nested deeper than ${maxDepth} levels, or too many brackets and commas`);
    return undefined;
  }
  const lines = new LineCounter();
  const document = compose(text, lines, problems);
  if (document === undefined) return undefined;
  const placeOf = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  for (const error of document.errors)
    problems.error('yaml-invalid', placeOf(error.pos[0]), '', firstLine(error.message), yamlRemedies[error.code]);
  for (const warning of document.warnings) problems.warning('yaml-invalid', placeOf(warning.pos[0]), '', firstLine(warning.message));
  // What a broken text would mean is guesswork: its syntax comes first.
  if (document.errors.length > 0) return undefined;
  if (document.contents === null) {
    problems.error('missing', start, '', 'the document is empty', 'kind: DataContract');
    return undefined;
  }
  return convert(document.contents, placeOf, problems);
}

/** The value under a key; `undefined` when the key is absent. */
export function entryOf(map: YamlMap, key: string): YamlEntry | undefined {
  return map.entries.find((entry) => entry.key === key);
}

const yamlRemedies: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'indent with blanks; YAML forbids tabs',
  BAD_INDENT: 'give all keys of one level the same number of blanks',
  MULTIPLE_DOCS: 'keep one document per file: remove what follows `---`',
  BAD_ALIAS: 'define the anchor (&name) before the alias (*name)',
  MULTILINE_IMPLICIT_KEY: 'put a value that holds `: ` between quotes',
  BLOCK_AS_IMPLICIT_KEY: 'put a value that holds `: ` between quotes',
  BAD_SCALAR_START: 'put the value between quotes',
};

function compose(text: string, lines: LineCounter, problems: ProblemList): Document.Parsed | undefined {
  try {
    // Duplicate keys are looked for below: the library compares every pair, which takes minutes on a hostile map.
    return parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      schema: 'core',
      version: '1.2',
      logLevel: 'error',
    });
  } catch (error) {
    const deep = error instanceof RangeError;
    problems.error(
      deep ? 'too-deep' : 'yaml-invalid',
      start,
      '',
      deep ? `nested deeper than ${maxDepth} levels` : 'the text cannot be read as YAML',
    );
    return undefined;
  }
}

/**
 * The library recurses, and a stack that is nearly full kills the whole process instead of throwing: what is absurdly deep is
 * stopped before it runs. Counts too much rather than too little (brackets in texts), so the limit is far above what `convert` accepts.
 */
function nestingPlace(text: string): Place | undefined {
  let line = 0;
  let brackets = 0;
  let flow = 0;
  const indents: number[] = [];
  for (const content of text.split(/\r\n?|\n/)) {
    line += 1;
    const indent = /^\s*/.exec(content)?.[0].length ?? 0;
    if (indent === content.length) continue;
    while (indents.length > 0 && (indents.at(-1) ?? 0) >= indent) indents.pop();
    indents.push(indent);
    brackets = Math.max(0, brackets + count(content, /[[{]/g) - count(content, /[\]}]/g));
    const compact = count(content, /(?:^|\s)[-?:](?=\s|$)/g) + count(content, /:\s/g);
    flow += count(content, /[[\]{},]/g);
    if (indents.length > maxRawDepth || brackets > maxRawDepth || compact > maxRawDepth || flow > maxFlow) {
      return { line, column: indent + 1 };
    }
  }
  return undefined;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function convert(root: Node, placeOf: (offset: number) => Place, problems: ProblemList): YamlNode | undefined {
  const anchors = new Map<string, Node>();
  let nodes = 0;
  let refused = false;
  const refuse = (place: Place, message: string, suggestion?: string): undefined => {
    if (!refused) problems.error('too-deep', place, '', message, suggestion);
    refused = true;
    return undefined;
  };
  const visit = (node: unknown, depth: number, fallback: Place): YamlNode | undefined => {
    if (refused) return undefined;
    const place = isPositioned(node) ? placeOf(node.range[0]) : fallback;
    nodes += 1;
    if (nodes > maxNodes)
      return refuse(place, `more than ${maxNodes} values once aliases are followed`, 'write aliases out, or use fewer of them');
    if (depth > maxDepth) return refuse(place, `nested deeper than ${maxDepth} levels`);
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      return target === undefined ? { kind: 'scalar', place, value: null, source: '' } : visit(target, depth + 1, place);
    }
    // In the order of the text, so that an alias finds the anchor before it, as YAML says.
    if (isNode(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
    if (isMap(node)) {
      const entries: YamlEntry[] = [];
      const seen = new Set<string>();
      for (const pair of node.items) {
        const keyPlace = isPositioned(pair.key) ? placeOf(pair.key.range[0]) : place;
        if (!isScalar(pair.key)) {
          problems.error('yaml-invalid', keyPlace, '', 'a key must be a plain word');
          continue;
        }
        const key = String(pair.key.value);
        if (seen.has(key)) {
          problems.error('key-duplicate', keyPlace, '', `the key \`${clip(key)}\` occurs twice in the same map`, 'keep one of them');
          continue;
        }
        seen.add(key);
        const value = visit(pair.value, depth + 1, keyPlace);
        if (value !== undefined) entries.push({ key, place: keyPlace, value });
      }
      return { kind: 'map', place, entries };
    }
    if (isSeq(node)) {
      const items: YamlNode[] = [];
      for (const item of node.items) {
        const value = visit(item, depth + 1, place);
        if (value !== undefined) items.push(value);
      }
      return { kind: 'list', place, items };
    }
    if (!isScalar(node)) return { kind: 'scalar', place, value: null, source: '' };
    const value = node.value;
    const source = node.source ?? String(value ?? '');
    const plain = value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    if (typeof value === 'string' && unfit.test(value))
      problems.error('yaml-invalid', place, '', 'the text holds U+0000 or half a surrogate pair');
    return { kind: 'scalar', place, value: plain ? value : source, source };
  };
  const tree = visit(root, 0, start);
  return refused ? undefined : tree;
}

function isPositioned(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

// Neither databases nor JSON of other languages can keep these.
const unfit = /\u0000|\p{Surrogate}/u;

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

/** Shortens what an author wrote, for a message. */
export function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
