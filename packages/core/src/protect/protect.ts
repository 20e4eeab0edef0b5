import type { Reading } from '../canonical/failure.ts';
import type { Contract, Property } from '../contract/contract.ts';
import { LienThongError } from '../errors/lienthong-error.ts';
import { createEncryptor } from './encrypt.ts';
import { maskText } from './mask.ts';
import { missingKeys, type ProtectionKeys } from './protection-keys.ts';

/** From a canonical text that keeps the contract's rules to what travels in its place. */
export type Protect = (text: string) => Reading;

/** One for each protected property that travels. Throws PROTECTION_KEY_MISSING: without its key nothing is published. */
export function compileProtections(contract: Contract, keys: ProtectionKeys): ReadonlyMap<string, Protect> {
  const missing = missingKeys(contract, keys);
  if (missing.length > 0) throw new LienThongError('PROTECTION_KEY_MISSING', { message: missing.join('; '), details: { missing } });
  return new Map(
    contract.properties.flatMap((property): [string, Protect][] => {
      const protect = protectionOf(contract, property, keys);
      return protect === undefined ? [] : [[property.name, protect]];
    }),
  );
}

function protectionOf({ dataset }: Contract, { name, protection }: Property, keys: ProtectionKeys): Protect | undefined {
  switch (protection?.method) {
    case 'mask':
      return maskText(protection.keep);
    case 'tokenize':
      return keys.tokenizers.get(protection.key)?.token;
    case 'encrypt': {
      const recipient = keys.recipients.get(protection.recipient);
      return recipient === undefined ? undefined : createEncryptor({ recipient, property: `${dataset}#${name}` });
    }
    default:
      return undefined;
  }
}
