import { SaxesParser } from 'saxes';
import type { JsonValue } from '../json.ts';
import { foldName } from './field-names.ts';

/** What an XML document says, as JSON would say it: elements with elements as objects, repeated ones as lists, the others as texts. */
export interface XmlTree {
  /** Local name of the outermost element. */
  readonly name: string;
  readonly children: readonly XmlChild[];
}

export interface XmlChild {
  readonly name: string;
  readonly value: JsonValue;
}

/** Deeper than any message of the regulation. */
const maxDepth = 12;

/**
 * Reads well-formed XML in UTF-8; gives a sentence that says what is wrong with any other. A document type is refused whatever it
 * says: without it there are no entities but the five of XML, so nothing expands and nothing is fetched.
 */
export function readXml(text: string): XmlTree | string {
  const parser = new SaxesParser({ xmlns: true });
  const open: { readonly name: string; readonly children: XmlChild[]; text: string }[] = [];
  let root: XmlTree | undefined;
  const refuse = (problem: string): never => {
    throw new Refused(problem);
  };
  parser.on('error', ({ message }) => refuse(`is not well-formed XML (line ${parser.line}, column ${parser.column}): ${wordsOf(message)}`));
  parser.on('doctype', () => refuse('has a document type, which is not allowed'));
  parser.on('processinginstruction', () => refuse('has a processing instruction, which is not allowed'));
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') refuse('must be in UTF-8');
  });
  parser.on('opentag', ({ local }) => {
    if (open.length >= maxDepth) refuse(`is nested deeper than ${maxDepth} elements`);
    open.push({ name: local, children: [], text: '' });
  });
  const add = (more: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += more;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    const element = open.pop();
    if (element === undefined) return;
    if (element.children.length > 0 && element.text.trim() !== '') refuse('has text between elements');
    const parent = open.at(-1);
    if (parent === undefined) root = { name: element.name, children: element.children };
    else parent.children.push({ name: element.name, value: element.children.length === 0 ? element.text : objectOf(element.children) });
  });
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof Refused) return error.problem;
    throw error;
  }
  return root ?? 'has no element';
}

/** Ends the parser from within; never leaves this file. */
class Refused extends Error {
  readonly problem: string;
  constructor(problem: string) {
    super('refused');
    this.problem = problem;
  }
}

/** Names that differ in capitals alone are one name. */
function objectOf(children: readonly XmlChild[]): JsonValue {
  const members = new Map<string, { readonly name: string; readonly values: JsonValue[] }>();
  for (const { name, value } of children) {
    const member = members.get(foldName(name));
    if (member === undefined) members.set(foldName(name), { name, values: [value] });
    else member.values.push(value);
  }
  return Object.fromEntries([...members.values()].map(({ name, values }) => [name, values.length === 1 ? (values[0] ?? null) : values]));
}

/** The parser's messages repeat what stands in the document; their first words do not. */
function wordsOf(message: string): string {
  const words = message
    .replace(/^\d+:\d+:\s*/, '')
    .replace(/[.:"'`<].*$/s, '')
    .trim();
  return words.slice(0, 60);
}
