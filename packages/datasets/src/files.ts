import { readFileSync } from 'node:fs';
import type { Mapping } from '@lienthong/core';
import { parse } from 'yaml';
import type { DatasetName } from './dataset.ts';
import { computedMappings } from './datasets.ts';

/** The contract's YAML. */
export function contractOf(name: DatasetName): string {
  return file(name, 'contract.yaml');
}

export interface DatasetMapping {
  /** The collection in PostgreSQL. */
  readonly from: string;
  readonly mapping: Mapping;
}

/** `mapping.yaml` together with the functions for what YAML cannot say. */
export function mappingOf(name: DatasetName): DatasetMapping {
  const { from, mapping } = parse(file(name, 'mapping.yaml')) as { from: string; mapping: Mapping['properties'] }; // our own file
  return { from, mapping: { properties: { ...mapping, ...computedMappings[name] } } };
}

function file(name: DatasetName, file: string): string {
  return readFileSync(new URL(`../${name}/${file}`, import.meta.url), 'utf8');
}
