import { MalformedMessage } from './reader.ts';

/**
 * Collations as TDS sends them: 5 bytes of locale, comparison flags, version and sort order (MS-TDS 2.2.5.1.2). Locales and sort
 * orders are SQL Server's own: Microsoft Learn, "Windows Collation Name" and "SQL Server Collation Name". `_SC` has no bit.
 */
const locales: ReadonlyMap<string, number> = new Map([
  ['Latin1_General', 0x0409],
  ['Vietnamese', 0x042a],
  ['Chinese_PRC', 0x0804],
  ['Cyrillic_General', 0x0419],
  ['French', 0x040c],
  ['Thai', 0x041e],
]);

/** `COLLATIONPROPERTY(name, 'Version')` by the number in the name. */
const versions: ReadonlyMap<string, number> = new Map([
  ['', 0],
  ['90', 1],
  ['100', 2],
  ['140', 3],
]);

/** Collations of before Windows' ones: sort order, and comparison flags. All are of code page 1252. */
const sqlCollations: ReadonlyMap<string, { readonly sort: number; readonly flags: number }> = new Map([
  ['SQL_Latin1_General_CP1_CS_AS', { sort: 51, flags: 0b1100 }],
  ['SQL_Latin1_General_CP1_CI_AS', { sort: 52, flags: 0b1101 }],
  ['SQL_Latin1_General_CP1_CI_AI', { sort: 54, flags: 0b1111 }],
]);

const flag = { ignoreCase: 0x01, ignoreAccent: 0x02, ignoreKana: 0x04, ignoreWidth: 0x08, binary: 0x10, binary2: 0x20, utf8: 0x40 };
const english = 0x0409;
const windowsName =
  /^(?<locale>[A-Za-z0-9]+_[A-Za-z]+?|[A-Za-z]+?)(_(?<version>90|100|140))?_(?<order>BIN2?|C[IS]_A[IS](_KS)?(_WS)?(_SC)?)(?<utf8>_UTF8)?$/;

/** The 5 bytes of a collation; throws on a name that is not known here. */
export function collationBytes(name: string): Buffer {
  const old = sqlCollations.get(name);
  if (old !== undefined) return bytesOf(english, old.flags, 0, old.sort);
  const { locale = '', version = '', order = '', utf8 } = windowsName.exec(name)?.groups ?? {};
  const lcid = locales.get(locale);
  const number = versions.get(version);
  if (lcid === undefined || number === undefined)
    throw new Error(`The collation ${name} is not known here: add its locale to collations.ts.`);
  return bytesOf(lcid, orderFlags(order) | (utf8 === undefined ? 0 : flag.utf8), number, 0);
}

/** The name of 5 bytes that a client sent, which has them from the server; `known` where they are the same. Throws `MalformedMessage`. */
export function collationName(bytes: Buffer, known: string): string {
  // A client that has not been told of one sends none.
  if (bytes.every((byte) => byte === 0) || bytes.equals(collationBytes(known))) return known;
  for (const name of sqlCollations.keys()) if (bytes.equals(collationBytes(name))) return name;
  const lcid = bytes.readUInt32LE(0) & 0xf_ffff;
  const flags = (bytes.readUInt32LE(0) >>> 20) & 0xff;
  const [locale] = [...locales].find(([, number]) => number === lcid) ?? [];
  const [version] = [...versions].find(([, number]) => number === bytes.readUInt8(3) >>> 4) ?? [];
  if (locale === undefined || version === undefined)
    throw new MalformedMessage(`The collation ${bytes.toString('hex')} is not known here.`);
  return [locale, ...(version === '' ? [] : [version]), orderName(flags), ...((flags & flag.utf8) === 0 ? [] : ['UTF8'])].join('_');
}

function bytesOf(lcid: number, flags: number, version: number, sort: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32LE(((version << 28) | (flags << 20) | lcid) >>> 0);
  bytes[4] = sort;
  return bytes;
}

function orderFlags(order: string): number {
  if (order === 'BIN') return flag.binary;
  if (order === 'BIN2') return flag.binary2;
  const parts = order.split('_');
  return (
    (parts.includes('CI') ? flag.ignoreCase : 0) |
    (parts.includes('AI') ? flag.ignoreAccent : 0) |
    (parts.includes('KS') ? 0 : flag.ignoreKana) |
    (parts.includes('WS') ? 0 : flag.ignoreWidth)
  );
}

function orderName(flags: number): string {
  if ((flags & flag.binary) !== 0) return 'BIN';
  if ((flags & flag.binary2) !== 0) return 'BIN2';
  const has = (one: number): boolean => (flags & one) !== 0;
  const sensitive = [...(has(flag.ignoreKana) ? [] : ['KS']), ...(has(flag.ignoreWidth) ? [] : ['WS'])];
  return [has(flag.ignoreCase) ? 'CI' : 'CS', has(flag.ignoreAccent) ? 'AI' : 'AS', ...sensitive].join('_');
}
