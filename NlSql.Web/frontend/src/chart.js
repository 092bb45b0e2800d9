// Draws a neutral chart description (see NlSql.Web/State/Results/ChartDrawing.cs) with ApexCharts; nothing in it is code from the server.
import ApexCharts from 'apexcharts';

const compact = new Intl.NumberFormat('en', { notation: 'compact', minimumFractionDigits: 0, maximumFractionDigits: 1 });
const exact = new Intl.NumberFormat('en', { maximumFractionDigits: 4 });

/** Writers of numbers with the marks of `spec`, which are text: `exact` for tooltips, `short` ("1.0 M", not "1000k") for axes. */
function writers({ decimalMark, groupMark }) {
  const marks = { decimal: decimalMark, group: groupMark };
  const exactly = value => exact.formatToParts(value).map(p => marks[p.type] ?? p.value).join('');
  return {
    exact: exactly,
    short(value) {
      if (value === null || value === undefined || !Number.isFinite(value)) return '';
      if (Math.abs(value) < 1000) return exactly(Math.round(value * 100) / 100);
      const parts = compact.formatToParts(value);
      const unit = parts.findIndex(p => p.type === 'compact' && p.value !== 'K');
      if (unit > 0 && !parts.some(p => p.type === 'decimal')) parts.splice(unit, 0, { type: 'decimal' }, { value: '0' });
      return parts.map(p => p.type === 'compact' ? ' ' + p.value : marks[p.type] ?? p.value).join('');
    }
  };
}

/**
 * ApexCharts writes names and categories into legend and tooltip as HTML, and into the axes as text. A word joiner, which is not seen,
 * behind < and & makes both read them as the characters that they are.
 */
function plain(text) {
  return text?.replace(/[<&]/g, '$&\u2060');
}

/** As many names of months, quarters or years as there is room for; the year stands under the first of each year. */
function periods(names, width) {
  const step = Math.ceil(names.length * 36 / Math.max(120, width - 72));
  let year = '';
  return names.map((name, i) => {
    if (i % step) return '';
    const [period, of] = name.split(' ');
    if (!of || of === year) return period;
    year = of;
    return [period, of];
  });
}

const longestName = 26;
const clip = name => typeof name === 'string' && name.length > longestName ? name.slice(0, longestName - 1) + '…' : name;

/** Where bars stand too close for their names, they lie. */
function liesDown(spec, width) {
  return spec.kind === 'bar' && !spec.xIsTime && width < 520 && spec.points > 3 && spec.points <= 16 && spec.categories.some(name => name.length > 8);
}

const heightOf = (spec, width) => liesDown(spec, width) ? Math.max(160, spec.points * 26 + 48) : spec.height;

function harmless(spec) {
  return {
    ...spec,
    xTitle: plain(spec.xTitle),
    yTitle: plain(spec.yTitle),
    categories: spec.categories.map(plain),
    series: spec.series.map(s => ({ ...s, name: plain(s.name) }))
  };
}

/** Tokens use light-dark(), which only a real property resolves. */
function token(name) {
  const probe = document.createElement('i');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

function types(kind) {
  switch (kind) {
    case 'line': return 'line';
    case 'area': return 'area';
    case 'scatter': return 'scatter';
    case 'pie': return 'donut';
    default: return 'bar';
  }
}

function options(untrusted, width) {
  const spec = harmless(untrusted);
  const regular = spec.periods.length > 0;
  const moments = spec.xIsTime && !regular;
  const palette = [1, 2, 3, 4, 5, 6, 7, 8].map(n => token(`--series-${n}`));
  const text = token('--muted');
  const line = token('--line');
  const horizontal = spec.kind === 'horizontalBar' || liesDown(spec, width);
  const pie = spec.kind === 'pie';
  const many = spec.series.length > 1;
  const write = writers(spec);
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const labels = { style: { colors: text, fontSize: '12px', fontFamily: 'Inter Variable, sans-serif' } };
  const measure = { labels: { ...labels, formatter: write.short, maxWidth: 220 }, title: title(spec.yTitle, text) };
  const category = {
    type: moments ? 'datetime' : 'category',
    categories: moments || spec.kind === 'scatter' ? undefined : regular ? periods(spec.periods, width) : spec.categories,
    labels: {
      ...labels, datetimeUTC: true, hideOverlappingLabels: true, rotate: regular ? 0 : -35, trim: false, maxHeight: 140,
      formatter: moments || regular ? undefined : horizontal ? write.short : clip
    },
    axisBorder: { color: line }, axisTicks: { show: false }, tooltip: { enabled: false }, title: title(horizontal ? spec.yTitle : spec.xTitle, text)
  };
  if (spec.kind === 'scatter') Object.assign(category, { type: 'numeric', labels: { ...labels, formatter: v => write.short(Number(v)) }, tickAmount: 6 });
  if (!moments && !regular && !horizontal && spec.kind !== 'scatter' && spec.categories.length > 24) category.tickAmount = 12;
  return {
    chart: {
      type: types(spec.kind), height: heightOf(spec, width), stacked: spec.kind === 'stackedBar',
      background: token('--surface'), fontFamily: 'Inter Variable, sans-serif', foreColor: text,
      toolbar: { show: false }, zoom: { enabled: false },
      animations: { enabled: !still, speed: 250, animateGradually: { enabled: false }, dynamicAnimation: { enabled: false } },
      parentHeightOffset: 0, redrawOnParentResize: true
    },
    series: pie ? spec.series[0].data : spec.series.map(s => ({ name: s.name, data: points(spec, s.data, moments) })),
    labels: pie ? spec.categories : undefined,
    colors: palette,
    stroke: { width: pie ? 1 : spec.kind === 'line' || spec.kind === 'area' ? 2 : 0, curve: 'straight', colors: pie ? [token('--surface')] : undefined },
    fill: { type: 'solid', opacity: spec.kind === 'area' ? 0.18 : 1 },
    markers: { size: spec.kind === 'scatter' ? 4 : spec.points <= 36 && spec.kind === 'line' ? 3 : 0, strokeWidth: 0 },
    plotOptions: { bar: { horizontal, borderRadius: 2, columnWidth: spec.points < 6 ? '40%' : '72%', barHeight: '68%' }, pie: { donut: { size: '62%' } } },
    dataLabels: { enabled: false },
    legend: { show: many || pie, position: 'top', horizontalAlign: 'left', fontSize: '12px', labels: { colors: text }, markers: { size: 5 }, offsetX: -24 },
    grid: {
      borderColor: line, strokeDashArray: 0, xaxis: { lines: { show: horizontal } }, yaxis: { lines: { show: !horizontal } },
      // ApexCharts leaves room for one line of names: the year below would hang out of the drawing, and out of a saved picture.
      padding: { left: 8, right: 16, top: many ? -8 : -16, bottom: regular && spec.periods.some(name => name.includes(' ')) ? 18 : 0 }
    },
    xaxis: pie ? undefined : category,
    yaxis: pie ? undefined : horizontal ? { labels: { ...labels, maxWidth: 220 } } : measure,
    tooltip: tooltip(spec, write, { regular, moments, horizontal })
  };
}

/** Values where the x axis has categories, else pairs of x and y. */
function points(spec, data, moments) {
  if (!moments && spec.kind !== 'scatter') return data;
  const xs = moments ? spec.times : spec.numbers;
  return data.map((y, i) => ({ x: xs[i], y }));
}

function tooltip(spec, write, { regular, moments, horizontal }) {
  const pie = spec.kind === 'pie';
  const names = regular ? spec.periods : spec.categories;
  const category = pie || horizontal || spec.kind === 'scatter' ? {} : { formatter: (_, at) => names[at?.dataPointIndex] ?? '' };
  return {
    theme: false,
    shared: !pie && spec.kind !== 'scatter' && !horizontal,
    intersect: false,
    x: moments ? { format: spec.timeFormat } : category,
    y: { formatter: v => v === null || v === undefined ? 'no value' : write.exact(v) }
  };
}

function title(text, color) {
  return text ? { text, style: { color, fontSize: '12px', fontWeight: 400 } } : undefined;
}

// An undefined option overrides ApexCharts' own default and breaks it later.
function known(value) {
  if (Array.isArray(value) || value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined).map(([k, v]) => [k, known(v)]));
}

/** Draws into `host`; returns the handle that the component keeps. */
export async function create(host, spec) {
  const make = () => {
    host.style.height = `${heightOf(spec, host.clientWidth)}px`;
    return new ApexCharts(host, known(options(spec, host.clientWidth)));
  };
  let chart = make();
  await chart.render();
  const redraw = () => chart?.updateOptions(known(options(spec, host.clientWidth)), false, false);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  window.addEventListener('nlsql-theme', redraw);
  dark.addEventListener('change', redraw);
  return {
    async update(next) {
      spec = next;
      chart.destroy();
      chart = make();
      await chart.render();
    },
    async png(name) {
      const { imgURI } = await chart.dataURI({ scale: 2 });
      const link = Object.assign(document.createElement('a'), { href: imgURI, download: name });
      link.click();
    },
    dispose() {
      window.removeEventListener('nlsql-theme', redraw);
      dark.removeEventListener('change', redraw);
      chart.destroy();
      chart = null;
    }
  };
}
