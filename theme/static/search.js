// Search the pages as the visitor types, in an index of small files that plugins/site/search/index.py describes.
// Without this script the form leads back to its page, which lists what there is.
(() => {
  const SHOWN = 6; // results at first, and more of them at each press of the button
  const PAUSE = 150; // milliseconds after a key, before a search
  const PATIENCE = 400; // milliseconds before the visitor is told that the search goes on
  const NEAREST = 4; // words at most that begin with what is typed
  const SCANNED = 6; // files of words at most that are looked through for a slip in the first letter
  const TELLING = 3; // weight that is enough to show a passage: a rare word in its text says more than a common title
  const FAINT = 0.15; // a result with less than this part of the best one's score is not shown
  const PASSAGES = 64; // of a page
  const SLOT_NAME = 8; // hexadecimal digits
  const SIMILAR = ["ckqs", "sz", "fp", "gj", "bv", "hj", "iy"]; // letters that are taken for each other

  const one = (selector) => document.querySelector(selector);
  const href = one("link[as=fetch]").href;
  const form = one("main form");
  const field = form.elements.q;
  const status = one("[role=status]");
  const urgent = one(".search-results__urgent");
  const others = [...document.querySelectorAll("[data-index]")]; // links to the search of other languages
  const call = one(".search-results__call");
  const list = one(".search-results ol");
  const { content: sample } = one("template");
  const more = one("main button[type=button]");
  const browse = document.getElementById("browse");
  const topics = [...browse.querySelectorAll("ul:first-of-type > li")];

  // the index of a language: each file is fetched once

  const files = new Map();
  const fetched = (address) => {
    if (!files.has(address)) {
      const file = fetch(address).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)));
      file.catch(() => files.delete(address));
      files.set(address, file);
    }
    return files.get(address);
  };

  const open = async (address) => {
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

  // All words that begin with `start`.
  const words = async ({ words: runs, get }, start) => {
    const held = runs.filter(([first], n) => first <= `${start}\uffff` && (n + 1 === runs.length || start < runs[n + 1][0]));
    const lists = await Promise.all(held.map(([, name]) => get(name)));
    return lists.flatMap((text) => text.split(" ")).filter((word) => word.startsWith(start));
  };

  // The places of a stem: how many pages have it, if it is urgent, and distance and weight of each place.
  const places = async ({ places: names, slots, get }, stem) => {
    const hash = [...stem].reduce((sum, sign) => Math.imul(sum ^ sign.codePointAt(0), 16777619), 2166136261);
    const slot = (hash >>> 0) % slots;
    const name = names.substr(slot * SLOT_NAME, SLOT_NAME).trim();
    return name && (await get(`${slot}-${name}`)).find(([word]) => word === stem);
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

  // Those of `known` that `term` may be a slip for.
  const misspelt = (term, known, stem) => {
    const most = term.length < 8 ? 1 : 2;
    const heard = sound(stem(term));
    const near = known
      .filter((word) => Math.abs(word.length - term.length) <= most + 1)
      .map((word) => [word, Math.min(distance(term, word), distance(heard, sound(stem(word))) + 0.5)]);
    const least = Math.min(...near.map(([, letters]) => letters));
    return least > most ? [] : near.filter(([, letters]) => letters === least).map(([word]) => word);
  };

  // Those of `known` that begin as `term` does: anesthesia for anesthesiologist.
  const kin = (term, known) => {
    const share = (word) => {
      let letters = 0;
      while (letters < word.length && word[letters] === term[letters]) letters++;
      return letters;
    };
    const near = known
      .map((word) => [word, share(word)])
      .filter(([word, letters]) => letters > 4 && letters >= 0.7 * Math.min(word.length, term.length));
    const most = Math.max(...near.map(([, letters]) => letters));
    return near.filter(([, letters]) => letters === most).map(([word]) => word);
  };

  // The stems that a term stands for, each with how well. What is typed may go on; what is not found, and is not for an
  // index that is asked `exactly`, may be a beginning or a slip: among words with the same first letter, or with others.
  const meant = async (index, term, typing, exactly) => {
    const stems = new Map();
    const add = (known, fit) => known.forEach((word) => stems.has(index.stem(word)) || stems.set(index.stem(word), fit(word)));
    if (await places(index, index.stem(term))) add([term], () => 1);
    const known = !exactly && (typing || !stems.size) && term.length > 1;
    if (known) {
      const longer = (await words(index, term.slice(0, 3))).filter((word) => word.startsWith(term));
      const nearest = longer.sort((a, b) => a.length - b.length).slice(0, NEAREST);
      if (term.length > 2 || typing) add(nearest, (word) => (0.6 * term.length) / word.length);
    }
    if (!known || stems.size || term.length < 4) return { stems };
    let found = misspelt(term, await words(index, term[0]), index.stem);
    if (!found.length && !typing && term.length > 4) {
      const letters = SIMILAR.filter((set) => set.includes(term[0])).join("") + term[1];
      const starts = index.words.length > SCANNED ? [...new Set(letters)] : [""];
      found = misspelt(term, (await Promise.all(starts.map((start) => words(index, start)))).flat(), index.stem);
    }
    if (!found.length) found = kin(term, await words(index, term.slice(0, 3)));
    add(found, () => 0.6);
    return { stems, guessed: true };
  };

  // What a term stands for, and the places of that, each with how much it says there.
  const holding = async (index, term, typing, exactly) => {
    const { stems, guessed } = await meant(index, term, typing, exactly);
    const lists = await Promise.all([...stems.keys()].map((stem) => places(index, stem)));
    const weights = new Map();
    let pages = 1;
    lists.forEach(([stem, held, , ...pairs]) => {
      let place = 0;
      pages = Math.max(pages, held);
      for (let n = 0; n < pairs.length; n += 2) {
        place += pairs[n];
        weights.set(place, Math.max(stems.get(stem) * pairs[n + 1], weights.get(place) || 0));
      }
    });
    const rarity = Math.log(1 + index.total / pages);
    return { stems, weights, guessed, rarity, isUrgent: !guessed && lists.some(([, , alarms]) => alarms) };
  };

  // The best passage of each page, best page first, and how much each stem says. A rare term counts for more than a
  // common one, and so does a page that has more of the terms, best in one passage.
  const search = async (index, text, exactly) => {
    const typed = split(text);
    const last = /\s$/.test(text) ? "" : typed[typed.length - 1];
    const telling = typed.filter((term) => !index.ignored.includes(term));
    const terms = [...new Map((telling.length ? telling : typed).map((term) => [index.stem(term), term])).values()];
    const found = await Promise.all(terms.map((term) => holding(index, term, term === last, exactly)));
    const pages = new Map();
    for (const { weights, rarity } of found) {
      const counted = new Set();
      for (const [place, weight] of weights) {
        const number = Math.floor(place / PASSAGES);
        const page = pages.get(number) || { number, held: 0, passages: [] };
        pages.set(number, page);
        if (!counted.has(number)) page.held += rarity;
        counted.add(number);
        const nth = place % PASSAGES;
        const passage = page.passages[nth] || { passage: nth, weight: 0, shown: 0 };
        page.passages[nth] = passage;
        passage.weight += rarity * weight;
        passage.shown += rarity * (Math.min(weight, TELLING) + weight / 100);
      }
    }
    const ranked = [...pages.values()].map(({ number, held, passages }) => {
      const { passage } = passages.reduce((a, b) => (b.shown > a.shown ? b : a));
      const weights = Object.values(passages).map(({ weight }) => weight);
      return { number, passage, score: held * (3 * Math.max(...weights) + weights.reduce((a, b) => a + b)) };
    });
    ranked.sort((a, b) => b.score - a.score || b.number - a.number);
    return {
      results: ranked.filter(({ score }) => score >= FAINT * ranked[0].score),
      marked: new Map(found.flatMap(({ stems, rarity }) => [...stems.keys()].map((stem) => [stem, rarity]))),
      isUrgent: found.some((term) => term.isUrgent),
      isKnown: found.every(({ stems, guessed }) => stems.size && !guessed),
    };
  };

  // the page

  let here; // the index of the page's language
  let found;
  let turn = 0;

  // How much a sentence says of what was asked.
  const tell = (sentence, marked) =>
    [...new Set(split(sentence).map(here.stem))].reduce((sum, stem) => sum + (marked.get(stem) || 0), 0);

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

  // The results from number `start` on, as elements.
  const drawn = ({ results, marked }, start) =>
    Promise.all(
      results.slice(start, start + SHOWN).map(async ({ number, passage }) => {
        const names = (await here.get(here.lists[Math.floor(number / here.listed)]))[number % here.listed];
        const [address, title, topic, passages] = await here.get(names[Math.floor(passage / here.block)]);
        const [fragment, heading, text] = passages[passage % here.block];
        const sentences = text.split("\n").map((sentence) => [tell(sentence, marked), sentence]);
        const item = sample.firstElementChild.cloneNode(true);
        const [link, place, sentence] = item.querySelectorAll("a, p");
        link.href = fragment ? `${address}#${fragment}` : address;
        fill(link, title, marked);
        fill(place, [topic, heading].filter(Boolean).join(" · "), marked);
        fill(sentence, sentences.reduce((a, b) => (b[0] > a[0] ? b : a))[1], marked);
        return item;
      }),
    );

  // The links to the other languages that know the words.
  const elsewhere = async (text) => {
    const found = await Promise.all(
      others.map(async ({ dataset }) => search(await open(new URL(dataset.index, href).href), `${text} `, true)),
    );
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
      here = await open(href);
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
