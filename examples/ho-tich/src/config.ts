import { readFileSync } from 'node:fs';
import { postgres } from '@lienthong/adapter-postgres';
import type { ConnectorOptions } from '@lienthong/connector';
import { type Secret, secret } from '@lienthong/core';

/** What differs from place to place. */
export interface Surroundings {
  /** `postgres://user:password@host:port/database` of the legacy system. */
  readonly database: string | Secret;
  readonly platformUrl: string;
  readonly keyId: string;
  /** PEM. */
  readonly privateKey: string | Secret;
  /** PEM. */
  readonly receiptKey: string;
  readonly state: string;
}

/** The same connector as `lienthong.yaml` describes, with the one thing YAML cannot do: a function of our own. */
export function hoTich(surroundings: Surroundings): ConnectorOptions {
  const { database, platformUrl, keyId, privateKey, receiptKey, state } = surroundings;
  return {
    agency: 'H26.12',
    state,
    source: {
      name: 'ho-tich',
      adapter: postgres({ connectionString: database }),
      limits: { rowsPerSecond: 50_000, heartbeatMs: 1_000 },
    },
    platform: { url: platformUrl, key: { keyId, privateKey }, receiptKey },
    datasets: [
      {
        contract: readFileSync(new URL('../contract.yaml', import.meta.url), 'utf8'),
        from: 'ho_tich.cong_dan',
        mapping: {
          properties: {
            soDinhDanh: { column: 'so_dinh_danh', trim: true },
            hoTen: { columns: ['ho', 'ten_dem', 'ten'], compute: fullName },
            ngaySinh: { column: 'ngay_sinh', trim: true, emptyAsNull: true, dates: ['dd/MM/yyyy', 'MM/yyyy', 'yyyy'] },
            gioiTinh: { columns: ['gioi_tinh'], compute: sex },
            danToc: { column: 'dan_toc', trim: true, emptyAsNull: true },
            maXa: { column: 'ma_xa', trim: true, emptyAsNull: true },
            diaChi: { column: 'dia_chi', trim: true, emptyAsNull: true },
            soDienThoai: { column: 'dien_thoai', trim: true, emptyAsNull: true },
            tinhTrang: { column: 'tinh_trang', lookup: { '1': 'con-song', '2': 'da-mat', '3': 'mat-tich' } },
            lePhi: 'le_phi',
            capNhatLuc: { column: 'ngay_cap_nhat', zone: 'Asia/Ho_Chi_Minh', cast: true },
          },
        },
      },
    ],
  };
}

/** The example's surroundings from the environment, as `lienthong.yaml` reads them. */
export function surroundingsFromEnvironment(environment: Readonly<Record<string, string | undefined>>): Surroundings {
  const need = (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === '') throw new Error(`the environment variable ${name} is not set`);
    return value;
  };
  return {
    database: secret(need('HO_TICH_DATABASE')),
    platformUrl: environment['LIENTHONG_PLATFORM'] ?? 'http://127.0.0.1:8080',
    keyId: need('LIENTHONG_KEY_ID'),
    privateKey: secret(readFileSync('agency.private.pem', 'utf8')),
    receiptKey: readFileSync('receipt-key.public.pem', 'utf8'),
    state: './state',
  };
}

function fullName(...parts: readonly (string | null)[]): string | null {
  const words = parts.flatMap((part) => (part ?? '').split(/\s+/u)).filter((word) => word !== '');
  return words.length === 0 ? null : words.join(' ');
}

// Three generations of software wrote it in three ways; folding case and accents covers spellings that a table would have to list.
function sex(text: string | null): string | null {
  const folded = (text ?? '').trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  if (folded === '') return null;
  if (folded === 'nam' || folded === '1') return 'nam';
  if (folded === 'nu' || folded === '0') return 'nu';
  throw new Error('unknown');
}
