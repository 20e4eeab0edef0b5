import { type Dictionary, isInnerList, type Parameters, parseDictionary, serializeDictionary } from 'structured-headers';
import { type RequestComponents, signatureLabel } from './signature-base.ts';
import { signatureInvalid } from './signature-invalid.ts';

/** Our signature as a request bears it, read and checked but not verified. */
export interface SignatureFields {
  readonly covered: readonly string[];
  /** In the order given: they are signed in that order. */
  readonly parameters: Parameters;
  readonly created: number;
  readonly expires: number | undefined;
  readonly keyId: string;
  readonly algorithm: string;
  readonly signature: Uint8Array;
}

const maxFieldLength = 8192;

/** Reads `Signature-Input` and `Signature`; signatures of other labels (a gateway's, for example) are left alone. */
export function readSignatureFields(components: RequestComponents): SignatureFields {
  const inputs = readDictionary(components, 'signature-input');
  const signatures = readDictionary(components, 'signature');
  const input = inputs.get(signatureLabel);
  const signature = signatures.get(signatureLabel)?.[0];
  if (input === undefined || signature === undefined)
    throw signatureInvalid('missing', `there is no signature of the label ${signatureLabel}`);
  if (!isInnerList(input)) throw malformed('signature-input is no list of components', 'signature-input');
  if (!(signature instanceof ArrayBuffer)) throw malformed('signature is no byte sequence', 'signature');
  const parameters = input[1];
  return {
    covered: readCovered(input[0]),
    parameters,
    created: readTime(parameters, 'created') ?? raise('the signature has no created'),
    expires: readTime(parameters, 'expires'),
    keyId: readText(parameters, 'keyid'),
    algorithm: readText(parameters, 'alg'),
    signature: new Uint8Array(signature),
  };
}

function readDictionary(components: RequestComponents, name: string): Dictionary {
  const text = components.value(name);
  if (text === undefined || text === '') throw signatureInvalid('missing', `there is no ${name}`, name);
  if (text.length > maxFieldLength) throw malformed(`${name} is too long`, name);
  try {
    const dictionary = parseDictionary(text);
    // Whoever names a member or a parameter twice, or writes it in a second way, hopes that two readers disagree.
    if (serializeDictionary(dictionary) === text) return dictionary;
  } catch {
    // Not a structured field: refused below.
  }
  throw malformed(`${name} is not a structured field in its one canonical form`, name);
}

function readCovered(items: readonly (readonly [unknown, Parameters])[]): readonly string[] {
  const covered = items.map(([name, parameters]) => {
    if (typeof name !== 'string' || !/^@?[a-z0-9-]{1,100}$/.test(name)) throw malformed('a covered component is no lower-case name');
    if (parameters.size > 0) throw malformed(`the covered component ${name} has parameters, which the standard does not use`, name);
    return name;
  });
  if (new Set(covered).size < covered.length) throw malformed('a component is covered twice');
  return covered;
}

function readTime(parameters: Parameters, name: string): number | undefined {
  const value = parameters.get(name);
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw malformed(`${name} is no time in whole Unix seconds`);
  return value;
}

function readText(parameters: Parameters, name: string): string {
  const value = parameters.get(name);
  if (typeof value !== 'string' || value.length < 1 || value.length > 200) throw malformed(`the signature has no usable ${name}`);
  return value;
}

function raise(message: string): never {
  throw malformed(message);
}

function malformed(message: string, component?: string): Error {
  return signatureInvalid('malformed', message, component);
}
