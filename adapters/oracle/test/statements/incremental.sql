-- who writes
-- :id0 number
select xidusn, xidslot, xidsqn from gv$locked_object where object_id = :id0 and xidusn > 0;

-- NUMBER: first page
-- :bound0 text, :rows1 number
select c0, c1, c2, c3, c4 from (select "ID" c0, "N" c1, to_char("D", 'SYYYY-MM-DD HH24:MI:SS') c2, to_char("T", 'SYYYY-MM-DD HH24:MI:SS.FF6') c3, to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') c4 from "HO_TICH"."T" where "N" <= to_number(:bound0) order by "N", "ID") where rownum <= :rows1;

-- NUMBER: later page
-- :bound0 text, :k1 text, :k2 text, :rows3 number
select c0, c1, c2, c3, c4 from (select "ID" c0, "N" c1, to_char("D", 'SYYYY-MM-DD HH24:MI:SS') c2, to_char("T", 'SYYYY-MM-DD HH24:MI:SS.FF6') c3, to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') c4 from "HO_TICH"."T" where "N" <= to_number(:bound0) and "N" >= to_number(:k1) and ("N" > to_number(:k1) or ("N" = to_number(:k1) and "ID" > to_number(:k2))) order by "N", "ID") where rownum <= :rows3;

-- NUMBER: boundary
-- :bound0 text, :k1 text, :k2 text, :place3 number
select c0, c1 from (select c0, c1, rownum place from (select "N" c0, "ID" c1 from "HO_TICH"."T" where "N" <= to_number(:bound0) and "N" >= to_number(:k1) and ("N" > to_number(:k1) or ("N" = to_number(:k1) and "ID" > to_number(:k2))) order by "N", "ID") where rownum <= :place3) where place = :place3;

-- NUMBER: up to the boundary
-- :bound0 text, :k1 text, :k2 text, :k3 text, :k4 text
select "ID", "N", to_char("D", 'SYYYY-MM-DD HH24:MI:SS'), to_char("T", 'SYYYY-MM-DD HH24:MI:SS.FF6'), to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') from "HO_TICH"."T" where "N" <= to_number(:bound0) and "N" >= to_number(:k1) and ("N" > to_number(:k1) or ("N" = to_number(:k1) and "ID" > to_number(:k2))) and "N" <= to_number(:k3) and ("N" < to_number(:k3) or ("N" = to_number(:k3) and "ID" <= to_number(:k4))) order by "N", "ID";

-- NUMBER: highest
select max("N") from "HO_TICH"."T";

-- DATE: first page
-- :bound0 text, :rows1 number
select c0, c1, c2, c3, c4 from (select "ID" c0, "N" c1, to_char("D", 'SYYYY-MM-DD HH24:MI:SS') c2, to_char("T", 'SYYYY-MM-DD HH24:MI:SS.FF6') c3, to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') c4 from "HO_TICH"."T" where "D" <= to_date(:bound0, 'SYYYY-MM-DD HH24:MI:SS') order by "D", "ID") where rownum <= :rows1;

-- DATE: later page
-- :bound0 text, :k1 text, :k2 text, :rows3 number
select c0, c1, c2, c3, c4 from (select "ID" c0, "N" c1, to_char("D", 'SYYYY-MM-DD HH24:MI:SS') c2, to_char("T", 'SYYYY-MM-DD HH24:MI:SS.FF6') c3, to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') c4 from "HO_TICH"."T" where "D" <= to_date(:bound0, 'SYYYY-MM-DD HH24:MI:SS') and ("D" >= to_date(:k1, 'SYYYY-MM-DD HH24:MI:SS') or "D" is null) and (("D" > to_date(:k1, 'SYYYY-MM-DD HH24:MI:SS') or "D" is null) or ("D" = to_date(:k1, 'SYYYY-MM-DD HH24:MI:SS') and "ID" > to_number(:k2))) order by "D", "ID") where rownum <= :rows3;

-- DATE: boundary
-- :bound0 text, :k1 text, :k2 text, :place3 number
select c0, c1 from (select c0, c1, rownum place from (select to_char("D", 'SYYYY-MM-DD HH24:MI:SS') c0, "ID" c1 from "HO_TICH"."T" where "D" <= to_date(:bound0, 'SYYYY-MM-DD HH24:MI:SS') and ("D" >= to_date(:k1, 'SYYYY-MM-DD HH24:MI:SS') or "D" is null) and (("D" > to_date(:k1, 'SYYYY-MM-DD HH24:MI:SS') or "D" is null) or ("D" = to_date(:k1, 'SYYYY-MM-DD HH24:MI:SS') and "ID" > to_number(:k2))) order by "D", "ID") where rownum <= :place3) where place = :place3;

-- DATE: up to the boundary
-- :bound0 text, :k1 text, :k2 text, :k3 text, :k4 text
select "ID", "N", to_char("D", 'SYYYY-MM-DD HH24:MI:SS'), to_char("T", 'SYYYY-MM-DD HH24:MI:SS.FF6'), to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') from "HO_TICH"."T" where "D" <= to_date(:bound0, 'SYYYY-MM-DD HH24:MI:SS') and ("D" >= to_date(:k1, 'SYYYY-MM-DD HH24:MI:SS') or "D" is null) and (("D" > to_date(:k1, 'SYYYY-MM-DD HH24:MI:SS') or "D" is null) or ("D" = to_date(:k1, 'SYYYY-MM-DD HH24:MI:SS') and "ID" > to_number(:k2))) and "D" <= to_date(:k3, 'SYYYY-MM-DD HH24:MI:SS') and ("D" < to_date(:k3, 'SYYYY-MM-DD HH24:MI:SS') or ("D" = to_date(:k3, 'SYYYY-MM-DD HH24:MI:SS') and "ID" <= to_number(:k4))) order by "D", "ID";

-- DATE: settled
-- :s0 number
select to_char(systimestamp - numtodsinterval(:s0, 'SECOND'), 'SYYYY-MM-DD HH24:MI:SS') from dual;

-- DATE: none is NULL
select 1 from "HO_TICH"."T" where "D" is null and rownum <= 1;

-- TIMESTAMP: first page
-- :bound0 text, :rows1 number
select c0, c1, c2, c3, c4 from (select "ID" c0, "N" c1, to_char("D", 'SYYYY-MM-DD HH24:MI:SS') c2, to_char("T", 'SYYYY-MM-DD HH24:MI:SS.FF6') c3, to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') c4 from "HO_TICH"."T" where "T" <= to_timestamp(:bound0, 'SYYYY-MM-DD HH24:MI:SS.FF6') order by "T", "ID") where rownum <= :rows1;

-- TIMESTAMP: later page
-- :bound0 text, :k1 text, :k2 text, :rows3 number
select c0, c1, c2, c3, c4 from (select "ID" c0, "N" c1, to_char("D", 'SYYYY-MM-DD HH24:MI:SS') c2, to_char("T", 'SYYYY-MM-DD HH24:MI:SS.FF6') c3, to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') c4 from "HO_TICH"."T" where "T" <= to_timestamp(:bound0, 'SYYYY-MM-DD HH24:MI:SS.FF6') and "T" >= to_timestamp(:k1, 'SYYYY-MM-DD HH24:MI:SS.FF6') and ("T" > to_timestamp(:k1, 'SYYYY-MM-DD HH24:MI:SS.FF6') or ("T" = to_timestamp(:k1, 'SYYYY-MM-DD HH24:MI:SS.FF6') and "ID" > to_number(:k2))) order by "T", "ID") where rownum <= :rows3;

-- TIMESTAMP: boundary
-- :bound0 text, :k1 text, :k2 text, :place3 number
select c0, c1 from (select c0, c1, rownum place from (select to_char("T", 'SYYYY-MM-DD HH24:MI:SS.FF6') c0, "ID" c1 from "HO_TICH"."T" where "T" <= to_timestamp(:bound0, 'SYYYY-MM-DD HH24:MI:SS.FF6') and "T" >= to_timestamp(:k1, 'SYYYY-MM-DD HH24:MI:SS.FF6') and ("T" > to_timestamp(:k1, 'SYYYY-MM-DD HH24:MI:SS.FF6') or ("T" = to_timestamp(:k1, 'SYYYY-MM-DD HH24:MI:SS.FF6') and "ID" > to_number(:k2))) order by "T", "ID") where rownum <= :place3) where place = :place3;

-- TIMESTAMP: up to the boundary
-- :bound0 text, :k1 text, :k2 text, :k3 text, :k4 text
select "ID", "N", to_char("D", 'SYYYY-MM-DD HH24:MI:SS'), to_char("T", 'SYYYY-MM-DD HH24:MI:SS.FF6'), to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') from "HO_TICH"."T" where "T" <= to_timestamp(:bound0, 'SYYYY-MM-DD HH24:MI:SS.FF6') and "T" >= to_timestamp(:k1, 'SYYYY-MM-DD HH24:MI:SS.FF6') and ("T" > to_timestamp(:k1, 'SYYYY-MM-DD HH24:MI:SS.FF6') or ("T" = to_timestamp(:k1, 'SYYYY-MM-DD HH24:MI:SS.FF6') and "ID" > to_number(:k2))) and "T" <= to_timestamp(:k3, 'SYYYY-MM-DD HH24:MI:SS.FF6') and ("T" < to_timestamp(:k3, 'SYYYY-MM-DD HH24:MI:SS.FF6') or ("T" = to_timestamp(:k3, 'SYYYY-MM-DD HH24:MI:SS.FF6') and "ID" <= to_number(:k4))) order by "T", "ID";

-- TIMESTAMP: settled
-- :s0 number
select to_char(systimestamp - numtodsinterval(:s0, 'SECOND'), 'SYYYY-MM-DD HH24:MI:SS.FF6') from dual;

-- TIMESTAMP WITH TIME ZONE: first page
-- :bound0 text, :rows1 number
select c0, c1, c2, c3, c4 from (select "ID" c0, "N" c1, to_char("D", 'SYYYY-MM-DD HH24:MI:SS') c2, to_char("T", 'SYYYY-MM-DD HH24:MI:SS.FF6') c3, to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') c4 from "HO_TICH"."T" where "Z" <= to_timestamp_tz(:bound0, 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') order by "Z", "ID") where rownum <= :rows1;

-- TIMESTAMP WITH TIME ZONE: later page
-- :bound0 text, :k1 text, :k2 text, :rows3 number
select c0, c1, c2, c3, c4 from (select "ID" c0, "N" c1, to_char("D", 'SYYYY-MM-DD HH24:MI:SS') c2, to_char("T", 'SYYYY-MM-DD HH24:MI:SS.FF6') c3, to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') c4 from "HO_TICH"."T" where "Z" <= to_timestamp_tz(:bound0, 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') and "Z" >= to_timestamp_tz(:k1, 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') and ("Z" > to_timestamp_tz(:k1, 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') or ("Z" = to_timestamp_tz(:k1, 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') and "ID" > to_number(:k2))) order by "Z", "ID") where rownum <= :rows3;

-- TIMESTAMP WITH TIME ZONE: boundary
-- :bound0 text, :k1 text, :k2 text, :place3 number
select c0, c1 from (select c0, c1, rownum place from (select to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') c0, "ID" c1 from "HO_TICH"."T" where "Z" <= to_timestamp_tz(:bound0, 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') and "Z" >= to_timestamp_tz(:k1, 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') and ("Z" > to_timestamp_tz(:k1, 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') or ("Z" = to_timestamp_tz(:k1, 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') and "ID" > to_number(:k2))) order by "Z", "ID") where rownum <= :place3) where place = :place3;

-- TIMESTAMP WITH TIME ZONE: up to the boundary
-- :bound0 text, :k1 text, :k2 text, :k3 text, :k4 text
select "ID", "N", to_char("D", 'SYYYY-MM-DD HH24:MI:SS'), to_char("T", 'SYYYY-MM-DD HH24:MI:SS.FF6'), to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') from "HO_TICH"."T" where "Z" <= to_timestamp_tz(:bound0, 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') and "Z" >= to_timestamp_tz(:k1, 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') and ("Z" > to_timestamp_tz(:k1, 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') or ("Z" = to_timestamp_tz(:k1, 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') and "ID" > to_number(:k2))) and "Z" <= to_timestamp_tz(:k3, 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') and ("Z" < to_timestamp_tz(:k3, 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') or ("Z" = to_timestamp_tz(:k3, 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') and "ID" <= to_number(:k4))) order by "Z", "ID";

-- TIMESTAMP WITH TIME ZONE: settled
-- :s0 number
select to_char(systimestamp - numtodsinterval(:s0, 'SECOND'), 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM') from dual;

-- ORA_ROWSCN: boundary of the first window
-- :place0 number
select c0 from (select c0, rownum place from (select "ID" c0 from "HO_TICH"."T" order by "ID") where rownum <= :place0) where place = :place0;

-- ORA_ROWSCN: boundary of a later window
-- :k0 text, :place1 number
select c0 from (select c0, rownum place from (select "ID" c0 from "HO_TICH"."T" where "ID" > to_number(:k0) order by "ID") where rownum <= :place1) where place = :place1;

-- ORA_ROWSCN: first window of the first pass
-- :k0 text
select "ID", "N", to_char("D", 'SYYYY-MM-DD HH24:MI:SS'), to_char("T", 'SYYYY-MM-DD HH24:MI:SS.FF6'), to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM'), ora_rowscn from "HO_TICH"."T" where "ID" <= to_number(:k0) order by "ID";

-- ORA_ROWSCN: a window
-- :since0 text, :k1 text, :k2 text
select "ID", "N", to_char("D", 'SYYYY-MM-DD HH24:MI:SS'), to_char("T", 'SYYYY-MM-DD HH24:MI:SS.FF6'), to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM'), ora_rowscn from "HO_TICH"."T" where ora_rowscn > to_number(:since0) and "ID" > to_number(:k1) and "ID" <= to_number(:k2) order by "ID";

-- ORA_ROWSCN: the last window
-- :since0 text, :k1 text
select "ID", "N", to_char("D", 'SYYYY-MM-DD HH24:MI:SS'), to_char("T", 'SYYYY-MM-DD HH24:MI:SS.FF6'), to_char("Z", 'SYYYY-MM-DD HH24:MI:SS.FF3TZH:TZM'), ora_rowscn from "HO_TICH"."T" where ora_rowscn > to_number(:since0) and "ID" > to_number(:k1) order by "ID";
