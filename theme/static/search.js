// Search the pages as the visitor types, in an index of small files that plugins/site/search/index.py describes.
// Without this script the form leads back to its page, which lists what there is.
(() => {
  const SHOWN = 3; // results at first, and more of them at each press of the button
  const PAUSE = 150; // milliseconds after a key, before a search
  const PATIENCE = 400; // milliseconds before the visitor is told that the search goes on
  const NEAREST = 4; // words at most that begin with what is typed
  const GUESSED = 0.6; // what a word counts for that is not the one which was typed
  const FAINT = 0.15; // a result with less than this part of the best one's score is not shown
  const URGENT = 0.15; // of the pages with a word: as many where it is urgent make it so
  const IN_HEADING = 2; // times as much a word says of a sentence in the heading above it as in the sentence
  const SCANNED = 4; // files of stems at most that are all looked through for a slip in the first letter
  const BESIDE = "nav, .line, .row, section.screen, p.small, #review, [href^='#']:not(.self)"; // what a page does not say itself
  const SIMILAR = ["ckqs", "sz", "fp", "gj", "bv", "hj", "iy"]; // letters that are taken for each other
  const DIGITS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

  const one = (selector) => document.querySelector(selector);
  const form = one("main form");
  const field = form.elements.q;
  const status = one("[role=status]");
  const urgent = one(".search-results__urgent");
  const others = [...document.querySelectorAll("a[data-index]")]; // links to the search of other languages
  const call = one(".search-results__call");
  const list = one(".search-results ol");
  const { content: sample } = one("template");
  const more = one("main button[type=button]");
  const browse = document.getElementById("browse");
  const topics = [...browse.querySelectorAll("ul:first-of-type > li")];

  // the index of a language: each file is fetched once, and again only if it has changed

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
    const endings = manifest.endings.map(([ending, place]) => [new RegExp(ending), place]);
    const shorten = (word, [ending, place]) => {
      const match = word.match(ending);
      return match ? match[1] + place : word;
    };
    return {
      ...manifest,
      stem: (word) => endings.reduce(shorten, word),
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

  // All stems in these files of stems.
  const known = async ({ get }, files) =>
    (await Promise.all([...new Set(files)].map(async (file) => Object.keys(await get(`stems-${file}`))))).flat();

  // The pages that have a stem: how many, and of those where it weighs most number, weight and if it is urgent.
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

  // Letters to change, add, leave out or exchange to make `term` of `word`.
  const distance = (term, word) => {
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
    return row[word.length];
  };

  // A word as it sounds, more or less, in English or Spanish.
  const sound = (word) =>
    word
      .replace(/ph/g, "f")
      .replace(/c(?=[eiy])|z/g, "s")
      .replace(/c?[ckq]/g, "k")
      .replace(/v/g, "b")
      .replace(/y/g, "i")
      .replace(/h/g, "")
      .replace(/(.)\1+/g, "$1");

  // Those of `stems` that `term` may be a slip for.
  const misspelt = (term, stems) => {
    const most = term.length < 7 ? 1 : 2;
    const near = stems
      .filter((stem) => Math.abs(stem.length - term.length) <= most + 1)
      .map((stem) => [stem, Math.min(distance(term, stem), distance(sound(term), sound(stem)) + 0.5)]);
    const least = Math.min(...near.map(([, letters]) => letters));
    return least > most ? [] : near.filter(([, letters]) => letters === least).map(([stem]) => stem);
  };

  // Those of `stems` that begin as `term` does: anesthesia for anesthesiologist.
  const kin = (term, stems) => {
    const share = (stem) => {
      let letters = 0;
      while (letters < stem.length && stem[letters] === term[letters]) letters++;
      return letters;
    };
    const near = stems
      .map((stem) => [stem, share(stem)])
      .filter(([stem, letters]) => letters > 4 && letters >= 0.7 * Math.min(stem.length, term.length));
    const most = Math.max(...near.map(([, letters]) => letters));
    return near.filter(([, letters]) => letters === most).map(([stem]) => stem);
  };

  // The stems that a term stands for, each with how well. What is typed may go on; what is not found may be a beginning
  // or a slip, but for an index that is asked `exactly`.
  const meant = async (index, term, typing, exactly) => {
    const own = index.stem(term);
    const stems = new Map();
    if (await holding(index, own)) stems.set(own, 1);
    if (exactly || term.length < 2 || (stems.size && !typing)) return { stems };
    const find = (letter) => checksum(letter) % index.stems;
    const near = await known(index, [find(term[0])]);
    if (term.length > 2 || typing) {
      const longer = near.filter((stem) => stem !== own && stem.startsWith(term)).sort((a, b) => a.length - b.length);
      for (const stem of longer.slice(0, NEAREST)) stems.set(stem, (GUESSED * term.length) / stem.length);
    }
    if (stems.size || term.length < 4) return { stems };
    let found = misspelt(own, near);
    if (!found.length && !typing && term.length > 4) {
      const letters = [...SIMILAR.filter((set) => set.includes(term[0])).join(""), term[1], "h"]; // h may be silent
      found = misspelt(own, await known(index, index.stems > SCANNED ? letters.map(find) : Array(index.stems).keys()));
    }
    for (const stem of found.length ? found : kin(term, near)) stems.set(stem, GUESSED);
    return { stems, guessed: true };
  };

  // What a term stands for, and the pages of that, each with how much it says there.
  const find = async (index, term, typing, exactly) => {
    const { stems, guessed } = await meant(index, term, typing, exactly);
    const lists = await Promise.all([...stems].map(async ([stem, fit]) => ({ fit, ...(await holding(index, stem)) })));
    const weights = new Map();
    for (const { fit, pages } of lists) {
      for (const [number, weight] of pages) weights.set(number, Math.max(fit * weight, weights.get(number) || 0));
    }
    const rarity = Math.log(1 + index.total / Math.max(1, ...lists.map(({ count }) => count)));
    const isUrgent = lists.some(({ pages }) => {
      const alarms = pages.filter(([, , alarm]) => alarm).length;
      return !guessed && alarms && alarms >= URGENT * pages.length;
    });
    return { stems, weights, guessed, rarity, isUrgent };
  };

  // The pages that say something of what is asked, best first: those with rare terms, and with more of them.
  const search = async (index, text, exactly) => {
    const typed = split(text);
    const last = /\s$/.test(text) ? "" : typed[typed.length - 1];
    const telling = typed.filter((term) => !index.ignored.includes(term));
    const terms = [...new Map((telling.length ? telling : typed).map((term) => [index.stem(term), term])).values()];
    const found = await Promise.all(terms.map((term) => find(index, term, term === last, exactly)));
    const pages = new Map();
    for (const { weights, rarity, guessed } of found) {
      for (const [number, weight] of weights) {
        const { held = 0, said = 0 } = pages.get(number) || {};
        pages.set(number, { number, held: held + rarity * (guessed ? GUESSED : 1), said: said + rarity * weight });
      }
    }
    const ranked = [...pages.values()].map(({ number, held, said }) => ({ number, score: held * said }));
    ranked.sort((a, b) => b.score - a.score || a.number - b.number);
    return {
      results: ranked.filter(({ score }) => score >= FAINT * ranked[0].score),
      marked: new Map(found.flatMap(({ stems, rarity }) => [...stems].map(([stem, fit]) => [stem, fit * rarity]))),
      isUrgent: found.some((term) => term.isUrgent),
      isKnown: found.every(({ stems, guessed }) => stems.size && !guessed),
    };
  };

  // the page

  let here; // the index of the page's language
  let found;
  let turn = 0;

  // How much a text says of what was asked.
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

  // The sentences of a page, each with the heading and the id above it.
  const read = async (address) => {
    const { body } = new DOMParser().parseFromString((await fetched(address, "text")).replace(/^.*?(?=<main)/s, ""), "text/html");
    body.querySelectorAll(BESIDE).forEach((element) => element.remove());
    body.querySelectorAll("br, dt").forEach((element) => element.after(" "));
    let place = "";
    let heading = "";
    return [...body.querySelectorAll("main :is([id], h2, h3, h4, summary, p, li, dd, td)")].flatMap((element) => {
      if (element.id) place = element.id;
      if (element.matches("h2, h3, h4, summary")) heading = element.textContent.trim();
      if (!element.matches("p, li, dd, td")) return [];
      const term = element.previousElementSibling?.matches("dt") ? `${element.previousElementSibling.textContent}: ` : "";
      const sentences = (term + element.textContent).match(/.+?(?:[.!?…](?=\s+["“‘'(¿¡]*[\p{Lu}\p{N}])|$)/gsu) || [];
      return sentences.map((sentence) => ({ place, heading, sentence: sentence.replace(/\s+(?=[.,;:])/g, "").trim() }));
    });
  };

  // A page as a result: with the sentence that says most of what was asked, its heading included.
  const describe = async ({ number }, marked) => {
    const [address, title, topic] = (await here.get(`pages-${number % here.pages}`))[number];
    const worth = ({ heading, sentence }) => IN_HEADING * tell(heading, marked) + tell(sentence, marked);
    const sentences = await read(new URL(address, location).href);
    const worths = sentences.map(worth);
    return { address, title, topic, ...sentences[worths.indexOf(Math.max(...worths))] };
  };

  // The results from number `start` on, as elements.
  const drawn = async ({ results, marked }, start) => {
    const pages = await Promise.all(results.slice(start, start + SHOWN).map((result) => describe(result, marked)));
    return pages.map(({ address, title, topic, place, heading, sentence }) => {
      const item = sample.firstElementChild.cloneNode(true);
      const [link, where, says] = item.querySelectorAll("a, p");
      link.href = place ? `${address}#${place}` : address;
      fill(link, title, marked);
      fill(where, [topic, heading].filter(Boolean).join(" · "), marked);
      fill(says, sentence, marked);
      return item;
    });
  };

  // The links to the other languages that know the words.
  const elsewhere = async (text) => {
    const found = await Promise.all(others.map(async (other) => search(await open(other), `${text} `, true)));
    return others.filter((_, n) => found[n].isKnown);
  };

  // The topics, those first whose words are most like what was asked.
  const sortTopics = (text) => {
    const threes = (words) => new Set(split(words).flatMap((word) => [...word].map((_, n) => ` ${word} `.slice(n, n + 3))));
    const asked = threes(text);
    const alike = new Map(topics.map((topic) => [topic, [...threes(topic.textContent)].filter((one) => asked.has(one)).length]));
    topics[0]?.parentElement.append(...[...topics].sort((a, b) => alike.get(b) - alike.get(a)));
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
    if (matchMedia("(hover: none)").matches) field.blur(); // puts a phone's keyboard away
  });
  addEventListener("popstate", restore);
  restore();
})();
