// Search the articles as the visitor types, in an index of small files that plugins/site/search/index.py describes.
// Without this script the form leads back to its page, which lists what there is.
(() => {
  const SHOWN = 10; // results at first, and more of them at each press of the button
  const PAUSE = 150; // milliseconds after a key, before a search
  const PATIENCE = 400; // milliseconds before the visitor is told that the search goes on
  const NEAREST = 20; // words at most that begin with what is typed
  const FAINT = 0.2; // a result with less than this part of the best one's score is not shown
  // What makes one stem of the forms of a word: endings in this order, and what is put in their place.
  const ENDINGS = {
    en: [
      [/ies$/, "y"],
      [/(ss|sh|ch|x)es$/, "$1"],
      [/([^isu])s$/, "$1"],
      [/^(.*[aeiouy].*[^e])ed$/, "$1"],
      [/^(.*[aeiouy].*)(ing|ness|ment|able|ly)$/, "$1"],
      [/^(.{4,}?)(at)?ion$/, "$1"],
      [/(.)\1$/, "$1"],
      [/[ey]$/, ""],
    ],
    es: [
      [/ces$/, "z"],
      [/^(.{3,})s$/, "$1"],
      [/^(.{3,})[aeo]$/, "$1"],
      [/^(.{4,}?)(acion|cion|ament|ment|ad|id|and|iend|ar|er|ir)$/, "$1"],
    ],
  };
  const endings = ENDINGS[document.documentElement.lang] || [];
  const index = document.querySelector("link[as=fetch]").href;
  const form = document.querySelector("main form");
  const field = form.elements.q;
  const status = document.querySelector("[role=status]");
  const list = status.nextElementSibling;
  const { content: sample } = document.querySelector("template");
  const more = document.querySelector("main button[type=button]");
  const browse = document.getElementById("browse");

  // the index: each file is fetched once

  const files = new Map();
  const fetched = (href) => {
    if (!files.has(href)) {
      const file = fetch(href).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)));
      file.catch(() => files.delete(href));
      files.set(href, file);
    }
    return files.get(href);
  };
  const get = (name) => fetched(new URL(`${name}.json`, index).href);

  // The files of words from `first` to `last`.
  const between = (runs, first, last) =>
    runs
      .filter(([start], n) => start <= last && (n + 1 === runs.length || first < runs[n + 1][0]))
      .map(([, name]) => get(name));

  // words

  const split = (text) => {
    const bare = text.normalize("NFKD").replace(/[\p{M}'’]/gu, "");
    return bare.toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
  };
  const stem = (word) => endings.reduce((rest, [ending, place]) => rest.replace(ending, place), word);

  // Letters to change, add, leave out or exchange to make `term` of `word`, or of its beginning.
  const distance = (term, word, beginning) => {
    let above;
    let row = Array.from({ length: word.length + 1 }, (_, j) => j);
    for (let i = 1; i <= term.length; i++) {
      const below = [i];
      for (let j = 1; j <= word.length; j++) {
        below[j] = Math.min(row[j] + 1, below[j - 1] + 1, row[j - 1] + (term[i - 1] !== word[j - 1]));
        if (i > 1 && term[i - 1] === word[j - 2] && term[i - 2] === word[j - 1]) {
          below[j] = Math.min(below[j], above[j - 2] + 1);
        }
      }
      [above, row] = [row, below];
    }
    return beginning ? Math.min(...row) : row[word.length];
  };

  // Each of `words` that a term stands for, and how well: 1 for the word itself.
  const alike = (term, words, typing) => {
    const longer = words.filter((word) => term.length > (typing ? 1 : 2) && word.startsWith(term));
    const nearest = longer.sort((a, b) => a.length - b.length).slice(0, NEAREST);
    const root = stem(term);
    return new Map([
      ...nearest.map((word) => [word, (0.6 * term.length) / word.length]),
      ...words.filter((word) => stem(word) === root).map((word) => [word, word === term ? 1 : 0.9]),
    ]);
  };

  const misspelt = (term, words, typing) => {
    const most = term.length < 8 ? 1 : 2;
    const near = words
      .filter((word) => word.length >= term.length - most && (typing || word.length <= term.length + most))
      .map((word) => [word, distance(term, word, typing)]);
    const least = Math.min(most, ...near.map(([, letters]) => letters));
    return new Map(near.filter(([, letters]) => letters === least).map(([word]) => [word, 0.6 / least]));
  };

  // A slip is looked for where nothing else fits: among words with the same first letter, then among all.
  const meant = async (term, typing, runs) => {
    const from = async (start) => {
      const lists = await Promise.all(between(runs, start, `${start}\uffff`));
      return lists.flatMap((text) => text.split(" ")).filter((word) => word.startsWith(start));
    };
    let found = alike(term, await from(term.slice(0, 2)), typing);
    if (!found.size && term.length > 3) found = misspelt(term, await from(term[0]), typing);
    if (!found.size && term.length > 4 && !typing) found = misspelt(term, await from(""), false);
    return found;
  };

  // The words that a term stands for, and the documents that hold them, each with how much they say of it.
  const holding = async (term, typing, { words, places }) => {
    between(places, term, term); // likely to be needed, so it need not wait for the words
    const found = await meant(term, typing, words);
    const held = [...found.keys()];
    const lists = await Promise.all(held.map((word) => between(places, word, word)[0]));
    const weights = new Map();
    held.forEach((word, nth) => {
      const pairs = lists[nth][word];
      let number = 0;
      for (let n = 0; n < pairs.length; n += 2) {
        number += pairs[n];
        weights.set(number, Math.max(found.get(word) * pairs[n + 1], weights.get(number) || 0));
      }
    });
    return { held, weights };
  };

  // The numbers of documents, best first, and the words to be marked in them. A rare term counts for more than a
  // common one, and so does a document that holds more of the terms.
  const search = async (text) => {
    const manifest = await fetched(index);
    const typed = split(text);
    const last = /\s$/.test(text) ? "" : typed[typed.length - 1];
    const terms = [...new Set(typed)].filter((term) => !manifest.ignored.includes(term));
    const found = await Promise.all(terms.map((term) => holding(term, term === last, manifest)));
    const scores = new Map();
    for (const { weights } of found) {
      const rarity = Math.log(1 + manifest.total / weights.size);
      for (const [number, weight] of weights) {
        const [score, held] = scores.get(number) || [0, 0];
        scores.set(number, [score + rarity * weight, held + rarity]);
      }
    }
    const ranked = [...scores].map(([number, [score, held]]) => [number, score * held]);
    ranked.sort(([a, one], [b, other]) => other - one || b - a);
    return {
      numbers: ranked.filter(([, score]) => score >= FAINT * ranked[0][1]).map(([number]) => number),
      marked: new Set(found.flatMap(({ held }) => held)),
    };
  };

  // the page

  const fill = (element, text, marked) => {
    let end = 0;
    for (const { 0: word, index: start } of text.matchAll(/[\p{L}\p{N}\p{M}'’]+/gu)) {
      if (!split(word).some((part) => marked.has(part))) continue;
      const mark = sample.querySelector("mark").cloneNode();
      mark.textContent = word;
      element.append(text.slice(end, start), mark);
      end = start + word.length;
    }
    element.append(text.slice(end));
  };

  // The results from number `start` on, as elements.
  const drawn = async ({ numbers, marked }, start) => {
    const { results, block } = await fetched(index);
    const wanted = numbers.slice(start, start + SHOWN);
    const blocks = await Promise.all(wanted.map((number) => get(results[Math.floor(number / block)])));
    return wanted.map((number, n) => {
      const [href, title, summary, topic] = blocks[n][number % block];
      const item = sample.firstElementChild.cloneNode(true);
      const link = item.querySelector("a");
      link.replaceChildren();
      link.href = href;
      fill(link, title, marked);
      fill(item.children[1], summary, marked);
      item.children[2].textContent = topic;
      return item;
    });
  };

  let found;
  let turn = 0;

  const show = async (text) => {
    const mine = ++turn;
    const { one, many, none, busy, failed } = status.dataset;
    const wait = setTimeout(() => mine === turn && (status.textContent = busy), PATIENCE);
    let items = [];
    let said = "";
    let now = { numbers: [] };
    try {
      if (split(text).join("").length > 1) {
        now = await search(text);
        items = await drawn(now, 0);
        const { length } = now.numbers;
        said = length ? `${length} ${length > 1 ? many : one}` : none;
      }
    } catch {
      said = failed;
    }
    clearTimeout(wait);
    if (mine !== turn) return;
    found = now;
    list.replaceChildren(...items);
    list.hidden = !items.length;
    browse.hidden = !list.hidden;
    more.hidden = now.numbers.length <= items.length;
    status.textContent = said;
  };

  more.addEventListener("click", async () => {
    const items = await drawn(found, list.children.length).catch(() => []);
    list.append(...items);
    more.hidden = found.numbers.length <= list.children.length;
    if (items.length) items[0].querySelector("a").focus();
    else status.textContent = status.dataset.failed;
  });

  // The address says what was searched for when the visitor left the field: Back leads to it again.

  const asked = () => new URLSearchParams(location.search).get("q") || "";
  const keep = () => {
    const text = field.value.trim();
    if (text !== asked()) history.pushState(null, "", text ? `?q=${encodeURIComponent(text)}` : location.pathname);
  };
  const restore = () => {
    field.value = asked();
    browse.hidden = field.value !== ""; // so that it does not flash before the results
    show(`${field.value} `);
  };

  let pause;
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => show(field.value), PAUSE);
  });
  field.addEventListener("change", keep);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    keep();
    show(`${field.value} `);
    if (matchMedia("(hover: none)").matches) field.blur(); // puts a phone's keyboard away
  });
  addEventListener("popstate", restore);
  restore();
})();
