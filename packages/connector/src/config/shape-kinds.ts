/** What a place of the configuration file may hold. */
export type Shape =
  /** As written, also what YAML would take for a number: a code such as 01 stays what it is. `null` only where it says so. */
  | { readonly kind: 'text'; readonly secret?: boolean; readonly choices?: readonly string[]; readonly nullable?: boolean }
  | { readonly kind: 'number'; readonly bytes?: boolean; readonly choices?: readonly number[] }
  | { readonly kind: 'boolean' }
  /** Text, number or boolean, as written. */
  | { readonly kind: 'scalar' }
  | { readonly kind: 'list'; readonly item: Shape }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, Field>> }
  /** Any keys. */
  | { readonly kind: 'map'; readonly value: Shape }
  /** One shape for a map, another for a scalar or a list. */
  | { readonly kind: 'either'; readonly short: Shape; readonly map: Shape }
  /** One of several objects, told apart by the text in a field, `kind` unless it is named; `otherwise` where it is not there. */
  | {
      readonly kind: 'variant';
      readonly by?: string;
      readonly variants: Readonly<Record<string, Readonly<Record<string, Field>>>>;
      readonly otherwise?: Readonly<Record<string, Field>>;
    }
  /** Whatever an adapter takes: its own check comes later. Texts in fields with telling names become secrets. */
  | { readonly kind: 'any' };

export interface Field {
  readonly shape: Shape;
  readonly required?: boolean;
}

export const text: Shape = { kind: 'text' };
export const number: Shape = { kind: 'number' };
export const bytes: Shape = { kind: 'number', bytes: true };
export const texts: Shape = { kind: 'list', item: text };
/** Becomes a secret. */
export const secretText: Shape = { kind: 'text', secret: true };
