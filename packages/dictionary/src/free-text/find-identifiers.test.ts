import { describe, expect, it } from 'vitest';
import { semanticType } from '../identifiers/semantic-types.ts';
import { findIdentifiers } from './find-identifiers.ts';

const found = (text: string) => findIdentifiers(text).map(({ type, start, end }) => [type, text.slice(start, end)]);

describe('what names a person is found in a sentence', () => {
  it.each([
    ['Số CCCD 001099012345 bị lộ', 'personal-id', '001099012345'],
    ['(CCCD:001099012345).', 'personal-id', '001099012345'],
    ['viết liền CCCD001099012345, sau đó', 'personal-id', '001099012345'],
    ['001 099 012 345', 'personal-id', '001 099 012 345'],
    ['số 001.099.012.345', 'personal-id', '001.099.012.345'],
    ['ngày 28 11 001099012345', 'personal-id', '001099012345'],
    ['００１０９９０１２３４５', 'personal-id', '００１０９９０１２３４５'],
    ['mất số không ở đầu: 10990123456', 'personal-id', '10990123456'],
    ['gọi 0912 345 678 ngay', 'phone', '0912 345 678'],
    ['CMND 012345678', 'old-id-card', '012345678'],
    ['BHXH 7912345678.', 'social-insurance-code', '7912345678'],
    ['gửi tới <an.nguyen@example.com>;', 'e-mail', 'an.nguyen@example.com'],
    ['xe 29A-12345 ở đó', 'vehicle-plate', '29A-12345'],
  ])('%s', (text, type, part) => {
    expect(found(text)).toEqual([[type, part]]);
  });

  it.each(['personal-id', 'phone', 'old-id-card', 'social-insurance-code', 'health-card', 'passport', 'vehicle-plate', 'e-mail'])(
    'every generated %s',
    (name) => {
      const type = semanticType(name);
      let seed = 7;
      const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
      for (let round = 0; round < 200; round++) {
        const value = type?.generate(random) ?? '';
        const text = `Trong tệp có ${value}, và hết.`;
        expect(
          findIdentifiers(text).some(({ start, end }) => text.slice(start, end) === value),
          `${name} in «${text}»`,
        ).toBe(true);
      }
    },
  );
});

it.each([
  'Nghị định 356/2025/NĐ-CP, Điều 28, lúc 08:30 ngày 28-11-2026 và 2026-11-28T08:30:00+07:00',
  '1.234.567.890 bản ghi, 20.000 đồng, 72 giờ, phiên bản 1.12.3',
  'máy chủ 192.168.100.200 và 10.0.0.1, cổng 5432, H26.12',
  'tập ho-tich.cong-dan, trường so_cccd, v2.0.0, SHA-256, Quyết định 06/QĐ-TTg',
])('what names nobody is left: %s', (text) => {
  expect(found(text)).toEqual([]);
});
