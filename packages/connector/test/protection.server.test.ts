import { createPrivateKey } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { brotliDecompressSync } from 'node:zlib';
import {
  createTokenizer,
  expectContract,
  generateRecipientKeyPair,
  generateTokenKey,
  type ProtectionOptions,
  secret,
} from '@lienthong/core';
import { waitFor } from '@lienthong/testbed';
import { compactDecrypt } from 'jose';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createConnector, inspectState, listDeadLetters, logEvents, retryDeadLetters, showDeadLetter } from '../src/index.ts';
import { never } from './connect.ts';
import { declaration } from './persons.ts';
import { sourceServer } from './source-server.ts';
import type { World } from './world.ts';

const newWorld = sourceServer();

const dataset = 'ho-tich.bao-mat';

/** Five columns that must not be seen, each with the canary in it, in every row. */
const canary = 'yến-lộ-bí-mật';

const contract = (version = '1.0.0', name = 'value: { encrypt: G01 }') => `apiVersion: v3.1.0
kind: DataContract
id: ${dataset}
version: ${version}
status: active
description: { purpose: Kiểm thử }
customProperties:
${declaration}
schema:
  - name: person
    properties:
      - name: soDinhDanh
        logicalType: string
        required: true
        primaryKey: true
        classification: personal
        customProperties: [{ property: protection, value: { tokenize: citizen } }]
      - name: hoTen
        logicalType: string
        required: true
        classification: personal
        logicalTypeOptions: { maxLength: 60 }
        customProperties: [{ property: protection, ${name} }]
      - name: ghiChu
        logicalType: string
        classification: sensitive
        customProperties: [{ property: personalDataKind, value: sensitive.private-life }, { property: protection, value: drop }]
      - name: dienThoai
        logicalType: string
        classification: personal
        customProperties: [{ property: protection, value: { mask: keep-last-2 } }]
      - name: ngaySinh
        logicalType: date
        classification: personal
        customProperties: [{ property: protection, value: { mask: keep-year } }]
      - name: soHoKhau
        logicalType: string
        classification: personal
        customProperties: [{ property: protection, value: { tokenize: household } }]
      - { name: xa, logicalType: string }
`;

const protectedDataset = {
  contract: contract(),
  from: 'public.nguoi',
  mapping: {
    properties: {
      soDinhDanh: 'so_dinh_danh',
      hoTen: 'ho_ten',
      ghiChu: 'ghi_chu',
      dienThoai: 'dien_thoai',
      ngaySinh: 'ngay_sinh',
      soHoKhau: 'so_ho_khau',
      xa: 'xa',
    },
  },
} as const;

const recipient = generateRecipientKeyPair();
const keys = { citizen1: generateTokenKey(), citizen2: generateTokenKey(), household: generateTokenKey() };

function protection(active: 1 | 2): ProtectionOptions {
  return {
    tokenKeys: {
      citizen: { active, keys: { 1: secret(keys.citizen1), ...(active === 2 ? { 2: secret(keys.citizen2) } : {}) } },
      household: { active: 1, keys: { 1: secret(keys.household) } },
    },
    recipients: { G01: { publicKey: recipient.publicKey, keyId: 'g01-2026' } },
  };
}

function tokenOf(active: 1 | 2, text: string): string {
  const options = protection(active).tokenKeys?.['citizen'];
  return (options === undefined ? undefined : createTokenizer('citizen', options, expect.unreachable))?.token(text) ?? '';
}

const id = (number: number) => `${canary}-${String(number).padStart(6, '0')}`;

async function fill(world: World, rows: number): Promise<void> {
  await world.source.query(
    `create table nguoi (so_dinh_danh text primary key, ho_ten text, ghi_chu text, dien_thoai text, ngay_sinh date, so_ho_khau text, xa text)`,
  );
  await world.source.query(
    `insert into nguoi select $1 || '-' || lpad(i::text, 6, '0'), 'Họ ' || $1 || i, 'Ghi ' || $1, '09' || $1 || lpad(i::text, 2, '0'),
       date '1950-03-04' + i, $1 || '-hộ-' || (i / 4), '0000' || (i % 7) from generate_series(1, ${rows}) i`,
    [canary],
  );
}

interface Published {
  readonly soDinhDanh: string;
  readonly hoTen: string;
  readonly dienThoai: string;
  readonly ngaySinh: string;
  readonly soHoKhau: string;
  readonly xa: string;
}

async function published(world: World): Promise<readonly Published[]> {
  const view = await world.receiver.query<{ view_name: string }>('select view_name from lienthong.datasets where dataset = $1', [dataset]);
  const { rows } = await world.receiver.query<Published>(`select * from ${view.rows[0]?.view_name} order by "soDinhDanh"`);
  return rows;
}

/** Everything the platform's database holds, in its tables and in its view, as text. */
async function everythingIn(world: World): Promise<string> {
  const { rows } = await world.receiver.query<{ xml: string }>(
    `select query_to_xml(format('select * from %I.%I', schemaname, tablename), true, false, '')::text as xml
     from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  return rows.map(({ xml }) => xml).join('\n');
}

async function filesOf(directory: string): Promise<readonly Buffer[]> {
  const entries = (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  return await Promise.all(
    entries.map(async (entry) => {
      // The library takes its shared-memory and log files away when it frees a closed connection.
      return await readFile(join(entry.parentPath, entry.name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return Buffer.alloc(0);
        throw error;
      });
    }),
  );
}

test('what is protected reaches the platform as token, mask and ciphertext, and nothing in clear is anywhere on the way', async () => {
  await using world = await newWorld();
  await fill(world, 400);
  // Two rows are refused: their clear values break the contract, and wait in the vault.
  await world.source.query(`update nguoi set ho_ten = $1 || repeat('x', 60) where so_dinh_danh in ($2, $3)`, [canary, id(7), id(8)]);
  const captured: string[] = [];
  const run = async (active: 1 | 2) => {
    const base = world.options([protectedDataset], { protection: protection(active) });
    const connector = createConnector(base);
    logEvents(connector, pino({ level: 'trace' }, { write: (line: string) => void captured.push(line) }));
    connector.onAny((event) => captured.push(inspect(event, { depth: 20 }), JSON.stringify(event)));
    captured.push(inspect(base, { depth: 20 }));
    const summary = await connector.run(never, { once: true });
    captured.push(inspect(summary, { depth: 20 }), inspect(connector.status(), { depth: 20 }));
    return summary.datasets[0];
  };
  expect(await run(1)).toMatchObject({ epoch: 1, rejected: 2 });

  const records = await published(world);
  expect(records).toHaveLength(398);
  const [tokens, households] = [records.map(({ soDinhDanh }) => soDinhDanh), records.map(({ soHoKhau }) => soHoKhau)];
  expect(tokens).toContain(tokenOf(1, id(1)));
  expect(new Set(tokens).size).toBe(398);
  // Equal households have equal tokens: 0 to 100.
  expect(new Set(households).size).toBe(101);
  expect(Object.keys(records[0] ?? {})).not.toContain('ghiChu');
  const first = records.find(({ soDinhDanh }) => soDinhDanh === tokenOf(1, id(1)));
  expect(first).toMatchObject({ dienThoai: '***01', ngaySinh: '1950', xa: '00001' });
  const opened = await Promise.all(records.map(({ hoTen }) => compactDecrypt(hoTen, createPrivateKey(recipient.privateKey))));
  expect(opened.map(({ plaintext }) => Buffer.from(plaintext).toString('utf8')).sort()).toEqual(
    Array.from({ length: 400 }, (_, index) => `Họ ${canary}${index + 1}`)
      .filter((_, index) => index !== 6 && index !== 7)
      .sort(),
  );
  expect(opened[0]?.protectedHeader).toMatchObject({ kid: 'g01-2026', property: `${dataset}#hoTen` });

  // The rest of a record's life: changes, a deletion and a change of the key go by the token.
  await world.source.query('delete from nguoi where so_dinh_danh = $1', [id(1)]);
  await world.source.query(`update nguoi set xa = 'mới' where so_dinh_danh = $1`, [id(2)]);
  await world.source.query('update nguoi set so_dinh_danh = $2 where so_dinh_danh = $1', [id(3), id(903)]);
  await world.source.query(`update nguoi set ho_ten = 'Họ mới' where so_dinh_danh = $1`, [id(8)]);
  await run(1);
  const after = new Map((await published(world)).map((record) => [record.soDinhDanh, record]));
  expect(after.size).toBe(398);
  expect(after.has(tokenOf(1, id(1)))).toBe(false);
  expect(after.has(tokenOf(1, id(3)))).toBe(false);
  expect(after.has(tokenOf(1, id(903)))).toBe(true);
  expect(after.get(tokenOf(1, id(2)))?.xa).toBe('mới');
  expect(listDeadLetters(world.state)).toHaveLength(1);
  expect(listDeadLetters(world.state, { status: 'superseded' })).toHaveLength(1);

  // An outage: what waits in the spool is protected too, behind its compression.
  await world.closePlatform();
  await world.source.query(`update nguoi set dien_thoai = dien_thoai || 'x'`);
  const stop = new AbortController();
  const waiting = createConnector(world.options([protectedDataset], { protection: protection(1), graceMs: 100 })).run(stop.signal);
  await waitFor(() => (inspectState(world.state).datasets[0]?.pendingBatches ?? 0) > 0, { what: 'a batch in the spool' });
  stop.abort(new Error('enough'));
  await waiting.catch(() => {});
  const spooled = (await filesOf(join(world.state, 'spool'))).map((body) => brotliDecompressSync(body).toString('utf8'));
  expect(spooled.join('')).toContain(tokenOf(1, id(2)));
  captured.push(...spooled);

  captured.push(JSON.stringify(listDeadLetters(world.state)), JSON.stringify(inspectState(world.state)));
  captured.push(...(await filesOf(world.state)).map(String), await everythingIn(world));
  expect(captured.join('\n')).toContain(tokenOf(1, id(2)));
  for (const text of captured) {
    expect(text).not.toContain(canary);
    for (const key of Object.values(keys)) expect(text).not.toContain(key);
  }

  // Whoever may look into the vault still sees the row as the source had it.
  const letter = listDeadLetters(world.state)[0]?.id ?? 0;
  expect(JSON.stringify(showDeadLetter(world.state, letter, { values: true })?.values)).toContain(canary);
});

test('another version of a token key begins a new epoch, and no old token is left among the records', async () => {
  await using world = await newWorld();
  await fill(world, 300);
  await world.source.query(`update nguoi set ho_ten = repeat('x', 61) where so_dinh_danh = $1`, [id(5)]);
  const options = (active: 1 | 2) => world.options([protectedDataset], { protection: protection(active) });
  await createConnector(options(1)).run(never, { once: true });
  await world.source.query('delete from nguoi where so_dinh_danh = $1', [id(9)]);
  // Not even by hand do records of the new key get into the old epoch.
  await expect(retryDeadLetters(options(2), 'all', never)).rejects.toMatchObject({ code: 'OPTIONS_INVALID' });

  const reasons: string[] = [];
  const connector = createConnector(options(2));
  connector.on('epoch-started', ({ reason, epoch }) => reasons.push(`${epoch} ${reason}`));
  await connector.run(never, { once: true });
  expect(reasons).toEqual(['2 protection-changed']);
  const records = await published(world);
  expect(records.map(({ soDinhDanh }) => soDinhDanh.slice(0, 3))).toEqual(Array.from({ length: 298 }, () => 't2.'));
  expect(records.map(({ soHoKhau }) => soHoKhau.slice(0, 3))).toEqual(Array.from({ length: 298 }, () => 't1.'));
  expect(records.some(({ soDinhDanh }) => soDinhDanh === tokenOf(2, id(9)))).toBe(false);

  // The same again is no change, and another key under the same number is one.
  const again = await createConnector(options(2)).run(never, { once: true });
  expect(again.datasets[0]).toMatchObject({ epoch: 2, rowsRead: 0 });
  const swapped = protection(2);
  const citizen = { active: 2, keys: { 2: generateTokenKey() } };
  const other = { ...options(2), protection: { ...swapped, tokenKeys: { ...swapped.tokenKeys, citizen } } };
  expect((await createConnector(other).run(never, { once: true })).datasets[0]?.epoch).toBe(3);
});

test('a protection that a new version of the contract adds reaches every record that was published in clear', async () => {
  await using world = await newWorld();
  await fill(world, 200);
  const open = { ...protectedDataset, contract: contract('1.0.0', 'value: mask').replace('{ property: protection, value: mask }', '') };
  await createConnector(world.options([open], { protection: protection(1) })).run(never, { once: true });
  expect(await everythingIn(world)).toContain(canary);
  const closed = { ...protectedDataset, contract: contract('2.0.0') };
  const summary = await createConnector(world.options([closed], { protection: protection(1) })).run(never, { once: true });
  expect(summary.datasets[0]?.epoch).toBe(2);
  expect(await everythingIn(world)).not.toContain(canary);
});

test('the platform refuses in clear what the contract protects', async () => {
  await using world = await newWorld();
  await fill(world, 50);
  await world.platform.admin.registerContract({ yaml: contract() });
  // A connector that knows the contract, and forgets what it says of protection.
  const forgetful = contract().replaceAll(/(?:customProperties: \[|, )\{ property: protection, .*\}\]$/gm, (found) =>
    found.startsWith(',') ? ']' : '',
  );
  expect(forgetful).not.toContain('property: protection,');
  const options = world.options([{ ...protectedDataset, contract: { contract: expectContract(forgetful, 'a.yaml'), yaml: contract() } }]);
  await expect(createConnector(options).run(never, { once: true })).resolves.toMatchObject({ datasets: [{ rejected: 50 }] });
  expect(await published(world)).toEqual([]);
  expect(await everythingIn(world)).not.toContain(canary);
  expect(new Set(listDeadLetters(world.state).map(({ origin }) => origin))).toEqual(new Set(['platform']));
});

test('nothing is opened without a key that a contract names', () => {
  const options: Parameters<typeof createConnector>[0] = {
    agency: 'H26.12',
    source: { name: 'ho-tich', adapter: { name: 'none', address: 'none', defaultSchema: 'public', open: expect.unreachable } as never },
    platform: { url: 'http://127.0.0.1:1', key: { keyId: 'a', privateKey: 'b' }, receiptKey: 'c' },
    state: '/nowhere',
    datasets: [protectedDataset],
  };
  const attempt = (given?: ProtectionOptions) => () =>
    createConnector({ ...options, ...(given === undefined ? {} : { protection: given }) });
  expect(attempt()).toThrow(/protects soDinhDanh by `tokenize citizen`, and there is no protection\.tokenKeys\.citizen: make one with/);
  expect(attempt()).toThrow(/protects hoTen by `encrypt G01`, and there is no protection\.recipients\.G01: ask the recipient/);
  const short = { ...protection(1), tokenKeys: { ...protection(1).tokenKeys, citizen: { active: 1, keys: { 1: 'ng-n-qua' } } } };
  expect(attempt(short)).toThrow(/protection\.tokenKeys\.citizen keys\.1 must have 32 to 1024 bytes/);
  expect(attempt(short)).not.toThrow(/ng-n-qua|there is no/);
  expect(attempt(protection(1))).not.toThrow();
});
