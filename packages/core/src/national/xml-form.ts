import { jsonText } from '../canonical/json-text.ts';
import type { Rejection } from '../check/rejection.ts';
import type { JsonValue } from '../json.ts';
import { batchOf, type NationalFrame } from './frame.ts';
import { nationalTree } from './json-form.ts';
import type { NationalMessage } from './message.ts';
import type { NationalProfile } from './profile.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

/**
 * A message as an XML element: the tree of its JSON, groups and attachments as elements, lists and objects within a business field as
 * their JSON text. A character that XML 1.0 does not have is a rejection, for it could not come back.
 */
export function nationalXml(message: NationalMessage, profile: NationalProfile): string | Rejection {
  for (const [name, value] of message.fields)
    if (notXml.test(typeof value === 'string' ? value : JSON.stringify(value))) return notRepresentable(name);
  const tree = nationalTree({ ...message, fields: new Map([...message.fields].map(([name, value]) => [name, leaf(value)])) }, profile);
  const text = `<${profile.xml.record.name}>${Object.entries(tree)
    .map(([name, value]) => element(name, value))
    .join('')}</${profile.xml.record.name}>`;
  return notXml.test(text) ? notRepresentable('') : text;
}

/** A batch in XML: a document of records that are XML already. */
export function nationalXmlBatch(records: readonly string[], profile: NationalProfile): string {
  return batchOf(records, xmlFrame(profile));
}

export function xmlFrame({ xml }: NationalProfile): NationalFrame {
  const namespace = xml.namespace === undefined ? '' : ` xmlns="${escaped(xml.namespace.name).replaceAll('"', '&quot;')}"`;
  return { begin: `${declaration}<${xml.batch.name}${namespace}>`, between: '', end: `</${xml.batch.name}>` };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const notXml =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function notRepresentable(name: string): Rejection {
  return { code: 'not-representable', pointer: name === '' ? '' : `/${name}`, reason: 'holds a character that XML does not have' };
}

function leaf(value: JsonValue): JsonValue {
  if (typeof value !== 'object') return value;
  const text = jsonText(value, 0);
  return typeof text === 'string' ? text : JSON.stringify(value);
}

function element(name: string, value: JsonValue): string {
  if (Array.isArray(value)) return value.map((item: JsonValue) => element(name, item)).join('');
  if (typeof value !== 'object' || value === null) return `<${name}>${escaped(String(value))}</${name}>`;
  const inner = Object.entries(value).map(([child, grandchild]) => element(child, grandchild));
  return `<${name}>${inner.join('')}</${name}>`;
}

// A carriage return that is written as it is comes back as a line feed.
function escaped(text: string): string {
  return text.replaceAll(/[&<>\r]/g, (character) => escapes[character] ?? character);
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
