import { describe, expect, it } from 'vitest';
import { dirty, texts } from '../../../test/text/columns.ts';
import { clean, vietnamese } from '../../../test/text/values.ts';
import { encodeText } from '../decode-text.ts';
import { detectEncoding } from './detect.ts';

const names = texts(vietnamese['full names'], 200, 7);

describe('detection', () => {
  it('tells encoding, reading and how sure it is, and what else comes near', () => {
    const found = detectEncoding(dirty(names, 'viscii', 'latin1').values);
    expect(found).toMatchObject({ encoding: 'viscii', readAs: 'latin1', seen: expect.any(Number) });
    expect(found.confidence).toBeGreaterThan(0.8);
    expect(found.confidence).toBeLessThanOrEqual(0.85);
    expect(found.runnersUp.length).toBeGreaterThan(3);
    expect(found.runnersUp.every(({ encoding, readAs }) => encoding !== 'viscii' || readAs !== 'latin1')).toBe(true);
  });

  it('knows columns in which no encoding shows', () => {
    expect(detectEncoding(['An', 'Binh', 'Ca Mau?'])).toMatchObject({ encoding: 'ascii', confidence: 1, seen: 0 });
    expect(detectEncoding([])).toMatchObject({ encoding: 'ascii', confidence: 0 });
  });

  it('knows Unicode, right or with its marks apart, and the latter also where the driver read cp1258 rightly', () => {
    expect(detectEncoding(names)).toMatchObject({ encoding: 'utf-8', readAs: undefined });
    expect(detectEncoding(names.map((name) => name.normalize('NFD')))).toMatchObject({ encoding: 'decomposed', readAs: undefined });
    expect(detectEncoding(dirty(names, 'cp1258', 'cp1258').values)).toMatchObject({ encoding: 'decomposed', readAs: undefined });
  });

  it('says unknown rather than guess', () => {
    expect(detectEncoding(['\x81\x82\x83', '¤¤¤'])).toMatchObject({ encoding: 'unknown', confidence: 0 });
    expect(detectEncoding(['x\xf7', 'y\xf7'])).toMatchObject({ encoding: 'unknown' });
  });

  it('lets a hint decide what the samples leave open, and not what they contradict', () => {
    // One word that is well formed in VISCII and in VPS, and not the same.
    const open = [Uint8Array.of(0x62, 0xd6), Uint8Array.of(0x62, 0xd6)];
    expect(detectEncoding(open).encoding).toBe('unknown');
    expect(detectEncoding(open, { hint: 'VISCII' })).toMatchObject({ encoding: 'viscii', confidence: 0.95 });
    expect(detectEncoding(open, { hint: 'VPS Times' })).toMatchObject({ encoding: 'vps', confidence: 0.95 });
    const tcvn = dirty(names, 'tcvn3', 'cp1252').values;
    expect(detectEncoding(tcvn, { hint: '.VnTime' })).toMatchObject({ encoding: 'tcvn3', confidence: 0.95 });
    expect(detectEncoding(tcvn, { hint: 'VN8MSWIN1258' })).toMatchObject({ encoding: 'tcvn3' });
  });

  it('looks for VIQR only when asked, and finds it only where it is', () => {
    const viqr = names.map((name) => new TextDecoder().decode(encodeText(name, 'viqr').bytes));
    expect(detectEncoding(viqr).encoding).toBe('ascii');
    expect(detectEncoding(viqr, { viqr: true }).encoding).toBe('viqr');
    expect(detectEncoding(viqr, { hint: 'VIQR' }).encoding).toBe('viqr');
    expect(detectEncoding(texts(clean.english, 200, 1), { viqr: true }).encoding).toBe('ascii');
    const sentences = ['So to.', 'Or no.', 'A la.', 'Ta ta.', 'Can do.', 'Who? Me?', 'Go, be.'];
    expect(detectEncoding(sentences, { viqr: true }).encoding).toBe('ascii');
  });

  it('takes one stray row for a stray, and two for a mixed column', () => {
    const column = dirty(names, 'tcvn3', 'cp1252').values as readonly string[];
    expect(detectEncoding([...column, 'Nguyễn Thị Bưởi']).encoding).toBe('tcvn3');
    // One of twenty is a large share, three of two hundred are many, and both are strays.
    expect(detectEncoding([...column.slice(0, 20), 'Nguyễn Thị Bưởi']).encoding).toBe('tcvn3');
    expect(detectEncoding([...column, 'Nguyễn Thị Bưởi', 'Trần Ngọc Diệp', 'Lê Thị Mẫn']).encoding).toBe('tcvn3');
    const five = ['Nguyễn Thị Bưởi', 'Trần Ngọc Diệp', 'Lê Thị Mẫn', 'Đỗ Hữu Đạt', 'Hồ Bảo Ngọc'];
    expect(detectEncoding([...column, ...five])).toMatchObject({ encoding: 'mixed' });
    expect(detectEncoding([...column, ...five]).runnersUp.slice(0, 1)).toMatchObject([{ encoding: 'tcvn3' }]);
  });
});
