import type { StreamName } from './batch.ts';

/** Code of an agency (QĐ 20/2020/QĐ-TTg): `H26`, `H26.12`, `G01.03.05`. */
export const agencyPattern = /^(?=.{3,35}$)[A-Z]\d{2}(\.[0-9A-Z]+)*$/;

/** Name of a source, chosen by the agency. */
export const sourcePattern = /^(?=.{1,63}$)[a-z0-9]+(-[a-z0-9]+)*$/;

/** Id of a dataset, as its contract bears it. */
export const datasetPattern = /^(?=.{1,120}$)[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;

/** Whether agency, source and dataset are well formed: their patterns leave out every separator of ids, paths and URNs. */
export function isStreamName(name: StreamName): boolean {
  return agencyPattern.test(name.agency) && sourcePattern.test(name.source) && datasetPattern.test(name.dataset);
}
