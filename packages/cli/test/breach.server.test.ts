import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPlatform, type Platform } from '@lienthong/platform';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Ended, lastJson, runLienthong } from './run-lienthong.ts';

const contract = `apiVersion: v3.1.0
kind: DataContract
id: mau.du-lieu
version: 1.0.0
status: active
schema:
  - name: bang
    properties:
      - { name: ma, logicalType: string, required: true, primaryKey: true }
`;

/** Moments are relative to now: the deadline runs. */
const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
const facts = (hours = 10): string => `detectedAt: ${ago(hours)}
occurredFrom: ${ago(hours + 5)}
place: Trung tâm dữ liệu
act: Sao chép <b>trái phép</b>
persons: Một tài khoản quản trị
concerned: [{ dataset: mau.du-lieu, exposed: stored }]
contact: { unit: Phòng An toàn thông tin, phone: "0912345678", email: bao-ve@example.gov.vn }
consequences: Có thể bị mạo danh
measures: Đã khóa tài khoản
`;

let folder: string;
let platform: Platform;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-breach-'));
  // The server runs as another user where tests run as root.
  await chmod(folder, 0o755);
  platform = await createPlatform({ directory: join(folder, 'postgres') });
  await platform.admin.registerContract({ yaml: contract });
}, 60_000);
afterAll(async () => {
  await platform.close(0);
  await rm(folder, { recursive: true, force: true });
});

async function report(yaml: string, ...more: readonly string[]): Promise<Ended> {
  await writeFile(join(folder, 'breach.yaml'), yaml);
  const environment = { DATABASE_URL: platform.databaseUrl };
  return await runLienthong(['platform', 'breach-report', 'breach.yaml', ...more], { cwd: folder, environment });
}

it('prints a template that it reads, and says of it what is missing', async () => {
  const template = await runLienthong(['platform', 'breach-report', '--template']);
  expect(template.code).toBe(0);
  const empty = await report(template.stdout, '--lang', 'vi');
  expect(empty.code).toBe(5);
  expect(empty.stdout).toContain('chưa biết có phải báo chủ thể dữ liệu hay không');
  expect(empty.stdout).toMatch(/CHƯA ĐỦ: còn thiếu 11 nội dung bắt buộc\n.*Thời điểm phát hiện Luật 91\/2025\/QH15, Điều 23/);
  const english = await report(template.stdout);
  expect(english.stdout).toMatch(/INCOMPLETE: 11 required fields are missing\n.*When it was detected/);
  expect(english.stdout).toContain('no deadline can be computed');
});

it('is incomplete without personal data that was counted, and tells how long there is left', async () => {
  const ended = await report(facts(), '--json');
  expect(ended.code).toBe(5);
  const json = lastJson(ended);
  expect(json).toMatchObject({
    ...{ command: 'platform breach-report', ok: false, summary: 'INCOMPLETE: 2 required fields are missing' },
    result: {
      report: {
        complete: false,
        missing: [{ name: 'dataTypes' }, { name: 'records' }],
        authority: { hours: 72, overdue: false, hoursLeft: 61 },
        subjects: { required: false },
        nature: { records: 0, data: [{ dataset: 'mau.du-lieu', records: 0, streams: [], readers: [] }] },
      },
    },
  });
  expect((await report(facts(75))).stdout).toContain('OVERDUE by 3 h');
  expect((await report(facts(75), '--lang', 'vi')).stdout).toContain('QUÁ HẠN 3 giờ');
});

it('writes the page for the authority, in Vietnamese whatever the language, marked as incomplete', async () => {
  const ended = await report(facts(), '--format', 'html', '--out', 'page.html', '--lang', 'en');
  expect(ended.code).toBe(5);
  expect(ended.stdout).toContain('page.html');
  const page = await readFile(join(folder, 'page.html'), 'utf8');
  expect(page).toMatch(/^<!doctype html>\n<html lang="vi">/);
  expect(page).toContain('CHƯA ĐỦ: còn thiếu 2 nội dung bắt buộc');
  expect(page).toContain('Sao chép &lt;b&gt;trái phép&lt;/b&gt;');
  expect(page).toContain('0912345678');
});

it('refuses what is wrong with file, line, column and what to write, and shows no number of a person', async () => {
  const yaml = facts().replace('Một tài khoản quản trị', 'Ông A, số 001099012345').replace('place:', 'palce:');
  const ended = await report(yaml);
  expect(ended.code).toBe(2);
  expect(ended.stdout).toMatch(
    /breach\.yaml:3:1 .*key-unknown[\s\S]*did you mean `place`\?[\s\S]*breach\.yaml:5:10 .*personal-identifier .*personal-id/,
  );
  expect(ended.stdout + ended.stderr).not.toContain('001099012345');
  const unknown = await report(facts().replace('mau.du-lieu', 'mau.dulieu'));
  expect(unknown.code).toBe(2);
  expect(unknown.stdout).toMatch(/breach\.yaml:6:24 [\s\S]*no such dataset[\s\S]*did you mean `mau\.du-lieu`\?/);
});

it.each([
  [['platform', 'breach-report'], /--template/],
  [['platform', 'breach-report', 'nowhere.yaml'], /nowhere\.yaml[\s\S]*--template/],
  [['platform', 'breach-report', 'breach.yaml', '--format', 'pdf'], /pdf[\s\S]*text, json, html/],
  [['platform', 'breach-report', 'breach.yaml', '--directory', 'nowhere'], /holds no platform/],
])('%s is refused with what to do', async (parameters, said) => {
  await writeFile(join(folder, 'breach.yaml'), facts());
  const ended = await runLienthong(parameters, { cwd: folder });
  expect(ended.code).toBe(2);
  expect(ended.stderr).toMatch(said);
});
