import { LienThongError } from '../errors/lienthong-error.ts';
import type { CapabilityName, Source } from './source.ts';
import type { TypeMapping } from './type-mapping.ts';

export interface AdapterManifest<C extends CapabilityName = CapabilityName> {
  /** Version of this SPI: guards at run time against an adapter of another generation. */
  readonly contract: 'adapter/1';
  /** Short name: `postgres`. Prefix of every position's kind. */
  readonly name: string;
  readonly capabilities: readonly C[];
  readonly types: readonly TypeMapping[];
}

export interface OpenContext {
  readonly signal: AbortSignal;
  /** How we call ourselves in the server's session list. */
  readonly applicationName: string;
  /** Connections at the same time, at most. */
  readonly maxConnections: number;
  /** No statement of ours may run longer. */
  readonly statementTimeoutMs: number;
}

/** Options are validated; nothing is opened yet. */
export interface BoundAdapter<C extends CapabilityName = CapabilityName> extends AdapterManifest<C> {
  /** Host, port and database without credentials: for logs and status pages. */
  readonly address: string;
  /** Where a collection name without schema belongs. */
  readonly defaultSchema: string;
  open(context: OpenContext): Promise<Source<C>>;
}

/** `postgres({ host, database, … })`: typed, nothing opened yet. */
export interface Adapter<Input, C extends CapabilityName = CapabilityName> extends AdapterManifest<C> {
  (options: Input): BoundAdapter<C>;
}

export interface AdapterDefinition<Input, Options, C extends CapabilityName> extends Omit<AdapterManifest<C>, 'contract'> {
  /** Defaults applied, every problem of the input in one OPTIONS_INVALID error. */
  resolve(input: Input): Options;
  address(options: Options): string;
  /** The same for all sources, or by the options of each: where a schema is what others call a database. */
  readonly defaultSchema: string | ((options: Options) => string);
  open(options: Options, context: OpenContext): Promise<Source<C>>;
}

export function defineAdapter<Input, Options, const C extends CapabilityName>(
  definition: AdapterDefinition<Input, Options, C>,
): Adapter<Input, C> {
  const { resolve, address, defaultSchema, open, ...rest } = definition;
  const { name: adapterName, ...others } = rest;
  const bind = (input: Input): BoundAdapter<C> => {
    const options = resolve(input);
    return {
      ...others,
      name: adapterName,
      contract: 'adapter/1',
      address: address(options),
      defaultSchema: typeof defaultSchema === 'string' ? defaultSchema : defaultSchema(options),
      open: (context) => open(options, context),
    };
  };
  // `name` of a function is read-only by assignment, not by definition.
  Object.defineProperty(bind, 'name', { value: adapterName });
  return Object.assign(bind, { ...others, contract: 'adapter/1' as const }) as Adapter<Input, C>; // `name` was defined just above
}

/** For adapters that come from a configuration file: refuses what does not speak this SPI. */
export function expectAdapter(candidate: unknown, origin: string): Adapter<unknown> {
  if (typeof candidate === 'function' && 'contract' in candidate && candidate.contract === 'adapter/1') {
    return candidate as unknown as Adapter<unknown>; // the manifest's contract is the proof
  }
  throw new LienThongError('CONFIG_INVALID', {
    message: `${origin} is not an adapter of contract adapter/1`,
    remedy: 'Name a package whose default export was made by defineAdapter of this major version.',
  });
}
