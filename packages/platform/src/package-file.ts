import { readdir, readFile } from 'node:fs/promises';

// Both src/ and dist/ lie one level below the package's root; this file must stay directly in src/.
const root = new URL('../', import.meta.url);

/** A text file that is published with the package, by its path from the package's root. */
export async function readPackageFile(path: string): Promise<string> {
  return await readFile(new URL(path, root), 'utf8');
}

/** Names of the files in a published folder, sorted. */
export async function listPackageFiles(folder: string): Promise<readonly string[]> {
  return (await readdir(new URL(folder, root))).sort();
}
