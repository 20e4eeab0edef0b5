import type { Manifest } from './manifest.ts';

/** What a package's file is called: in the order of their numbers. */
export function packageName({ kind, agency, source, number }: Pick<Manifest, 'kind' | 'agency' | 'source' | 'number'>): string {
  return `${agency}_${source}_${String(number).padStart(6, '0')}.${kind === 'batches' ? 'package' : 'receipts'}`;
}
