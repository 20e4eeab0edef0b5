import type { ByteTable } from './byte-table.ts';

/** Windows-1258: SQL Server's `Vietnamese_CI_AS`, Oracle's `VN8MSWIN1258`, PostgreSQL's `WIN1258`. */
export const cp1258: ByteTable = {
  high:
    '€.‚ƒ„…†‡ˆ‰.‹Œ...' +
    '.‘’“”•–—˜™.›œ..Ÿ' +
    '\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯' +
    '°±²³´µ¶·¸¹º»¼½¾¿' +
    'ÀÁÂĂÄÅÆÇÈÉÊË\u0300ÍÎÏ' +
    'ĐÑ\u0309ÓÔƠÖ×ØÙÚÛÜƯ\u0303ß' +
    'àáâăäåæçèéêë\u0301íîï' +
    'đñ\u0323óôơö÷øùúûüư₫ÿ',
};

/** Windows-1252: what a driver reads when nobody told it better. */
export const cp1252: ByteTable = {
  high:
    '€.‚ƒ„…†‡ˆ‰Š‹Œ.Ž.' +
    '.‘’“”•–—˜™š›œ.žŸ' +
    '\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯' +
    '°±²³´µ¶·¸¹º»¼½¾¿' +
    'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ' +
    'ÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß' +
    'àáâãäåæçèéêëìíîï' +
    'ðñòóôõö÷øùúûüýþÿ',
};
