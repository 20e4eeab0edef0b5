import { describe, expect, it } from 'vitest';
import { recase } from './recase.ts';

describe('capitals of TCVN3', () => {
  it.each([
    ['NGUYễN VĂN ĐỉNH', 'NGUYỄN VĂN ĐỈNH'],
    ['HOàNG Lý', 'HOÀNG LÝ'],
    ['Vũ ẩN', 'VŨ ẨN'],
    ['NHƯ ý', 'NHƯ Ý'],
    ['UBND Xã Tân Hòa', 'UBND Xã Tân Hòa'],
    ['UBND Vũ', 'UBND Vũ'],
    ['TRầN Thị Hà', 'TRẦN Thị Hà'],
    ['Nguyễn Văn Đỉnh', 'Nguyễn Văn Đỉnh'],
    ['Lý Tự', 'Lý Tự'],
    ['hà nội', 'hà nội'],
    ['ABC', 'ABC'],
  ])('%s is %s', (given, expected) => {
    expect(recase(given).text).toBe(expected);
  });

  it.each([
    ['Nguyễn Thị ánh', true],
    ['ánh Tuyết', true],
    ['ấp 3, xã Tân Phú', false],
    ['ánh', false],
    ['Nguyễn Thị Hà', false],
    ['NGUYễN THị áNH', false],
  ])('are not known in %s: %s', (given, unsure) => {
    expect(recase(given).unsure).toBe(unsure);
  });
});
