// Tables that sort and search.
(() => {
  const words = document.body.dataset;
  const compare = new Intl.Collator(document.documentElement.lang, {numeric: true}).compare;
  const number = text => /^[-+]?[\d,]*\.?\d+%?$/.test(text) ? parseFloat(text.replace(/,/g, '')) : NaN;
  // Without marks, hamzas, tatweel.
  const key = text => text.normalize('NFKD').replace(/[\p{M}ـ]/gu, '').replace(/ى/g, 'ي')
    .replace(/ة/g, 'ه').toLowerCase();
  const make = (name, more = {}) => Object.assign(document.createElement(name), more);

  for (const table of document.querySelectorAll('main table')) {
    const body = table.tBodies[0], heads = table.tHead ? [...table.tHead.rows[0].cells] : [];
    const rows = []; // each with its sentences
    for (const row of body ? body.rows : [])
      row.matches('.opened') ? rows.at(-1).push(row) : rows.push([row]);
    if (rows.length < 4 || !heads.length) continue;
    let most = rows.filter(([row]) => !row.matches('.more')).length;

    const search = make('input', {type: 'search'}), told = make('span', {role: 'status'});
    const label = make('label', {textContent: words.search + ' '});
    const tools = make('div', {className: 'tools', dir: document.dir});
    label.append(search);
    tools.append(label, told);
    if (most < rows.length) {
      const more = make('button', {textContent: words.more.replace('{count}', rows.length - most)});
      more.onclick = () => { most = rows.length; more.remove(); search.focus(); show(); };
      told.before(more);
    } else if (rows.length < 16) label.remove();
    table.parentNode.before(tools);

    const show = () => {
      const wanted = key(search.value.trim());
      let found = 0;
      for (const group of rows) {
        const fits = !wanted || group.some(row => key(row.textContent).includes(wanted));
        found += fits;
        for (const row of group) {
          row.hidden = !fits || !wanted && found > most;
          row.classList.remove('more');
        }
      }
      told.textContent = wanted ? words.found.replace('{found}', found).replace('{all}', rows.length) : '';
    };
    search.oninput = show;

    heads.forEach((head, place) => {
      const button = make('button');
      button.append(...head.childNodes);
      head.append(button);
      button.onclick = () => {
        const way = head.ariaSort === 'ascending' ? -1 : 1;
        heads.forEach(one => one.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', way > 0 ? 'ascending' : 'descending');
        const value = ([row]) => row.cells[place].textContent.trim();
        rows.sort((one, other) => {
          const [a, b] = [value(one), value(other)];
          if (a === '–' || b === '–') return (a === '–') - (b === '–');
          return way * (number(a) - number(b) || compare(a, b));
        });
        body.append(...rows.flat());
        show();
        told.textContent ||= words.sorted.replace('{column}', button.textContent);
      };
    });
  }
})();
