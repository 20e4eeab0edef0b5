import { SaxesParser } from 'saxes';

/** A record as the wire has it, names in lower case, everything else as it came. */
export type WireGroup = ReadonlyMap<string, WireGroup | string>;

/** Records of a body in either form; throws a plain Error where it is none. Deliberately nothing of ours: this side judges the other. */
export function readRecords(type: string, body: string): readonly WireGroup[] {
  if (type.startsWith('application/json')) {
    const value: unknown = JSON.parse(body);
    return (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map(groupOf);
  }
  if (type.startsWith('application/xml')) return readXmlRecords(body);
  throw new Error('unsupported media type');
}

function groupOf(value: unknown): WireGroup {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not an object');
  return new Map(
    Object.entries(value).map(([name, member]: readonly [string, unknown]) => [
      name.toLowerCase(),
      typeof member === 'object' && member !== null && !Array.isArray(member) ? groupOf(member) : textOf(member),
    ]),
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function readXmlRecords(body: string): readonly WireGroup[] {
  const parser = new SaxesParser({});
  const records: WireGroup[] = [];
  const open: { name: string; group: Map<string, WireGroup | string>; text: string }[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => open.push({ name: name.toLowerCase(), group: new Map(), text: '' }));
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on('closetag', () => {
    const element = open.pop();
    if (element === undefined) return;
    if (element.name === 'root') records.push(element.group);
    else open.at(-1)?.group.set(element.name, element.group.size > 0 ? element.group : element.text);
  });
  parser.write(body).close();
  return records;
}
