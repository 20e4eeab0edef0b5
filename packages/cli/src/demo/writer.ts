import type pg from 'pg';

/** What the writer has committed. */
export interface WriterCounts {
  readonly inserts: number;
  readonly updates: number;
  readonly deletes: number;
  readonly keyChanges: number;
}

export interface Writer {
  counts(): WriterCounts;
  /** Ends behind the change that is in work; gives the place in the log behind all of them. */
  stop(): Promise<string>;
}

/** The clerks of the legacy system: they go on inserting, correcting, spoiling, deleting and changing keys. */
export function startWriter(client: pg.Client, firstNumber: number, changesPerSecond: number): Writer {
  const counts = { inserts: 0, updates: 0, deletes: 0, keyChanges: 0 };
  const random = randomNumbers(20260301);
  let number = firstNumber;
  let stopping = false;
  const change = async (): Promise<void> => {
    const dice = random();
    if (dice < 0.25) counts.inserts += await insert(client, number++);
    else if (dice < 0.85) counts.updates += await update(client, random);
    else if (dice < 0.95) counts.deletes += await run(client, deleteStatement, [probe(random)]);
    else if (dice < 0.995) counts.keyChanges += await run(client, keyChangeStatement, [probe(random), newKey(number++)]);
    // A whole commune gets a new address form: one transaction with some dozen rows.
    else counts.updates += await run(client, bulkStatement, [String(1 + Math.floor(random() * 3321)).padStart(5, '0')]);
  };
  const begun = performance.now();
  const work = (async () => {
    for (let done = 0; !stopping; done++) {
      await change();
      const early = begun + (done * 1000) / changesPerSecond - performance.now();
      if (early > 5) await new Promise((resume) => setTimeout(resume, early));
    }
  })();
  // Whoever stops the writer hears of a failure; until then it must not end the process.
  work.catch(() => {});
  return {
    counts: () => ({ ...counts }),
    async stop() {
      stopping = true;
      await work;
      const { rows } = await client.query<{ lsn: string }>('select pg_current_wal_lsn()::text as lsn');
      return rows[0]?.lsn ?? '0/0';
    },
  };
}

const target = 'so_dinh_danh = (select so_dinh_danh from ho_tich.cong_dan where so_dinh_danh >= $1 order by so_dinh_danh limit 1)';
const deleteStatement = `delete from ho_tich.cong_dan where ${target}`;
const keyChangeStatement = `update ho_tich.cong_dan set so_dinh_danh = $2, ngay_cap_nhat = localtimestamp where ${target}`;
const bulkStatement = `update ho_tich.cong_dan set dia_chi = trim(dia_chi) || ', Việt Nam', ngay_cap_nhat = localtimestamp where ma_xa = $1 and length(dia_chi) < 150`;

// What clerks change, and how often they spoil it; a later change may mend it again.
const assignments: readonly (readonly [share: number, assignment: string])[] = [
  [0.6, `dia_chi = 'Số ' || floor(random() * 400)::int || ', phố Mới'`],
  [0.15, `ten_dem = 'Thị', ten = 'Hương'`],
  [0.15, `gioi_tinh = case when random() < 0.5 then 'Nam' else 'Nữ' end, ngay_sinh = '02/09/1985', tinh_trang = 1`],
  [0.05, `tinh_trang = 2`],
  [0.03, `gioi_tinh = '?'`],
  [0.02, `ngay_sinh = '30/02/1990'`],
];

async function insert(client: pg.Client, number: number): Promise<number> {
  const { rows } = await client.query<{ added: string }>('select ho_tich.them($1, $1) as added', [number]);
  return Number(rows[0]?.added ?? 0);
}

async function update(client: pg.Client, random: () => number): Promise<number> {
  let dice = random();
  const chosen = assignments.find(([share]) => {
    dice -= share;
    return dice < 0;
  });
  return run(client, `update ho_tich.cong_dan set ${chosen?.[1] ?? 'tinh_trang = 1'}, ngay_cap_nhat = localtimestamp where ${target}`, [
    probe(random),
  ]);
}

async function run(client: pg.Client, statement: string, values: readonly unknown[]): Promise<number> {
  return (await client.query(statement, [...values])).rowCount ?? 0;
}

// A key somewhere among the persons: the nearest one above it is meant.
function probe(random: () => number): string {
  const provinces = ['001', '008', '025', '031', '036', '038', '040', '046', '048', '052', '066', '074', '079', '087', '092', '096'];
  const province = provinces[Math.floor(random() * provinces.length)] ?? '001';
  return `${province}${Math.floor(random() * 4)}${String(Math.floor(random() * 100)).padStart(2, '0')}`;
}

// Numbers of the fill end where the writer's begin, and 099 is no province: no key is taken.
function newKey(number: number): string {
  return `099${String(number).padStart(9, '0')}`;
}

/** mulberry32: the same changes in each demo. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
