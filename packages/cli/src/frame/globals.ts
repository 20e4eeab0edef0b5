import type { Language } from '../words/words.ts';

/** Options that every command takes, at any place of the line. */
export interface Globals {
  readonly json: boolean;
  readonly color: boolean;
  readonly debug: boolean;
  readonly language: Language;
}

export interface ReadGlobals {
  readonly globals: Globals;
  /** What is left for the command. */
  readonly rest: readonly string[];
  /** A global option with a wrong value. */
  readonly wrong: { readonly option: string; readonly value: string } | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Takes the global options out of the arguments: the router would accept them only behind the command's name. */
export function readGlobals(inputs: readonly string[], environment: Environment): ReadGlobals {
  const end = inputs.indexOf('--');
  const own = end < 0 ? inputs : inputs.slice(0, end);
  const { language, wrong, rest } = takeLanguage(own, environmentLanguage(environment));
  const globals: Globals = {
    json: rest.includes('--json'),
    color: !rest.includes('--no-color') && (environment['NO_COLOR'] ?? '') === '' && (environment['CI'] ?? '') === '',
    debug: rest.includes('--debug'),
    language,
  };
  const left = rest.filter((input) => input !== '--json' && input !== '--no-color' && input !== '--debug');
  return { globals, rest: end < 0 ? left : [...left, ...inputs.slice(end)], wrong };
}

function takeLanguage(
  inputs: readonly string[],
  fallback: Language,
): Pick<ReadGlobals, 'rest' | 'wrong'> & { readonly language: Language } {
  let language = fallback;
  let wrong: ReadGlobals['wrong'];
  const rest: string[] = [];
  for (let index = 0; index < inputs.length; index++) {
    const input = inputs[index] ?? '';
    if (input !== '--lang' && !input.startsWith('--lang=')) {
      rest.push(input);
      continue;
    }
    const value = input === '--lang' ? (inputs[++index] ?? '') : input.slice('--lang='.length);
    if (value === 'vi' || value === 'en') language = value;
    else wrong = { option: '--lang', value };
  }
  return { language, wrong, rest };
}

function environmentLanguage(environment: Environment): Language {
  const wanted = environment['LIENTHONG_LANG'] ?? environment['LC_ALL'] ?? environment['LC_MESSAGES'] ?? environment['LANG'] ?? '';
  return wanted.toLowerCase().startsWith('vi') ? 'vi' : 'en';
}
