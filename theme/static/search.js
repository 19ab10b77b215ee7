// Search as the visitor types, in the index that plugins/site/search/index.py describes.
// Without this script the form leads back to its page, which lists what there is.
(() => {
  const SHOWN = 3; // results at first, and more at each press of the button
  const PAUSE = 150; // milliseconds from a key to a search
  const PATIENCE = 400; // milliseconds before it says that it searches
  const NEAREST = 4; // words at most that begin with what is typed
  const FAINT = 0.15; // of the best result's score: one with less is not shown
  const URGENT = 0.15; // of the pages with a word: as many where it is urgent make it so
  const IN_HEADING = 2; // times as much a word says in the headings above a sentence
  const MANY = 4; // words: of more, it is not asked if two are one in the index
  const SCANNED = 4; // files of stems at most that are all searched for a slip in the first letter
  const BESIDE = "nav, .line, .row, .person b, section.screen, p.small, #review, [href^='#']:not(.self)"; // what a page does not say itself
  const SIMILAR = ["ckqs", "sz", "fp", "gj", "bv", "hj", "iy"]; // letters taken for each other
  const ENDINGS = [...SIMILAR, "mn", "dst"]; // and at the end of a word
  const DIGITS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

  const one = (selector) => document.querySelector(selector);
  const form = one("main form");
  const field = form.elements.q;
  const status = one("[role=status]");
  const urgent = one(".search-results__urgent");
  const others = [...document.querySelectorAll("a[data-index]")]; // links to other languages
  const call = one(".search-results__call");
  const list = one(".search-results ol");
  const { content: sample } = one("template");
  const more = one("main button[type=button]");
  const browse = document.getElementById("browse");
  const topics = [...browse.querySelectorAll("ul:first-of-type > li")];

  // the index of a language: each file is fetched once, or again if it has changed

  const files = new Map();
  const fetched = (address, kind = "json") => {
    if (!files.has(address)) {
      const file = fetch(address, { cache: "no-cache" }).then((answer) =>
        answer.ok ? answer[kind]() : Promise.reject(answer.status),
      );
      file.catch(() => files.delete(address));
      files.set(address, file);
    }
    return files.get(address);
  };

  const open = async ({ dataset }) => {
    const address = new URL(dataset.index, location).href;
    const manifest = await fetched(address);
    const endings = manifest.endings.map(([ending, instead]) => [new RegExp(ending), `$1${instead}`]);
    return {
      ...manifest,
      stem: (word) => endings.reduce((rest, ending) => rest.replace(...ending), word),
      tells: (word) => !manifest.ignored.includes(word),
      get: (name) => fetched(new URL(`${name}.json`, address).href),
    };
  };

  // CRC-32.
  const checksum = (text) => {
    let sum = -1;
    for (const byte of new TextEncoder().encode(text)) {
      sum ^= byte;
      for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 && 0xedb88320);
    }
    return ~sum >>> 0;
  };

  // All stems that begin with these letters, and others in the same files.
  const known = async ({ stems, get }, letters) => {
    const files = new Set([...letters].map((letter) => `stems-${checksum(letter) % stems}`));
    return (await Promise.all([...files].map(get))).flatMap(Object.keys);
  };

  // How many pages have a stem, and number, weight and urgency of those where it weighs most.
  const holding = async ({ words, digits, get }, stem) => {
    const records = (await get(`words-${checksum(stem) % words}`))[stem];
    if (!records) return;
    const [joined, count] = records.split(" ");
    const pages = joined.match(new RegExp(`.{${digits + 1}}`, "g")).map((record) => {
      const said = DIGITS.indexOf(record[digits]);
      const number = [...record.slice(0, digits)].reduce((sum, digit) => sum * DIGITS.length + DIGITS.indexOf(digit), 0);
      return [number, said >> 1, said & 1];
    });
    return { count: Number(count || pages.length), pages };
  };

  // words

  const split = (text) => {
    const bare = text.normalize("NFKD").replace(/[\p{M}'’]/gu, "");
    return bare.toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
  };

  // Letters to change, add, leave out or exchange to make `term` of `word`, if not more than `most`.
  const countSlips = (term, word, most) => {
    if (term === word) return 0;
    if (!most) return Infinity;
    let at = 0;
    while (at < term.length && term[at] === word[at]) at++;
    const from = (n, m) => countSlips(term.slice(at + n), word.slice(at + m), most - 1);
    const isTurned = term[at] === word[at + 1] && term[at + 1] === word[at];
    return 1 + Math.min(from(1, 1), from(1, 0), from(0, 1), isTurned ? from(2, 2) : Infinity);
  };

  // If two stems are other words by their ends: enfermera, enfermedad
  const isOther = (term, stem) =>
    stem.slice(0, -1) === term.slice(0, -1) && !ENDINGS.some((set) => set.includes(stem.at(-1)) && set.includes(term.at(-1)));

  // Those of `stems` that `term` may be a slip for: one letter in four may be wrong.
  const misspelt = (term, stems) => {
    const slips = stems.map((stem) => countSlips(term, stem, Math.min(stem.length, term.length) >> 2));
    const fewest = Math.min(...slips);
    return stems.filter((stem, n) => slips[n] === fewest && fewest < Infinity && !isOther(term, stem));
  };

  const held = (index, words) => Promise.all(words.map((word) => holding(index, index.stem(word))));

  // The words that a term is made of and that tell something, where all are known: sunscreen, aftercare.
  const apart = async (index, term, near) => {
    for (let at = 3; at < term.length - 1; at++) {
      const begin = term.slice(0, at);
      const words = [begin, term.slice(at)].filter(index.tells);
      const isLikely = words[0] === begin ? near.includes(index.stem(begin)) : words.length;
      if (isLikely && (await held(index, words)).every(Boolean)) return words;
    }
  };

  // The stems that a term stands for: its own or, if not `exactly`, those that it begins, two words (`parts`) or a slip.
  const meant = async (index, term, typing, exactly) => {
    const own = index.stem(term);
    if (await holding(index, own)) return { stems: [own] };
    if (exactly || term.length < 2) return { stems: [] };
    const near = (await known(index, term[0])).sort((a, b) => a.length - b.length);
    const longer = near.filter((stem) => stem.startsWith(term)).slice(0, NEAREST);
    if (longer.length && (typing || term.length > 4)) return { stems: longer };
    const parts = await apart(index, term, near);
    let stems = misspelt(own, near);
    if (!parts && !stems.length && !typing && term.length > 3) {
      const likely = SIMILAR.filter((set) => set.includes(term[0])).join("") + term[1] + "h"; // h may be silent
      stems = misspelt(own, await known(index, index.stems > SCANNED ? likely : DIGITS));
    }
    if (!stems.length) stems = near.filter((stem) => stem.length > 4 && own.startsWith(stem)).slice(-1);
    return { stems, parts, guessed: true };
  };

  // What a term stands for, and how much each page says of it.
  const find = async (index, term, typing, exactly) => {
    const { stems, guessed, parts } = await meant(index, term, typing, exactly);
    if (parts) {
      const [one, two = one] = await Promise.all(parts.map((part) => find(index, part, false, true)));
      const weights = new Map([...one.weights].filter(([number]) => two.weights.has(number)));
      return { ...one, stems: [...one.stems, ...two.stems], weights, guessed };
    }
    const lists = await Promise.all(stems.map((stem) => holding(index, stem)));
    const weights = new Map();
    for (const { pages } of lists) {
      for (const [number, weight] of pages) weights.set(number, Math.max(weight, weights.get(number) || 0));
    }
    const rarity = Math.log(1 + index.total / Math.max(1, ...lists.map(({ count }) => count)));
    const isUrgent = !guessed && lists.some(({ pages }) => pages.filter((page) => page[2]).length >= URGENT * pages.length);
    return { stems, weights, guessed, rarity, isUrgent };
  };

  // The pages that say something of what is asked, best first: those with rare terms, and with more of them. Two words may
  // be one in the index (make up).
  const search = async (index, text, exactly) => {
    const typed = split(text);
    const last = /\S$/.test(text) && typed.at(-1);
    const pairs = typed.length > MANY ? [] : typed.slice(1).map((word, n) => typed[n] + word);
    const joined = await held(index, pairs);
    const telling = [...typed.filter(index.tells), ...pairs.filter((_, n) => joined[n])];
    const terms = new Map((telling.length ? telling : typed).map((term) => [index.stem(term), term]));
    const found = await Promise.all([...terms.values()].map((term) => find(index, term, term === last, exactly)));
    const pages = new Map();
    for (const { weights, rarity } of found) {
      for (const [number, weight] of weights) {
        const { has = 0, said = 0 } = pages.get(number) || {};
        pages.set(number, { number, has: has + rarity, said: said + rarity * weight });
      }
    }
    const ranked = [...pages.values()].map(({ number, has, said }) => ({ number, score: has * said }));
    ranked.sort((a, b) => b.score - a.score);
    return {
      results: ranked.filter(({ score }) => score >= FAINT * ranked[0].score),
      marked: new Map(found.flatMap(({ stems, rarity }) => stems.map((stem) => [stem, rarity]))),
      isUrgent: found.some((term) => term.isUrgent),
      isKnown: found.every(({ stems, guessed }) => stems.length && !guessed),
    };
  };

  // the page

  let here; // the index of the page's language
  let found;
  let turn = 0;

  const tell = (text, marked) =>
    [...new Set(split(text).map(here.stem))].reduce((sum, stem) => sum + (marked.get(stem) || 0), 0);

  const fill = (element, text, marked) => {
    let end = 0;
    element.replaceChildren();
    for (const { 0: word, index: start } of text.matchAll(/[\p{L}\p{N}\p{M}'’]+/gu)) {
      if (!split(word).some((part) => marked.has(here.stem(part)))) continue;
      const mark = sample.querySelector("mark").cloneNode();
      mark.textContent = word;
      element.append(text.slice(end, start), mark);
      end = start + word.length;
    }
    element.append(text.slice(end));
  };

  // The sentences of a page, each with the headings and the id above it, and by which `names` that is looked for.
  const read = async (address) => {
    const { body } = new DOMParser().parseFromString((await fetched(address, "text")).replace(/^.*?(?=<main)/s, ""), "text/html");
    body.querySelectorAll(BESIDE).forEach((element) => element.remove());
    body.querySelectorAll("br, dt").forEach((element) => element.after(" "));
    let place = "";
    const path = [];
    return [...body.querySelectorAll("main :is([id], h2, h3, h4, summary, p, li, dd, td)")].flatMap((element) => {
      if (element.id) place = element.id;
      if (element.matches("h2, h3, h4, summary")) path.splice(element.tagName[1] - 2 || 0, 3, element);
      if (!element.matches("p, li, dd, td")) return [];
      const term = element.previousElementSibling?.matches("dt") ? `${element.previousElementSibling.textContent}: ` : "";
      const sentences = (term + element.textContent).match(/.+?(?:[.!?…](?=\s+["“‘'(¿¡]*[\p{Lu}\p{N}])|$)/gsu) || [];
      const heading = path.map((one) => one.textContent.trim()).join(" · ");
      const names = [heading, ...[...path, element].map((one) => one.dataset.words)].join(" ");
      return sentences.map((sentence) => ({ place, heading, names, sentence: sentence.replace(/\s+(?=[.,;:])/g, "").trim() }));
    });
  };

  // The results from number `start` on, as elements, each with the sentence that says most of what was asked.
  const drawn = ({ results, marked }, start) =>
    Promise.all(
      results.slice(start, start + SHOWN).map(async ({ number }) => {
        const [address, title, topic, lang] = (await here.get(`pages-${number % here.pages}`))[number];
        const sentences = await read(new URL(address, location).href);
        const worths = sentences.map((one) => IN_HEADING * tell(one.names, marked) + tell(one.sentence, marked));
        const { place, heading, sentence } = sentences[worths.indexOf(Math.max(...worths))];
        const item = sample.firstElementChild.cloneNode(true);
        const [link, where, says] = item.querySelectorAll("a, p");
        link.href = place ? `${address}#${place}` : address;
        if (lang) where.lang = says.lang = lang;
        fill(link, title, marked);
        fill(where, [topic, heading].filter(Boolean).join(" · "), marked);
        fill(says, sentence, marked);
        return item;
      }),
    );

  // The other languages that know the words.
  const elsewhere = async (text) => {
    const found = await Promise.all(others.map(async (other) => search(await open(other), `${text} `, true)));
    return others.filter((_, n) => found[n].isKnown);
  };

  // The topics, those first whose words are most like what was asked.
  const sortTopics = (text) => {
    const threes = (words) => new Set(split(words).flatMap((word) => [...word].map((_, n) => ` ${word} `.slice(n, n + 3))));
    const asked = threes(text);
    const alike = (topic) => [...threes(topic.textContent)].filter((one) => asked.has(one)).length;
    topics[0]?.parentElement.append(...[...topics].sort((a, b) => alike(b) - alike(a)));
  };

  const show = async (text) => {
    const mine = ++turn;
    const wait = setTimeout(() => mine === turn && (status.textContent = status.dataset.busy), PATIENCE);
    const none = { results: [], marked: new Map(), isKnown: true };
    const isAsked = split(text).join("").length > 1;
    let now = none;
    let items = [];
    let links = [];
    let said = "";
    try {
      here = await open(status);
      if (isAsked) {
        now = await search(here, text);
        items = await drawn(now, 0);
        if (!now.isKnown) links = await elsewhere(text);
        const { length } = now.results;
        said = length ? `${length} ${length > 1 ? status.dataset.many : status.dataset.one}` : status.dataset.none;
      }
    } catch {
      [now, items, said] = [none, [], status.dataset.failed];
    }
    clearTimeout(wait);
    if (mine !== turn) return;
    found = now;
    list.replaceChildren(...items);
    list.hidden = !items.length;
    browse.hidden = !list.hidden;
    urgent.hidden = !now.isUrgent;
    for (const link of others) {
      link.parentElement.hidden = !links.includes(link);
      link.search = new URLSearchParams({ q: text.trim() });
    }
    call.hidden = !isAsked || items.length > 0;
    more.hidden = now.results.length <= items.length;
    status.textContent = said;
    if (!browse.hidden) sortTopics(text);
  };

  more.addEventListener("click", async () => {
    const items = await drawn(found, list.children.length).catch(() => []);
    list.append(...items);
    more.hidden = found.results.length <= list.children.length;
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
    if (matchMedia("(hover: none)").matches) field.blur(); // puts the keyboard away
  });
  addEventListener("popstate", restore);
  restore();
})();
