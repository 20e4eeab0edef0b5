import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { postgres } from '@lienthong/adapter-postgres';
import { generateKeyPair, isSecret } from '@lienthong/core';
import { expect, test } from 'vitest';
import { contractYaml } from '../../test/persons.ts';
import { loadConfig } from './load-config.ts';
import { loadCourierConfig } from './load-courier.ts';

const keys = generateKeyPair();
const importAdapter = async (): Promise<unknown> => ({ default: postgres });

function write(yaml: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-config-'));
  writeFileSync(join(folder, 'contract.yaml'), contractYaml('ho-tich.cong-dan'));
  writeFileSync(join(folder, 'agency.pem'), keys.privateKey);
  writeFileSync(join(folder, 'platform.pem'), keys.publicKey);
  writeFileSync(join(folder, 'password'), 'bí mật\n');
  writeFileSync(join(folder, 'lienthong.yaml'), yaml);
  return join(folder, 'lienthong.yaml');
}

const good = `agency: H26.12
source:
  name: ho-tich
  adapter: "@lienthong/adapter-postgres"
  options:
    host: \${DB_HOST:-127.0.0.1}
    port: \${DB_PORT}
    database: hotich
    user: reader
    password: \${file:password}
  limits: { rowsPerSecond: 1000, allowedHours: ["22:00-05:00"] }
platform:
  url: https://platform.example
  key: { keyId: "\${KEY_ID}", privateKey: "\${file:agency.pem}" }
  receiptKey: \${file:platform.pem}
state: state
datasets:
  - contract: contract.yaml
    from: public.cong_dan
    mapping:
      id: { column: id, cast: true }
      name: { column: ho_ten, trim: true, lookup: { "01": Một, "02": Hai }, otherwise: Khác }
    read: { kind: incremental, watermark: cap_nhat_luc }
    stateSecret: { column: do_mat, open: [null, '', Thường, 01, 0] }
spool: { maxBytes: 512MiB }
observe: { port: 9464 }
`;
const environment = { DB_PORT: '5433', KEY_ID: 'key-1' };

test('a file becomes options: paths from its folder, variables resolved, secrets hidden', async () => {
  const file = write(good);
  const { options, observe } = await loadConfig(file, { environment, importAdapter });
  expect(options.source.adapter.address).toBe('postgres://127.0.0.1:5433/hotich');
  expect(options.state).toBe(join(file, '..', 'state'));
  expect(options.spool).toEqual({ maxBytes: 512 * 1024 * 1024 });
  expect(options.datasets[0]?.mapping).toEqual({
    properties: {
      id: { column: 'id', cast: true },
      name: { column: 'ho_ten', trim: true, lookup: { '01': 'Một', '02': 'Hai' }, otherwise: 'Khác' },
    },
  });
  expect(options.datasets[0]?.stateSecret).toEqual({ column: 'do_mat', open: [null, '', 'Thường', '01', '0'] });
  expect(observe).toEqual({ host: '127.0.0.1', port: 9464 });
  if (!('key' in options.platform)) throw new Error('a platform with an address was configured');
  expect(isSecret(options.platform.key.privateKey)).toBe(true);
  expect(options.platform.receiptKey).toContain('BEGIN PUBLIC KEY');
  expect(inspect(options, { depth: 20 })).not.toContain('PRIVATE KEY');
});

test('every problem is told at once, with line, column, path and what was probably meant', async () => {
  const wrong = good
    .replace('agency: H26.12', 'agecy: H26.12')
    .replace('rowsPerSecond: 1000', 'rowsPerSecond: many')
    .replace('kind: incremental', 'kind: incremetal')
    .replace('column: do_mat', 'colum: do_mat')
    .replace('open: [null,', 'open: [[],')
    .replace('${KEY_ID}', '${NOT_THERE}')
    .replace('${file:platform.pem}', '${file:nowhere.pem}')
    .replace('maxBytes: 512MiB', 'maxBytes: large');
  const error: unknown = await loadConfig(write(wrong), { environment, importAdapter }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
  expect(String((error as Error).message).split('\n')).toEqual([
    'lienthong.yaml:1:1 agecy is no setting of a connector → agency',
    'lienthong.yaml:1:1 agency is missing',
    'lienthong.yaml:11:28 source.limits.rowsPerSecond must be a number',
    'lienthong.yaml:14:17 platform.key.keyId the environment variable NOT_THERE is not set',
    'lienthong.yaml:15:15 platform.receiptKey the file nowhere.pem cannot be read',
    'lienthong.yaml:23:19 datasets[0].read.kind must be one of changes, incremental, snapshot → incremental',
    'lienthong.yaml:24:18 datasets[0].stateSecret.column is missing',
    'lienthong.yaml:24:20 datasets[0].stateSecret.colum is no setting of a connector → column',
    'lienthong.yaml:24:42 datasets[0].stateSecret.open[0] must be a text',
    'lienthong.yaml:25:20 spool.maxBytes must be a size, such as 512MiB',
  ]);
});

test('a mark of state secrets in a file is checked as in code', async () => {
  const marked = (open: string) => loadConfig(write(good.replace("[null, '', Thường, 01, 0]", open)), { environment, importAdapter });
  await expect(marked('[Mật]')).rejects.toThrow(/datasets\[0\]\.stateSecret\.open holds Mật, which marks a state secret/);
  await expect(marked('[]')).rejects.toThrow(/datasets\[0\]\.stateSecret\.open must list/);
});

test('what a variable holds never becomes another key, line or type', async () => {
  const evil = { ...environment, KEY_ID: 'x }\nstate: /elsewhere\n${DB_PORT}' };
  const file = write(good);
  const { options } = await loadConfig(file, { environment: evil, importAdapter });
  expect(options.state).toBe(join(file, '..', 'state'));
  if (!('key' in options.platform)) throw new Error('a platform with an address was configured');
  expect(options.platform.key.keyId).toBe(evil.KEY_ID);
});

test('an adapter that is none, and options that it refuses, are told at their place', async () => {
  await expect(loadConfig(write(good), { environment, importAdapter: async () => ({ default: {} }) })).rejects.toThrow(
    /lienthong.yaml:4:12 source.adapter .*not an adapter/,
  );
  await expect(loadConfig(write(good.replace('user: reader', 'usr: reader')), { environment, importAdapter })).rejects.toThrow(
    /lienthong.yaml:6:5 source.options .*usr/,
  );
});

test('a wrong contract and a YAML error are told without quoting the file', async () => {
  await expect(
    loadConfig(write(good.replace('contract: contract.yaml', 'contract: lienthong.yaml')), { environment, importAdapter }),
  ).rejects.toThrow(/datasets\[0\].contract lienthong.yaml:/);
  await expect(loadConfig(write('password: "abc'), { environment, importAdapter })).rejects.toThrow(/this is not YAML/);
});

test('how dates are written is a list of patterns, or a map with what must be stated of them', async () => {
  const mapped = (dates: string) => write(good.replace('mapping:', `mapping:\n      born: { column: ngay_sinh, dates: ${dates} }`));
  const datesOf = async (dates: string) => {
    const { options } = await loadConfig(mapped(dates), { environment, importAdapter });
    return options.datasets[0]?.mapping?.properties['born'];
  };
  expect(await datesOf('[yyyyMMdd]')).toEqual({ column: 'ngay_sinh', dates: ['yyyyMMdd'] });
  expect(await datesOf('{ patterns: [dd/MM/yy, yyyy], pivot: 1930, serials: 1904, placeholders: [1900-01-01, 9999] }')).toEqual({
    column: 'ngay_sinh',
    dates: { patterns: ['dd/MM/yy', 'yyyy'], pivot: 1930, serials: 1904, placeholders: ['1900-01-01', '9999'] },
  });
  await expect(datesOf('{ patterns: [yyyy], pivt: 1930 }')).rejects.toThrow(/born\.dates\.pivt is no setting of a connector → pivot/);
  await expect(datesOf('{ serials: 1905 }')).rejects.toThrow(/born\.dates\.serials must be one of 1900, 1904/);
  await expect(datesOf('{ zeroParts: january }')).rejects.toThrow(/born\.dates\.zeroParts must be one of unknown/);
});

const national = good.replace(
  /platform:[\s\S]*?state: state/,
  `platform:
  profile: qcvn-09-2025-bca
  url: https://agent-node.example
  form: xml
  oauth: { tokenUrl: "https://agent-node.example/token", clientId: h26, clientSecret: "\${file:password}" }
  xRoad: { client: VN/GOV/000.00.00.H26/ho-tich, service: VN/GOV/000.00.00.G01/ndop/tiep-nhan }
state: state`,
);

test('a platform with a profile is a receiver of the national message', async () => {
  const told = national.replace('    read:', '    national: { dataType: H26_001, fields: { income: false, name: HoVaTen } }\n    read:');
  const { options } = await loadConfig(write(told), { environment, importAdapter });
  if (!('profile' in options.platform) || options.platform.profile === 'package') throw new Error('a receiver was configured');
  expect(options.platform).toMatchObject({ profile: 'qcvn-09-2025-bca', form: 'xml', oauth: { clientId: 'h26' } });
  expect(isSecret(options.platform.oauth?.clientSecret)).toBe(true);
  expect(options.datasets[0]?.national).toEqual({ dataType: 'H26_001', fields: { income: false, name: 'HoVaTen' } });
});

test('what is wrong with a national message is told with its place, before anything is opened', async () => {
  const problems = async (yaml: string): Promise<readonly string[]> => {
    const error: unknown = await loadConfig(write(yaml), { environment, importAdapter }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'CONFIG_INVALID' });
    return String((error as Error).message).split('\n');
  };
  expect(await problems(national)).toEqual([
    expect.stringMatching(/datasets\[0\]\.national is missing: its dataType says which data the receiver is sent$/),
  ]);
  const wrong = '    national: { dataType: ho tich, fields: { name: Id, id: id ban ghi }, dataId: nobody }\n    read:';
  expect(await problems(national.replace('    read:', wrong))).toEqual([
    expect.stringMatching(/national\.dataType must be an agency code, `_` and the number that the receiver assigned, such as G15_001$/),
    expect.stringMatching(/national\.fields\.id `id ban ghi` cannot be a field/),
    expect.stringMatching(/national\.dataId the published contract has no property `nobody`$/),
  ]);
  expect(await problems(national.replace('qcvn-09-2025-bca', 'qcvn-9-2025-bca'))).toEqual([
    'lienthong.yaml:13:12 platform.profile must be one of qcvn-09-2025-bca, package → qcvn-09-2025-bca',
  ]);
});

test('a platform with the profile package has a courier and a signer, and keys lie below the folder of the file', async () => {
  const carried = good.replace(
    /platform:[\s\S]*?state: state/,
    `platform:
  profile: package
  courier: { publicKey: "\${file:platform.pem}", trusted: "\${file:platform.pem}" }
  sign: { key: { file: agency.pem } }
  open: "\${file:agency.pem}"
state: state`,
  );
  const file = write(carried);
  const { options } = await loadConfig(file, { environment, importAdapter });
  if (!('profile' in options.platform) || options.platform.profile !== 'package') throw new Error('packages were configured');
  expect(options.platform.sign).toEqual({ key: { file: join(file, '..', 'agency.pem') } });
  expect(isSecret(options.platform.open)).toBe(true);
  await expect(loadConfig(write(carried.replace('  open:', '  opn:')), { environment, importAdapter })).rejects.toThrow(
    /platform\.opn is no setting of a connector → open/,
  );
});

test('a courier has senders and, for national messages, a plan of each dataset', () => {
  const courier = `state: courier
open: \${file:agency.pem}
sign:
  token: { module: /usr/lib/token.so, label: ho-tich, id: "01", pin: "\${file:password}", publicKey: "\${file:platform.pem}" }
senders:
  - { agency: H26.12, source: ho-tich, trusted: "\${file:platform.pem}" }
platform:
  profile: qcvn-09-2025-bca
  url: https://agent-node.example
  signature: { header: X-Chu-Ky, sign: { key: { file: agency.pem } } }
datasets:
  - { agency: H26.12, source: ho-tich, contract: contract.yaml, national: { dataType: H26_001 } }
`;
  const file = write(courier);
  const { state, sign, platform, datasets, senders } = loadCourierConfig(file);
  expect(state).toBe(join(file, '..', 'courier'));
  expect(senders).toMatchObject([{ agency: 'H26.12', trusted: keys.publicKey.trimEnd() }]);
  expect('token' in sign && sign.token.id === '01' && isSecret(sign.token.pin)).toBe(true);
  expect('signature' in platform && platform.signature?.sign).toEqual({ key: { file: join(file, '..', 'agency.pem') } });
  expect(datasets?.[0]).toMatchObject({ contract: { dataset: 'ho-tich.cong-dan' }, national: { dataType: 'H26_001' } });
  const wrong = () => loadCourierConfig(write(courier.replace('contract.yaml', 'none.yaml')));
  expect(wrong).toThrow(/the file none\.yaml cannot be read/);
});
