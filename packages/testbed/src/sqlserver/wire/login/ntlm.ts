import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { md4 } from './md4.ts';

/** One conversation of NTLMv2 (MS-NLMP), the server's side. */
export interface NtlmConversation {
  /** CHALLENGE_MESSAGE. */
  readonly challenge: Buffer;
  /** Checks the AUTHENTICATE_MESSAGE; `DOMAIN\user`, or undefined when the password or the account is wrong. */
  finish(authenticate: Buffer): string | undefined;
}

/** `accounts`: passwords by `DOMAIN\user`, in which case does not matter. */
export function startNtlm(accounts: Readonly<Record<string, string>>): NtlmConversation {
  const nonce = randomBytes(8);
  return { challenge: challengeMessage(nonce), finish: (authenticate) => check(authenticate, nonce, accounts) };
}

const signature = Buffer.from('NTLMSSP\0', 'latin1');
const domainName = 'TESTBED';
/** Unicode, target name, NTLM, always sign, target type domain, extended security, target info, version. */
const flags = 0x0289_8205;

function challengeMessage(nonce: Buffer): Buffer {
  const name = Buffer.from(domainName, 'utf16le');
  const pair = (kind: number, value: Buffer): Buffer => {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(kind, 0);
    head.writeUInt16LE(value.length, 2);
    return Buffer.concat([head, value]);
  };
  // Domain, computer, end of the list.
  const target = Buffer.concat([pair(2, name), pair(1, name), pair(0, Buffer.alloc(0))]);
  const head = Buffer.alloc(56);
  signature.copy(head);
  head.writeUInt32LE(2, 8);
  writePlace(head, 12, name.length, head.length);
  head.writeUInt32LE(flags, 20);
  nonce.copy(head, 24);
  writePlace(head, 40, target.length, head.length + name.length);
  return Buffer.concat([head, name, target]);
}

function writePlace(message: Buffer, at: number, length: number, offset: number): void {
  message.writeUInt16LE(length, at);
  message.writeUInt16LE(length, at + 2);
  message.writeUInt32LE(offset, at + 4);
}

function check(message: Buffer, nonce: Buffer, accounts: Readonly<Record<string, string>>): string | undefined {
  if (message.length < 64 || !message.subarray(0, 8).equals(signature) || message.readUInt32LE(8) !== 3) return undefined;
  const part = (at: number): Buffer => {
    const offset = message.readUInt32LE(at + 4);
    return message.subarray(offset, offset + message.readUInt16LE(at));
  };
  const [lm, nt, domain, user] = [part(12), part(20), part(28).toString('utf16le'), part(36).toString('utf16le')];
  const identity = `${domain}\\${user}`;
  const [, password] = Object.entries(accounts).find(([name]) => name.toLowerCase() === identity.toLowerCase()) ?? [];
  if (password === undefined) return undefined;
  const key = hmac(md4(Buffer.from(password, 'utf16le')), Buffer.from(user.toUpperCase() + domain, 'utf16le'));
  // LMv2 is 16 bytes of proof and the client's nonce; NTLMv2 the proof and all that it is made over. tedious sends the first whole.
  const proven = [lm, ...(nt.length > 24 ? [nt] : [])].some((response) => proves(response, key, nonce));
  return proven ? identity : undefined;
}

function proves(response: Buffer, key: Buffer, nonce: Buffer): boolean {
  const proof = response.subarray(0, 16);
  return proof.length === 16 && timingSafeEqual(proof, hmac(key, Buffer.concat([nonce, response.subarray(16)])));
}

function hmac(key: Buffer, data: Buffer): Buffer {
  return createHmac('md5', key).update(data).digest();
}
