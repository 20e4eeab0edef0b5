import { type Contract, type Dictionary, type Property, parseContract } from '@lienthong/core';
import { type Document, isMap, isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Finding } from './finding.ts';

/**
 * All problems of a contract file; also names that the dictionary does not know. `loaded`: the dictionary is that of a connector,
 * which would refuse the contract. Else the lists of its connector may know the name, and it is a warning.
 */
export function checkContract(
  file: string,
  text: string,
  dictionary: Dictionary,
  loaded: boolean,
): { readonly contract: Contract | undefined; readonly findings: readonly Finding[] } {
  const { contract, problems } = parseContract(text);
  const findings = problems.map((problem): Finding => ({ file, ...problem }));
  if (contract === undefined) return { contract, findings };
  return { contract, findings: [...findings, ...unknownNames(file, text, contract, dictionary, loaded ? 'error' : 'warning')] };
}

function unknownNames(file: string, text: string, contract: Contract, dictionary: Dictionary, level: Finding['level']): readonly Finding[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  return contract.properties.flatMap((property): readonly Finding[] => {
    const answer = dictionary.inspector(property);
    if (typeof answer !== 'string') return [];
    const path = settingOf(document, property);
    const node = document.getIn(path, true);
    const { line, col } = lines.linePos(isNode(node) ? (node.range?.[0] ?? 0) : 0);
    const message = `${property.name}: ${answer}`;
    return [{ file, line, column: col, level, code: 'dictionary', path: formatPath(path), message, suggestion: undefined }];
  });
}

/** Where the contract names what is looked up. */
function settingOf(document: Document, { name, semanticType }: Property): readonly (string | number)[] {
  const setting = semanticType === undefined ? 'codeList' : 'semanticType';
  const properties = ['schema', 0, 'properties'];
  const place = indexOf(document, properties, 'name', name);
  const custom = [...properties, place, 'customProperties'];
  return [...custom, indexOf(document, custom, 'property', setting), 'value'];
}

function indexOf(document: Document, path: readonly (string | number)[], key: string, value: string): number {
  const list = document.getIn(path, true);
  return isSeq(list) ? list.items.findIndex((item) => isMap(item) && item.get(key) === value) : -1;
}

function formatPath(path: readonly (string | number)[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}
