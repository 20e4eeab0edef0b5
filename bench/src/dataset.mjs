import { readFileSync } from 'node:fs';

export const agency = 'H26';
export const contract = readFileSync(new URL('../citizen.odcs.yaml', import.meta.url), 'utf8');

/** The id of that contract. */
export const dataset = 'bench.citizen';
