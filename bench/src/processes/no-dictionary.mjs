/** Knows nothing of any value: what is left of the way is contract and mapping. */
export const noDictionary = {
  inspector: () => undefined,
  textRepair: (source) => `there is no encoding ${source.encoding} without a dictionary`,
  detectText: () => ({ encoding: 'unknown' }),
  codeRepair: () => 'there are no codes without a dictionary',
  identifierRepair: () => 'there are no identifiers without a dictionary',
};
