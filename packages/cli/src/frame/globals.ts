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
  let json = false;
  let color = (environment['NO_COLOR'] ?? '') === '' && (environment['CI'] ?? '') === '';
  let debug = false;
  let language = environmentLanguage(environment);
  let wrong: ReadGlobals['wrong'];
  const rest: string[] = [];
  for (let index = 0; index < inputs.length; index++) {
    const input = inputs[index] ?? '';
    if (input === '--') {
      rest.push(...inputs.slice(index));
      break;
    }
    if (input === '--json') json = true;
    else if (input === '--no-color') color = false;
    else if (input === '--debug') debug = true;
    else if (input === '--lang' || input.startsWith('--lang=')) {
      const value = input === '--lang' ? (inputs[++index] ?? '') : input.slice('--lang='.length);
      if (value === 'vi' || value === 'en') language = value;
      else wrong = { option: '--lang', value };
    } else rest.push(input);
  }
  return { globals: { json, color, debug, language }, rest, wrong };
}

function environmentLanguage(environment: Environment): Language {
  const wanted = environment['LIENTHONG_LANG'] ?? environment['LC_ALL'] ?? environment['LC_MESSAGES'] ?? environment['LANG'] ?? '';
  return wanted.toLowerCase().startsWith('vi') ? 'vi' : 'en';
}
