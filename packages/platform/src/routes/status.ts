import { createRoutes, type PlatformContext, type Routes } from '../context.ts';

/** `GET /`: how the streams stand, for people. Names and numbers only. */
export function statusRoutes(context: PlatformContext): Routes {
  const routes = createRoutes();
  routes.get('/', async (c) => {
    const language = c.req.query('lang') ?? (c.req.header('accept-language') ?? '').slice(0, 2);
    const words = language === 'en' ? english : vietnamese;
    const rows = await readStreams(context);
    return c.html(page(words, rows), 200, {
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cache-control': 'no-store',
    });
  });
  return routes;
}

type Words = readonly [language: string, title: string, ...columns: string[]];

const vietnamese: Words = [
  'vi',
  'Các luồng dữ liệu',
  'Cơ quan',
  'Nguồn',
  'Tập dữ liệu',
  'Kỳ',
  'Liên tục đến',
  'Cao nhất',
  'Còn thiếu',
  'Biên nhận',
  'Nhận lần cuối',
];
const english: Words = [
  'en',
  'Streams',
  'Agency',
  'Source',
  'Dataset',
  'Epoch',
  'Contiguous to',
  'Highest',
  'Missing',
  'Receipts',
  'Last received',
];

async function readStreams(context: PlatformContext): Promise<readonly (readonly string[])[]> {
  const { rows } = await context.readers.use((client) =>
    client.query<string[]>({
      text: `select agency, source, dataset, epoch::text, contiguous::text, highest::text,
          greatest(0, highest - contiguous - (select count(*) from (
            select sequence from lienthong.batches where stream = stream.id and epoch = stream.epoch and sequence > stream.contiguous
            union select sequence from lienthong.abandoned where stream = stream.id and epoch = stream.epoch and sequence > stream.contiguous
          ) known))::text,
          receipt_number::text, coalesce(to_char(last_received_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '')
        from lienthong.streams stream order by dataset, agency, source limit 1000`,
      rowMode: 'array',
    }),
  );
  return rows;
}

function page([language, title, ...columns]: Words, rows: readonly (readonly string[])[]): string {
  const head = columns.map((name) => `<th>${name}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`).join('\n');
  return `<!doctype html>
<html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Liên Thông</title>
<style>body{font:16px system-ui,sans-serif;margin:2rem}table{border-collapse:collapse}th,td{padding:.3rem .8rem;border-bottom:1px solid #ccc;text-align:left}td:nth-child(n+4){font-variant-numeric:tabular-nums}</style>
<h1>Liên Thông</h1><h2>${title}</h2>
<table><thead><tr>${head}</tr></thead><tbody>
${body}
</tbody></table>
<p><a href="?lang=vi">Tiếng Việt</a> · <a href="?lang=en">English</a> · <a href="/v1/catalog">DCAT</a> · <a href="/v1/openapi.yaml">OpenAPI</a></p>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
