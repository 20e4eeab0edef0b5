-- one number
-- :since0 text, :to1 text
select t.versions_startscn, t.versions_endscn, t.versions_operation, rawtohex(t.versions_xid), rowidtochar(t.rowid), t."ID", t."Tên lạ" from "HO_TICH"."T" versions between scn to_number(:since0) and to_number(:to1) t where t.versions_startscn > to_number(:since0) or t.versions_endscn > to_number(:since0);

-- every type
-- :since0 text, :to1 text
select t.versions_startscn, t.versions_endscn, t.versions_operation, rawtohex(t.versions_xid), rowidtochar(t.rowid), t."ID", t."BARE", t."MONEY", t."SINGLE", t."DOUBLE", to_char(t."DAY", 'SYYYY-MM-DD HH24:MI:SS'), to_char(t."SECONDS", 'SYYYY-MM-DD HH24:MI:SS'), to_char(t."NANOS", 'SYYYY-MM-DD HH24:MI:SS.FF9'), to_char(t."ZONED", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM'), to_char(t."LOCAL", 'SYYYY-MM-DD HH24:MI:SS.FF6TZH:TZM'), to_char(t."YEARS"), to_char(t."DAYS"), t."TEXT", t."FILLED", t."NATIONAL", utl_raw.cast_to_raw(t."TCVN"), t."BYTES", t."LARGE", t."BINARY", xmlserialize(content t."XML" as clob), json_serialize(t."DOCUMENT" returning clob), to_number(t."TRUTH"), t."PLACE" from "HO_TICH"."T" versions between scn to_number(:since0) and to_number(:to1) t where t.versions_startscn > to_number(:since0) or t.versions_endscn > to_number(:since0);

-- whether undo reaches back
select 1 from "HO_TICH"."T" as of scn 5 where rownum <= 1;
