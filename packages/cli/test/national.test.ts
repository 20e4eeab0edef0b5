import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateKeyPair } from '@lienthong/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lastJson, runLienthong } from './run-lienthong.ts';

const example = fileURLToPath(new URL('../../../examples/ho-tich/', import.meta.url));
// Nobody listens there: nothing is asked.
const environment = { HO_TICH_DATABASE: 'postgres://nobody:canary-7f3a@127.0.0.1:1/legacy', LIENTHONG_KEY_ID: 'lt-test' };

describe('national fields', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lienthong-national-'));
    for (const file of ['contract.yaml', 'lienthong.yaml']) await cp(join(example, file), join(folder, file));
    const { privateKey, publicKey } = generateKeyPair();
    await writeFile(join(folder, 'agency.private.pem'), privateKey);
    await writeFile(join(folder, 'receipt-key.public.pem'), publicKey);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const fields = (...parameters: string[]) => runLienthong(['national', 'fields', ...parameters], { cwd: folder, environment });

  it('proposes the fields of a contract alone, and says why each', async () => {
    const ended = await fields('contract.yaml');
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/soDinhDanh\s+SoDinhDanh\s+the regulation names it/);
    expect(ended.stdout).toMatch(/ngaySinh\s+NgayThangNamSinh \| ThangNamSinh \| NamSinh/);
    const { datasets } = lastJson(await fields('--json', 'contract.yaml'))['result'] as {
      datasets: { dataset: string; fields: object[] }[];
    }; // the report's promise
    expect(datasets[0]?.fields).toContainEqual({ property: 'hoTen', fields: ['HoTen'], reason: 'own', alternatives: [] });
  });

  it('shows what a configuration says of them, and fails on a name that no message can have', async () => {
    const file = join(folder, 'lienthong.yaml');
    const yaml = await readFile(file, 'utf8');
    expect(yaml).toMatch(/^ {4}mapping:/m);
    const withField = (field: string): Promise<void> =>
      writeFile(file, yaml.replace(/^ {4}mapping:/m, `    national: { dataType: H26_001, fields: { hoTen: ${field} } }\n    mapping:`));
    await withField('TenGoi');
    const told = await fields();
    expect(told.stdout).toMatch(/hoTen\s+TenGoi\s+the configuration says so/);
    expect(told.code).toBe(0);
    await withField('"1"');
    const refused = await fields('--json');
    expect(refused.code).toBe(2);
    expect(JSON.stringify(lastJson(refused))).toContain('fields.hoTen');
  });

  it('names a contract that is not there', async () => {
    const ended = await fields('không.yaml');
    expect(ended.stderr).toContain('không.yaml cannot be read');
    expect(ended.code).not.toBe(0);
  });
});
