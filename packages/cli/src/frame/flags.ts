/** Taken out of the arguments before the router sees them; named here so that a command's flags can hold them. */
export interface GlobalFlags {
  readonly json?: boolean;
  readonly noColor?: boolean;
  readonly debug?: boolean;
  readonly lang?: string;
}

/** Commands that read a configuration file. */
export interface ConfigFlags extends GlobalFlags {
  readonly config: string;
}
