import { personalDataKinds } from '../contract/personal-data/kinds.ts';
import { type Content, html, type Markup } from '../report/markup.ts';
import { pageStyle } from '../report/style.ts';
import { dataTables, readerTables } from './page-tables.ts';
import { lines, moment, none } from './page-text.ts';
import type { BreachReport, Deadline } from './report.ts';

/** The report as one page in Vietnamese, in the order of the law, that needs nothing else and can be printed. */
export function breachPage(report: BreachReport): string {
  const { nature, contact, law } = report;
  const page = html`<!doctype html>
<html lang="vi">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>Thông báo vi phạm quy định bảo vệ dữ liệu cá nhân</title>
<style>${{ markup: pageStyle + ownStyle }}</style></head>
<body><main>
<header>
<p class="brand"><span>Liên Thông</span> Nội dung cho ${law.form}</p>
<h1>Thông báo vi phạm quy định bảo vệ dữ liệu cá nhân</h1>
<dl class="facts"><div><dt>Lập lúc</dt><dd>${moment(report.at)}</dd></div>
<div><dt>Phát hiện lúc</dt><dd>${moment(nature.detectedAt)}</dd></div>
<div><dt>Gửi cơ quan chuyên trách trước</dt><dd>${report.authority === undefined ? none : moment(report.authority.until)}</dd></div></dl>
</header>
${state(report)}
<section><h2>1. Tính chất của vi phạm</h2>
<dl class="answers">
${answer('Thời gian', timeOf(report))}
${answer('Địa điểm', lines(nature.place))}
${answer('Hành vi', lines(nature.act))}
${answer('Tổ chức, cá nhân liên quan', lines(nature.persons))}
${answer('Số lượng bản ghi', nature.records === undefined ? none : nature.records.toLocaleString('vi'))}
</dl>
<h3>Loại dữ liệu cá nhân và số lượng</h3>${dataTables(nature.data)}</section>
<section><h2>2. Liên hệ của bộ phận bảo vệ dữ liệu cá nhân</h2>
<dl class="answers">
${answer('Bộ phận', lines(contact.unit))}
${contact.person === undefined ? undefined : answer('Người phụ trách', lines(contact.person))}
${answer('Điện thoại', lines(contact.phone))}
${answer('Thư điện tử', lines(contact.email))}
</dl></section>
<section><h2>3. Hậu quả, thiệt hại</h2>${lines(report.consequences)}</section>
<section><h2>4. Biện pháp</h2>${lines(report.measures)}</section>
<section><h2>5. Thông báo cho chủ thể dữ liệu</h2>${subjects(report)}</section>
<section><h2>6. Bên đã đọc dữ liệu trong thời gian liên quan</h2>${readerTables(nature.data)}</section>
<section><h2>7. Lưu hồ sơ</h2><p>${keeping(report)}</p></section>
<footer><p>Căn cứ: ${law.source}. Trang này không chứa giá trị nào của bản ghi: chỉ có tên trường, loại dữ liệu và số lượng. Số lượng do nền tảng đếm lúc lập.</p></footer>
</main></body></html>
`;
  return page.markup;
}

const ownStyle = `.answers { margin: 0; } .answers > div { display: grid; grid-template-columns: 14rem 1fr; gap: .2rem 1.5rem; padding: .45rem 0; border-bottom: 1px solid var(--rule); break-inside: avoid; }
.answers dt { color: var(--soft); } .answers dd { margin: 0; overflow-wrap: anywhere; } h3 { margin: 1.6rem 0 .6rem; } .notice ul { margin: .4rem 0 0; padding-left: 1.2rem; }
h4 { margin: 1.2rem 0 .3rem; font-size: .95rem; } h2, h3, h4 { break-after: avoid; } td.text { overflow-wrap: anywhere; }
@media (max-width: 40rem) { .answers > div { grid-template-columns: 1fr; } }
`;

function answer(name: string, content: Content): Markup {
  return html`<div><dt>${name}</dt><dd>${content}</dd></div>`;
}

function state({ missing, authority }: BreachReport): Markup {
  const items = missing.map(({ vi, article }) => html`<li>${vi} <span class="quiet">${article}</span></li>`);
  const due =
    authority === undefined
      ? html`<p class="notice red" role="note">Chưa tính được thời hạn: chưa ghi thời điểm phát hiện.</p>`
      : html`<p class="notice ${authority.overdue ? 'red' : 'green'}" role="note">Thời hạn ${authority.hours} giờ kể từ khi phát hiện (${authority.article}): ${moment(authority.until)}. ${remaining(authority)}</p>`;
  const lack =
    missing.length === 0
      ? html`<p class="notice green" role="note">Đủ các nội dung bắt buộc.</p>`
      : html`<div class="notice red" role="note"><strong>CHƯA ĐỦ: còn thiếu ${missing.length} nội dung bắt buộc</strong><ul>${items}</ul></div>`;
  return html`${lack}${due}`;
}

function remaining({ overdue, hoursLeft, hoursOverdue }: Deadline): string {
  return overdue ? `Đã quá hạn ${hoursOverdue} giờ.` : `Lúc lập còn ${hoursLeft} giờ.`;
}

function timeOf({ nature }: BreachReport): Content {
  if (nature.occurredFrom === undefined) return none;
  return html`từ ${moment(nature.occurredFrom)} đến ${nature.occurredTo === undefined ? 'khi phát hiện' : moment(nature.occurredTo)}`;
}

function subjects({ subjects: notice }: BreachReport): Markup {
  const kinds = notice.kinds.map((kind) => `“${personalDataKinds[kind].vi}”`).join(', ');
  if (notice.required === null)
    return html`<p>${none} Chưa biết có bắt buộc hay không (${notice.article}): chưa nêu dữ liệu liên quan.</p>`;
  if (!notice.required) return html`<p>Không bắt buộc theo ${notice.article}: các trường liên quan không thuộc loại ${kinds}.</p>`;
  const rows = notice.because.map(
    ({ dataset, property, kind }) => html`<li><code>${dataset}</code>, trường <code>${property}</code>: ${personalDataKinds[kind].vi}</li>`,
  );
  const until = notice.deadline === undefined ? none : html`${moment(notice.deadline.until)}. ${remaining(notice.deadline)}`;
  return html`<div class="notice red" role="note"><strong>Bắt buộc</strong> (${notice.article}). Thời hạn: ${until}<ul>${rows}</ul></div>`;
}

function keeping({ keep, repairedAt }: BreachReport): Content {
  const rule = `Hồ sơ được giữ ${keep.years} năm kể từ khi khắc phục xong (${keep.article})`;
  if (keep.until === undefined || repairedAt === undefined) return `${rule}; chưa ghi thời điểm khắc phục xong.`;
  return html`${rule}: khắc phục lúc ${moment(repairedAt)}, giữ đến hết ngày <time datetime="${keep.until}">${keep.until.split('-').reverse().join('/')}</time>.`;
}
