import type { NationalOptions } from '@lienthong/core/national';
import type { LowerVersions, Platform } from '../src/index.ts';
import { people } from './platform.ts';
import { type Answer, ask } from './publisher.ts';

export const dataType = 'H26_001';

/** What an answer of the message route holds. */
export interface NationalAnswer extends Answer {
  readonly body: Readonly<Record<string, unknown>>;
}

/** A system that sends national messages, with a token. */
export interface TestSender {
  readonly token: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** A body that is no text goes as JSON; `headers` add to what is sent, or change it. */
  send(body: unknown, headers?: Readonly<Record<string, string>>): Promise<NationalAnswer>;
}

export interface SenderOptions {
  readonly lowerVersions?: LowerVersions;
  readonly national?: Partial<NationalOptions>;
}

/** Registers the data type for the dataset of persons, and a client of its agency. */
export async function registerTestSender(platform: Platform, options: SenderOptions = {}): Promise<TestSender> {
  const { lowerVersions, national } = options;
  const { agency } = people;
  await platform.admin.registerAgency({ agency });
  await platform.admin.allowPublishing({ agency, dataset: people.dataset });
  await platform.admin.registerDataType({ ...people, version: '1.0.0', national: { dataType, ...national }, lowerVersions });
  const client = await platform.admin.registerSender({ agency, name: 'Hộ tịch' });
  const token = await askToken(platform.url, client.clientId, client.clientSecret);
  return {
    ...client,
    token,
    async send(body, headers = {}) {
      const bytes = body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
      const own = { 'content-type': 'application/json', 'x-data-type': dataType, authorization: `Bearer ${token}` };
      const answer = await ask(platform.url, 'POST', '/v1/national/messages', { ...own, ...headers }, bytes);
      return { ...answer, body: JSON.parse(answer.text) as Record<string, unknown> }; // every answer is a JSON object
    },
  };
}

export async function askToken(url: string, clientId: string, clientSecret: string): Promise<string> {
  const { text } = await tokenAnswer(url, clientId, clientSecret);
  return String((JSON.parse(text) as Record<string, unknown>)['access_token']); // a JSON object
}

export function tokenAnswer(url: string, clientId: string, clientSecret: string, grant = 'client_credentials'): Promise<Answer> {
  const headers = {
    authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
    'content-type': 'application/x-www-form-urlencoded',
  };
  return ask(url, 'POST', '/v1/national/token', headers, Buffer.from(`grant_type=${grant}`));
}

/** A message of the dataset of persons; without `ma` it has IdBanGhi alone. */
export function message(event: 'NEW' | 'UPDATE' | 'CANCEL', version: number, id: string, ma?: string, ten?: string) {
  return {
    NguonDuLieu: { IdNguonDuLieu: `${people.agency}.${people.source}`, TenNguonDuLieu: people.source, MaLoaiDuLieu: dataType },
    TrangThaiDuLieu: { SuKien: event, PhienBan: version, ThoiGianCapNhat: '2026-10-07T08:00:00' },
    DuLieuTiepNhan: { IdBanGhi: id, ...(ma === undefined ? {} : { Ma: ma }), ...(ten === undefined ? {} : { Ten: ten }) },
  };
}
