import { expect, it } from 'vitest';
import { keyPositions } from './key-positions.ts';

const { keysRange, expectRange, watermarkPosition, expectWatermark } = keyPositions('mydb');

it('writes positions as they lie on disks, field by field', () => {
  expect(JSON.stringify(keysRange(['id', 'số'], ['1', null], null))).toBe(
    '{"kind":"mydb/keys","format":1,"columns":["id","số"],"from":["1",null],"to":null}',
  );
  expect(JSON.stringify(watermarkPosition({ column: 'sửa', columns: ['id'], value: '7', key: ['1'] }))).toBe(
    '{"kind":"mydb/watermark","format":1,"column":"sửa","columns":["id"],"value":"7","key":["1"]}',
  );
});

it('takes its own positions, and refuses those of others, of another key and damaged ones, without showing them', () => {
  const range = keysRange(['id'], null, ['CANARY']);
  expect(expectRange(range, ['id'])).toBe(range);
  const place = watermarkPosition({ column: 'sửa', columns: ['id'], value: 'CANARY', key: ['CANARY'] });
  expect(expectWatermark(place, 'sửa', ['id'])).toBe(place);
  const refused = [
    () => expectRange({ ...range, kind: 'other/keys' }, ['id']),
    () => expectRange(range, ['số']),
    () => expectRange({ ...range, from: [1] }, ['id']),
    () => expectRange({ ...range, to: 5 }, ['id']),
    () => expectWatermark({ ...place, kind: 'mydb/keys' }, 'sửa', ['id']),
    () => expectWatermark({ ...place, value: null }, 'sửa', ['id']),
    () => expectWatermark({ ...place, key: null }, 'sửa', ['id']),
    () => expectWatermark(place, 'tạo', ['id']),
    () => expectWatermark(place, 'sửa', ['id', 'số']),
  ];
  for (const attempt of refused) {
    expect(attempt).toThrow(expect.objectContaining({ code: 'POSITION_FOREIGN' }));
    expect(attempt).not.toThrow(/CANARY/);
  }
});
