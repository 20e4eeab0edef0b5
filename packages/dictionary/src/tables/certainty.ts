/**
 * How much a list or an entry can be relied on. `published` agrees with an official text or with several copies of it,
 * `own-knowledge` is generally known and was not compared, `uncertain` must be replaced by the source's own list.
 */
export type Certainty = 'published' | 'own-knowledge' | 'uncertain';

export const certainties: readonly Certainty[] = ['published', 'own-knowledge', 'uncertain'];
