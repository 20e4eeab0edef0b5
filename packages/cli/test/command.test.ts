import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyIdOf } from '@lienthong/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastJson, runLienthong } from './run-lienthong.ts';

const commands = ['run', 'platform', 'doctor', 'describe', 'profile', 'validate', 'status', 'keys', 'dead-letters', 'dictionary', 'demo'];

describe('the frame of the command', () => {
  it('names every command and the exit codes in its help, in both languages', async () => {
    const english = await runLienthong(['--help']);
    const vietnamese = await runLienthong(['--help', '--lang', 'vi']);
    expect(english.code).toBe(0);
    expect(vietnamese.code).toBe(0);
    for (const command of commands) {
      expect(english.stdout).toContain(`  ${command}`);
      expect(vietnamese.stdout).toContain(`  ${command}`);
    }
    expect(english.stdout).toContain('Exit codes: 0 ok');
    expect(vietnamese.stdout).toContain('Mã thoát: 0 tốt');
  });

  it('shows the help when nothing is asked, and the version', async () => {
    expect((await runLienthong([])).stdout).toContain('COMMANDS');
    expect((await runLienthong(['--version'])).stdout.trim()).toBe('0.0.0');
  });

  it('takes the language from the environment and lets the option win', async () => {
    const environment = { LIENTHONG_LANG: 'vi' };
    expect((await runLienthong(['--help'], { environment })).stdout).toContain('LỆNH');
    expect((await runLienthong(['--lang', 'en', '--help'], { environment })).stdout).toContain('COMMANDS');
  });

  it('guesses what an unknown command was meant to be', async () => {
    const ended = await runLienthong(['plaform']);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('did you mean `platform`?');
    expect(ended.stdout).toBe('');
  });

  it('answers a wrong option with code 2, and with one JSON object when asked', async () => {
    const ended = await runLienthong(['keys', 'generate', '--nam', 'x', '--json']);
    expect(ended.code).toBe(2);
    expect(lastJson(ended)).toMatchObject({ ok: false, result: null, error: { code: 'USAGE' } });
    expect((await runLienthong(['--lang', 'fr', '--help'])).code).toBe(2);
  });

  it('prints an error as what, where and how to mend it, and a stack only with --debug', async () => {
    const plain = await runLienthong(['status', '-c', 'absent.yaml']);
    expect(plain.code).toBe(2);
    expect(plain.stderr).toContain('absent.yaml cannot be read');
    expect(plain.stderr).toContain('CONFIG_INVALID');
    expect(plain.stderr).toContain('-> Name another file with --config.');
    expect(plain.stderr).not.toMatch(/\n\s+at /);
    expect((await runLienthong(['--debug', 'status', '-c', 'absent.yaml'])).stderr).toMatch(/\n\s+at /);
  });

  it('writes no colour into a pipe', async () => {
    expect((await runLienthong(['--help'])).stdout).not.toContain('\u001b');
  });
});

describe('keys generate', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lienthong-keys-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('writes a pair whose private half only its owner can read', async () => {
    const ended = await runLienthong(['keys', 'generate', '--out', folder, '--name', 'agency', '--json']);
    expect(ended.code).toBe(0);
    const report = lastJson(ended);
    expect(Object.keys(report)).toEqual(['command', 'ok', 'summary', 'result', 'error']);
    expect(report).toMatchObject({ command: 'keys generate', ok: true, error: null });
    const publicKey = await readFile(join(folder, 'agency.public.pem'), 'utf8');
    expect(report['result']).toMatchObject({ keyId: keyIdOf(publicKey), algorithm: 'ed25519' });
    expect((await stat(join(folder, 'agency.private.pem'))).mode & 0o777).toBe(0o600);
    expect(ended.stdout).not.toContain('PRIVATE KEY');
  });

  it('does not replace a key unless it is forced to', async () => {
    const before = await readFile(join(folder, 'agency.private.pem'), 'utf8');
    const refused = await runLienthong(['keys', 'generate', '--out', folder, '--name', 'agency']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('exists already');
    expect(await readFile(join(folder, 'agency.private.pem'), 'utf8')).toBe(before);
    expect((await runLienthong(['keys', 'generate', '--out', folder, '--name', 'agency', '--force'])).code).toBe(0);
    expect(await readFile(join(folder, 'agency.private.pem'), 'utf8')).not.toBe(before);
  });

  it('makes a key for tokens that only its owner can read, and a pair for a recipient', async () => {
    const token = await runLienthong(['keys', 'generate', '--kind', 'token', '--out', folder, '--name', 'citizen', '--json']);
    expect(lastJson(token)['result']).toEqual({ algorithm: 'hmac-sha-256', file: join(folder, 'citizen.token-key') });
    const key = await readFile(join(folder, 'citizen.token-key'), 'utf8');
    expect(key).toMatch(/^[A-Za-z0-9_-]{43}\n$/);
    expect((await stat(join(folder, 'citizen.token-key'))).mode & 0o777).toBe(0o600);
    expect(token.stdout + token.stderr).not.toContain(key.trim());
    const recipient = await runLienthong(['keys', 'generate', '--kind', 'recipient', '--out', folder, '--name', 'G01', '--json']);
    const publicKey = await readFile(join(folder, 'G01.public.pem'), 'utf8');
    expect(lastJson(recipient)['result']).toMatchObject({ keyId: keyIdOf(publicKey), algorithm: 'p-256' });
  });
});
