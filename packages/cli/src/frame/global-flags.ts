import type { Words } from '../words/words.ts';

/** They are taken out of the arguments before the router sees them: here only so that the help names them. */
export function globalFlags(words: Words) {
  const flag = (brief: string) => ({ kind: 'boolean', optional: true, brief, withNegated: false }) as const;
  return {
    json: flag(words.help.json),
    noColor: flag(words.help.color),
    debug: flag(words.help.debug),
    lang: { kind: 'parsed', parse: String, optional: true, brief: words.help.lang, placeholder: 'vi|en' },
  } as const;
}
