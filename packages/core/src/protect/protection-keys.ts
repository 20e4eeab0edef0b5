import type { Contract } from '../contract/contract.ts';
import { formatProtection } from '../contract/protection.ts';
import { createRecipient, type Recipient, type RecipientOptions } from './recipient.ts';
import { createTokenizer, type Tokenizer, type TokenKeyOptions } from './tokenizer.ts';

/** The keys that contracts name in their protections, by these names. */
export interface ProtectionOptions {
  readonly tokenKeys?: Readonly<Record<string, TokenKeyOptions>>;
  readonly recipients?: Readonly<Record<string, RecipientOptions>>;
}

/** The same, read. */
export interface ProtectionKeys {
  readonly tokenizers: ReadonlyMap<string, Tokenizer>;
  readonly recipients: ReadonlyMap<string, Recipient>;
}

/** Of whoever has no keys. */
export const noProtectionKeys: ProtectionKeys = { tokenizers: new Map(), recipients: new Map() };

/** Reads every key; what is wrong goes to `problems` with its place, such as `protection.tokenKeys.citizen keys.1 is not base64`. */
export function readProtectionKeys(options: ProtectionOptions, problems: string[]): ProtectionKeys {
  const read = <Given, Key>(
    place: string,
    given: Readonly<Record<string, Given>> | undefined,
    create: (name: string, options: Given, problem: (message: string) => void) => Key | undefined,
  ): ReadonlyMap<string, Key> =>
    new Map(
      Object.entries(given ?? {}).flatMap(([name, one]): [string, Key][] => {
        const key = create(name, one, (message) => problems.push(`protection.${place}.${name} ${message}`));
        return key === undefined ? [] : [[name, key]];
      }),
    );
  return {
    tokenizers: read('tokenKeys', options.tokenKeys, createTokenizer),
    recipients: read('recipients', options.recipients, createRecipient),
  };
}

/** What a contract's protections need and the keys do not have, each as a sentence that says how to mend it. */
export function missingKeys(contract: Contract, keys: ProtectionKeys): readonly string[] {
  return contract.properties.flatMap(({ name, protection }) => {
    const words = protection === undefined ? '' : `${contract.dataset} protects ${name} by \`${formatProtection(protection)}\``;
    if (protection?.method === 'tokenize' && !keys.tokenizers.has(protection.key)) {
      const make = `make one with \`lienthong keys generate --kind token --name ${protection.key}\``;
      return [
        `${words}, and there is no protection.tokenKeys.${protection.key}: ${make}, or take the one of the agencies you share tokens with`,
      ];
    }
    if (protection?.method === 'encrypt' && !keys.recipients.has(protection.recipient)) {
      return [`${words}, and there is no protection.recipients.${protection.recipient}: ask the recipient for its public key`];
    }
    return [];
  });
}

/**
 * How a dataset is protected, for comparison with how it was: when it differs, records of before and after cannot stand side by
 * side. `undefined` without any protection. Another version of a token key differs; another key of a recipient does not, because
 * each JWE names its own.
 */
export function protectionMark(contract: Contract, keys: ProtectionKeys): string | undefined {
  const marks = contract.properties.flatMap(({ name, protection }) => {
    if (protection === undefined) return [];
    const tokenizer = protection.method === 'tokenize' ? keys.tokenizers.get(protection.key) : undefined;
    return [[name, formatProtection(protection), ...(tokenizer === undefined ? [] : [tokenizer.active, tokenizer.check])]];
  });
  return marks.length === 0 ? undefined : JSON.stringify(marks);
}
