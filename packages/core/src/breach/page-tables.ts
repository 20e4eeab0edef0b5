import type { Classification } from '../contract/contract.ts';
import { personalDataKinds } from '../contract/personal-data/kinds.ts';
import { html, type Markup } from '../report/markup.ts';
import type { Exposure } from './facts.ts';
import { moment, none } from './page-text.ts';
import type { ConcernedData, ConcernedProperty } from './report.ts';

const classes: Readonly<Record<Classification, string>> = {
  public: 'công khai',
  internal: 'nội bộ',
  personal: 'cá nhân cơ bản',
  sensitive: 'cá nhân nhạy cảm',
};

const exposed: Readonly<Record<Exposure, { readonly what: string; readonly records: string }>> = {
  stored: { what: 'dữ liệu nằm trên nền tảng', records: 'bản ghi đang lưu' },
  received: { what: 'dữ liệu đến nền tảng trong khoảng thời gian', records: 'lượt bản ghi đã đến (một bản ghi có thể đến nhiều lần)' },
  read: { what: 'dữ liệu bên khai thác đã đọc', records: 'lượt bản ghi đã cung cấp (một bản ghi có thể được đọc nhiều lần)' },
};

/** Which data it is and how much: a table for each concerned dataset. */
export function dataTables(data: readonly ConcernedData[]): Markup {
  if (data.length === 0) return html`<p>${none}</p>`;
  return html`${data.map(dataTable)}`;
}

function dataTable(data: ConcernedData): Markup {
  const { what, records } = exposed[data.exposed];
  const time = data.from === undefined && data.to === undefined ? undefined : html`, từ ${moment(data.from)} đến ${moment(data.to)}`;
  const streams = data.streams.map(({ agency, source }) => `${agency}/${source}`).join(', ');
  const head = html`<h4>${data.title ?? data.dataset}</h4>
<p><code>${data.dataset}</code> ${data.versions.join(', ')}: ${what}${time}. ${data.records.toLocaleString('vi')} ${records}.${personsOf(data)}
${data.dataSubjects.length === 0 ? undefined : ` Chủ thể dữ liệu: ${data.dataSubjects.join(', ')}.`}${streams === '' ? undefined : ` Nguồn: ${streams}.`}</p>`;
  const rows = data.properties.map(propertyRow);
  return html`${head}<div class="wide"><table><thead><tr><th scope="col">Trường</th><th scope="col">Phân loại</th><th scope="col">Loại dữ liệu cá nhân</th><th scope="col">Đã bảo vệ bằng</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function personsOf({ persons, exposed: way }: ConcernedData): string {
  if (persons === undefined) return way === 'stored' ? ' Số người: không đếm được trên nền tảng (không có số định danh so sánh được).' : '';
  const without = persons.recordsWithout === 0 ? '' : `; ${persons.recordsWithout.toLocaleString('vi')} bản ghi không có số định danh`;
  return ` Số người khác nhau theo ${persons.properties.join(', ')}: ${persons.distinct.toLocaleString('vi')}${without}.`;
}

function propertyRow({ name, title, classification, kind, protection }: ConcernedProperty): Markup {
  const gloss = title === undefined ? undefined : html`<span class="quiet">${title}</span>`;
  const law =
    kind === undefined ? undefined : html`${personalDataKinds[kind].vi}<span class="quiet">${personalDataKinds[kind].article}</span>`;
  return html`<tr><th scope="row"><code>${name}</code>${gloss}</th><td>${classes[classification]}</td><td>${law}</td><td>${protection ?? 'không'}</td></tr>`;
}

/** Who read what in the time of the breach: whoever must be told, or asked. */
export function readerTables(data: readonly ConcernedData[]): Markup {
  if (data.length === 0) return html`<p>${none}</p>`;
  const rows = data.flatMap(({ dataset, readers }) =>
    readers.map(
      ({ agency, consumer, purpose, requests, records, first, last }) =>
        html`<tr><th scope="row"><code>${dataset}</code></th><td>${agency}<span class="quiet">${consumer}</span></td><td class="text">${purpose}</td><td class="n">${requests.toLocaleString('vi')}</td><td class="n">${records.toLocaleString('vi')}</td><td><time datetime="${first}">${first}</time><br><time datetime="${last}">${last}</time></td></tr>`,
    ),
  );
  if (rows.length === 0) return html`<p>Sổ khai thác không ghi lượt đọc nào trong thời gian đó.</p>`;
  return html`<div class="wide"><table><thead><tr><th scope="col">Tập dữ liệu</th><th scope="col">Cơ quan</th><th scope="col">Mục đích đã khai</th><th scope="col" class="n">Số lần</th><th scope="col" class="n">Bản ghi</th><th scope="col">Lần đầu, lần cuối (UTC)</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}
