import { dataset } from './src/dataset.mjs';
import { openSetting } from './src/setting.mjs';
import { measureConnector } from './src/part.mjs';
import { measureCopy } from './src/cases/copy-yardstick.mjs';
const rows=Number(process.argv[2]??1000000);
const { setting, close } = await openSetting(rows);
setting.say=()=>{};setting.patience=300;
let on=!process.env.NOS;
try{
await measureCopy(setting, rows);
await setting.renewPlatform();
const y=await measureCopy(setting, rows);
const c=new Map();let n=0,busy=0;
const samp=(async()=>{while(on){const {rows:r}=await setting.admin.query("select pid,state,wait_event_type||'/'||wait_event w,left(query,30) q from pg_stat_activity where application_name='lienthong-platform-writer' and state<>'idle'");n++;
 let key=[];let active=false;for(const x of r){const w=x.w??'CPU';const isLock=w==='Lock/tuple'||w==='Lock/transactionid';if(isLock){key.push('LOCK');continue}key.push(x.q.replace(/\s+/g,' ')+'='+w);}
 key=key.sort().join(' | ')||'(none)';c.set(key,(c.get(key)||0)+1);await new Promise(r=>setTimeout(r,4));}})();
const parts=process.argv[3]==='merge'?2:1;
let s;
for(let p=0;p<parts;p++){ if(p===parts-1){c.clear();n=0;}
s=await measureConnector(setting,{name:'load-1',run:p?{once:true,newEpoch:[dataset]}:{once:true},keepSlot:true},'x');}
on=false;await samp;
console.log(JSON.stringify(y),'\n',JSON.stringify(s));
for(const [k,v] of [...c].sort((a,b)=>b[1]-a[1]).slice(0,16))console.log((v/n*100).toFixed(1)+'%',k);
}catch(e){console.error(e)}finally{on=false;await close()}
