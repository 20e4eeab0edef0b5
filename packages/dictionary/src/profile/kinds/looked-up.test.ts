import { expect, it } from 'vitest';
import { lookedUpKind } from './looked-up.ts';

function counting() {
  const asked: string[] = [];
  const kind = lookedUpKind(
    () => (text) => {
      asked.push(text);
      return { fit: 'fits', findings: [], written: text.length > 2 ? 'name' : 'code', readings: [] };
    },
    '2026-01-01',
  );
  return { asked, inspector: kind.start({ at: '2026-01-01', samples: [] }) };
}

it('looks a value up once, however often it comes, and counts it each time', () => {
  const { asked, inspector } = counting();
  for (let row = 0; row < 100; row++) inspector.inspect(row % 4 === 0 ? '01' : 'Kinh');
  expect(asked).toEqual(['01', 'Kinh']);
  expect(inspector.conclude?.().findings).toMatchObject([{ code: 'code-and-name', severity: 'error', count: 25 }]);
});

it('remembers no long values, and no more than some thousand', () => {
  const { asked, inspector } = counting();
  const long = 'x'.repeat(65);
  for (const text of [long, long]) inspector.inspect(text);
  expect(asked).toEqual([long, long]);
  for (let round = 0; round < 2; round++) for (let row = 0; row < 2100; row++) inspector.inspect(`name ${row}`);
  expect(asked).toHaveLength(2 + 2100 + 100);
});
