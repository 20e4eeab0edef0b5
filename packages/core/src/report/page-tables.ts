import { type Criterion, criteria } from '../quality/policy.ts';
import type { FieldScore, QualityReport, ReportedFinding } from '../quality/report.ts';
import { scoreCell, share, whole } from './figures.ts';
import { html, type Markup } from './markup.ts';
import type { ReportWords } from './words.ts';

/** Properties have four of the six. */
const ofFields = criteria.filter((criterion) => criterion !== 'alive' && criterion !== 'shared');

export function fieldTable({ fields }: QualityReport, words: ReportWords): Markup {
  const head = ofFields.map((criterion) => html`<th scope="col" class="n">${words.criteria[criterion].name}</th>`);
  const rows = fields.map(
    (
      field,
    ) => html`<tr><th scope="row"><code>${field.property}</code>${field.title === undefined ? undefined : html`<span class="quiet">${field.title}</span>`}</th>
<td>${kindOf(field, words)}</td>${ofFields.map((criterion) => cellOf(field, criterion, words))}${scoreCell(field, words)}</tr>`,
  );
  return html`<div class="wide"><table><thead><tr><th scope="col">${words.field}</th><th scope="col">${words.kind}</th>${head}<th scope="col" class="n">${words.score}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function kindOf({ semanticType, codeList, identifier }: FieldScore, words: ReportWords): Markup {
  const kind = semanticType ?? codeList;
  const marked = identifier ? html`<span class="quiet">${words.identifier}</span>` : undefined;
  return html`${kind === undefined ? undefined : html`<code>${kind}</code>`}${marked}`;
}

function cellOf(field: FieldScore, criterion: Criterion, words: ReportWords): Markup {
  const own = field.criteria.find((candidate) => candidate.criterion === criterion);
  // Without a rule of the criterion there is nothing to say; that differs from a rule that met no value.
  return own === undefined ? html`<td class="n"></td>` : scoreCell(own, words);
}

/** A group for each property, in the order of the contract, and one for records as wholes. */
export function findingTables(report: QualityReport, words: ReportWords, sentence: (code: string) => string | undefined): Markup {
  if (report.findings.length === 0) return html`<p class="quiet">${words.noFindings}</p>`;
  const groups = [...report.fields.map(({ property }) => property), undefined].flatMap((property) => {
    const findings = report.findings.filter((finding) => finding.property === property);
    if (findings.length === 0) return [];
    const field = report.fields.find((candidate) => candidate.property === property);
    const heading =
      property === undefined
        ? html`${words.ofRecords}`
        : html`<code>${property}</code>${field?.title === undefined ? undefined : html` <span class="quiet">${field.title}</span>`}`;
    return [
      html`<tbody><tr class="group"><th scope="rowgroup" colspan="5">${heading}</th></tr>
${findings.map((finding) => findingRow(finding, report, words, sentence))}</tbody>`,
    ];
  });
  return html`<div class="wide"><table class="findings"><thead><tr><th scope="col">${words.found}</th><th scope="col">${words.criterion}</th><th scope="col" class="n">${words.count}</th><th scope="col" class="n">${words.share}</th><th scope="col">${words.examples}</th></tr></thead>${groups}</table></div>
<p class="quiet">${words.masked}</p>`;
}

const colours = { error: 'red', warning: 'yellow', 'needs-reference': 'not-measured' } as const;
const shapes = { error: '■', warning: '▲', 'needs-reference': '?' } as const;

function findingRow(
  finding: ReportedFinding,
  report: QualityReport,
  words: ReportWords,
  sentence: (code: string) => string | undefined,
): Markup {
  const { severity, code, criterion, count, examples } = finding;
  const name = html`<span class="mark ${colours[severity]}"><i aria-hidden="true">${shapes[severity]}</i> ${words.severities[severity]}</span>`;
  const shown = examples.map((example, index) => html`${index === 0 ? '' : ' '}<code>${example}</code>`);
  return html`<tr><td>${name} <code>${code}</code><span class="sentence">${sentence(code)}</span></td><td>${words.criteria[criterion].name}</td><td class="n">${whole(count, words)}</td><td class="n">${share(count, report.records, words)}</td><td class="examples">${shown}</td></tr>`;
}

export function wholeTable({ rules }: QualityReport, words: ReportWords): Markup {
  const rows = rules.map((rule) => {
    const counts = rule.evaluated === undefined ? '' : `${whole(rule.passing ?? 0, words)} / ${whole(rule.evaluated, words)}`;
    return html`<tr><th scope="row">${words.rules[rule.rule]}</th><td>${words.criteria[rule.criterion].name}</td><td class="n">${counts}</td>${scoreCell(rule, words)}</tr>`;
  });
  return html`<div class="wide"><table><thead><tr><th scope="col">${words.rule}</th><th scope="col">${words.criterion}</th><th scope="col" class="n">${words.passing}</th><th scope="col" class="n">${words.score}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}
