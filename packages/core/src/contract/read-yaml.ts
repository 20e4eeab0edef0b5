import { type Document, LineCounter, parseDocument } from 'yaml';
import { nestingPlace } from './nesting.ts';
import type { Place, ProblemList } from './problem.ts';
import type { YamlNode } from './yaml.ts';
import { maxDepth, yamlTree } from './yaml-tree.ts';

const maxBytes = 1024 * 1024;
const start: Place = { line: 1, column: 1 };

/** What a document is called where something is wrong with the whole of it. */
export interface DocumentWords {
  readonly name: string;
  /** A line that an empty one could begin with. */
  readonly example: string;
  /** What to do when it is too large. */
  readonly remedy: string;
}

const contractWords: DocumentWords = {
  name: 'contract',
  example: 'kind: DataContract',
  remedy: 'a contract describes one dataset; move data and documentation elsewhere',
};

/** Reads one YAML 1.2 document; `undefined` when nothing can be made of it. */
export function readYaml(text: string, problems: ProblemList, words: DocumentWords = contractWords): YamlNode | undefined {
  if (text.length > maxBytes || new TextEncoder().encode(text).length > maxBytes) {
    problems.error('too-large', start, '', `the ${words.name} is larger than 1 MiB`, words.remedy);
    return undefined;
  }
  const deep = nestingPlace(text);
  if (deep !== undefined) {
    problems.error('too-deep', deep, '', `nested deeper than ${maxDepth} levels, or too many lines, brackets, commas and quotes`);
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
  for (const warning of document.warnings) {
    // Of other tags every reader makes something else, and some run code for them.
    const tag = warning.code === 'TAG_RESOLVE_FAILED';
    problems[tag ? 'error' : 'warning'](
      'yaml-invalid',
      placeOf(warning.pos[0]),
      '',
      firstLine(warning.message),
      tag ? 'remove the tag' : undefined,
    );
  }
  // What a broken text would mean is guesswork: its syntax comes first.
  if (document.errors.length > 0) return undefined;
  if (document.contents === null) {
    problems.error('missing', start, '', 'the document is empty', words.example);
    return undefined;
  }
  return yamlTree(document.contents, placeOf, problems);
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
      resolveKnownTags: false,
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

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
