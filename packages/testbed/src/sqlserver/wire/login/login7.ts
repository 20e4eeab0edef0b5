/** What LOGIN7 says (MS-TDS 2.2.6.4). */
export interface Login7 {
  readonly tdsVersion: number;
  readonly packetSize: number;
  readonly hostName: string;
  readonly user: string;
  readonly password: string;
  readonly applicationName: string;
  readonly database: string;
  readonly readOnlyIntent: boolean;
  /** The first message of NTLM; undefined without. */
  readonly sspi: Buffer | undefined;
  /** By their numbers. */
  readonly features: ReadonlyMap<number, Buffer>;
}

export const tds73A = 0x730a0003;
export const tds73B = 0x730b0003;
export const tds74 = 0x74000004;
/** The newest has the smallest number. */
export const tds80 = 0x08000000;

export const feature = { federated: 0x02, utf8: 0x0a, end: 0xff } as const;

/** Where fields begin; of a text the offset and the length in characters stand there. */
const field = {
  tdsVersion: 4,
  packetSize: 8,
  flags2: 25,
  typeFlags: 26,
  flags3: 27,
  hostName: 36,
  user: 40,
  password: 44,
  applicationName: 48,
  extension: 56,
  database: 68,
  sspi: 78,
} as const;

/** Throws on a message that is cut off. */
export function readLogin7(body: Buffer): Login7 {
  const bytes = (at: number, unit: number): Buffer => {
    const from = body.readUInt16LE(at);
    return body.subarray(from, from + body.readUInt16LE(at + 2) * unit);
  };
  const text = (at: number): string => bytes(at, 2).toString('utf16le');
  const integrated = (body.readUInt8(field.flags2) & 0x80) !== 0;
  // Some set the flag and have none: tedious does, when it speaks 7.3 or 8.0.
  const extended = (body.readUInt8(field.flags3) & 0x10) !== 0 && body.readUInt16LE(field.extension + 2) > 0;
  return {
    tdsVersion: body.readUInt32LE(field.tdsVersion),
    packetSize: body.readUInt32LE(field.packetSize),
    hostName: text(field.hostName),
    user: text(field.user),
    password: clear(bytes(field.password, 2)).toString('utf16le'),
    applicationName: text(field.applicationName),
    database: text(field.database),
    readOnlyIntent: (body.readUInt8(field.typeFlags) & 0x20) !== 0,
    sspi: integrated ? bytes(field.sspi, 1) : undefined,
    features: extended ? readFeatures(body, body.readUInt32LE(body.readUInt16LE(field.extension))) : new Map(),
  };
}

/** Passwords travel with their half bytes exchanged and every other bit turned: no secret without TLS. */
function clear(scrambled: Buffer): Buffer {
  return Buffer.from(
    scrambled.map((byte) => {
      const turned = byte ^ 0xa5;
      return ((turned & 0x0f) << 4) | (turned >> 4);
    }),
  );
}

function readFeatures(body: Buffer, start: number): ReadonlyMap<number, Buffer> {
  const features = new Map<number, Buffer>();
  for (let at = start; body.readUInt8(at) !== feature.end; ) {
    const length = body.readUInt32LE(at + 1);
    features.set(body.readUInt8(at), body.subarray(at + 5, at + 5 + length));
    at += 5 + length;
  }
  return features;
}
