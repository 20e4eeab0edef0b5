import { type CanonicalType, type Contract, type Property, parseType } from '@lienthong/core';

/** A contract object by `name: type` pairs; the first property is the key. */
export function testContract(properties: Readonly<Record<string, string>>, change: Partial<Contract> = {}): Contract {
  const list = Object.entries(properties).map(([name, type], index) => property(name, type, index === 0));
  return {
    dataset: 'thu-nghiem.nguoi',
    version: '1.0.0',
    title: undefined,
    status: 'active',
    properties: list,
    primaryKey: list.slice(0, 1).map(({ name }) => name),
    personalData: undefined,
    freshnessSeconds: undefined,
    authoritativePublisher: undefined,
    ...change,
  };
}

function property(name: string, type: string, required: boolean): Property {
  return {
    name,
    title: undefined,
    type: expectType(type),
    required,
    classification: 'internal',
    semanticType: undefined,
    codeList: undefined,
    protection: undefined,
    rules: {},
  };
}

function expectType(text: string): CanonicalType {
  const type = parseType(text);
  if (type === undefined) throw new Error(`${text} is no type`);
  return type;
}
