import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { stateDamaged } from './errors.ts';

/** Keeps rows of dead letters and positions out of clear text, and tells equal keys by a keyed hash. */
export interface Vault {
  /** Base64. */
  seal(text: string): string;
  open(payload: string): string;
  /** Keyed hash of a record's key: equal keys, equal hashes; nothing can be guessed from it without the vault's key. */
  identify(dataset: string, key: string): string;
}

/** Opens the vault of a state directory; the key is made at the first use and lies beside the database with mode 0600. */
export function openVault(file: string): Vault {
  if (!existsSync(file)) createKey(file);
  const key = readFileSync(file);
  if (key.byteLength !== 32) throw stateDamaged('the key of dead letters and positions has the wrong length');
  return {
    seal(text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
    },
    open(payload) {
      const bytes = Buffer.from(payload, 'base64');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
        decipher.setAuthTag(bytes.subarray(12, 28));
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
      } catch (error) {
        throw stateDamaged('a dead letter or a position cannot be opened with the key of this directory', error);
      }
    },
    identify: (dataset, text) => createHmac('sha256', key).update(dataset).update('\n').update(text).digest('base64url'),
  };
}

function createKey(file: string): void {
  // Written aside and renamed: a crash leaves a whole key or none.
  const aside = `${file}.new`;
  const handle = openSync(aside, 'w', 0o600);
  try {
    writeSync(handle, randomBytes(32));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(aside, file);
}
