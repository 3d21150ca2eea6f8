import { html, render, useState, useEffect, useRef, useMemo } from '/vendor/preact-htm.js';

const TOKEN = document.querySelector('meta[name=gatewright-token]').content;

async function api(path, body) {
  const response = await fetch('/api/v1/' + path, body === undefined ? {} : {
    method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Gatewright-Token': TOKEN }, body: JSON.stringify(body),
  });
  const result = await response.json();
  if (!response.ok) throw new Error(result.error);
  return result;
}

// The store: what all views share. Views subscribe with useStore.
const store = {
  apis: [], requests: [], waiting: [], reloads: [], paused: false, held: false, connected: true, version: 0, listeners: new Set(),
  text: '', status: '', picked: '', drafts: {}, error: '',
};
function changed() { store.version++; for (const listen of store.listeners) listen(store.version); }
function useStore() {
  const [, set] = useState(0);
  useEffect(() => { store.listeners.add(set); return () => store.listeners.delete(set); }, []);
  return store;
}
const KEPT = 1000;

async function load() {
  try {
    const [apis, requests, reloads] = await Promise.all([api('apis'), api('requests'), api('reloads')]);
    store.apis = apis.apis; store.requests = requests.requests; store.reloads = reloads.reloads;
    store.waiting = [];
    store.error = '';
  } catch (e) { store.error = e.message; setTimeout(load, 1000); }
  changed();
}
function take() { store.requests = [...store.waiting, ...store.requests].slice(0, KEPT); store.waiting = []; }
function connect() {
  const events = new EventSource('/api/v1/events');
  events.addEventListener('hello', () => { store.connected = true; load(); }); // again: for what came in before it listened
  events.addEventListener('requests', e => {
    store.waiting = [...JSON.parse(e.data).reverse(), ...store.waiting].slice(0, KEPT);
    if (!store.paused && !store.held) take();
    changed();
  });
  events.addEventListener('reload', e => { store.reloads = [...store.reloads, JSON.parse(e.data)]; api('apis').then(a => { store.apis = a.apis; changed(); }, () => {}); changed(); });
  events.onerror = () => { store.connected = false; changed(); };
}

// Small helpers
const took = us => us >= 100000 ? (us / 1000).toFixed(0) + ' ms' : us >= 10000 ? (us / 1000).toFixed(1) + ' ms' : (us / 1000).toFixed(2) + ' ms';
const clock = t => new Date(t).toLocaleTimeString('en-GB') + '.' + String(new Date(t).getMilliseconds()).padStart(3, '0');
const short = id => id.slice(0, 8);
const size = n => n < 1024 ? n + ' B' : n < 1 << 20 ? (n / 1024).toFixed(1) + ' KiB' : (n / (1 << 20)).toFixed(1) + ' MiB';
const pretty = t => { try { return JSON.stringify(JSON.parse(t), null, 2); } catch { return t; } };
const bodyText = b => !b ? '' : b.text !== undefined ? b.text : b.base64 ? '(' + b.size + ' bytes, not text)' : '';
const go = hash => { location.hash = hash; };
const operations = () => store.apis.flatMap(a => (a.operations ?? []).map(o => ({ ...o, api: a.name })));
const apiOf = name => store.apis.find(a => a.name === (name ?? '')) ?? store.apis[0];
const opKey = o => (o.api ? o.api + ' ' : '') + o.name;
const findOp = key => operations().find(o => opKey(o) === key);
let toastTimer;
function toast(text) {
  const e = document.getElementById('toast');
  e.textContent = text; e.classList.add('on');
  clearTimeout(toastTimer); toastTimer = setTimeout(() => e.classList.remove('on'), 1800);
}
async function copyText(text, what) {
  try { await navigator.clipboard.writeText(text); toast('Copied ' + what); } catch { toast('The browser does not allow copying'); }
}
const copyAs = async (id, as, what) => copyText((await api(`requests/${id}/copy/${as}`)).text, what);

const Status = ({ code }) => html`<span class=${'st s' + (code < 400 ? 2 : String(code)[0])}>${code}</span>`;
const MARKS = { passed: ['ok', '✓', 'passed'], answered: ['ok', '●', 'responded here'], off: ['muted', '·', 'not set up'], skipped: ['muted', '○', 'not reached'], failed: ['bad', '✕', 'stopped here'], noted: ['warn', '▲', 'passed, look here'] };
const Mark = ({ state }) => html`<span class=${'mark ' + MARKS[state][0]}><span aria-hidden="true">${MARKS[state][1]}</span><span class="vh">${MARKS[state][2]}</span></span>`;
const Facts = ({ rows }) => html`<dl class="kvs">${rows.filter(r => r && r[1] !== undefined && r[1] !== '' && r[1] !== null).map(([k, v]) => html`<dt>${k}</dt><dd>${v}</dd>`)}</dl>`;

// Code shows text with line numbers; errors are marked at their lines.
function Code({ title, text, meta, errors = [] }) {
  const [all, setAll] = useState(false);
  const lines = (text || '').replace(/\n$/, '').split('\n');
  const limit = 14, cut = !all && !errors.length && lines.length > limit + 3;
  return html`<div class="blk"><div class="cap"><b>${title}</b><span class="ell">${meta}</span>
      <span class="end"><button class="cp" type="button" aria-label=${'Copy ' + title} onClick=${() => copyText(text, title.toLowerCase())}>Copy</button></span></div>
    <div class="pre mono" tabindex="0" role="group" aria-label=${title}>${(cut ? lines.slice(0, limit) : lines).map((line, i) => {
      const wrong = errors.filter(e => e.line === i + 1);
      return html`<div class=${'ln' + (wrong.length ? ' bad' : '')}><span class="no" aria-hidden="true">${i + 1}</span><span>${line || ' '}</span></div>${wrong.map(e => html`<div class="msg">${e.column ? 'column ' + e.column + ': ' : ''}${e.message}</div>`)}`;
    })}${cut && html`<button class="more" type="button" onClick=${() => setAll(true)}>Show all ${lines.length} lines</button>`}</div></div>`;
}
const Headers = ({ title, fields }) => html`<div class="blk"><div class="cap"><b>${title}</b></div>${fields?.length ? html`<${Facts} rows=${fields.map(f => [f.name, f.value])} />` : html`<p class="muted">none</p>`}</div>`;
const Body = ({ title, body }) => body ? html`<${Code} title=${title} meta=${size(body.size) + (body.cut ? ', cut' : '')} text=${pretty(bodyText(body))} />` : html`<div class="blk"><div class="cap"><b>${title}</b></div><p class="muted">empty</p></div>`;
const IO = ({ children }) => html`<div class="io">${children}</div>`;
const Problems = ({ list }) => html`<ul class="list">${list.map(p => html`<li><span class="msg">${p.message}</span> ${p.pointer && html`<code>${p.pointer}</code>`} ${p.at && html`<span class="muted">rule at ${p.at}</span>`}</li>`)}</ul>`;

// Requests
function listed() {
  const text = store.text.toLowerCase();
  return store.requests.filter(r => (!store.status || String(r.status)[0] === store.status) &&
    (!text || `${r.method} ${r.target} ${r.id} ${r.operation ?? ''} ${r.reason ?? ''} ${r.outcome} ${r.caller ?? ''}`.toLowerCase().includes(text)));
}
function pause() { store.paused = !store.paused; if (!store.paused) take(); changed(); }

function RequestBar() {
  const s = useStore();
  const count = c => s.requests.filter(r => !c || String(r.status)[0] === c).length;
  return html`<div class="bar"><h1>Requests</h1>
    <div class="grow"><input id="find" type="search" aria-label="Filter requests" placeholder="Path, operation, ID or words" value=${s.text} onInput=${e => { s.text = e.target.value; changed(); }} /></div>
    <div class="seg" role="group" aria-label="Status">${[['', 'All'], ['2', '2xx'], ['4', '4xx'], ['5', '5xx']].map(([c, t]) => html`<button type="button" aria-pressed=${s.status === c} onClick=${() => { s.status = c; changed(); }}>${t}<span class="n">${count(c)}</span></button>`)}</div>
    <div class="end"><button id="live" class="btn" type="button" aria-pressed=${!s.paused} onClick=${pause}><span class=${'dot' + (s.paused || !s.connected ? ' off' : ' live')}></span> ${s.paused ? 'Paused' : s.connected ? 'Live' : 'Offline'}${s.waiting.length > 0 && ' (' + s.waiting.length + ' wait)'}</button></div></div>`;
}
function RequestRow({ r, current }) {
  const cls = 'req' + (r.status >= 500 ? ' f5' : r.status >= 400 ? ' f4' : '');
  return html`<li><a class=${cls} href=${'#/requests/' + r.id} data-id=${r.id} aria-current=${current ? 'true' : undefined}>
    <span class="at">${clock(r.received)}</span><${Status} code=${r.status} /><span class="path ell mono"><b>${r.method}</b>${r.target}</span>
    <span class="by ell">${r.by}</span><span class="why ell">${store.picked === r.id && html`<span class="pick">picked </span>`}${r.reason}</span><span class="who ell">${r.caller ?? '–'}</span><span class="num">${took(r.microseconds)}</span></a></li>`;
}
const ReloadRow = ({ r }) => html`<li class="event">${r.failed ? 'Not reloaded' : 'Reloaded'} in ${took(r.microseconds)}: ${r.paths.join(', ')}. ${r.problems.map(p => html`<span class=${r.failed ? 'bad' : 'warn'}>${p.at}: ${p.message}. </span>`)}</li>`;

function RequestList({ current }) {
  const s = useStore();
  const rows = listed(), shown = rows.slice(0, 300);
  const items = [...shown.map(r => ({ at: +new Date(r.received), r })), ...(s.text || s.status ? [] : s.reloads.map(reload => ({ at: +new Date(reload.time), reload })))].sort((a, b) => b.at - a.at);
  const hold = held => () => { if (s.held === held) return; s.held = held; if (!held && !s.paused) { take(); changed(); } };
  if (!s.requests.length && !s.waiting.length && !s.text && !s.status) return html`<div class="scroll" tabindex="-1"><${FirstRun} /></div>`;
  return html`<div class="scroll" tabindex="-1" onMouseEnter=${hold(true)} onMouseLeave=${hold(false)}>
    <div class="head" aria-hidden="true"><span>Time</span><span>Status</span><span>Request</span><span>Responded</span><span>What happened</span><span>Who</span><span class="num">Took</span></div>
    ${!items.length && html`<p class="list-empty">No request matches. <button class="btn" type="button" onClick=${() => { s.text = s.status = ''; changed(); }}>Clear the filter</button></p>`}
    <ul>${items.map(i => i.r ? html`<${RequestRow} key=${i.r.id} r=${i.r} current=${i.r.id === current} />` : html`<${ReloadRow} key=${'r' + i.at} r=${i.reload} />`)}</ul>
    ${rows.length > shown.length && html`<p class="list-empty">${rows.length - shown.length} older requests: filter to see them.</p>`}</div>`;
}
function FirstRun() {
  const ops = operations().filter(o => o.method === 'GET' && o.runs).slice(0, 3), a = apiOf();
  return html`<div class="first"><h2 class="title">No request yet</h2><p class="muted">Every request to ${a?.url} shows here with each step that API Gateway takes. Try these in a terminal:</p>
    <ol>${ops.map(o => html`<li><${Code} title=${o.summary || o.name} text=${'curl ' + (apiOf(o.api)?.url ?? '') + targetOf(o, initial(o))} /></li>`)}</ol>
    <p>Or pick an <a href="#/operations">operation</a>: its form is filled with a valid example.</p></div>`;
}

// One request
function useTrace(id) {
  const [state, set] = useState({});
  useEffect(() => { let live = true; set({}); if (!id) return; api('requests/' + id).then(t => live && set({ t }), e => live && set({ error: e.message })); return () => { live = false; }; }, [id]);
  return state;
}
const TITLES = { match: 'Match', authorizer: 'Authorizer', key: 'API key and plan', throttle: 'Throttle', validation: 'Validation', cache: 'Cache', integrationRequest: 'Integration request', integration: 'Integration', integrationResponse: 'Integration response', response: 'Response' };
const GROUPS = { match: 'Gate', validation: 'Request', integration: 'Backend', integrationResponse: 'Response' };

async function replay(id) {
  try { const sent = await api(`requests/${id}/replay`, {}); toast('Sent again: ' + sent.status); go('#/requests/' + sent.id); } catch (e) { toast(e.message); }
}
function RequestView({ id, tab }) {
  const { t, error } = useTrace(id);
  const [open, setOpen] = useState(null);
  useEffect(() => { setOpen(null); }, [id]);
  if (error) return html`<div class="scroll"><div class="detail"><h1 class="title">No longer kept</h1><p>${error}</p></div></div>`;
  if (!t) return html`<div class="scroll"></div>`;
  const first = t.stopped ? t.steps.findIndex(s => s.name === t.stopped) : t.steps.findIndex(s => s.state === 'answered' || s.state === 'noted');
  const opened = open ?? new Set(first >= 0 ? [first] : []);
  const toggle = i => { const next = new Set(opened); next.has(i) ? next.delete(i) : next.add(i); setOpen(next); };
  const toggleAll = () => setOpen(opened.size === 10 ? new Set() : new Set(t.steps.keys()));
  const tabs = [['steps', 'Steps'], ['full', 'Full request and response'], ['log', 'Execution log']], now = tab || 'steps';
  return html`<div class="scroll" tabindex="-1"><article class="detail" data-id=${t.id}>
    <div class="crumb"><a class="up" href="#/requests">Requests</a><span class="mono">${t.method} ${t.target}</span><span>${clock(t.received)}</span><span>${took(t.microseconds)}</span>${t.operation && html`<a href=${'#/operations/' + encodeURIComponent((t.api ? t.api + ' ' : '') + t.operation)}>${t.operation}</a>`}<span class="mono">${short(t.id)}</span></div>
    <h1 class="verdict"><${Status} code=${t.status} /> ${t.outcome}</h1>
    ${t.next && html`<p class="next"><b>Next: </b>${t.next}</p>`}
    <div class="acts">
      <button class="btn primary" type="button" onClick=${() => replay(t.id)}>Replay <kbd>r</kbd></button>
      ${t.operation && html`<a class="btn" href=${'#/operations/' + encodeURIComponent((t.api ? t.api + ' ' : '') + t.operation) + '/from/' + t.id}>Edit and send <kbd>e</kbd></a>`}
      <button class="btn" type="button" onClick=${() => copyAs(t.id, 'curl', 'as curl')}>Copy as curl <kbd>c</kbd></button>
      <button class="btn" type="button" onClick=${() => copyAs(t.id, 'go-test', 'as Go test')}>Go test <kbd>t</kbd></button>
      <button class="btn" type="button" onClick=${() => copyAs(t.id, 'example', 'as example')}>Example</button>
      <button class="btn" type="button" onClick=${() => compare(t.id)}>${store.picked && store.picked !== t.id ? 'Compare with the picked one' : 'Pick to compare'} <kbd>x</kbd></button></div>
    <div class="tabs"><div role="tablist" aria-label="Views of the request">${tabs.map(([k, n]) => html`<button role="tab" type="button" id=${'tab-' + k} aria-selected=${now === k} onClick=${() => go('#/requests/' + t.id + (k === 'steps' ? '' : '/' + k))}>${n}</button>`)}</div>
      ${now === 'steps' && html`<button id="all" class="btn quiet end" type="button" onClick=${toggleAll}>${opened.size === 10 ? 'Close all' : 'Open all'}</button>`}</div>
    <div role="tabpanel" aria-labelledby=${'tab-' + now}>${now === 'full' ? html`<${Full} t=${t} />` : now === 'log' ? html`<${Log} t=${t} />` : html`<div class="walk">${t.steps.map((s, i) => html`<${Step} key=${s.name} t=${t} s=${s} i=${i} open=${opened.has(i)} toggle=${() => toggle(i)} />`)}</div>`}</div></article></div>`;
}
function compare(id) {
  if (store.picked && store.picked !== id) go('#/compare/' + store.picked + '/' + id);
  else { store.picked = store.picked === id ? '' : id; toast(store.picked ? 'Picked; open another request and compare' : 'No longer picked'); changed(); }
}
function Step({ t, s, i, open, toggle }) {
  const total = Math.max(1, t.microseconds), begin = t.steps.slice(0, i).reduce((sum, x) => sum + x.microseconds, 0);
  const kind = { failed: ' fail', noted: ' warned', skipped: ' none', off: ' off' }[s.state] ?? '';
  return html`<div class=${'step k-' + s.name + kind + (s.name === 'integration' ? ' backend' : '') + (GROUPS[s.name] ? ' g1' : '') + (open ? ' open' : '')}>
    <button type="button" aria-expanded=${open} aria-controls=${'panel-' + s.name} onClick=${toggle}>
      <span class="grp">${GROUPS[s.name]}</span><${Mark} state=${s.state} /><span class="nm">${TITLES[s.name]}</span><span class="sm ell">${s.summary}</span>
      <span class="track" aria-hidden="true">${s.microseconds > 0 && html`<i style=${{ left: Math.min(98, begin / total * 100) + '%', width: Math.max(1, s.microseconds / total * 100) + '%' }}></i>`}</span>
      <span class="num">${s.microseconds > 0 ? took(s.microseconds) : ''}</span><span class="chev" aria-hidden="true">›</span></button>
    ${open && html`<div class="panel" id=${'panel-' + s.name}><${StepPanel} t=${t} s=${s} />${s.log?.length > 0 && html`<details><summary>Execution log, ${s.log.length} lines</summary><div class="pre mono">${s.log.map(l => html`<div>${l}</div>`)}</div></details>`}</div>`}</div>`;
}
const padLink = (t, which) => html`<a href=${'#/scratchpad/' + t.id + '/' + which}>Try it in the scratchpad</a>`;
function StepPanel({ t, s }) {
  const off = { authorizer: 'Everybody may call. An authorizer is named under security in the model, or authorizers in gatewright.yaml.', key: 'No API key is required: apiKeyRequired of the integration turns that on.', throttle: 'No limit: usagePlans and stageSettings in gatewright.yaml set them.', validation: 'Nothing is validated: validation in gatewright.yaml turns it on.', cache: 'Responses are not kept: stageSettings, cache in gatewright.yaml turns that on.' }[s.name];
  if (s.state === 'off' && off) return html`<p class="say">${off}</p>`;
  switch (s.name) {
    case 'match': return html`<${IO}><${Facts} rows=${[['Method', t.method], ['Path', s.match.path], ['Target', t.target]]} /><${Facts} rows=${[['Operation', s.match.operation ?? 'none'], ['Path template', s.match.template], ['Written at', s.match.at], ...s.match.parameters.map(p => ['{' + p.name + '}', p.value])]} /><//>`;
    case 'authorizer': { const a = s.authorizer; if (!a) return html`<p class="say">${s.summary}</p>`; return html`<${IO}><${Facts} rows=${[['Type', a.type], ['Authorizer', a.name], ['Written at', a.at], ['Asked for', a.resource]]} /><div><${Facts} rows=${[['Decision', a.decision], ['By', a.policy && a.policy + ' policy, ' + a.statement], ['Principal', a.principal], ['Kept', a.kept ? 'decided for an earlier request' : ''], ['Expires', a.expires && clock(a.expires)], ['Process start', a.start ? took(a.start) : ''], ...(a.context ?? []).map(c => [c.name, c.value])]} /></div><//>
      ${a.response && html`<${Code} title="What the authorizer returned" text=${pretty(a.response)} />`}${a.output?.length > 0 && html`<${Code} title="What its function wrote" text=${a.output.join('\n')} />`}`; }
    case 'key': return html`<${Facts} rows=${[['Key', s.key?.key || 'none was sent'], ['ID', s.key?.id], ['Usage plan', s.key?.plan]]} />`;
    case 'throttle': return html`<${Facts} rows=${(s.throttle?.limits ?? []).map(l => [l.name, l.quota ? l.quota + ' requests in a period' : `${l.rate} a second, ${l.burst} at once`])} />`;
    case 'validation': { const v = s.validation; if (!v) return html`<p class="say">${s.summary}</p>`; return html`${v.missing.length > 0 && html`<div><p class="say">Missing parameters:</p><${Problems} list=${v.missing} /></div>`}
      ${v.problems.length > 0 ? html`<${IO}><${Code} title="Body, as it was sent" text=${bodyText(t.request.body)} errors=${v.problems} /><div class="blk"><div class="cap"><b>What the model says</b><span class="ell">${v.model}</span></div><${Problems} list=${v.problems} /></div><//>` : html`<p class="say">${s.summary}</p>`}`; }
    case 'cache': { const c = s.cache; return c ? html`<${IO}><${Headers} title="Key" fields=${c.key.length ? c.key : [{ name: 'key', value: 'no parameters: one entry for all' }]} /><${Facts} rows=${[['Entry', c.hit ? 'found' : 'none'], ['Made by', c.madeBy && html`<a href=${'#/requests/' + c.madeBy}>${short(c.madeBy)}</a>`], ['Age', c.age ? c.age + ' ms' : ''], ['Expires', c.expires && clock(c.expires)]]} /><//>` : html`<p class="say">${s.summary}</p>`; }
    case 'integrationRequest': return html`<${Mapping} t=${t} m=${s.integrationRequest} which="request" sent=${t.request.body} />`;
    case 'integration': { const c = s.integration; if (!c) return html`<p class="say">${s.summary}</p>`; return html`<${Facts} rows=${[['Kind', c.kind], ['Written at', c.at], ['Function', c.function], ['Invocation', c.requestId], ['Process start', c.start ? took(c.start) : ''], ['Failed', c.functionError]]} />
      <${IO}><div><${Facts} rows=${[['Request', [c.request.method, c.request.url].filter(Boolean).join(' ')]]} />${c.request.headers?.length > 0 && html`<${Headers} title="Headers" fields=${c.request.headers} />`}<${Body} title="Body sent" body=${c.request.body} /></div>
      <div>${c.response ? html`<${Facts} rows=${[['Status', c.response.status || '']]} />${c.response.headers?.length > 0 && html`<${Headers} title="Headers" fields=${c.response.headers} />`}<${Body} title="Body received" body=${c.response.body} />` : html`<p class="muted">${c.kind === 'mock' ? 'A mock calls nothing.' : 'No response.'}</p>`}</div><//>
      ${c.output?.length > 0 && html`<${Code} title="What the function wrote" text=${c.output.join('\n')} />`}`; }
    case 'integrationResponse': { const r = s.integrationResponse; if (!r) return html`<p class="say">${s.summary}</p>`; return html`<div class="blk"><div class="cap"><b>Selection patterns</b><span class="ell">matched with ${JSON.stringify(r.selected)}</span></div><ul class="list">${r.patterns.map(p => html`<li class=${p.matched ? 'matched' : p.tried ? 'tried' : 'muted'}><code>${p.pattern} → ${p.status}</code> ${p.matched ? 'matched' : p.tried ? 'did not match' : 'not tried'} <span class="muted">${p.at}</span></li>`)}</ul></div><${Mapping} t=${t} m=${r} which="response" sent=${t.steps[7].integration?.response?.body} />`; }
    case 'response': { const r = s.response; return html`<${Facts} rows=${[['Status', r.status], ['Gateway response', r.type], ['Customised by', r.custom], ['Message', r.message], ['x-amzn-ErrorType', r.errorType], ['Streamed', r.streamed ? size(r.size) : '']]} /><${IO}><${Headers} title="Headers" fields=${t.response.headers} /><${Body} title="Body" body=${t.response.body} /><//>`; }
  }
}
function Mapping({ t, m, which, sent }) {
  if (!m) return null;
  return html`${m.mappings.length > 0 && html`<div class="blk"><div class="cap"><b>Parameters</b></div><ul class="list">${m.mappings.map(p => html`<li><code>${p.target} ← ${p.source}</code> <b class="mono">${p.value === '' ? 'empty' : p.value}</b> <span class="muted">${p.at}</span></li>`)}</ul></div>`}
    ${m.template ? html`<${IO}><${Code} title="Template" meta=${m.template.contentType + ' ' + m.template.at} text=${m.template.text} errors=${m.template.errors} />
      ${m.template.errors.length ? html`<div class="blk"><div class="cap"><b>Not rendered</b></div><${Problems} list=${m.template.errors} /><${Body} title="Its input" body=${sent} /></div>` : html`<${Body} title="Rendered" body=${m.body} />`}<//><p>${padLink(t, which)}</p>` : html`<${Body} title="Body, passed as it is" body=${m.body} />`}`;
}
const Full = ({ t }) => html`<${IO}><div><h2 class="sec">Request</h2><p class="mono">${t.method} ${t.target}</p><${Headers} title="Headers" fields=${t.request.headers} /><${Body} title="Body" body=${t.request.body} /></div><div><h2 class="sec">Response</h2><p><${Status} code=${t.status} /></p><${Headers} title="Headers" fields=${t.response.headers} /><${Body} title="Body" body=${t.response.body} /></div><//>`;
const Log = ({ t }) => html`<div class="pre mono" tabindex="0" role="group" aria-label="Execution log">${t.log.map(l => html`<div><span class="muted">${TITLES[l.step]}: </span>${l.line}</div>`)}</div>`;

// Compare
function Compare({ a, b }) {
  const A = useTrace(a), B = useTrace(b);
  if (A.error || B.error) return html`<div class="scroll"><div class="detail"><h1 class="title">One of the two is no longer kept</h1></div></div>`;
  if (!A.t || !B.t) return html`<div class="scroll"></div>`;
  const same = A.t.steps.map((s, i) => s.state === B.t.steps[i].state && s.summary === B.t.steps[i].summary), first = same.indexOf(false);
  return html`<div class="scroll" tabindex="-1"><article class="detail"><div class="crumb"><a class="up" href="#/requests">Requests</a><span>Compare</span></div>
    <h1 class="verdict">${first < 0 ? 'Both went the same way.' : 'They part at ' + TITLES[A.t.steps[first].name] + '.'}</h1>
    <div class="cmp" role="list" aria-label="Steps"><div class="r hdr" role="listitem"><span></span><span class="muted">Step</span>${[A.t, B.t].map((t, i) => html`<span class=${'ab'[i]}><b>${['First', 'Second'][i]}</b> <${Status} code=${t.status} /> <a class="mono" href=${'#/requests/' + t.id}>${t.method} ${t.target}</a></span>`)}<span class="num d muted">Time</span></div>
      ${A.t.steps.map((s, i) => html`<div class=${'r ' + (same[i] ? 'same' : i === first ? 'diff lead' : 'diff')} role="listitem"><${Mark} state=${same[i] ? s.state : B.t.steps[i].state} /><span class="nm">${TITLES[s.name]}</span><span class="a"><span class="lab">First: </span>${s.summary}</span><span class="b"><span class="lab">Second: </span>${B.t.steps[i].summary}</span><span class="num d muted">${took(B.t.steps[i].microseconds - s.microseconds)}</span></div>`)}</div>
    <${IO}><${Body} title="First request's body" body=${A.t.request.body} /><${Body} title="Second request's body" body=${B.t.request.body} /><//><${IO}><${Body} title="First response" body=${A.t.response.body} /><${Body} title="Second response" body=${B.t.response.body} /><//></article></div>`;
}

// Operations
function initial(o) {
  const values = {};
  for (const p of o.parameters) values[p.in + ' ' + p.name] = p.example ?? '';
  return { values, body: o.body?.text ?? '', contentType: o.body?.contentType ?? '', identity: 0, user: 'u1', scopes: (o.scopes ?? []).join(' '), claims: '', header: '' };
}
function targetOf(o, d) {
  let path = o.path.replace(/\{([^}]+?)(\+?)\}/g, (_, n, rest) => (rest ? encodeURI : encodeURIComponent)(d.values['path ' + n] ?? ''));
  const query = o.parameters.filter(p => p.in === 'query' && d.values['query ' + p.name] !== '').map(p => encodeURIComponent(p.name) + '=' + encodeURIComponent(d.values['query ' + p.name]));
  return path + (query.length ? '?' + query.join('&') : '');
}
function headersOf(o, d) {
  const all = o.parameters.filter(p => p.in === 'header' && d.values['header ' + p.name] !== '').map(p => ({ name: p.name, value: d.values['header ' + p.name] }));
  if (d.contentType && d.body) all.push({ name: 'Content-Type', value: d.contentType });
  return all;
}
function identitiesOf(o) {
  const all = [{ kind: '', name: '', label: 'nobody' }, ...(apiOf(o.api)?.identities ?? [])];
  if (o.authorizationType === 'CUSTOM') all.push({ kind: 'header', name: 'value', header: o.authorizationHeader || 'Authorization', label: 'value of ' + (o.authorizationHeader || 'Authorization') });
  return all;
}
function identityOf(o, d) {
  const i = { ...identitiesOf(o)[d.identity] ?? {} };
  delete i.label;
  if (i.kind === 'token') { i.user = d.user; i.scopes = d.scopes.split(/\s+/).filter(Boolean); i.claims = claimsOf(d.claims); if (o.authorizationHeader) i.header = o.authorizationHeader; }
  if (i.kind === 'header') i.value = d.header;
  return i;
}
// claimsOf reads lines of NAME=VALUE.
function claimsOf(text) {
  return Object.fromEntries(text.split('\n').map(l => l.trim()).filter(Boolean).map(l => { const at = l.indexOf('='); return at < 0 ? [l, ''] : [l.slice(0, at).trim(), l.slice(at + 1).trim()]; }));
}
function usual(o) {
  const all = identitiesOf(o), want = o.apiKeyRequired ? 'apiKey' : { COGNITO_USER_POOLS: 'token', JWT: 'token', AWS_IAM: 'iam', CUSTOM: 'header' }[o.authorizationType] ?? '';
  return Math.max(0, all.findIndex(i => i.kind === want));
}
const groupOf = o => [o.api, o.tag].filter(Boolean).join(': ') || 'other';
const OpList = ({ current }) => {
  const s = useStore();
  const [text, setText] = useState('');
  const all = operations().filter(o => `${o.method} ${o.path} ${o.name} ${o.integration} ${o.summary ?? ''}`.toLowerCase().includes(text.toLowerCase()));
  const groups = [...new Set(all.map(o => groupOf(o)))].sort((x, y) => x.endsWith('other') - y.endsWith('other'));
  const last = o => s.requests.find(r => r.operation === o.name && (r.api ?? '') === o.api);
  return html`<div class="bar"><h1>Operations</h1><div class="grow"><input id="find" type="search" aria-label="Filter operations" placeholder="Method, path, name" value=${text} onInput=${e => setText(e.target.value)} /></div></div>
    <div class="scroll" tabindex="-1"><div class="op head" aria-hidden="true"><span>Operation</span><span>Integration</span><span>Authorizer</span><span>Key</span><span>Validates</span><span>Cache, limits</span><span>Last</span></div>
    ${groups.map(g => html`<section><div class="grphead"><h2>${g}</h2></div><ul>${all.filter(o => groupOf(o) === g).map(o => html`<li><a class="op" href=${'#/operations/' + encodeURIComponent(opKey(o))} aria-current=${opKey(o) === current ? 'true' : undefined}>
      <span class="path ell mono"><b>${o.method}</b>${o.path}</span><span class="cell behind ell">${o.integration}${!o.runs && ' (does not run here)'}</span><span class="cell">${o.authorizer ?? (o.authorizationType && o.authorizationType !== 'NONE' ? o.authorizationType : '')}</span><span class="cell">${o.apiKeyRequired && 'required'}</span><span class="cell">${o.validates}</span><span class="cell">${[o.cache, o.throttle].filter(Boolean).join(', ')}</span><span class="cell last num">${last(o) && html`<${Status} code=${last(o).status} />`}</span>
      ${o.warnings?.map(w => html`<span class="w">▲ ${w.message} (${w.rule}, ${w.at})</span>`)}</a></li>`)}</ul></section>`)}
    ${!all.length && html`<p class="list-empty">No operation matches.</p>`}</div>`;
};
function OpForm({ name, from }) {
  useStore();
  const o = findOp(name);
  const key = name + '/' + (from ?? '');
  const [answer, setAnswer] = useState(null);
  const [, redraw] = useState(0);
  const [error, setError] = useState('');
  useEffect(() => {
    setAnswer(null); setError('');
    if (!o || !from) return;
    api('requests/' + from).then(t => {
      const d = initial(o);
      for (const p of t.steps[0].match.parameters) d.values['path ' + p.name] = decodeURIComponent(p.value);
      const query = new URLSearchParams(t.target.split('?')[1] ?? '');
      for (const p of o.parameters) {
        if (p.in === 'query') d.values['query ' + p.name] = query.get(p.name) ?? '';
        if (p.in === 'header') d.values['header ' + p.name] = t.request.headers.find(h => h.name.toLowerCase() === p.name.toLowerCase())?.value ?? '';
      }
      if (t.request.body) d.body = bodyText(t.request.body);
      d.contentType = t.request.headers.find(h => h.name.toLowerCase() === 'content-type')?.value ?? d.contentType;
      d.identity = t.caller || t.steps[2].key?.id ? usual(o) : 0;
      store.drafts[key] = d; redraw(n => n + 1);
    }, e => setError(e.message));
  }, [key, !!o]);
  if (!o) return html`<div class="scroll"><div class="detail"><h1 class="title">No operation ${name}</h1></div></div>`;
  const d = store.drafts[key] ??= { ...initial(o), identity: usual(o) };
  const set = (k, v) => { d[k] = v; redraw(n => n + 1); };
  const identities = identitiesOf(o), who = identities[d.identity] ?? identities[0];
  const send = async e => {
    e?.preventDefault(); setError('');
    try { setAnswer(await api('send', { api: o.api, method: o.method === 'ANY' ? 'GET' : o.method, target: targetOf(o, d), headers: headersOf(o, d), body: d.body, identity: identityOf(o, d) })); } catch (x) { setError(x.message); }
  };
  const curl = `curl ${o.method === 'GET' ? '' : '-X ' + o.method + ' '}${headersOf(o, d).map(h => `-H '${h.name}: ${h.value}' `).join('')}${d.body ? "--data-raw '" + d.body.replaceAll("'", "'\\''") + "' " : ''}'${apiOf(o.api)?.url ?? ''}${targetOf(o, d)}'`;
  return html`<div class="scroll" tabindex="-1"><div class="detail"><div class="crumb"><a class="up" href="#/operations">Operations</a><span class="mono">${o.method} ${o.path}</span><span>${o.at}</span></div>
    <h1 class="title">${o.name}${o.summary && ': ' + o.summary}</h1>${o.description && html`<p class="next">${o.description}</p>`}
    ${o.warnings?.map(w => html`<p class="note">▲ ${w.message}. ${w.help ?? ''} (${w.rule}, ${w.at})</p>`)}
    <div class="two"><form class="form" onSubmit=${send} onKeyDown=${e => { if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) send(e); }}>
      ${o.parameters.filter(p => p.in !== 'cookie').map(p => { const k = p.in + ' ' + p.name; return html`<div class="fld"><label for=${'f-' + k}>${p.name}<span class="muted">${p.in}${p.required ? ', required' : ''}</span></label><input id=${'f-' + k} type="text" value=${d.values[k] ?? ''} onInput=${e => set('values', { ...d.values, [k]: e.target.value })} /><span class="hint">${[p.hint, p.description].filter(Boolean).join('. ')}</span></div>`; })}
      ${o.body && html`<div class="fld"><label for="f-body">Body<span class="muted">${d.contentType}</span></label><textarea id="f-body" class="mono" rows=${Math.min(18, d.body.split('\n').length + 2)} value=${d.body} onInput=${e => set('body', e.target.value)}></textarea></div>`}
      <div class="fld"><label for="f-who">Identity</label><select id="f-who" value=${d.identity} onChange=${e => set('identity', +e.target.value)}>${identities.map((i, n) => html`<option value=${n} selected=${n === d.identity}>${i.label}</option>`)}</select>
        ${who.kind === 'token' && html`<label for="f-user">User</label><input id="f-user" type="text" value=${d.user} onInput=${e => set('user', e.target.value)} />
          <label for="f-scopes">Scopes<span class="muted">between spaces; the operation takes: ${(o.scopes ?? []).join(' ') || 'any'}</span></label><input id="f-scopes" type="text" value=${d.scopes} onInput=${e => set('scopes', e.target.value)} />
          <label for="f-claims">Claims<span class="muted">NAME=VALUE, one on a line; JSON or text</span></label><textarea id="f-claims" class="mono" rows="2" value=${d.claims} onInput=${e => set('claims', e.target.value)}></textarea>`}
        ${who.kind === 'header' && html`<label for="f-header">${who.header}</label><input id="f-header" type="text" value=${d.header} onInput=${e => set('header', e.target.value)} />`}
        <span class="hint">${{ token: 'The console signs a token, as gatewright token does.', iam: 'The console signs the request with Signature Version 4.', apiKey: 'Sent as x-api-key.', header: 'What the Lambda authorizer reads.' }[who.kind]}</span></div>
      <div class="acts"><button class="btn primary" type="submit">Send <kbd>Ctrl Enter</kbd></button><button class="btn" type="button" onClick=${() => { store.drafts[key] = { ...initial(o), identity: usual(o) }; redraw(n => n + 1); }}>Reset</button></div>
      <${Code} title="As curl" text=${curl} /></form>
    <section class="answer" aria-live="polite"><h2 class="sec">Response</h2>${error && html`<p class="msg">${error}</p>`}${answer ? html`<p><${Status} code=${answer.status} /> ${took(answer.microseconds)} <a href=${'#/requests/' + answer.id}>See its steps</a></p><${Body} title="Body" body=${answer.body} /><${Headers} title="Headers" fields=${answer.headers} />` : html`<div class="ph">Send the form, then look at the steps. Try also a missing parameter, or another identity.</div>`}</section></div></div></div>`;
}

// Scratchpad

// Editor is loaded when it is first opened. Its host has a shadow root, for its styles. It
// shows given, an object with text, until there is another: what is typed goes to onText only,
// since text that comes back would undo what was typed meanwhile.
function Editor({ label, given, errors, onText }) {
  const host = useRef(), editor = useRef(), latest = useRef();
  latest.current = { given, errors };
  useEffect(() => {
    let live = true;
    import('/vendor/codemirror.js').then(({ createEditor }) => {
      if (!live) return;
      editor.current = createEditor(host.current, { label, text: latest.current.given.text, changed: onText });
      editor.current.mark(latest.current.errors);
    }, e => toast('The editor could not be loaded: ' + e.message));
    return () => { live = false; editor.current?.destroy(); };
  }, []);
  useEffect(() => { editor.current?.set(given.text); }, [given]);
  useEffect(() => { editor.current?.mark(errors); }, [errors]);
  return html`<div class="ed" ref=${host}></div>`;
}
const NO_ERRORS = [];
function Scratchpad({ id, which }) {
  const s = useStore();
  const chosen = id || s.requests.find(r => r.operation)?.id || '';
  const ofResponse = which === 'response';
  const { t } = useTrace(chosen);
  const [given, setGiven] = useState({ text: '' });
  const [text, setText] = useState('');
  const [path, setPath] = useState('$');
  const [result, setResult] = useState(null);
  const [found, setFound] = useState(null);
  useEffect(() => { const m = t?.steps[ofResponse ? 8 : 6]; const template = (m?.integrationResponse ?? m?.integrationRequest)?.template?.text ?? '{"example": "$context.requestId"}'; setGiven({ text: template }); setText(template); }, [t?.id, which]);
  useEffect(() => { if (!t) return; const timer = setTimeout(() => api(`requests/${t.id}/render`, { template: text, ofResponse }).then(setResult, e => setResult({ output: '', errors: [{ line: 1, message: e.message }] })), 120); return () => clearTimeout(timer); }, [text, t?.id, which]);
  useEffect(() => { if (!t) return; const timer = setTimeout(() => api(`requests/${t.id}/jsonpath`, { path, ofResponse }).then(setFound, e => setFound({ error: e.message })), 120); return () => clearTimeout(timer); }, [path, t?.id, which]);
  const body = ofResponse ? t?.steps[7].integration?.response?.body : t?.request.body;
  return html`<div class="bar"><h1>Scratchpad</h1><div class="grow"><select aria-label="Request" value=${chosen} onChange=${e => go('#/scratchpad/' + e.target.value + '/' + (which || 'request'))}>${!chosen && html`<option>no request yet</option>`}${s.requests.slice(0, 100).map(r => html`<option value=${r.id} selected=${r.id === chosen}>${clock(r.received)} ${r.status} ${r.method} ${r.target}</option>`)}</select></div>
    <div class="seg" role="group" aria-label="Template">${['request', 'response'].map(w => html`<button type="button" aria-pressed=${(which || 'request') === w} onClick=${() => go('#/scratchpad/' + chosen + '/' + w)}>${w}</button>`)}</div></div>
    <div class="pad"><section class="t"><div class="cap"><b>Template</b><span class="muted">nothing is written to the project</span><button class="btn" type="button" onClick=${() => copyText(text, 'the template')}>Copy</button></div><${Editor} label="Template" given=${given} errors=${result?.errors ?? NO_ERRORS} onText=${setText} /></section>
      <section class="r" aria-live="polite"><div class=${result?.errors?.length ? 'errline' : 'okline'}>${result?.errors?.length ? result.errors.map(e => `${e.line}:${e.column ?? 1} ${e.message}`).join('; ') : 'Rendered'}</div><div class="scroll" tabindex="0" role="group" aria-label="Result">${!result?.errors?.length && html`<${Code} title="Result" text=${result?.output ?? ''} />`}</div></section>
      <section class="c"><div class="cap"><b>Input</b></div><div class="scroll" tabindex="0" role="group" aria-label="Input"><${Body} title=${ofResponse ? 'Response of the integration' : 'Request body'} body=${body} /><div class="fld"><label for="jsonpath">JSONPath</label><input id="jsonpath" type="text" class="mono" value=${path} onInput=${e => setPath(e.target.value)} /></div>${found?.error ? html`<p class="msg">${found.error}</p>` : html`<${Code} title="Found" text=${pretty(found?.output ?? '')} />`}</div></section></div>`;
}

// State
const Section = ({ title, note, action, children }) => html`<section class="sect" aria-label=${title}><div class="hd"><h2>${title}</h2><span class="muted ell">${note}</span>${action && html`<span class="end"><button class="btn" type="button" onClick=${action[1]}>${action[0]}</button></span>`}</div>${children}</section>`;
const Meter = ({ left, of }) => html`<div class=${'meter' + (left < 1 ? ' low' : '')} aria-hidden="true"><i style=${{ width: Math.max(0, Math.min(100, left / of * 100)) + '%' }}></i></div>`;
function StateView() {
  const s = useStore();
  const [state, setState] = useState(null);
  const [object, setObject] = useState(null);
  const refresh = () => api('state').then(setState, e => toast(e.message));
  useEffect(() => { refresh(); const timer = setInterval(refresh, 1000); return () => clearInterval(timer); }, []);
  const clear = (what, done) => async () => { try { await api('state/clear', { what }); toast(done); refresh(); } catch (e) { toast(e.message); } };
  const view = async (bucket, key) => setObject({ key, text: await (await fetch(`/api/v1/object?bucket=${encodeURIComponent(bucket)}&key=${encodeURIComponent(key)}`)).text() });
  if (!state) return html`<div class="bar"><h1>State</h1></div>`;
  const all = k => state.apis.flatMap(a => a[k].map(x => ({ ...x, api: a.api })));
  return html`<div class="bar"><h1>State</h1><span class="muted">Lives as long as this run. A reload begins counts and cache again.</span></div>
    <div class="scroll" tabindex="0" role="group" aria-label="State"><div class="detail flush"><div class="cols">
    <${Section} title="Functions" note=${state.functions?.length ?? 0} action=${['Restart all', clear('functions', 'Processes end; the next call starts others')]}>${(state.functions ?? []).map(f => html`<div class="item"><div><span class="nm">${f.name}</span> <small>${f.runtime}</small></div><small class="num">${f.processes.length ? size(f.processes.reduce((n, p) => n + p.resident, 0)) : 'no process'} of ${f.memory} MiB</small><small class="row2">${f.processes.map(p => `process ${p.pid}, ${p.state}`).join('; ') || 'Starts with the next call'}</small></div>`)}<//>
    <${Section} title="Usage plans and throttles" action=${['Refill all', clear('limits', 'Buckets are full, quotas at their limit')]}>${all('limits').map(l => html`<div class="item"><div><span class="nm">${l.name}</span></div><small class="num">${l.quota ? `${l.left} of ${l.quota}` : `${l.left.toFixed(1)} of ${l.burst} tokens`}</small><${Meter} left=${l.left} of=${l.quota || l.burst} /></div>`)}${!all('limits').length && html`<p class="muted">No limit is set.</p>`}<//>
    <${Section} title="Cache" note=${all('cache').length + ' entries'} action=${['Clear', clear('cache', 'The cache is empty')]}>${all('cache').map(e => html`<div class="item"><div><span class="nm">${e.key}</span></div><small class="num">${e.status}, ${size(e.size)}</small><small class="row2">made by <a href=${'#/requests/' + e.madeBy}>${short(e.madeBy)}</a>, until ${clock(e.expires)}</small></div>`)}${!all('cache').length && html`<p class="muted">Nothing is kept.</p>`}<//>
    <${Section} title="Authorizer decisions" action=${['Clear', clear('decisions', 'Authorizers decide again')]}>${all('decisions').map(d => html`<div class="item"><div><span class="nm">${d.authorizer}</span> ${d.caller}</div><small class="num">until ${clock(d.expires)}</small></div>`)}${!all('decisions').length && html`<p class="muted">None is kept.</p>`}<//>
    <${Section} title="Buckets">${(state.buckets ?? []).map(b => html`<div class="item"><div><span class="nm">${b.name}</span> <small>${b.directory}</small></div><small class="num">${b.objects.length}${b.more ? '+' : ''} objects</small><div class="row2"><ul class="list">${b.objects.map(o => html`<li><code>${o.key}</code> <small>${size(o.size)}</small> <button class="cp" type="button" aria-label=${'View ' + o.key} onClick=${() => view(b.name, o.key)}>View</button> <a download href=${`/api/v1/object?bucket=${encodeURIComponent(b.name)}&key=${encodeURIComponent(o.key)}`}>Download</a></li>`)}</ul></div></div>`)}${object && html`<${Code} title=${object.key} text=${object.text} />`}<//>
    <${Section} title="Reloads">${[...s.reloads].reverse().map(r => html`<div class="item"><div><span class=${'nm' + (r.failed ? ' bad' : '')}>${r.paths.join(', ')}</span></div><small class="num">${clock(r.time)}, ${took(r.microseconds)}</small><small class="row2">${r.failed ? 'Not taken in. ' : ''}${r.problems.map(p => html`<div>${p.at}: ${p.message}</div>`)}</small></div>`)}${!s.reloads.length && html`<p class="muted">Nothing was edited yet.</p>`}<//>
    <${Section} title="Requests" note=${state.kept + ' kept'} action=${['Clear', async () => { await clear('requests', 'No request is kept')(); load(); }]}><//></div></div></div>`;
}

// Documentation of the API
function Docs({ name }) {
  const s = useStore();
  const [doc, setDoc] = useState(null);
  useEffect(() => { api('document?api=' + encodeURIComponent(name ?? '')).then(setDoc, () => {}); }, [name, s.apis]);
  const a = apiOf(name);
  if (!doc || !a) return html`<div class="bar"><h1>API</h1></div>`;
  const schemas = Object.entries(doc.components?.schemas ?? {});
  return html`<div class="bar"><h1>${a.title}</h1><span class="muted">${doc.info?.version}</span></div><div class="scroll" tabindex="0" role="group" aria-label="Documentation"><div class="detail"><p class="next">${doc.info?.description}</p>
    ${a.operations.filter(o => o.method !== 'OPTIONS').map(o => html`<section class="doc"><h2 class="sec"><span class="mono">${o.method} ${o.path}</span></h2><p>${o.summary} ${o.description}</p><${Facts} rows=${o.parameters.map(p => [p.name, `${p.in}${p.required ? ', required' : ''}. ${p.hint ?? ''} ${p.description ?? ''}`])} />
      ${o.body && html`<${Code} title="Body" meta=${o.body.contentType} text=${o.body.text} />`}<p class="muted">Responses: ${Object.keys(doc.paths?.[o.path]?.[o.method.toLowerCase()]?.responses ?? {}).join(', ')}</p><p><a href=${'#/operations/' + encodeURIComponent((a.name ? a.name + ' ' : '') + o.name)}>Try it</a></p></section>`)}
    ${schemas.length > 0 && html`<h2 class="sec">Schemas</h2>`}${schemas.map(([n, schema]) => html`<${Code} title=${n} text=${JSON.stringify(schema, null, 2)} />`)}</div></div>`;
}

// Frame
const KEYS = [['/', 'Search'], ['j  k', 'Next, previous row or step'], ['[  ]', 'Older, newer request'], ['Enter', 'Open'], ['Esc', 'Back, or clear the filter'], ['r', 'Replay'], ['e', 'Edit and send'], ['c', 'Copy as curl'], ['t', 'Copy as Go test'], ['x', 'Pick, compare'], ['o', 'Open or close all steps'], ['p', 'Pause, go live'], ['g r', 'Requests'], ['g o', 'Operations'], ['g t', 'Scratchpad'], ['g s', 'State'], ['g d', 'API'], ['Ctrl Enter', 'Send the form'], ['?', 'This list']];
const VIEWS = [['requests', 'Requests'], ['operations', 'Operations'], ['scratchpad', 'Scratchpad'], ['state', 'State'], ['docs', 'API']];
const route = () => location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);

function App() {
  const s = useStore();
  const [parts, setParts] = useState(route());
  useEffect(() => { const listen = () => { setParts(route()); document.getElementById('main')?.focus({ preventScroll: true }); }; addEventListener('hashchange', listen); return () => removeEventListener('hashchange', listen); }, []);
  const [view = 'requests', a, b, c] = parts, now = view || 'requests', first = apiOf();
  useEffect(() => { document.title = `${VIEWS.find(v => v[0] === now)?.[1] ?? 'Compare'} · ${first?.title ?? ''} · gatewright`; }, [now, first]);
  const split = (side, main) => html`<div class="split"><div class="side">${side}</div><div>${main}</div></div>`;
  const content = now === 'operations' ? (a ? split(html`<${OpList} current=${a} />`, html`<${OpForm} key=${a + '/' + c} name=${a} from=${b === 'from' ? c : undefined} />`) : html`<${OpList} />`)
    : now === 'scratchpad' ? html`<${Scratchpad} id=${a} which=${b} />` : now === 'state' ? html`<${StateView} />` : now === 'docs' ? html`<${Docs} name=${a} />`
    : now === 'compare' ? split(html`<${RequestBar} /><${RequestList} current=${b} />`, html`<${Compare} a=${a} b=${b} />`)
    : a ? split(html`<${RequestBar} /><${RequestList} current=${a} />`, html`<${RequestView} id=${a} tab=${b} />`) : html`<${RequestBar} /><${RequestList} />`;
  const reload = s.reloads.at(-1);
  return html`<a class="skip" href="#main" onClick=${e => { e.preventDefault(); document.getElementById('main').focus(); }}>To the content</a>
    <div id="app"><header class="rail"><div class="brand">gatewright</div><div class="api">${s.apis.length > 1 ? s.apis.map(x => html`<span class="x"><a href=${'#/docs/' + encodeURIComponent(x.name)}>${x.name}</a> <span class="mono">${x.url.replace(/^https?:\/\//, '')}</span><br /></span>`) : html`${first?.title}, ${first?.stage}<br /><span class="x mono">${first?.url?.replace(/^https?:\/\//, '')}</span>`}</div>
      <nav aria-label="Views">${VIEWS.map(([k, t]) => html`<a href=${'#/' + k} aria-current=${k === now || now === 'compare' && k === 'requests' ? 'page' : undefined}>${t}<span class="n">${k === 'requests' ? s.requests.length : k === 'operations' ? operations().length : ''}</span></a>`)}</nav>
      <div class="foot">${reload && html`<p>${reload.failed ? 'Not reloaded' : 'Reloaded'} ${clock(reload.time).slice(0, 8)}</p>`}${s.error && html`<p class="bad">${s.error}</p>`}<button class="btn quiet" type="button" onClick=${() => document.getElementById('keys').showModal()}>Keys <kbd>?</kbd></button></div></header>
      <main id="main" tabindex="-1">${content}</main></div>
    <dialog id="keys" aria-labelledby="keys-title"><div class="bar"><h2 id="keys-title">Keys</h2><div class="end"><button class="btn" type="button" onClick=${() => document.getElementById('keys').close()}>Close <kbd>Esc</kbd></button></div></div><div class="keys">${KEYS.map(([k, t]) => html`<div><span>${t}</span><span>${k.split('  ').map(x => html` <kbd>${x}</kbd>`)}</span></div>`)}</div></dialog>
    <div id="toast" role="status" aria-live="polite"></div>`;
}

// Keyboard
let sequence = 0;
function move(selector, by) {
  const all = [...document.querySelectorAll(selector)].filter(e => e.offsetParent);
  if (!all.length) return;
  const i = all.indexOf(document.activeElement);
  all[Math.max(0, Math.min(all.length - 1, i < 0 ? (by > 0 ? 0 : all.length - 1) : i + by))].focus();
}
addEventListener('keydown', e => {
  const target = e.composedPath()[0], typing = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable, dialog = document.getElementById('keys');
  if (dialog?.open) return;
  if (e.key === 'Escape') {
    if (typing) { target.blur(); return; }
    const p = location.hash.split('/');
    if (p.length > 2) go('#/' + (p[1] === 'compare' ? 'requests' : p[1]));
    else if (store.text || store.status) { store.text = store.status = ''; changed(); } else if (store.picked) { store.picked = ''; changed(); }
    return;
  }
  if (target.getAttribute?.('role') === 'tab' && (e.key === 'ArrowRight' || e.key === 'ArrowLeft')) {
    const tabs = [...document.querySelectorAll('[role=tab]')], next = tabs[(tabs.indexOf(target) + (e.key === 'ArrowRight' ? 1 : -1) + tabs.length) % tabs.length];
    next.click(); setTimeout(() => document.getElementById(next.id)?.focus(), 30); return;
  }
  if (typing || e.ctrlKey || e.metaKey || e.altKey) return;
  const id = document.querySelector('.detail[data-id]')?.dataset.id, focused = document.activeElement?.dataset?.id;
  if (sequence && Date.now() - sequence < 900) {
    sequence = 0;
    const to = { r: 'requests', o: 'operations', t: 'scratchpad', s: 'state', d: 'docs' }[e.key];
    if (to) { go('#/' + to); e.preventDefault(); }
    return;
  }
  const rows = target.closest?.('.side') ? '.side .req, .side a.op' : id ? '.step > button' : '.req, a.op';
  const step = by => { const all = listed(), i = all.findIndex(r => r.id === id), next = all[i + by]; if (next) go('#/requests/' + next.id); };
  const act = {
    '/': () => document.getElementById('find')?.focus(), '?': () => dialog.showModal(), j: () => move(rows, 1), k: () => move(rows, -1),
    ArrowDown: target.closest?.('.req, .op, .step') && (() => move(rows, 1)), ArrowUp: target.closest?.('.req, .op, .step') && (() => move(rows, -1)),
    g: () => { sequence = Date.now(); }, p: document.getElementById('live') && pause, x: (id || focused) && (() => compare(id || focused)),
    ...(id && { r: () => replay(id), e: () => document.querySelector('.acts a.btn')?.click(), c: () => copyAs(id, 'curl', 'as curl'), t: () => copyAs(id, 'go-test', 'as Go test'), o: () => document.getElementById('all')?.click(), '[': () => step(1), ']': () => step(-1) }),
  }[e.key];
  if (act) { e.preventDefault(); act(); }
});

// The page is shown when it has something to show, so that nothing moves while it loads.
let shown = false;
function show() {
  if (shown) return;
  shown = true;
  render(html`<${App} />`, document.body);
}
connect();
load().finally(show);
