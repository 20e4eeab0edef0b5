import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate that signed itself, for `localhost` alone, with its key: PEM, as files until it is disposed. */
export interface Certificate extends Disposable {
  readonly keyFile: string;
  readonly certificateFile: string;
  readonly key: string;
  readonly certificate: string;
}

/** `undefined` where there is no openssl to make one with. */
export function makeCertificate(): Certificate | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-tls-'));
  const dispose = (): void => rmSync(folder, { recursive: true, force: true });
  const [keyFile, certificateFile] = [join(folder, 'server.key'), join(folder, 'server.crt')];
  const subject = ['-subj', '/CN=db', '-addext', 'subjectAltName=DNS:localhost'];
  const form = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  const made = spawnSync('openssl', [...form, ...subject, '-keyout', keyFile, '-out', certificateFile]);
  if (made.status !== 0) {
    dispose();
    return undefined;
  }
  const [key, certificate] = [readFileSync(keyFile, 'utf8'), readFileSync(certificateFile, 'utf8')];
  return { keyFile, certificateFile, key, certificate, [Symbol.dispose]: dispose };
}
