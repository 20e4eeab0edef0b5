import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { LienThongError, reveal, type SignatureAlgorithm, type Signer } from '@lienthong/core';
import { heldKey } from './expect-signature.ts';
import type { TokenKeyOptions } from './options.ts';

/**
 * Signs with a key in a PKCS #11 token, through OpenSC's program: the vendor's library then runs, and dies, in a process of its own, and
 * nothing has to be compiled. Costs a login for each signature.
 */
export function tokenSigner(options: TokenKeyOptions): Signer {
  const { publicKey, keyId, id, label } = options;
  if (!/^([0-9A-Fa-f]{2})+$/.test(id))
    throw new LienThongError('OPTIONS_INVALID', { message: 'token.id must be the CKA_ID of the key in hexadecimal digits, such as 01' });
  const held = heldKey(publicKey, keyId);
  return {
    keyId: held.keyId,
    algorithm: held.algorithm,
    async sign(bytes) {
      const { mechanism, input } = mechanisms[held.algorithm];
      return held.expect(await ask(options, mechanism, input(bytes)), bytes, `the token ${label}`);
    },
  };
}

interface Mechanism {
  readonly mechanism: string;
  readonly input: (bytes: Uint8Array) => Uint8Array;
}

const mechanisms: Readonly<Record<SignatureAlgorithm, Mechanism>> = {
  ed25519: { mechanism: 'EDDSA', input: (bytes) => bytes },
  'ecdsa-p256-sha256': { mechanism: 'ECDSA', input: (bytes) => createHash('sha256').update(bytes).digest() },
  'rsa-v1_5-sha256': { mechanism: 'SHA256-RSA-PKCS', input: (bytes) => bytes },
};

const pinVariable = 'LIENTHONG_TOKEN_PIN';

function ask(options: TokenKeyOptions, mechanism: string, input: Uint8Array): Promise<Uint8Array> {
  const { module, label, id, pin, program = 'pkcs11-tool', timeoutMs = 30_000 } = options;
  // In the environment the PIN is seen by the same user alone; in the arguments by everybody on the machine.
  const login = ['--module', module, '--token-label', label, '--login', '--pin', `env:${pinVariable}`];
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...login, '--sign', '--mechanism', mechanism, '--id', id], {
      env: { ...process.env, [pinVariable]: reveal(pin) },
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    const signature: Buffer[] = [];
    let said = '';
    child.stdout.on('data', (part: Buffer) => signature.push(part));
    child.stderr.on('data', (part: Buffer) => {
      said += part.toString('utf8').slice(0, 4_000 - said.length);
    });
    child.once('error', (cause) => reject(notStarted(program, cause)));
    child.once('close', (code, signal) => {
      if (code === 0 && signature.length > 0) resolve(Buffer.concat(signature));
      else reject(refused(options, said, signal !== null));
    });
    // It may end without reading: what it says then is the error.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

function notStarted(program: string, cause: Error): LienThongError {
  return new LienThongError('CAPABILITY_MISSING', {
    message: `the program ${program}, which speaks to the token, cannot be started`,
    remedy: 'Install OpenSC, or name its pkcs11-tool with token.program.',
    cause,
  });
}

/** Of what the program says only the name that the standard has for it: the rest may repeat an argument. */
function refused({ label, id, module }: TokenKeyOptions, said: string, isKilled: boolean): LienThongError {
  const code = /\bCKR_[A-Z0-9_]+/.exec(said)?.[0];
  const why = isKilled ? 'did not answer in time' : (code ?? knownTexts.find(([text]) => said.includes(text))?.[1] ?? 'gave no signature');
  return new LienThongError('CAPABILITY_MISSING', {
    message: `the token ${label} (${module}) does not sign with the key ${id}: ${why}`,
    remedy: code === undefined ? undefined : remedies[code],
    details: { code },
  });
}

const knownTexts = [
  ['Private key not found', 'it has no such key'],
  ['No slot with a token', 'there is no token'],
  ['not found', 'there is no such token or key'],
  ['Failed to load pkcs11 module', 'the library cannot be loaded'],
] as const;

const remedies: Readonly<Record<string, string>> = {
  CKR_PIN_INCORRECT: 'Correct token.pin. A token locks itself after a few wrong ones.',
  CKR_PIN_LOCKED: 'Let the owner of the token unlock it with the security officer’s PIN.',
  CKR_TOKEN_NOT_PRESENT: 'Plug the token in.',
};
