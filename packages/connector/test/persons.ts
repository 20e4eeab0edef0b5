import type { Mapping } from '@lienthong/core';

/** What a contract of personal data must declare, as lines of its `customProperties`. */
export const declaration = `  - { property: dataSubjects, value: [Người trong bài kiểm thử] }
  - { property: processingPeriod, value: P1Y }
  - { property: deletion, value: Xóa khi kiểm thử xong }
  - { property: protectionDuty, value: Hai bên mã hóa đường truyền }
  - { property: subjectRights, value: Bên cung cấp }
  - { property: breachCooperation, value: Báo trong 24 giờ }
  - property: legalBasis
    value: state-agency-activity; Luật Hộ tịch 60/2014/QH13
  - property: retention
    value: P10Y
  - property: recipients
    value: ["*"]`;

/** A contract in ODCS; every property besides the key may be missing. */
export function contractYaml(dataset: string, extra = ''): string {
  return `apiVersion: v3.1.0
kind: DataContract
id: ${dataset}
name: ${dataset}
version: 1.0.0
status: active
description:
  purpose: Kiểm thử
customProperties:
${declaration}
schema:
  - name: person
    logicalType: object
    properties:
      - name: id
        logicalType: integer
        primaryKey: true
        required: true
        classification: internal
      - name: name
        logicalType: string
        required: true
        classification: personal
        logicalTypeOptions:
          maxLength: 60
      - name: born
        logicalType: date
        classification: personal
      - name: income
        logicalType: number
        classification: personal
        customProperties:
          - property: canonicalType
            value: decimal(15,2)
      - name: updatedAt
        logicalType: timestamp
        classification: internal
        logicalTypeOptions:
          timezone: true
${extra}`;
}

export const personMapping: Mapping = {
  properties: {
    id: { column: 'id', cast: true },
    name: { column: 'ho_ten' },
    born: { column: 'ngay_sinh', dates: ['yyyy-MM-dd'] },
    income: { column: 'thu_nhap' },
    updatedAt: { column: 'cap_nhat_luc' },
  },
};

export function personTable(name: string): string {
  return `create table ${name} (id bigint primary key, ho_ten text, ngay_sinh text, thu_nhap numeric(15,2), cap_nhat_luc timestamptz not null default now())`;
}

export function fillPersons(name: string, from: number, to: number): string {
  return `insert into ${name} (id, ho_ten, ngay_sinh, thu_nhap, cap_nhat_luc)
    select i, 'Nguyễn Văn ' || i, to_char(date '1950-01-01' + (i % 20000)::int, 'YYYY-MM-DD'), (i % 1000000) + 0.25,
      timestamptz '2026-01-01 00:00:00.123456+07' + i * interval '1 second' from generate_series(${from}, ${to}) i`;
}

export const dataset = 'ho-tich.cong-dan';

/** The table `cong_dan`, and the dataset it is published as. */
export const citizens = { contract: contractYaml(dataset), from: 'public.cong_dan', mapping: personMapping } as const;

/** The table `khai_sinh`, of the same form. */
export const births = { contract: contractYaml('ho-tich.khai-sinh'), from: 'public.khai_sinh', mapping: personMapping } as const;
