import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateKeyPair } from '@lienthong/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ended, lastJson, runLienthong } from './run-lienthong.ts';

const example = fileURLToPath(new URL('../../../examples/ho-tich/', import.meta.url));
// Nobody listens there: validate must not even try.
const environment = { HO_TICH_DATABASE: 'postgres://nobody:canary-7f3a@127.0.0.1:1/legacy', LIENTHONG_KEY_ID: 'lt-test' };

describe('validate', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lienthong-validate-'));
    for (const file of ['contract.yaml', 'lienthong.yaml']) await cp(join(example, file), join(folder, file));
    const { privateKey, publicKey } = generateKeyPair();
    await writeFile(join(folder, 'agency.private.pem'), privateKey);
    await writeFile(join(folder, 'receipt-key.public.pem'), publicKey);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const validate = (...parameters: string[]) => runLienthong(['validate', ...parameters], { cwd: folder, environment });

  async function change(file: string, from: string, to: string): Promise<void> {
    const text = await readFile(join(folder, file), 'utf8');
    expect(text).toContain(from);
    await writeFile(join(folder, file), text.replace(from, to));
  }

  interface Finding {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly level: string;
    readonly path: string;
    readonly message: string;
  }

  function findingsOf(ended: Ended): readonly Finding[] {
    return (lastJson(ended)['result'] as { findings: Finding[] }).findings; // the report's promise, checked by what follows
  }

  it('finds nothing wrong with the example, without any server', async () => {
    const ended = await validate();
    expect(ended.stderr).toBe('');
    expect(ended.stdout).toContain('2 files checked, nothing found');
    expect(ended.code).toBe(0);
  });

  it('tells names that the dictionary does not know with the line of the contract: a warning until a connector uses it', async () => {
    const contract = await readFile(join(folder, 'contract.yaml'), 'utf8');
    const [, known = ''] = /property: semanticType\n\s+value: (\S+)/.exec(contract) ?? [];
    await change('contract.yaml', `value: ${known}`, 'value: personal-idd');
    const line = (await readFile(join(folder, 'contract.yaml'), 'utf8')).split('\n').findIndex((text) => text.includes('personal-idd')) + 1;
    const alone = await validate('--json', 'contract.yaml');
    expect(alone.code).toBe(0);
    expect(findingsOf(alone)).toMatchObject([
      { file: 'contract.yaml', line, level: 'warning', message: expect.stringContaining('did you mean personal-id?') },
    ]);
    const used = await validate('--json');
    expect(used.code).toBe(2);
    expect(findingsOf(used)).toMatchObject([{ file: 'contract.yaml', line, level: 'error' }]);
  });

  it('checks the steps that repair, and the lists that are loaded', async () => {
    const before = /^\s+hoTen:.*\n/m.exec(await readFile(join(folder, 'lienthong.yaml'), 'utf8'))?.[0] ?? '';
    await change('lienthong.yaml', before, before.replace(/hoTen:.*/, 'hoTen: { column: ho_ten, encoding: tcvn3, codes: true }'));
    await change('lienthong.yaml', 'state: ./state', 'state: ./state\ndictionary: { codeLists: [lists/religion.yaml] }');
    const messages = findingsOf(await validate('--json')).map(({ path, message }) => `${path} ${message}`);
    expect(messages).toContainEqual(expect.stringContaining('the contract names no codeList for hoTen'));
    expect(messages).toContainEqual(expect.stringMatching(/dictionary\.codeLists\[0\].*the file lists\/religion\.yaml cannot be read/));
  });

  it('knows how dates are to be read, and tells at its place what is not stated', async () => {
    const dates =
      'dates: { patterns: [dd/MM/yyyy, dd/MM/yy, yyyy], pivot: 1930, serials: 1900, zeroParts: unknown, placeholders: [1900-01-01, 9999] }';
    await change('lienthong.yaml', 'dates: [dd/MM/yyyy, MM/yyyy, yyyy]', dates);
    expect((await validate()).code).toBe(0);
    await change('lienthong.yaml', 'pivot: 1930, ', '');
    const [unstated, ...others] = findingsOf(await validate('--json'));
    const line = (await readFile(join(folder, 'lienthong.yaml'), 'utf8')).split('\n').findIndex((text) => text.includes('ngaySinh:')) + 1;
    expect(others).toEqual([]);
    expect(unstated).toMatchObject({ file: 'lienthong.yaml', line, column: 7, path: 'datasets[0].mapping.ngaySinh' });
    expect(unstated?.message).toContain('date pattern dd/MM/yy: the pattern reads two digits of a year: say with pivot');
    await change('lienthong.yaml', 'serials: 1900', 'serials: 1901');
    expect(findingsOf(await validate('--json')).map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/mapping\.ngaySinh\.dates\.serials must be one of 1900, 1904/),
    );
  });

  it('finds every fault of configuration and mapping at once, each at its place', async () => {
    await change('lienthong.yaml', 'state: ./state', 'stat: ./state');
    await change('lienthong.yaml', '[dd/MM/yyyy, MM/yyyy, yyyy]', '[dd/MM/jjjj]');
    await change('lienthong.yaml', 'maXa:', 'maPhuong:');
    const ended = await validate('--json');
    expect(ended.code).toBe(2);
    const findings = findingsOf(ended);
    const text = (await readFile(join(folder, 'lienthong.yaml'), 'utf8')).split('\n');
    const at = (words: string) => findings.find(({ message }) => message.includes(words));
    expect(at('stat is no setting')).toMatchObject({ file: 'lienthong.yaml', line: text.indexOf('stat: ./state') + 1, column: 1 });
    expect(at('state')).toBeDefined();
    expect(at('date pattern')).toMatchObject({ path: 'datasets[0].mapping.ngaySinh', column: 7 });
    expect(at('maPhuong: the contract has no such property')).toMatchObject({
      line: text.findIndex((line) => line.includes('maPhuong:')) + 1,
    });
    expect(at('maXa: the contract requires it')).toBeDefined();
  });

  it('shows the line of a contract with a caret below the fault, and what to write instead', async () => {
    await change('contract.yaml', 'logicalType: timestamp', 'logicalType: timestmp');
    const ended = await validate();
    expect(ended.code).toBe(2);
    const line = (await readFile(join(folder, 'contract.yaml'), 'utf8')).split('\n').findIndex((text) => text.includes('timestmp')) + 1;
    expect(ended.stdout).toContain(`contract.yaml:${line}:22 error type-unknown`);
    const [shown = '', caret = ''] = ended.stdout.split('\n').slice(1, 3);
    expect(caret.indexOf('^')).toBe(shown.indexOf('timestmp'));
    expect(ended.stdout).toContain('-> timestamp');
  });

  it('takes a contract alone', async () => {
    expect((await validate('contract.yaml')).code).toBe(0);
    await change('contract.yaml', 'primaryKey: true', 'primaryKey: false');
    const ended = await validate('contract.yaml', '--json');
    expect(ended.code).toBe(2);
    expect(findingsOf(ended)[0]).toMatchObject({ file: 'contract.yaml', message: expect.stringContaining('primary key') as unknown });
  });

  it('names each item of the declaration of personal data that a contract lacks, and the line to add', async () => {
    const text = await readFile(join(folder, 'contract.yaml'), 'utf8');
    await writeFile(
      join(folder, 'contract.yaml'),
      text.replace(/ {2}- property: (?:deletion|breachCooperation)\n.*\n/g, '').replace('sensitive.ethnicity', 'sensitive.etnicity'),
    );
    const ended = await validate('contract.yaml');
    expect(ended.code).toBe(2);
    expect(ended.stdout).toContain('{ property: deletion, value: ');
    expect(ended.stdout).toContain('{ property: breachCooperation, value: ');
    expect(ended.stdout).toContain('did you mean `sensitive.ethnicity`?');
    expect(findingsOf(await validate('contract.yaml', '--json'))).toHaveLength(3);
  });

  it('never prints a password', async () => {
    await change('lienthong.yaml', 'connectionString: ${HO_TICH_DATABASE}', 'connectionString: ${HO_TICH_DATABASE}\n    port: many');
    const ended = await validate();
    expect(ended.code).toBe(2);
    expect(ended.stdout + ended.stderr).not.toContain('canary-7f3a');
  });

  it('takes a module whose default export holds the options, and refuses one without', async () => {
    const module = fileURLToPath(new URL('module-config.mjs', import.meta.url));
    expect(await validate('-c', module)).toMatchObject({ code: 0, stdout: expect.stringContaining('1 file checked') as unknown });
    const status = await runLienthong(['status', '-c', module, '--json'], { cwd: folder });
    expect(lastJson(status)).toMatchObject({ ok: true, result: { datasets: [] } });
    await writeFile(join(folder, 'empty.mjs'), 'export const nothing = 1;');
    const empty = await validate('-c', 'empty.mjs');
    expect(empty.code).toBe(2);
    expect(empty.stderr).toContain('has no default export');
  });

  it('tells which key a protection of the contract lacks, and is content with it', async () => {
    const semanticType = `- property: semanticType\n            value: personal-id`;
    await change('contract.yaml', semanticType, `${semanticType}\n          - { property: protection, value: { tokenize: citizen } }`);
    const refused = await validate('--json');
    expect(refused.code).toBe(2);
    expect(
      findingsOf(refused)
        .map(({ message }) => message)
        .join(),
    ).toMatch(/there is no protection\.tokenKeys\.citizen: make one with `lienthong keys generate --kind token --name citizen`/);
    await runLienthong(['keys', 'generate', '--kind', 'token', '--name', 'citizen'], { cwd: folder });
    await change(
      'lienthong.yaml',
      'state: ./state',
      'state: ./state\nprotection:\n  tokenKeys:\n    citizen: { active: 1, keys: { 1: "${file:citizen.token-key}" } }',
    );
    expect((await validate()).stdout).toContain('2 files checked, nothing found');
    await writeFile(join(folder, 'citizen.token-key'), 'canary-7f3a');
    const short = await validate('--json');
    expect(
      findingsOf(short)
        .map(({ message }) => message)
        .join(),
    ).toContain('protection.tokenKeys.citizen keys.1 must have 32 to 1024 bytes');
    expect(short.stdout + short.stderr).not.toContain('canary-7f3a');
  });
});
