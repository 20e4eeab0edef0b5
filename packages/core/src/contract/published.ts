import type { Contract, Property, PropertyRules } from './contract.ts';
import type { MaskKeep, Protection } from './protection.ts';

/**
 * The contract as it is on the wire. A contract says what a record is at its source; of a protected property something else
 * travels, with another type and other rules, and a dropped one does not travel. Whoever receives, stores or reads records goes
 * by this: a clear value in the place of a protected one breaks its rules and is refused.
 */
export function publishedContract(contract: Contract): Contract {
  // Contracts that were stored before there was protection lack the field.
  if (contract.properties.every(({ protection }) => protection === undefined)) return contract;
  return { ...contract, properties: contract.properties.flatMap(publishedProperty) };
}

/**
 * The published contract without what is encrypted: the part of a record that two sides can compare. Equal values have other
 * ciphertexts each time.
 */
export function comparableContract(contract: Contract): Contract {
  const encrypted = (property: Property): boolean => property.protection?.method === 'encrypt';
  if (!contract.properties.some(encrypted)) return publishedContract(contract);
  return publishedContract({ ...contract, properties: contract.properties.filter((property) => !encrypted(property)) });
}

function publishedProperty(property: Property): readonly Property[] {
  const { protection } = property;
  if (protection === undefined) return [property];
  if (protection.method === 'drop') return [];
  // What the dictionary knows of the clear value does not hold for its token.
  return [
    {
      ...property,
      type: { kind: 'string' },
      rules: publishedRules(protection),
      semanticType: undefined,
      codeList: undefined,
      protection: undefined,
    },
  ];
}

/** `t`, the version of the key, `.`, and 256 bits in base64url. */
const tokenRules: PropertyRules = { pattern: '^t[1-9][0-9]{0,5}\\.[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$', maxLength: 51 };

/** JWE compact serialisation with a header, an encrypted key, 96 bits of nonce and 128 of tag. */
const sealedRules: PropertyRules = {
  pattern: '^eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{16}\\.[A-Za-z0-9_-]*\\.[A-Za-z0-9_-]{22}$',
  maxLength: 100_000,
};

/** In the place of what a mask hides; always three, so that the length is hidden too. */
export const maskSign = '***';

/** The most bytes of UTF-8 that are encrypted: the JWE of more would be longer than a pattern is run on. */
export const maxEncryptedBytes = 65_536;

function publishedRules(protection: Exclude<Protection, { method: 'drop' }>): PropertyRules {
  switch (protection.method) {
    case 'mask':
      return maskRules(protection.keep);
    case 'tokenize':
      return tokenRules;
    case 'encrypt':
      return sealedRules;
  }
}

function maskRules(keep: MaskKeep): PropertyRules {
  switch (keep.part) {
    case 'nothing':
      return { enum: [maskSign] };
    case 'year':
      return { pattern: '^[0-9]{4}$', maxLength: 4 };
    case 'first':
      return { pattern: `^(?:[\\s\\S]{${keep.characters}})?\\*{3}$`, maxLength: keep.characters + maskSign.length };
    case 'last':
      return { pattern: `^\\*{3}(?:[\\s\\S]{${keep.characters}})?$`, maxLength: keep.characters + maskSign.length };
  }
}
