import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DatasetName } from './dataset.ts';

/** The folder with `contract.yaml`, `lienthong.yaml` and the legacy schemas. */
export function folderOf(name: DatasetName): string {
  return fileURLToPath(new URL(`../${name}/`, import.meta.url));
}

/** The contract's YAML. */
export function contractOf(name: DatasetName): string {
  return readFileSync(new URL(`../${name}/contract.yaml`, import.meta.url), 'utf8');
}
