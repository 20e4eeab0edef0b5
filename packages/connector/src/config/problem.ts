/** Something wrong in a configuration file, and where. */
export interface ConfigProblem {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** `datasets[0].read.watermark` */
  readonly path: string;
  readonly message: string;
  /** What to write instead, when it can be guessed. */
  readonly suggestion: string | undefined;
}

/** One line for people: `lienthong.yaml:12:5 datasets[0].from message → suggestion`. */
export function formatConfigProblem(problem: ConfigProblem, name: string): string {
  const { line, column, path, message, suggestion } = problem;
  return `${name}:${line}:${column}${path === '' ? '' : ` ${path}`} ${message}${suggestion === undefined ? '' : ` → ${suggestion}`}`;
}
