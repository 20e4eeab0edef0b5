import type { StreamName } from '@lienthong/core';
import { afterEach } from 'vitest';
import { createPlatform, type Platform, type PlatformOptions } from '../src/index.ts';
import { type Publisher, registerPublisher } from './publisher.ts';
import { testServer } from './server.ts';

export const people: StreamName = { agency: 'H26.12', source: 'ho-tich', dataset: 'thu-nghiem.nguoi' };

export interface ContractOptions {
  readonly version?: string;
  readonly status?: string;
  readonly dataset?: string;
  readonly recipients?: readonly string[];
  readonly authoritativePublisher?: string;
  /** Further properties, as YAML of one list item each. */
  readonly more?: readonly string[];
}

/** A contract of persons in ODCS, with `ma` as its key. */
export function peopleYaml(options: ContractOptions = {}): string {
  const { version = '1.0.0', status = 'active', dataset = people.dataset, recipients = ['*'], authoritativePublisher, more = [] } = options;
  return `apiVersion: v3.1.0
kind: DataContract
id: ${dataset}
version: ${version}
status: ${status}
description: { purpose: Thử nghiệm }
customProperties:
  - { property: dataSubjects, value: [Người trong bài kiểm thử] }
  - { property: processingPeriod, value: P1Y }
  - { property: deletion, value: Xóa khi kiểm thử xong }
  - { property: protectionDuty, value: Hai bên mã hóa đường truyền }
  - { property: subjectRights, value: Bên cung cấp }
  - { property: breachCooperation, value: Báo trong 24 giờ }
  - { property: legalBasis, value: state-agency-activity; Nghị định 278/2025/NĐ-CP }
  - { property: retention, value: P1Y }
  - { property: recipients, value: ${JSON.stringify(recipients)} }
${authoritativePublisher === undefined ? '' : `  - { property: authoritativePublisher, value: ${authoritativePublisher} }\n`}schema:
  - name: nguoi
    logicalType: object
    properties:
      - { name: ma, logicalType: string, primaryKey: true, required: true, classification: personal }
      - { name: ten, logicalType: string, classification: personal, logicalTypeOptions: { maxLength: 100 } }
${more.map((item) => `      - ${item}\n`).join('')}`;
}

export interface Started {
  readonly url: string;
  readonly platform: Platform;
  readonly publisher: Publisher;
}

export interface TestPlatforms {
  /** A platform on an empty database, with the contract of persons and a publisher. */
  start(options?: PlatformOptions): Promise<Started>;
  /** Another platform on the same database. */
  again(url: string, options?: PlatformOptions): Promise<Platform>;
  newDatabase(): Promise<string>;
}

/** Platforms of one test file: closed after each test. */
export function testPlatforms(): TestPlatforms {
  const newDatabase = testServer();
  const open: Platform[] = [];
  afterEach(async () => {
    for (const platform of open.splice(0)) await platform.close(0);
  });
  const again: TestPlatforms['again'] = async (url, options = {}) => {
    const platform = await createPlatform({ databaseUrl: url, ...options });
    open.push(platform);
    return platform;
  };
  return {
    newDatabase,
    again,
    async start(options = {}) {
      const url = await newDatabase();
      const platform = await again(url, options);
      await platform.admin.registerContract({ yaml: peopleYaml() });
      return { url, platform, publisher: await registerPublisher(platform, people) };
    },
  };
}
