import type { Certainty } from '../tables/certainty.ts';
import { merger2025 } from './merger-2025.ts';
import { aliasesOfProvinces } from './province-aliases.ts';
import { provinces34 } from './provinces-34.ts';
import { provinces63 } from './provinces-63.ts';
import { indexUnits, type UnitRegister } from './register.ts';
import { type Crosswalk, fullNameOf, type LegalAct, type UnitType, type UnitVersion } from './unit.ts';

type Row = readonly [code: string, type: UnitType, name: string];

const codeList2004: LegalAct = { number: 'Decision 124/2004/QĐ-TTg', inForce: '2004-07-08' };
const hanoi2008: LegalAct = { number: 'Resolution 15/2008/QH12', inForce: '2008-08-01' };
const hue2025: LegalAct = { number: 'Resolution 175/2024/QH15', inForce: '2025-01-01' };
const reform2025: LegalAct = { number: 'Resolution 202/2025/QH15', inForce: '2025-07-01' };
const codeList2025: LegalAct = { number: 'Decision 19/2025/QĐ-TTg', inForce: '2025-07-01' };
const dongNai2026: LegalAct = { number: 'Resolution 30/2026/QH16', inForce: '2026-04-30' };

const nso = 'National Statistics Office, list of administrative units (danhmuchanhchinh.nso.gov.vn), compared with two independent copies';
const general = 'generally known; compare with the official text before a decision rests on it';

const with63 = replaceRow(provinces63, ['46', 'tỉnh', 'Thừa Thiên Huế']);
const with64 = [...with63, ['28', 'tỉnh', 'Hà Tây'] as const].sort(([left], [right]) => (left < right ? -1 : 1));
const with34AndDongNai = replaceRow(provinces34, ['75', 'thành phố', 'Đồng Nai']);

const versions: readonly UnitVersion[] = [
  version('2004-07-08', codeList2004, general, 'own-knowledge', with64),
  version('2008-08-01', hanoi2008, general, 'own-knowledge', with63),
  version('2025-01-01', hue2025, nso, 'published', provinces63),
  version('2025-07-01', codeList2025, nso, 'published', provinces34),
  version('2026-04-30', dongNai2026, nso, 'published', with34AndDongNai),
];

// Hà Tây came to Hà Nội whole, with the district Mê Linh of Vĩnh Phúc and four communes of Hòa Bình.
const hanoiGrows: readonly (readonly [string, string])[] = [
  ['28', '01'],
  ['26', '01'],
  ['17', '01'],
];

const crosswalks: readonly Crosswalk[] = [
  way('2004-07-08', '2008-08-01', hanoi2008, 'own-knowledge', [...unchanged(with63), ...hanoiGrows]),
  way('2008-08-01', '2025-01-01', hue2025, 'own-knowledge', unchanged(provinces63)),
  way('2025-01-01', '2025-07-01', reform2025, 'published', merger2025),
  way('2025-07-01', '2026-04-30', dongNai2026, 'published', unchanged(provinces34)),
];

/**
 * The provinces since 2004 in five versions: 64, 63, 63 with Huế as a city, 34, and 34 with Đồng Nai as a city. Moves of single
 * communes over a border of provinces are not in it, but for those of 2008.
 */
export const provinces: UnitRegister = indexUnits(versions, crosswalks);

function replaceRow(rows: readonly Row[], row: Row): readonly Row[] {
  return rows.map((old) => (old[0] === row[0] ? row : old));
}

function version(from: string, act: LegalAct, source: string, certainty: Certainty, rows: readonly Row[]): UnitVersion {
  const id = idOf(from);
  const units = rows.map(([code, type, name]) => ({
    code,
    version: id,
    level: 'province' as const,
    type,
    name,
    fullName: fullNameOf(type, name),
    aliases: aliasesOfProvinces[name] ?? [],
    parent: undefined,
  }));
  return { id, from, act, source, certainty, units };
}

function way(from: string, to: string, act: LegalAct, certainty: Certainty, pairs: Crosswalk['pairs']): Crosswalk {
  return { from: idOf(from), to: idOf(to), act, certainty, pairs };
}

function unchanged(rows: readonly Row[]): Crosswalk['pairs'] {
  return rows.map(([code]) => [code, code]);
}

function idOf(from: string): string {
  return `VN-DVHC:${from}`;
}
