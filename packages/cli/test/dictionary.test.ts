import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeText, type TextEncoding } from '@lienthong/dictionary';
import { describe, expect, it } from 'vitest';
import { lastJson, main, runLienthong } from './run-lienthong.ts';

function decode(parameters: readonly string[], input: Uint8Array) {
  const ended = spawnSync(process.execPath, [main, 'dictionary', 'decode', ...parameters], { input, encoding: 'utf8' });
  return { code: ended.status, stdout: ended.stdout, stderr: ended.stderr };
}

function legacy(lines: readonly string[], encoding: TextEncoding): Buffer {
  return Buffer.concat(lines.map((line) => Buffer.concat([encodeText(line, encoding).bytes, Buffer.from('\n')])));
}

const people = ['Nguyễn Văn Đình', 'Trần Thị Hường', 'Lê Hoàng Phượng', 'Phạm Quốc Tuấn', 'Huỳnh Thị Bưởi'];

describe('dictionary check', () => {
  it('tells the normal form, a proposal and why, and fails when a value is not accepted', async () => {
    const ended = await runLienthong(['dictionary', 'check', 'tax-code', '0100109106-001', '100109106']);
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain('[OK] 0100109106-001');
    expect(ended.stdout).toContain('[FAIL] 100109106  perhaps 0100109106');
    expect(ended.stdout).toContain('identifier-leading-zero-lost');
    expect((await runLienthong(['dictionary', 'check', 'tax-code', '0100109106'])).code).toBe(0);
  });

  it('says the same to machines, with the parts of a value', async () => {
    const ended = await runLienthong(['dictionary', 'check', 'personal-id', '001399012345', '--json']);
    expect(lastJson(ended)).toMatchObject({
      command: 'dictionary check',
      ok: true,
      result: {
        type: 'personal-id',
        values: [{ normalised: '001399012345', proposed: null, mask: '*********345', parts: { sex: 'female', birthYear: 2099 } }],
      },
    });
  });

  it('applies the rules of a day only when it is named', async () => {
    const phone = ['dictionary', 'check', 'phone', '0838000000'];
    expect((await runLienthong(phone)).code).toBe(0);
    expect((await runLienthong([...phone, '--at', '2016-05-01'])).stdout).toContain('perhaps 02838000000');
  });

  it('names the types when it does not know one', async () => {
    const ended = await runLienthong(['dictionary', 'check', 'mst', '0100109106']);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('Choose one of: personal-id');
    expect((await runLienthong(['dictionary', 'check', 'tax-code'])).code).toBe(2);
  });
});

describe('dictionary decode', () => {
  it.each(['tcvn3', 'vni', 'vps', 'viscii', 'cp1258', 'utf-8'] as const)(
    'tells %s from the text, and gives it back in Unicode',
    (encoding) => {
      const lines = Array.from({ length: 40 }, (_, index) => people[index % people.length] ?? '');
      const ended = decode([], legacy(lines, encoding));
      expect(ended.stdout).toBe(lines.map((line) => `${line}\n`).join(''));
      expect(ended.stderr).toContain(`40 lines read as ${encoding}`);
      expect(ended.code).toBe(0);
    },
  );

  it('says on stderr what it repaired and what is lost, and leaves what it cannot explain', () => {
    const capitals = legacy(['NGUYỄN VĂN ĐÌNH'], 'tcvn3');
    const ended = decode(['--from', 'tcvn3'], Buffer.concat([capitals, Buffer.from('Nguy?n'), Buffer.from('\r\nkhông có gì', 'utf8')]));
    expect(ended.stdout).toBe('NGUYỄN VĂN ĐÌNH\nNguy?n\r\nkhông có gì');
    expect(ended.stderr).toContain('1 × text-recased');
    expect(ended.stderr).toContain('1 × text-maybe-lost');
    expect(ended.stderr).toContain('1 × text-other-encoding');
    for (const person of ['NGUY', 'Nguy']) expect(ended.stderr).not.toContain(person);
  });

  it('holds nothing back of a stream that is longer than what it looks at first', () => {
    const lines = Array.from({ length: 12_000 }, (_, index) => `${people[index % people.length]} ${index}`);
    const ended = decode([], legacy(lines, 'vni'));
    expect(ended.stdout).toBe(lines.map((line) => `${line}\n`).join(''));
    expect(ended.stderr).toContain('12000 lines read as vni');
  });

  it('gives machines text and findings in one object', () => {
    const ended = decode(['--from', 'vni', '--json'], legacy(['Đỗ Ngọc'], 'vni'));
    expect(lastJson(ended)).toMatchObject({ ok: true, result: { encoding: 'vni', lines: 1, findings: [], text: 'Đỗ Ngọc\n' } });
    expect(decode(['--from', 'ebcdic'], Buffer.alloc(0)).code).toBe(2);
  });
});

describe('dictionary unit', () => {
  it('says what a code meant and what it became', async () => {
    const ended = await runLienthong(['dictionary', 'unit', '26', '--at', '2020-01-01', '--to', '2026-06-01']);
    expect(ended.stdout).toContain('26  Tỉnh Vĩnh Phúc  VN-DVHC:2008-08-01');
    expect(ended.stdout).toContain('25  Tỉnh Phú Thọ  VN-DVHC:2026-04-30');
    expect(ended.code).toBe(0);
  });

  it('gives candidates for a unit that was made of several, and never one of them alone', async () => {
    const ended = await runLienthong(['dictionary', 'unit', '25', '--at', '2026-06-01', '--to', '2020-01-01', '--json']);
    const { result } = lastJson(ended) as { result: { became: { candidates: { name: string }[]; findings: { code: string }[] } } };
    expect(result.became.candidates.map(({ name }) => name).toSorted()).toEqual(['Hòa Bình', 'Phú Thọ', 'Vĩnh Phúc']);
    expect(result.became.findings.map(({ code }) => code)).toContain('unit-merged');
  });

  it('answers from a list of communes, and refuses one with problems by file and line', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lienthong-units-'));
    try {
      const act = '{ number: an act, inForce: "2025-07-01" }';
      const version = (id: string, from: string, file: string) =>
        `  - { id: ${id}, from: "${from}", file: ${file}, act: ${act}, source: an excerpt, certainty: published }`;
      const description = [
        'list: commune',
        'level: commune',
        'versions:',
        version('XA-2024', '2024-01-01', 'old.csv'),
        version('XA-2025', '2025-07-01', 'new.csv'),
        'crosswalks:',
        `  - { from: XA-2024, to: XA-2025, file: way.csv, act: ${act}, certainty: published }`,
      ];
      await writeFile(join(folder, 'communes.yaml'), description.join('\n'));
      await writeFile(join(folder, 'old.csv'), 'code,name,type,parent\n00001,Phúc Xá,phường,001\n');
      await writeFile(join(folder, 'new.csv'), 'code,name,type,parent\n00004,Ba Đình,phường,01\n00070,Hoàn Kiếm,phường,01\n');
      await writeFile(join(folder, 'way.csv'), 'old_code,new_code\n00001,00004\n00001,00070\n');
      const asked = ['dictionary', 'unit', '00001', '--at', '2024-06-01', '--to', '2026-06-01', '--list', join(folder, 'communes.yaml')];
      const ended = await runLienthong(asked);
      expect(ended.stdout).toContain('00001  Phường Phúc Xá  XA-2024');
      expect(ended.stdout).toContain('00070  Phường Hoàn Kiếm  XA-2025');
      expect(ended.stdout).toContain('unit-split');
      await writeFile(join(folder, 'way.csv'), 'old_code,new_code\n00001,00004\n1,00070\n');
      const refused = await runLienthong(asked);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain('way.csv:3:1 ');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('fails on a code that nobody has', async () => {
    const ended = await runLienthong(['dictionary', 'unit', '99', '--at', '2020-01-01']);
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain('unit-code-unknown');
  });
});

describe('dictionary list', () => {
  it('prints a list as it holds on a day, with how sure each meaning is', async () => {
    const ended = await runLienthong(['dictionary', 'list', 'ethnic-group', '--at', '2026-01-01']);
    expect(ended.stdout).toMatch(/01 +Kinh +published/);
    const before = await runLienthong(['dictionary', 'list', 'province', '--at', '2020-01-01', '--json']);
    expect((lastJson(before)['result'] as { entries: unknown[] }).entries).toHaveLength(63);
  });

  it('names the lists when it does not know one, and asks for another day when none holds', async () => {
    expect((await runLienthong(['dictionary', 'list', 'giới tính'])).stderr).toContain('Choose one of: sex');
    expect((await runLienthong(['dictionary', 'list', 'sex', '--at', 'yesterday'])).code).toBe(2);
  });
});
