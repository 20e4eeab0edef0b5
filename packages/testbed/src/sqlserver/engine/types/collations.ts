import { SqlServerError } from '../../engine.ts';

/** What a collation's name says. */
export interface Collation {
  /** 65001 for `_UTF8`. */
  readonly codePage: number;
  /** PostgreSQL's name for it, quoted. */
  readonly postgres: string;
  readonly ignoresCase: boolean;
}

/** Code page and ICU's language, by the language in the name (Microsoft Learn, "Windows Collation Name"). */
const languages: ReadonlyMap<string, { readonly codePage: number; readonly locale: string }> = new Map([
  ['latin1_general', { codePage: 1252, locale: 'en' }],
  ['sql_latin1_general_cp1', { codePage: 1252, locale: 'en' }],
  ['french', { codePage: 1252, locale: 'fr' }],
  ['vietnamese', { codePage: 1258, locale: 'vi' }],
  ['cyrillic_general', { codePage: 1251, locale: 'ru' }],
  ['thai', { codePage: 874, locale: 'th' }],
]);

const locales = [...new Set([...languages.values()].map(({ locale }) => locale))];

/** ICU's strength by what is told apart: case and accents. */
const strengths: Readonly<Record<string, string>> = {
  ci_as: 'ks-level2',
  ci_ai: 'ks-level1',
  cs_as: 'ks-level3',
  cs_ai: 'ks-level1-kc-true',
};

const shape = /^(?<language>[a-z0-9_]+?)(_(90|100|140))?_((?<order>c[is]_a[is])(_ks)?(_ws)?(_sc)?(_vss)?|(?<binary>bin2?))(?<utf8>_utf8)?$/;

/** Refuses with 448 a name that is none. */
export function collationOf(name: string): Collation {
  const { language = '', order, utf8 } = shape.exec(name.toLowerCase())?.groups ?? {};
  const known = languages.get(language);
  if (known === undefined) throw new SqlServerError(448, `Invalid collation '${name}'.`);
  return {
    codePage: utf8 === undefined ? known.codePage : 65_001,
    postgres: order === undefined ? '"C"' : `tsql."${known.locale}_${order}"`,
    ignoresCase: order?.startsWith('ci') ?? false,
  };
}

/** Nothing is told apart by its bytes: equal is what the collation takes for equal. */
export const collations: string = locales
  .flatMap((locale) =>
    Object.entries(strengths).map(
      ([order, strength]) =>
        `create collation tsql."${locale}_${order}" (provider = icu, locale = '${locale}-u-${strength}', deterministic = false);`,
    ),
  )
  .join('\n');
