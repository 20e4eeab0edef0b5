import type { Mapping } from '@lienthong/core';
import type { SourceServer } from './engines/engine.ts';
import type { FollowedTable } from './writing/tables.ts';

/** Contract of one of the tables. */
export function contractYaml({ dataset, key }: FollowedTable): string {
  const keys = key.map(([column, value]) => ({ name: keyProperty(column), type: value === 'number' ? 'integer' : 'string' }));
  return `apiVersion: v3.1.0
kind: DataContract
id: ${dataset}
version: 1.0.0
status: active
description: { purpose: Thử sức chịu đựng }
customProperties:
  - { property: dataSubjects, value: [Người trong thử nghiệm] }
  - { property: processingPeriod, value: P1Y }
  - { property: deletion, value: Xóa khi thử nghiệm xong }
  - { property: protectionDuty, value: Hai bên mã hóa đường truyền }
  - { property: subjectRights, value: Bên cung cấp }
  - { property: breachCooperation, value: Báo trong 24 giờ }
  - { property: legalBasis, value: state-agency-activity; Luật Hộ tịch 60/2014/QH13 }
  - { property: retention, value: P1Y }
  - { property: recipients, value: ["*"] }
schema:
  - name: nguoi
    logicalType: object
    properties:
${keys.map(({ name, type }) => `      - { name: ${name}, logicalType: ${type}, primaryKey: true, required: true, classification: internal }\n`).join('')}\
      - { name: revision, logicalType: integer, required: true, classification: internal }
      - { name: wideRevision, logicalType: integer, required: true, classification: internal }
      - { name: name, logicalType: string, required: true, classification: personal }
      - name: income
        logicalType: number
        required: true
        classification: personal
        customProperties: [{ property: canonicalType, value: "decimal(15,2)" }]
      - { name: writtenAt, logicalType: timestamp, required: true, classification: internal, logicalTypeOptions: { timezone: true } }
      - { name: biography, logicalType: string, required: true, classification: personal }
`;
}

export function mappingOf(table: FollowedTable, { keyColumn }: Pick<SourceServer, 'keyColumn'>): Mapping {
  const cast = (column: string) => ({ column, cast: true });
  return {
    properties: {
      ...Object.fromEntries(
        table.key.map(([name, value]) => {
          const column = keyColumn(table, name);
          return [keyProperty(name), value === 'number' ? cast(column) : column];
        }),
      ),
      revision: cast('revision'),
      wideRevision: cast('wide_revision'),
      name: 'ho_ten',
      income: 'thu_nhap',
      writtenAt: 'viet_luc',
      biography: 'ly_lich',
    },
  };
}

/** The contract's name of a key column; the number that the writers pick rows by is `number`. */
export function keyProperty(column: string): string {
  return column === 'xa' ? 'commune' : 'number';
}
