-- every type: first page
-- :rows0 number
select c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, c21, c22 from (select "ID" c0, "BARE" c1, "MONEY" c2, "SINGLE" c3, "DOUBLE" c4, to_char("DAY", 'SYYYY-MM-DD HH24:MI:SS') c5, to_char("SECONDS", 'SYYYY-MM-DD HH24:MI:SS') c6, to_char("NANOS", 'SYYYY-MM-DD HH24:MI:SS.FF9') c7, to_char("ZONED", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') c8, to_char("LOCAL", 'SYYYY-MM-DD HH24:MI:SS.FF6TZH:TZM') c9, to_char("YEARS") c10, to_char("DAYS") c11, "TEXT" c12, "FILLED" c13, "NATIONAL" c14, utl_raw.cast_to_raw("TCVN") c15, "BYTES" c16, "LARGE" c17, "BINARY" c18, xmlserialize(content "XML" as clob) c19, json_serialize("DOCUMENT" returning clob) c20, to_number("TRUTH") c21, "PLACE" c22 from "HO_TICH"."T" order by "ID") where rownum <= :rows0;

-- every type: later page
-- :k0 text, :k1 text, :rows2 number
select c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20, c21, c22 from (select "ID" c0, "BARE" c1, "MONEY" c2, "SINGLE" c3, "DOUBLE" c4, to_char("DAY", 'SYYYY-MM-DD HH24:MI:SS') c5, to_char("SECONDS", 'SYYYY-MM-DD HH24:MI:SS') c6, to_char("NANOS", 'SYYYY-MM-DD HH24:MI:SS.FF9') c7, to_char("ZONED", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') c8, to_char("LOCAL", 'SYYYY-MM-DD HH24:MI:SS.FF6TZH:TZM') c9, to_char("YEARS") c10, to_char("DAYS") c11, "TEXT" c12, "FILLED" c13, "NATIONAL" c14, utl_raw.cast_to_raw("TCVN") c15, "BYTES" c16, "LARGE" c17, "BINARY" c18, xmlserialize(content "XML" as clob) c19, json_serialize("DOCUMENT" returning clob) c20, to_number("TRUTH") c21, "PLACE" c22 from "HO_TICH"."T" where "ID" > to_number(:k0) and "ID" <= to_number(:k1) order by "ID") where rownum <= :rows2;

-- every type: boundary
-- :k0 text, :place1 number
select c0 from (select c0, rownum place from (select "ID" c0 from "HO_TICH"."T" where "ID" > to_number(:k0) order by "ID") where rownum <= :place1) where place = :place1;

-- every type: lowest and highest
select min("ID"), max("ID") from "HO_TICH"."T";

-- one number: first page
-- :rows0 number
select c0, c1 from (select "ID" c0, "Tên lạ" c1 from "HO_TICH"."T" order by "ID") where rownum <= :rows0;

-- one number: later page
-- :k0 text, :k1 text, :rows2 number
select c0, c1 from (select "ID" c0, "Tên lạ" c1 from "HO_TICH"."T" where "ID" > to_number(:k0) and "ID" <= to_number(:k1) order by "ID") where rownum <= :rows2;

-- one number: boundary
-- :k0 text, :place1 number
select c0 from (select c0, rownum place from (select "ID" c0 from "HO_TICH"."T" where "ID" > to_number(:k0) order by "ID") where rownum <= :place1) where place = :place1;

-- one number: lowest and highest
select min("ID"), max("ID") from "HO_TICH"."T";

-- three columns: first page
-- :rows0 number
select c0, c1, c2 from (select "ID" c0, "B" c1, to_char("C", 'SYYYY-MM-DD HH24:MI:SS.FF3') c2 from "HO_TICH"."T" order by "ID", "B", "C") where rownum <= :rows0;

-- three columns: later page
-- :k0 text, :k1 national, :k2 text, :k3 text, :k4 national, :k5 text, :rows6 number
select c0, c1, c2 from (select "ID" c0, "B" c1, to_char("C", 'SYYYY-MM-DD HH24:MI:SS.FF3') c2 from "HO_TICH"."T" where "ID" >= to_number(:k0) and ("ID" > to_number(:k0) or ("ID" = to_number(:k0) and ("B" > :k1 or ("B" = :k1 and "C" > to_timestamp(:k2, 'SYYYY-MM-DD HH24:MI:SS.FF3'))))) and "ID" <= to_number(:k3) and ("ID" < to_number(:k3) or ("ID" = to_number(:k3) and ("B" < :k4 or ("B" = :k4 and "C" <= to_timestamp(:k5, 'SYYYY-MM-DD HH24:MI:SS.FF3'))))) order by "ID", "B", "C") where rownum <= :rows6;

-- three columns: boundary
-- :k0 text, :k1 national, :k2 text, :place3 number
select c0, c1, c2 from (select c0, c1, c2, rownum place from (select "ID" c0, "B" c1, to_char("C", 'SYYYY-MM-DD HH24:MI:SS.FF3') c2 from "HO_TICH"."T" where "ID" >= to_number(:k0) and ("ID" > to_number(:k0) or ("ID" = to_number(:k0) and ("B" > :k1 or ("B" = :k1 and "C" > to_timestamp(:k2, 'SYYYY-MM-DD HH24:MI:SS.FF3'))))) order by "ID", "B", "C") where rownum <= :place3) where place = :place3;

-- three columns: lowest and highest
select min("ID"), max("ID") from "HO_TICH"."T";

-- dates: first page
-- :rows0 number
select c0, c1 from (select to_char("D", 'SYYYY-MM-DD HH24:MI:SS') c0, to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') c1 from "HO_TICH"."T" order by "D", "Z") where rownum <= :rows0;

-- dates: later page
-- :k0 text, :k1 text, :k2 text, :k3 text, :rows4 number
select c0, c1 from (select to_char("D", 'SYYYY-MM-DD HH24:MI:SS') c0, to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') c1 from "HO_TICH"."T" where "D" >= to_date(:k0, 'SYYYY-MM-DD HH24:MI:SS') and ("D" > to_date(:k0, 'SYYYY-MM-DD HH24:MI:SS') or ("D" = to_date(:k0, 'SYYYY-MM-DD HH24:MI:SS') and "Z" > to_timestamp_tz(:k1, 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM'))) and "D" <= to_date(:k2, 'SYYYY-MM-DD HH24:MI:SS') and ("D" < to_date(:k2, 'SYYYY-MM-DD HH24:MI:SS') or ("D" = to_date(:k2, 'SYYYY-MM-DD HH24:MI:SS') and "Z" <= to_timestamp_tz(:k3, 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM'))) order by "D", "Z") where rownum <= :rows4;

-- dates: boundary
-- :k0 text, :k1 text, :place2 number
select c0, c1 from (select c0, c1, rownum place from (select to_char("D", 'SYYYY-MM-DD HH24:MI:SS') c0, to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') c1 from "HO_TICH"."T" where "D" >= to_date(:k0, 'SYYYY-MM-DD HH24:MI:SS') and ("D" > to_date(:k0, 'SYYYY-MM-DD HH24:MI:SS') or ("D" = to_date(:k0, 'SYYYY-MM-DD HH24:MI:SS') and "Z" > to_timestamp_tz(:k1, 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM'))) order by "D", "Z") where rownum <= :place2) where place = :place2;

-- bytes: first page
-- :rows0 number
select c0 from (select "R" c0 from "HO_TICH"."T" order by "R") where rownum <= :rows0;

-- bytes: later page
-- :k0 bytes, :k1 bytes, :rows2 number
select c0 from (select "R" c0 from "HO_TICH"."T" where "R" > :k0 and "R" <= :k1 order by "R") where rownum <= :rows2;

-- bytes: boundary
-- :k0 bytes, :place1 number
select c0 from (select c0, rownum place from (select "R" c0 from "HO_TICH"."T" where "R" > :k0 order by "R") where rownum <= :place1) where place = :place1;

-- legacy text: first page
-- :rows0 number
select c0 from (select utl_raw.cast_to_raw("TCVN") c0 from "HO_TICH"."T" order by "TCVN") where rownum <= :rows0;

-- legacy text: later page
-- :k0 bytes, :k1 bytes, :rows2 number
select c0 from (select utl_raw.cast_to_raw("TCVN") c0 from "HO_TICH"."T" where "TCVN" > utl_raw.cast_to_varchar2(:k0) and "TCVN" <= utl_raw.cast_to_varchar2(:k1) order by "TCVN") where rownum <= :rows2;

-- legacy text: boundary
-- :k0 bytes, :place1 number
select c0 from (select c0, rownum place from (select utl_raw.cast_to_raw("TCVN") c0 from "HO_TICH"."T" where "TCVN" > utl_raw.cast_to_varchar2(:k0) order by "TCVN") where rownum <= :place1) where place = :place1;

-- no key: first page
-- :rows0 number
select c0, c1, c2 from (select "ID" c0, "A" c1, rowid c2 from "HO_TICH"."T" order by rowid) where rownum <= :rows0;

-- no key: later page
-- :k0 text, :k1 text, :rows2 number
select c0, c1, c2 from (select "ID" c0, "A" c1, rowid c2 from "HO_TICH"."T" where rowid > chartorowid(:k0) and rowid <= chartorowid(:k1) order by rowid) where rownum <= :rows2;

-- no key: boundary
-- :k0 text, :place1 number
select c0 from (select c0, rownum place from (select rowid c0 from "HO_TICH"."T" where rowid > chartorowid(:k0) order by rowid) where rownum <= :place1) where place = :place1;

-- view: all
select "ID", "A" from "HO_TICH"."T" order by "ID", "A";

-- view: within bounds
-- :k0 text, :k1 text
select "ID", "A" from "HO_TICH"."T" where ("ID" >= to_number(:k0) or "ID" is null) and (("ID" > to_number(:k0) or "ID" is null) or ("ID" = to_number(:k0) and 1 = 0)) and 1 = 1 and ("ID" is not null or ("ID" is null and "A" <= :k1)) order by "ID", "A";

-- view: boundary
-- :k0 text, :place1 number
select c0, c1 from (select c0, c1, rownum place from (select "ID" c0, "A" c1 from "HO_TICH"."T" where ("ID" >= to_number(:k0) or "ID" is null) and (("ID" > to_number(:k0) or "ID" is null) or ("ID" = to_number(:k0) and 1 = 0)) order by "ID", "A") where rownum <= :place1) where place = :place1;

-- view: lowest and highest
select min("ID"), max("ID") from "HO_TICH"."T";

-- watermarks: first page
-- :rows0 number
select c0, c1, c2, c3, c4 from (select "ID" c0, "N" c1, to_char("D", 'SYYYY-MM-DD HH24:MI:SS') c2, to_char("T", 'SYYYY-MM-DD HH24:MI:SS.FF6') c3, to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') c4 from "HO_TICH"."T" order by "ID") where rownum <= :rows0;

-- watermarks: later page
-- :k0 text, :k1 text, :rows2 number
select c0, c1, c2, c3, c4 from (select "ID" c0, "N" c1, to_char("D", 'SYYYY-MM-DD HH24:MI:SS') c2, to_char("T", 'SYYYY-MM-DD HH24:MI:SS.FF6') c3, to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') c4 from "HO_TICH"."T" where "ID" > to_number(:k0) and "ID" <= to_number(:k1) order by "ID") where rownum <= :rows2;

-- watermarks: boundary
-- :k0 text, :place1 number
select c0 from (select c0, rownum place from (select "ID" c0 from "HO_TICH"."T" where "ID" > to_number(:k0) order by "ID") where rownum <= :place1) where place = :place1;

-- watermarks: lowest and highest
select min("ID"), max("ID") from "HO_TICH"."T";
