/** Where `${…}` takes its values from. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Throws when the file cannot be read. */
  readFile(path: string): string;
}

export type Interpolated = { readonly text: string; readonly replaced: boolean } | { readonly problem: string };

const pattern = /\$\$\{|\$\{([^{}]*)\}/g;

/**
 * Resolves `${VAR}`, `${VAR:-x}` and `${file:path}` in one value. It works on values, after YAML was parsed: what a
 * variable holds can never become a key, a list or another line. `$${` writes `${`.
 */
export function interpolate(text: string, surroundings: Surroundings): Interpolated {
  let problem: string | undefined;
  let replaced = false;
  const result = text.replace(pattern, (whole: string, inside: string | undefined) => {
    if (inside === undefined) return '${';
    replaced = true;
    const found = lookUp(inside, surroundings);
    if (typeof found === 'string') return found;
    problem ??= found.problem;
    return whole;
  });
  return problem === undefined ? { text: result, replaced } : { problem };
}

function lookUp(inside: string, { environment, readFile }: Surroundings): string | { readonly problem: string } {
  if (inside.startsWith('file:')) {
    const path = inside.slice('file:'.length).trim();
    try {
      // Editors end a file with a line feed that belongs to no password.
      return readFile(path).replace(/\r?\n$/, '');
    } catch {
      return { problem: `the file ${path} cannot be read` };
    }
  }
  const match = /^([A-Za-z_][A-Za-z0-9_]*)(?::-([\s\S]*))?$/.exec(inside);
  if (match === null) return { problem: 'a reference must be ${VAR}, ${VAR:-default} or ${file:path}' };
  const [, name = '', fallback] = match;
  const value = environment[name];
  if (value !== undefined && (value !== '' || fallback === undefined)) return value;
  return fallback ?? { problem: `the environment variable ${name} is not set` };
}
