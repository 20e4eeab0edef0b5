/** What PRELOGIN says of encryption (MS-TDS 2.2.6.5). */
export const encryption = { off: 0, on: 1, notSupported: 2, required: 3 } as const;

export type Encryption = (typeof encryption)[keyof typeof encryption];

const option = { version: 0x00, encryption: 0x01, instance: 0x02, thread: 0x03, mars: 0x04, federated: 0x06, end: 0xff } as const;

export interface Prelogin {
  readonly encryption: number;
  /** The client asks whether a token is wanted. */
  readonly asksForFederation: boolean;
}

/** Reads a client's PRELOGIN; throws on one that is cut off. */
export function readPrelogin(body: Buffer): Prelogin {
  let asked: number = encryption.notSupported;
  let asksForFederation = false;
  for (let at = 0; body.readUInt8(at) !== option.end; at += 5) {
    if (body[at] === option.encryption) asked = body.readUInt8(body.readUInt16BE(at + 1));
    if (body[at] === option.federated) asksForFederation = true;
  }
  return { encryption: asked, asksForFederation };
}

/** The server's side of the agreement: with `off` the login alone is encrypted, with `on` and `required` everything. */
export function agreeOnEncryption(asked: number, offered: 'none' | 'offered' | 'required'): Encryption {
  if (offered === 'none') return encryption.notSupported;
  if (asked === encryption.on || asked === encryption.required) return encryption.on;
  if (offered === 'required') return encryption.required;
  return asked === encryption.off ? encryption.off : encryption.notSupported;
}

export function preloginAnswer(agreed: Encryption, version: readonly [number, number, number, number], federated: boolean): Buffer {
  const [major, minor, build, revision] = version;
  const versionBytes = Buffer.from([major, minor, build >> 8, build & 0xff, revision >> 8, revision & 0xff]);
  const options: readonly (readonly [number, Buffer])[] = [
    [option.version, versionBytes],
    [option.encryption, Buffer.from([agreed])],
    [option.instance, Buffer.from([0])],
    [option.thread, Buffer.alloc(0)],
    [option.mars, Buffer.from([0])],
    ...(federated ? [[option.federated, Buffer.from([1])] as const] : []),
  ];
  let offset = options.length * 5 + 1;
  const heads = options.map(([kind, value]) => {
    const head = Buffer.alloc(5);
    head[0] = kind;
    head.writeUInt16BE(offset, 1);
    head.writeUInt16BE(value.length, 3);
    offset += value.length;
    return head;
  });
  return Buffer.concat([...heads, Buffer.from([option.end]), ...options.map(([, value]) => value)]);
}
