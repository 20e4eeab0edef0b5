import { mkdirSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateKeyPair, generateRecipientKeyPair } from '@lienthong/core';
import { startNationalReceiver } from '@lienthong/testbed';
import { expect, it } from 'vitest';
import { lastJson, runLienthong } from './run-lienthong.ts';

const contract = `apiVersion: v3.1.0
kind: DataContract
id: mau.du-lieu
version: 1.0.0
status: active
schema:
  - name: bang
    properties:
      - { name: ma, logicalType: string, required: true, primaryKey: true, classification: internal }
      - { name: ten, logicalType: string, classification: internal }
`;

it('carries what a connector without a network read to a receiver, and the receipts back', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'lienthong-package-'));
  const receiver = await startNationalReceiver();
  try {
    for (const folder of ['out', 'back']) mkdirSync(join(cwd, folder));
    await writeFile(join(cwd, 'contract.yaml'), contract);
    await writeFile(
      join(cwd, 'courier.yaml'),
      `state: courier
open: \${file:courier-opens.private.pem}
sign: { key: { file: courier-signs.private.pem } }
senders:
  - { agency: H26.12, source: ho-tich, trusted: "\${file:sender-signs.public.pem}" }
platform: { profile: qcvn-09-2025-bca, url: "${receiver.url}" }
datasets:
  - { agency: H26.12, source: ho-tich, contract: contract.yaml, national: { dataType: H26_001 } }
`,
    );
    const keys = {
      'sender-signs': generateKeyPair(),
      'courier-signs': generateKeyPair(),
      'sender-opens': generateRecipientKeyPair(),
      'courier-opens': generateRecipientKeyPair(),
    };
    for (const [name, { privateKey, publicKey }] of Object.entries(keys)) {
      await writeFile(join(cwd, `${name}.private.pem`), privateKey, { mode: 0o600 });
      await writeFile(join(cwd, `${name}.public.pem`), publicKey);
    }
    const config = ['-c', fileURLToPath(new URL('package-config.mjs', import.meta.url))];

    expect((await runLienthong(['run', '--once', ...config], { cwd })).code).toBe(0);
    const exported = await runLienthong(['package', 'export', ...config, '--to', 'out', '--json'], { cwd });
    expect(lastJson(exported)).toMatchObject({ ok: true, result: { packages: [{ number: 1, records: 4, isRepeated: false }] } });
    expect(readdirSync(join(cwd, 'out'))).toEqual(['H26.12_ho-tich_000001.package']);

    const delivered = await runLienthong(['package', 'deliver', '--to', 'back', 'out'], { cwd });
    expect(delivered.stderr).toBe('');
    expect(delivered.stdout).toContain('1 package delivered');
    expect([...receiver.kept.values()].map(({ data }) => data.get('ten')).sort()).toEqual(['An', 'Bình', 'Cư']);

    const imported = await runLienthong(['package', 'import', ...config, 'back', '--lang', 'vi'], { cwd });
    expect(imported.stdout).toContain('đã nhận biên nhận của 1 gói');
    const status = await runLienthong(['run', '--once', ...config, '--json'], { cwd });
    // The next pass is an epoch of its own, which waits for the next package.
    expect(lastJson(status)).toMatchObject({ ok: true, result: { datasets: [{ recordsDelivered: 4 }] } });
  } finally {
    await receiver.close();
    await rm(cwd, { recursive: true, force: true });
  }
});
